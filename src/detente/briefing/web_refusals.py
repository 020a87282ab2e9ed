"""What the web app says when it refuses.

See `detente.briefing.refusals`.
"""

from detente.words.language import N_

TOLD = (
    # cases
    N_("there is no case '{name}'{hint}"),
    N_("there is a case '{name}' already"),
    N_("{file} is too large to be a case"),
    N_("'{name}' has no earlier version {number}"),
    N_("'{name}' comes with the program: make a copy to change it"),
    N_("'{name}' comes with the program; choose another name"),
    N_("'{name}' was changed by somebody else in the meantime; nothing was saved"),
    N_("a case's name is small letters, digits, - and _, at most {n} of them"),
    N_("a case file has at most {n} MB"),
    # what was asked and sent
    N_("{name} has more than {most} characters"),
    N_("{name} is a text, not a file"),
    N_("{name} cannot be '{text}'{hint}"),
    N_("{name} is a number, not '{text}'"),
    N_("{name} is between {least} and {most}"),
    N_("{name} is between {least} and {most} in this case"),
    N_("'{text}' is no number"),
    N_("{text} is too large"),
    N_("early needs a party, one of {names}"),
    N_("there is no move '{move}': write from:to, each from 1"),
    N_("too much is being computed already; try again in a moment"),
    N_("there is no such document in this evidence"),
    N_("there is no ledger yet"),
    N_("More than {n} MB are not taken."),
    # accounts
    N_("an account's name is letters, digits and . @ -: '{name}'"),
    N_("there is no role '{name}'{hint}"),
    N_("there is no account '{name}'{hint}"),
    N_("a password has {least} to {most} characters"),
)
"""What refusals say, fields in braces."""

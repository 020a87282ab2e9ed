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
    # documents that were sent
    N_("{file}: the file is empty"),
    N_("{file}: more than {n} bytes"),
    N_("{file}: the page holds no text"),
    N_("{file}: the message has no text"),
    N_("{file}: its {n} pages hold no text, only pictures or nothing"),
    N_("{file}: the PDF is locked with a password"),
    N_("{file}: not a sound PDF ({reason})"),
    N_("{file}: not a sound DOCX file ({reason})"),
    N_("{file}: no '{part}' inside, so it is no DOCX"),
    N_("{file}: not a sound message ({reason})"),
    N_("{file}: not a well-formed feed"),
    N_("{file}: not a well-formed feed ({reason})"),
    N_("{file}: {n} pages; at most {most} are read"),
    N_("{file}: {n} parts inside; at most {most} are read"),
    N_("{file}: {n} entries; at most {most} are read"),
    N_("{file}: unpacks to {n} bytes; at most {most} are read"),
    N_(
        "{file}: reading it took more than {seconds} s or {size} MB; no sound {kind} does, so it "
        "is left out"
    ),
    # accounts
    N_("an account's name is letters, digits and . @ -: '{name}'"),
    N_("there is no role '{name}'{hint}"),
    N_("there is no account '{name}'{hint}"),
    N_("a password has {least} to {most} characters"),
)
"""What refusals say, fields in braces."""

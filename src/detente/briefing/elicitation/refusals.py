"""What sheets of analysts say when they are refused.

See `detente.briefing.refusals`.
"""

from detente.words.language import N_

TOLD = (
    N_(
        "this is a case, not a sheet: `detente elicit questions CASE -o FILE` writes one to fill in"
    ),
    N_("this sheet is for the case '{other}', not for '{case}'"),
    N_("the same pair stands on line {line} already"),
    N_("'{path}' stands on both sides: leave it out"),
    N_("'{path}' is in points of '{other}', not of '{party}': points of two are never compared"),
    N_("'{path}' is a share, a rate or a time, not an amount in points"),
    N_(
        "'{path}' is summed from objectives: compare what those are worth "
        "(parties.{party}.objectives.….worth)"
    ),
    N_("there is no number at '{path}'{hint}"),
    N_("expected the path of a value, got {value}"),
    N_("expected a path, or a list of paths, got {value}"),
    N_("expected true, false or unsure, got {value}"),
    N_("the limit must be at least 1, not {n}"),
    # the form of a sheet
    N_("the file is larger than {n} MB: this is not a sheet file"),
    N_("the file is empty: `detente elicit questions CASE -o FILE` writes one to fill in"),
    N_("one file holds one sheet, and a second starts here"),
    N_("a sheet is a mapping: lines such as `analyst: …`, `case: …`, `ranges: …`"),
    N_("more than {n} entries: this is not a sheet file"),
    N_("the tag {tag} is not allowed in a sheet"),
    # what is done, and where it went
    N_("Asking about {name}"),
    N_("Checking {name}"),
    N_("The sheet is in {file}."),
    N_("The sheet is in {file}; next: {command}"),
    N_("{file} exists; nothing was written over it (--force would)"),
)
"""What these refusals say, fields in braces."""

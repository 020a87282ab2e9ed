"""Refusals in the reader's language: what an error says, recognised and said anew.

Errors are raised on every floor, in English, by code that is handed no language. Here stands what
the commonest of them say, with fields for what differs; a refusal that is recognised is told in
the reader's words, its fields in turn; any other stays as it is. Whoever changes such a text
changes it here too: the tests provoke refusals and look for what is left in English.
"""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

from detente.briefing.elicitation.refusals import TOLD as _OF_ANALYSTS
from detente.briefing.ledger.refusals import TOLD as _OF_THE_LEDGER
from detente.briefing.ledger.store_refusals import TOLD as _OF_STORES
from detente.briefing.uncertainty.refusals import TOLD as _OF_UNCERTAINTY
from detente.briefing.uncertainty.stress_refusals import TOLD as _OF_STRESS
from detente.briefing.web_refusals import TOLD as _OF_THE_WEB
from detente.words.language import N_

if TYPE_CHECKING:
    from detente.words.language import Language

TOLD = (
    # what may follow or stand inside
    N_(" (did you mean '{name}'?)"),
    N_(" (`detente cases` lists the bundled ones)"),
    N_(" (its options: {names})"),
    N_(" (its options: none)"),
    N_(" (a text with a comma in it? inside {{ }} it needs quotes)"),
    N_(" (a number with a comma? write it with a point, as in 2.5)"),
    N_(" Did you mean {other}?"),
    N_(" (Did you mean one of: {others}?)"),
    N_(": write it without quotes"),
    N_(": write true"),
    N_(": write false"),
    N_("… and {n} more"),
    N_("a text (put it in quotes)"),
    N_("true or false"),
    N_("a list, such as [a, b]"),
    N_("a mapping, such as {{key: …}}"),
    N_("a whole number"),
    N_("a number"),
    N_("a list"),
    N_("a mapping"),
    # files
    N_("{file}: no such file{hint}"),
    N_("{file}: no such file (the bundled case is called '{name}')"),
    N_("{file}: this is a directory, not a case file"),
    N_("{file}: no permission to read this file"),
    N_("{file}: cannot be read ({reason})"),
    N_("there is no command '{name}'{hint}"),
    N_("there is no bundled case or file '{name}'{hint}"),
    N_("a case is named by a path or a bundled name, not by an empty text"),
    N_("{file} exists; nothing was written over it"),
    N_("{file}: this is a folder"),
    N_("{file}: {folder} is a file, not a folder"),
    N_("{what}: install the extra '{extra}' ({python} -m pip install '{command}')"),
    N_("a PDF needs Typst"),
    N_("DOCX needs python-docx"),
    N_("a DOCX template needs docxtpl"),
    N_("a template needs Jinja2"),
    N_("pictures of charts need vl-convert"),
    N_("the web app needs {library}"),
    N_("hashing a password needs argon2"),
    N_("reading documents needs {library}"),
    N_("working on several processes"),
    N_("writing Parquet"),
    N_("dates within a calendar need OR-Tools"),
    N_("a ledger in PostgreSQL"),
    N_("signing a checkpoint"),
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    # the form of a case
    N_("the file is larger than {n} MB: this is not a case file"),
    N_("character {sign} is not allowed: is this a text file?"),
    N_("byte {sign} is not UTF-8: save the file as UTF-8"),
    N_("the file is empty: `detente init` writes a starter case"),
    N_("one file holds one case, and a second starts here"),
    N_("a case is a mapping: lines such as `name: …`, `parties: …`, `measures: …`"),
    N_("more than {n} entries: this is not a case file"),
    N_("nested more than {n} levels deep"),
    N_(
        "{sign} is not allowed: write it out (shared terms have names: see revocability and "
        "verification)"
    ),
    N_("the tag {tag} is not allowed in a case"),
    N_("{number} is too large a number"),
    N_("{number} is not a finite number"),
    N_("a key must be a plain word"),
    N_("merging with << is not allowed: write it out"),
    N_("the key stands twice (first on line {line})"),
    N_("this character cannot start a value here (a tab? indent with spaces; a text that starts "
       "with one of {signs} needs quotes)"),
    N_("a colon is not expected here (wrong indentation, or a text with ': ' that needs quotes?)"),
    N_("a key without its colon"),
    N_("a key is expected here (wrong indentation, or a quote that was opened further up and not "
       "closed?)"),
    N_("the bracket '{bracket}' is not closed, or a comma is missing"),
    N_("a value is expected here"),
    N_("a list goes on with '- …' (wrong indentation?)"),
    N_("nothing more is expected here (a stray bracket?)"),
    N_("a text that starts with ! needs quotes"),
    N_("a backslash in double quotes is written twice, or use '…'"),
    N_("a quote or bracket is still open at the end of the file"),
    N_("not YAML: {reason}"),
    # what stands in it
    N_("this is missing"),
    N_("this is missing, here and in the measure"),
    N_("unknown key '{key}'{hint}"),
    N_("unknown key '{key}': a case holds no names of people; say how many with quantity"),
    N_(
        "unknown key '{key}': values add up lot by lot, so measures worth more together are not "
        "supported; write the pair as one more measure, which excludes the two"
    ),
    N_("{value} cannot be a name here: a name is made of letters, digits, _ and - (at most 60)"),
    N_("{value} is no name: letters, digits, _ and - only (at most 60)"),
    N_("expected {wanted}, got {value}{hint}"),
    N_("expected {wanted}, got {value}"),
    N_("expected {n} entries, got {found}"),
    N_("{value} is not one of {names}{hint}"),
    N_("a text is expected here, not an empty one"),
    N_("{value} does not fit here"),
    N_("a date such as 2025-08-16"),
    N_("a date such as 2025-08-16, 2025-08 or 2025"),
    N_("expected a whole number of equal lots, or the lots by name"),
    N_("{n} lots: a measure has 1 to 500"),
    N_("{value} is no date: {reason}"),
    N_("month must be in 1..12"),
    N_("day is out of range for month"),
    N_("year {year} is out of range"),
    N_("{value} is below {least}"),
    N_("{value} is above {most}"),
    N_("low {low} is above high {high}"),
    N_("mode {mode} is not between {low} and {high}"),
    N_("give either value, or low, mode and high; not both"),
    # how it fits together
    N_("there is no party '{name}'{hint}"),
    N_("there is no source '{name}'{hint}"),
    N_("there is no measure '{name}'{hint}"),
    N_("there is no track '{name}'{hint}"),
    N_("there is no other measure '{name}'{hint}"),
    N_("there is no party or audience '{name}'{hint}"),
    N_("there is no audience or other party '{name}'{hint}"),
    N_("there is no measure or lot '{name}'{hint}"),
    N_("there is no measure or proposed channel '{name}'{hint}"),
    N_("there is no shared revocability '{name}'{hint}"),
    N_("there is no shared verification '{name}'{hint}"),
    N_("there is no objective of {who} '{name}'{hint}"),
    N_("a case needs at least two parties"),
    N_("a case needs at least one measure"),
    N_("'{id}' is a word of the form; choose another id"),
    N_("'{id}' already stands under {block}"),
    N_("somebody else must hold the deposit"),
    N_("'{name}' is unconditional: it is given outside every package"),
    N_("a red line needs text, or forbids with a tag"),
    N_("up_front needs forbids, the tag it speaks of"),
    N_(
        "'{tag}' crosses a red line of {who}: drop the measure, or mark it option: true to keep it "
        "out of the plan"
    ),
    N_("'{tag}' crosses a red line of {who}"),
    N_("'{name}' is also under requires"),
    N_("a measure is either an option or unconditional"),
    N_("{n} lots in all; a case has at most {most}"),
    N_("every measure is an option or unconditional, so there is nothing to plan"),
    N_("a measure has at least one lot"),
    N_("the lots add up to {total}, not {quantity}"),
    N_("the deadline {end} is before not_before {start}"),
    N_("'{who}' gives it: what it loses by it is the cost"),
    N_("name at least one objective"),
    N_("the objective '{name}' of {who} has no worth to take a share of"),
    N_("the shares add up to more than 1"),
    N_("'{name}' is this lot itself"),
    N_("these wait for one another, each step as one: {way}"),
    N_("{date} is later than as_of {as_of}: this was not yet done then"),
    N_("{date} is before as_of {as_of}: it could not be known how it ends"),
    N_("a channel runs between two different sides"),
    N_("only a channel with proposed: true is still to be opened"),
    N_("audiences can believe otherwise of types only, not of a stake"),
    N_("say what is believed by serious, types or stake; here is {what}"),
    N_("none of them"),
    N_("{one} and {other}"),
    N_("name at least two types"),
    N_("only one type may leave its share out: it has the rest"),
    N_("the shares of the types add up to {total}, not to 1"),
    N_("there is no number at '{path}'{hint}"),
    N_("'{path}' has no range to be drawn from"),
    N_("{case} has nothing called '{name}'{hint}"),
    N_("{case} has no option '{name}'{hint}"),
    N_("{case} has no lot '{name}'{hint}"),
    N_("{case} has no number at '{path}'{hint}"),
    # a ladder of one's own
    N_("this is no JSON document, such as `detente plan CASE --json` prints"),
    # no ladder
    N_("no ladder meets the demands: in the one nearest to it {what}"),
    N_("no ladder was found in the time given: in the nearest one {what}"),
    N_("no ladder meets the demands: in the nearest one found {what}"),
    N_("no ladder was found that meets the demands: in the nearest one {what}"),
    N_("'{who}' would gain {gain} by walking away {where}"),
    N_("'{who}' would be exposed by {exposure}, above its cap of {cap}, {where}"),
    N_("before the first step is complete"),
    N_("after the last step"),
    N_("after step {n} of {all}"),
    N_("on day {day}, after step {n} of {all}"),
    # what is done, and where it went
    N_("Planning {name}"),
    N_("Cutting {name}"),
    N_("Dating {name}"),
    N_("Writing {name}"),
    N_("Choosing from {name}"),
    N_("Analysing {name}"),
    N_("Drawing {name}"),
    N_("Drawing incidents of {name}"),
    N_("Reading {name}"),
    N_("Reading into {name}"),
    N_("Following the chains of {name}"),
    N_("Comparing {one} and {other}"),
    N_("Wrote {file}; next: {command}"),
    N_("The page is in {file}; open it in any browser."),
    N_("The brief is in {file}; open it in any browser."),
    N_("The brief is in {file}."),
    N_("The calendar is in {file}."),
    N_("The table is in {file}."),
    N_("left out: {what}"),
    # the command line
    N_("No such option: {name}"),
    N_("No such option '{name}'.{hint}"),
    N_("No such command '{name}'."),
    N_("Missing argument '{name}'."),
    N_("Missing option '{name}'."),
    N_("Missing command."),
    N_("Option '{name}' requires an argument."),
    N_("Got unexpected extra argument ({words})"),
    N_("Got unexpected extra arguments ({words})"),
    N_("Invalid value for '{name}': {reason}"),
    N_("'{value}' is not one of {names}."),
    N_("'{value}' is not a valid {kind}."),
    N_("'{value}' is not in the range {range}."),
    N_("File '{name}' does not exist."),
    N_("File '{name}' is a directory."),
    N_("integer"),
    N_("float"),
    N_("--format {format} needs a file to write to (-o FILE)"),
    N_("{file}: say which form it shall have (--format {formats})"),
    N_("--objective early needs the party (--party), one of {names}"),
    N_("give a second case to compare with, or --analogies; one of the two"),
    N_("--budget takes PARTY=AMOUNT, such as us=20, not '{text}'"),
    N_("the time limit must be a number of seconds above 0, not {value}"),
    # work and sweeps
    N_("workers must be at least {least}, not {n}"),
    N_("give either --workers or --scheduler, not both"),
    N_("'{address}' is no address of a scheduler: it looks like {form}"),
    N_(
        "no Dask scheduler answers at {address} (`dask scheduler` starts one, and says its "
        "address, which looks like {form})"
    ),
    N_("the scheduler at {address} has no workers (`dask worker {again}` starts one)"),
    N_(
        "{who} has {name} {theirs}, and here it is {mine}: numbers might differ; install the same "
        "versions"
    ),
    N_("a number is set as PATH=VALUE,VALUE (parties.us.cap=10,20), not '{text}'"),
    N_("'{text}' is no value for {path}: a number, or low, mode, high or range"),
    N_("{path} is set twice: give all its values at once, with commas"),
    N_(
        "there is no ladder '{text}'{hint}: {names}, early:PARTY, or a file of `detente plan "
        "--json` whose name ends in .json"
    ),
    N_("{case} has no party '{name}' whose value could come early{hint}"),
    N_("{n} scenarios; at most {most} can be swept"),
    N_("{value} is not from {least} to {most}"),
    N_("{file}: a table is written to a file that ends in {forms}"),
    *_OF_THE_LEDGER,
    *_OF_ANALYSTS,
    *_OF_STORES,
    *_OF_STRESS,
    *_OF_UNCERTAINTY,
    *_OF_THE_WEB,
)  # fmt: skip
"""What refusals say, fields in braces."""

_PLACE = re.compile(r"(.+?:\d+:\d+(?: [^\s:]+:)?) (.+)", re.DOTALL)


def retold(text: str, lang: Language) -> str:
    """Tell a refusal in a language.

    Parameters
    ----------
    text
        What an error says, one or several lines; places of a file stay as they are.
    lang
        The reader's language.

    Returns
    -------
    str
        The same in that language, as far as it is recognised.
    """
    if lang.code == "en":
        return text
    return "\n".join(_line(line, lang) for line in text.split("\n"))


def _line(line: str, lang: Language) -> str:
    if placed := _PLACE.fullmatch(line):
        return f"{placed[1]} {_known(placed[2], lang) or placed[2]}"
    if (told := _known(line, lang, own=len(" and ") + 1)) is not None:
        return told
    before, colon, rest = line.partition(": ")
    return f"{before}: {_line(rest, lang)}" if colon else _known(line, lang) or line


def _known(text: str, lang: Language, own: int = 0) -> str | None:
    """Say a text anew where it is one of `TOLD` with so many letters of its own; else None."""
    for size, template, pattern in _patterns():
        if size >= own and (found := pattern.fullmatch(text)):
            fields = {name: _known(said, lang) or said for name, said in found.groupdict().items()}
            return lang.say(template, **fields)
    return None


@cache
def _patterns() -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    """Make a pattern of each text, those with more of their own words first."""
    made = [(sum(len(own) for own, *_ in _parts(text)), text) for text in TOLD]
    return tuple((size, text, _pattern(text)) for size, text in sorted(made, reverse=True))


def _parts(text: str) -> list[tuple[str, str | None]]:
    return [(own, field) for own, field, _, _ in string.Formatter().parse(text)]


def _pattern(text: str) -> re.Pattern[str]:
    parts = (re.escape(own) + _field(field) for own, field in _parts(text))
    return re.compile("".join(parts), re.DOTALL)


def _field(name: str | None) -> str:
    if name == "hint":  # what may follow: its beginning tells it from the field before it
        return r"(?P<hint>(?:(?:: | \(| Did ).*)?)"
    return f"(?P<{name}>.*?)" if name else ""

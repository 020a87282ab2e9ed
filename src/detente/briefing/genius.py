"""A case's menu written as a GENIUS domain: the files, and what they say and do not say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Document, Paragraph, Table
from detente.briefing.naming import Names
from detente.briefing.proposal import choices
from detente.case.errors import CannotWrite, TargetExists
from detente.planning.genius.files import write_domain, write_profile
from detente.planning.genius.menu import menu_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from detente.briefing.record import Record
    from detente.case import Case
    from detente.case.case import Point
    from detente.exchange import Menu
    from detente.planning.genius.menu import MenuDomain
    from detente.words.language import Language


@dataclass(frozen=True, slots=True)
class Written:
    """A case, what was chosen from, and the domain that it was written as.

    Attributes
    ----------
    case, menu, domain
        From what to what.
    path, profiles
        The files: of the domain, and by party.
    """

    case: Case
    menu: Menu
    domain: MenuDomain
    path: Path
    profiles: Mapping[str, Path]


def write_genius(
    case: Case,
    folder: Path,
    *,
    at: Point = "mode",
    must: Iterable[str] = (),
    budgets: Mapping[str, float] | None = None,
) -> Written:
    """Write what there is to choose from in a case as a GENIUS domain with its profiles.

    Parameters
    ----------
    case, at, must, budgets
        As of `propose`.
    folder
        Where to; made where it is not there. The domain is ``CASE.domain.xml``, a profile
        ``PARTY.xml``.

    Raises
    ------
    TargetExists
        One of the files is there already; nothing is written.
    CannotWrite
        The folder cannot be made or written to.
    """
    menu = choices(case, at=at, must=must, budgets=budgets)
    made = menu_domain(menu, case.name)
    path = folder / f"{case.name}.domain.xml"
    profiles = {profile.name: folder / f"{profile.name}.xml" for profile in made.profiles}
    for target in (path, *profiles.values()):
        if target.exists():
            raise TargetExists(f"{target} exists; nothing was written over it")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_domain(made.domain, path)
        for profile in made.profiles:
            write_profile(profile, made.domain, profiles[profile.name])
    except OSError as error:
        raise CannotWrite(f"{folder}: {error.strerror}") from None
    return Written(case, menu, made, path, profiles)


def genius_document(written: Written, lang: Language) -> Document:
    """Tell which files there are, how to read their utilities, and what they cannot say."""
    names, domain = Names(written.case, lang), written.domain.domain
    issues = lang.count("{n} issue", "{n} issues", len(domain.issues))
    outcomes = lang.count("{n} outcome", "{n} outcomes", domain.size)
    rows = tuple(
        (
            names(profile.name),
            str(written.profiles[profile.name]),
            *(lang.number(points, 1) for points in written.domain.scales[profile.name]),
            lang.number(profile.reservation, 3),
        )
        for profile in written.domain.profiles
    )
    columns = (
        Column(lang.say("Party")),
        Column(lang.say("Profile")),
        Column(lang.say("Utility 0 is"), numeric=True),
        Column(lang.say("Utility 1 is"), numeric=True),
        Column(lang.say("No deal"), numeric=True),
    )
    blocks = (
        Paragraph(
            lang.say(
                "The domain is in {file}: {issues}, {outcomes}.",
                file=str(written.path),
                issues=issues,
                outcomes=outcomes,
            ),
            "lead",
        ),
        Table(lang.say("Profiles: what utilities mean in each party’s own points"), columns, rows),
        Paragraph(lang.say("What these files cannot say:")),
        Bullets(tuple(_unsaid(written, names, lang))),
    )
    title = lang.say("{case} as a GENIUS domain", case=written.case.title[lang.code])
    return Document(title, "GENIUS", lang.code, blocks)


def _unsaid(written: Written, names: Names, lang: Language) -> Iterator[str]:
    menu = written.menu
    yield lang.say("which outcomes have a ladder that nobody gains by breaking")
    rules = len(menu.requires) + len(menu.excludes)
    if rules:
        yield lang.count(
            "{n} rule of what requires or excludes what: outcomes that break it are no packages",
            "{n} rules of what requires or excludes what: outcomes that break them are no packages",
            rules,
        )
    for who, most in menu.budgets.items():
        yield lang.say(
            "that all it gives may cost {party} at most {amount}",
            party=names(who),
            amount=lang.number(most, 1),
        )
    if menu.audiences:
        yield lang.say(
            "what outcomes are worth to {audiences}",
            audiences=lang.join([names(who) for who in menu.audiences]),
        )


def genius_record(written: Written) -> Record:
    """Write the same for machines."""
    return {
        "schema": "detente.package.genius/1",
        "case": written.case.name,
        "domain": str(written.path),
        "size": written.domain.domain.size,
        "profiles": [
            {
                "party": profile.name,
                "file": str(written.profiles[profile.name]),
                "zero": written.domain.scales[profile.name].zero,
                "one": written.domain.scales[profile.name].one,
                "reservation": profile.reservation,
            }
            for profile in written.domain.profiles
        ],
        "unsaid": {
            "requires": [list(pair) for pair in written.menu.requires],
            "excludes": [list(pair) for pair in written.menu.excludes],
            "budgets": dict(written.menu.budgets),
            "audiences": list(written.menu.audiences),
        },
    }

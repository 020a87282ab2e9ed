"""A case: its page, its editor, and its numbers as a form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.briefing.listings import check_document, check_record
from detente.briefing.naming import Names
from detente.briefing.paths import label
from detente.briefing.refusals import retold
from detente.case import Case, InvalidCase
from detente.case.reader import MAX_BYTES
from detente.web.editing import Change, changed, routes
from detente.web.visit import BadQuery
from detente.web.workspace import Conflict
from detente.words.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from detente.case import Assumption
    from detente.case.errors import Problem
    from detente.web.house import Opened
    from detente.web.visit import Visit


def overview(visit: Visit) -> Response:
    """Show what a case is, and what is doubtful about it."""
    opened = visit.opened()
    findings = opened.case.findings()
    if visit.twin:
        record = check_record(opened.case, findings, visit.lang)
        return visit.record({**record, "version": opened.kept.version, "own": opened.kept.own})
    document = check_document(opened.case, findings, visit.lang)
    return visit.page(
        "case.html",
        opened=opened,
        names=Names(opened.case, visit.lang),
        blocks=visit.blocks(document.blocks),
        versions=visit.house.workspace.numbers(opened.kept.name) if opened.kept.own else (),
    )


def remove(visit: Visit) -> Response:
    """Take an own case away; its text stays among the earlier versions."""
    visit.house.workspace.remove(visit["name"], visit.field("version"))
    return visit.go("/")


# --- the text ------------------------------------------------------------------------------------


def edit(visit: Visit) -> Response:
    """Show the file of a case in an editor; a bundled one to be read only."""
    kept = visit.house.workspace.read(visit["name"])
    try:
        visit.house.parsed(kept)
        problems: tuple[Problem, ...] = ()
    except InvalidCase as invalid:
        problems = _retold(visit, invalid)
    if visit.twin:
        record = {"schema": "detente.web.edit/1", "case": kept.name, "version": kept.version}
        return visit.record({**record, "own": kept.own, "text": kept.text, **_told(problems)})
    return _editor(visit, kept.text, kept.version, problems)


def save(visit: Visit) -> Response:
    """Save the file where it is a valid case; else show what is wrong, at its line."""
    kept = visit.house.workspace.read(visit["name"])
    text, version = _text(visit), visit.field("version")
    problems = _problems(visit, kept.name, text)
    if problems:
        return _editor(visit, text, version, problems, status=422)
    try:
        visit.house.workspace.save(kept.name, text, version)
    except Conflict as conflict:
        return _editor(visit, text, version, (), status=409, conflict=visit.retold(conflict))
    return visit.go(f"/case/{kept.name}")


def check(visit: Visit) -> Response:
    """Say what is wrong with a text that is being edited; nothing is saved."""
    kept = visit.house.workspace.read(visit["name"])
    problems = _problems(visit, kept.name, _text(visit))
    return visit.record({"schema": "detente.web.check/1", "case": kept.name, **_told(problems)})


def _text(visit: Visit) -> str:
    text = visit.text("text")
    if len(text.encode()) > MAX_BYTES:
        raise BadQuery(f"a case file has at most {MAX_BYTES // 1_000_000} MB")
    return text


def _problems(visit: Visit, name: str, text: str) -> tuple[Problem, ...]:
    try:
        Case.parse(text, f"{name}.yaml")
    except InvalidCase as invalid:
        return _retold(visit, invalid)
    return ()


def _retold(visit: Visit, invalid: InvalidCase) -> tuple[Problem, ...]:
    return tuple(replace(p, message=retold(p.message, visit.lang)) for p in invalid.problems)


def _told(problems: Sequence[Problem]) -> dict[str, object]:
    rows = [
        {"line": p.line, "column": p.column, "path": p.path, "message": p.message} for p in problems
    ]
    return {"problems": rows}


def _editor(
    visit: Visit,
    text: str,
    version: str,
    problems: Sequence[Problem],
    *,
    status: int = 200,
    conflict: str = "",
) -> Response:
    kept = visit.house.workspace.read(visit["name"])
    lines = text.split("\n")
    shown = [
        (p, [(n, lines[n - 1]) for n in range(max(1, p.line - 1), min(len(lines), p.line + 1) + 1)])
        for p in problems
    ]
    return visit.page(
        "edit.html",
        status,
        kept=kept,
        text=text,
        version=version,
        problems=shown,
        conflict=conflict,
    )


# --- the numbers ---------------------------------------------------------------------------------


def numbers(visit: Visit) -> Response:
    """Show the numbers of one part of a case as a form."""
    opened = visit.opened()
    parts = _parts(opened.case)
    part = visit.query("part") or next(iter(parts), "")
    if part not in parts:
        raise BadQuery(visit.lang.say("This case has no such part."))
    if visit.twin:
        rows = [_row(number) for number in parts[part]]
        return visit.record(
            {"schema": "detente.web.numbers/1", "case": opened.case.name, "part": part,
             "parts": list(parts), "numbers": rows}
        )  # fmt: skip
    return _form(visit, opened, part)


def renumber(visit: Visit) -> Response:
    """Save the numbers that were changed; comments in the file survive."""
    opened = visit.opened()
    part = visit.field("part")
    parts = _parts(opened.case)
    if part not in parts:
        raise BadQuery(visit.lang.say("This case has no such part."))
    changes = [c for n in parts[part] if (c := _change(visit, n)) is not None]
    if changes:
        text = changed(opened.case, opened.kept.text, changes)
        problems = _problems(visit, opened.kept.name, text)
        if problems:
            return _form(visit, opened, part, [(p.path, p.message) for p in problems], 422)
        visit.house.workspace.save(opened.kept.name, text, visit.field("version"))
    return visit.go(f"/case/{opened.kept.name}/numbers?part={part}&saved={len(changes)}")


def _form(
    visit: Visit,
    opened: Opened,
    part: str,
    problems: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Response:
    names = Names(opened.case, visit.lang)
    parts = _parts(opened.case)
    rows = [
        {
            "number": n,
            "label": label(n.path, names),
            "why": n.why[visit.lang.code] if n.why else "",
            **{k: _entered(visit, n, k) for k in ("low", "mode", "high")},
        }
        for n in parts[part]
    ]
    titles = {key: _title(key, names) for key in parts}
    saved = visit.query("saved")
    return visit.page(
        "numbers.html",
        status,
        opened=opened,
        part=part,
        parts=titles,
        rows=rows,
        problems=problems,
        saved=int(saved) if saved.isdecimal() and len(saved) < 6 else None,
    )


def _parts(case: Case) -> dict[str, list[Assumption]]:
    """Group the numbers that stand in the file by the block they belong to."""
    known = routes(case)
    parts: dict[str, list[Assumption]] = {}
    for number in case.numbers:
        if number.path in known:
            parts.setdefault(".".join(number.path.split(".")[:2]), []).append(number)
    return parts


_BLOCKS = {
    "parties": N_("party"),
    "audiences": N_("audience"),
    "measures": N_("measure"),
    "revocability": N_("terms of revocation"),
    "verification": N_("verification"),
    "incidents": N_("incident"),
    "channels": N_("channel"),
    "beliefs": N_("beliefs"),
}


def _title(part: str, names: Names) -> str:
    """Name a block of the case: what it is called, and what kind of thing it is."""
    block, _, id_ = part.partition(".")
    kind = names.lang.say(_BLOCKS.get(block, block))
    if not id_:
        return kind
    of = getattr(names.case.form, block, {}).get(id_)
    name = getattr(of, "name", None)
    return f"{name[names.lang.code] if name else names(id_)} ({kind})"


def _row(number: Assumption) -> dict[str, object]:
    return {
        "path": number.path,
        "low": number.low,
        "mode": number.mode,
        "high": number.high,
        "why": number.why.model_dump() if number.why else None,
        "sources": list(number.sources),
        "line": number.line,
    }


def _entered(visit: Visit, number: Assumption, end: str) -> str:
    typed = visit.form.get(f"{number.path}:{end}")
    return typed if isinstance(typed, str) else f"{getattr(number, end):.12g}"


def _change(visit: Visit, number: Assumption) -> Change | None:
    """Read what the form says of a number; None where it says nothing new."""
    old = (number.low, number.mode, number.high)
    read = []
    for end, before in zip(("low", "mode", "high"), old, strict=True):
        text = visit.field(f"{number.path}:{end}", 40).replace(",", ".").replace("\u2212", "-")
        try:
            x = float(text) if text else before
        except ValueError:
            raise BadQuery(f"{number.path}: '{text}' is no number") from None
        if not abs(x) < 1e12:
            raise BadQuery(f"{number.path}: {text} is too large")
        read.append(before if f"{x:.12g}" == f"{before:.12g}" else x)
    why = visit.field(f"{number.path}:why", 1000)
    said = number.why[visit.lang.code] if number.why else ""
    news = why if why != said else ""
    if tuple(read) == old and not news:
        return None
    return Change(number.path, read[0], read[1], read[2], news, visit.lang.code)

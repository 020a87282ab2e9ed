"""The start page: which cases there are, and how to begin one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.listings import cases_record
from detente.case import InvalidCase
from detente.case.starter import TEMPLATE
from detente.web.visit import BadQuery

if TYPE_CHECKING:
    from starlette.responses import Response

    from detente.case import Case
    from detente.web.visit import Visit


def start(visit: Visit) -> Response:
    """List the cases: bundled ones, and the user's own."""
    from detente.case import bundled_cases

    house = visit.house
    bundled = [house.open(name).case for name in bundled_cases()]
    own: list[tuple[str, Case]] = []
    broken: list[str] = []
    for name in house.workspace.own():
        kept = house.workspace.read(name)
        try:
            own.append((name, house.parsed(kept)))
        except InvalidCase:
            if "measures:" in kept.text or "parties:" in kept.text:  # others are no cases at all
                broken.append(name)
    if visit.twin:
        record = cases_record(bundled, visit.lang)
        mine = cases_record([case for _, case in own], visit.lang)["cases"]
        names = [name for name, _ in own]
        return visit.record(
            {
                **record,
                "own": [
                    {**row, "name": name}
                    for name, row in zip(names, mine, strict=True)  # type: ignore[call-overload]
                ],
                "invalid": broken,
            }
        )
    listed = [(case.name, case) for case in bundled]
    return visit.page("start.html", bundled=listed, own=own, broken=broken)


def create(visit: Visit) -> Response:
    """Begin a case: from the starter, from another one, or from a file."""
    name = visit.field("name", 60)
    source = visit.field("source", 60)
    upload = visit.form.get("file")
    if upload is not None and not isinstance(upload, str) and upload.filename:
        raw = upload.file.read()
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise BadQuery(visit.lang.say("The file is not UTF-8 text.")) from None
    elif source:
        text = visit.house.workspace.read(source).text
    else:
        text = TEMPLATE.read_text("utf-8").split("\n", 1)[1]  # the first line is for editors
    visit.house.workspace.create(name, text)
    return visit.go(f"/case/{name}/edit")

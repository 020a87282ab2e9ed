"""The ladder, in the order of the planner or of the reader; and what it is on other assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from detente.briefing.blocks import Heading, LadderView, Paragraph
from detente.briefing.naming import Names
from detente.briefing.paths import by_basis, carrying, label, owner
from detente.exchange import InvalidLadder, certify
from detente.web.pages.study import choices, given, pending
from detente.web.studies import STUDIES, terms
from detente.web.visit import BadQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from detente.briefing.blocks import Block
    from detente.case import Assumption, Case
    from detente.exchange import Certificate
    from detente.web.house import Opened
    from detente.web.studies import Outcome, Values
    from detente.web.visit import Visit

Steps = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A ladder as a page shows it: its steps, and what they are worth where they fit the case.

    Attributes
    ----------
    steps
        In the order asked for.
    certificate
        The kernel's check of them; None where they do not fit.
    wrong
        Why they do not fit.
    """

    steps: Steps
    certificate: Certificate | None
    wrong: str = ""


def ladder(visit: Visit) -> Response:
    """Show the ladder; in another order where the address gives one."""
    from detente.briefing.answer import compiled

    opened = visit.opened()
    values = given(visit, "plan", opened)
    job = visit.house.study(opened, "plan", values, visit.address)
    if (answer := pending(visit, job)) is not None:
        return answer
    planned: Outcome = job.result
    order = visit.query("order")
    if (move := visit.query("move")) and not visit.twin:
        return visit.go(_address(visit, _moved(_steps(planned.data, order), move), planned.data))
    if not order:
        deal = compiled(opened.case, **terms(values))
        laid = Laid(planned.data, certify(deal, planned.data))
        record = planned.record
        blocks: Sequence[Block] = planned.documents[visit.lang.code].blocks
    else:
        laid = _laid(visit, opened.case, values, _steps(planned.data, order))
        record, blocks = _told(visit, opened.case, values, laid)
    if visit.twin:
        return visit.record(record, 422 if laid.wrong else 200)
    # The verdict, then the steps to be moved, then the picture and the rest.
    picture = next((i for i, b in enumerate(blocks) if isinstance(b, LadderView)), len(blocks))
    heads = [i for i, b in enumerate(blocks[:picture]) if isinstance(b, Heading)]
    split = heads[-1] if heads else picture
    return visit.page(
        "ladder.html",
        422 if laid.wrong else 200,
        opened=opened,
        study=STUDIES["plan"],
        values=values,
        options=choices(opened, visit),
        laid=laid,
        moved=bool(order),
        order=_flat(laid.steps),
        query=[(k, v) for k, v in visit.request.query_params.multi_items()
               if k not in ("order", "move", "lang")],
        rows=_rows(opened.case, values, laid, visit),
        before=visit.blocks(blocks[:split]),
        after=visit.blocks(blocks[split:]),
    )  # fmt: skip


def _told(
    visit: Visit, case: Case, values: Values, laid: Laid
) -> tuple[dict[str, object], Sequence[Block]]:
    """Give the record and the blocks of a ladder that came from the reader."""
    from detente.briefing.answer import compiled
    from detente.briefing.documents import certificate_document
    from detente.briefing.record import certificate_record

    if laid.certificate is None:
        record: dict[str, object] = {"schema": "detente.web.error/1", "error": laid.wrong}
        return record, (Paragraph(laid.wrong, "lead"),)
    deal = compiled(case, **terms(values))
    document = certificate_document(case, deal, laid.certificate, visit.lang)
    return certificate_record(case, laid.certificate), document.blocks


def _laid(visit: Visit, case: Case, values: Values, steps: Steps) -> Laid:
    from detente.briefing.answer import compiled

    try:
        certificate = certify(compiled(case, **terms(values)), steps)
    except InvalidLadder as error:
        return Laid(steps, None, visit.retold(error))
    return Laid(certificate.steps, certificate)


def _rows(case: Case, values: Values, laid: Laid, visit: Visit) -> list[dict[str, object]]:
    """Give one row for each step: its lots, and where it leaves each party."""
    from detente.briefing.answer import compiled
    from detente.briefing.ladder_view import ladder_view

    names = Names(case, visit.lang)
    giver = {name: part.measure.giver for name, part in case.lots.items()}
    rows: list[dict[str, object]] = [
        {
            "number": n,
            "key": step[0],
            "lots": [(names(giver[lot]) if lot in giver else "?", names(lot)) for lot in step],
            "figures": [],
        }
        for n, step in enumerate(laid.steps, 1)
    ]
    if laid.certificate is None:
        return rows
    view = ladder_view(compiled(case, **terms(values)), laid.certificate, names)
    whole = [step for step in view.steps if not step.inner]
    for row, step in zip(rows, whole[1:], strict=True):
        row["figures"] = step.figures
    return [{"number": 0, "key": "", "lots": [], "figures": whole[0].figures}, *rows]


def _flat(steps: Steps) -> str:
    return ",".join(lot for step in steps for lot in step)


def _steps(planned: Steps, order: str) -> Steps:
    """Read an order of lots as steps: lots that the planner put in one step stay in one."""
    if not order:
        return planned
    step_of = {lot: step for step in planned for lot in step}
    steps: list[tuple[str, ...]] = []
    for lot in order.split(","):
        if steps and lot in step_of and lot not in steps[-1] and (
            steps[-1][0] in step_of[lot] and len(steps[-1]) < len(step_of[lot])
        ):  # fmt: skip
            steps[-1] += (lot,)
        else:
            steps.append((lot,))
    return tuple(steps)


def _moved(steps: Steps, move: str) -> Steps:
    """Move one step to another place: ``3:2`` puts the third where the second stands.

    Raises
    ------
    BadQuery
        There are no such places.
    """
    first, _, then = move.partition(":")
    places = [int(x) - 1 if x.isdecimal() and len(x) < 6 else -1 for x in (first, then)]
    if any(not 0 <= place < len(steps) for place in places):
        raise BadQuery(f"there is no move '{move[:20]}': write from:to, each from 1")
    left = [step for k, step in enumerate(steps) if k != places[0]]
    left.insert(places[1], steps[places[0]])
    return tuple(left)


def _address(visit: Visit, steps: Steps, planned: Steps) -> str:
    pairs = [
        (k, v) for k, v in visit.request.query_params.multi_items() if k not in ("order", "move")
    ]
    if steps != planned:
        pairs.append(("order", _flat(steps)))
    query = urlencode(pairs, quote_via=quote, safe=",")
    path = visit.request.url.path
    return f"{path}?{query}" if query else path


# --- on other assumptions ------------------------------------------------------------------------


def what_if(visit: Visit) -> Response:
    """Show the ladder as it would be, were some assumptions other than they are."""
    from detente.briefing.answer import compiled
    from detente.briefing.documents import certificate_document
    from detente.briefing.record import certificate_record

    opened = visit.opened()
    values = given(visit, "plan", opened, only=("with", "sequential"))
    job = visit.house.study(opened, "plan", {**values, "at": "mode"}, visit.address)
    if (answer := pending(visit, job)) is not None:
        return answer
    base: Outcome = job.result
    chosen = _point(visit, opened.case)
    short = _short(visit, chosen, opened.case)
    if short is not None and not visit.twin:
        return visit.go(short)
    moved = {**values, "at": chosen or "mode"}
    steps, planned = base.data, None
    if visit.query("replan") and chosen:
        job = visit.house.study(opened, "plan", moved, visit.address)
        if (answer := pending(visit, job)) is not None:
            return answer
        planned, steps = job.result, job.result.data
    deal = compiled(opened.case, **terms(moved))
    certificate = certify(deal, steps)
    if visit.twin:
        record = planned.record if planned else certificate_record(opened.case, certificate)
        return visit.record({**record, "at": chosen or "mode"})
    document = (
        planned.documents[visit.lang.code]
        if planned
        else certificate_document(opened.case, deal, certificate, visit.lang)
    )
    return visit.page(
        "whatif.html",
        opened=opened,
        groups=_sliders(visit, opened, values, chosen),
        chosen=len(chosen),
        replan=bool(visit.query("replan")),
        blocks=visit.blocks(document.blocks),
    )


def _point(visit: Visit, case: Case) -> dict[str, float]:
    """Read which assumptions the address moves, and where to.

    Raises
    ------
    BadQuery
        A number outside its range, or none.
    """
    chosen: dict[str, float] = {}
    for number in case.assumptions:
        text = visit.query(number.path)
        if not text:
            continue
        try:
            x = float(text)
        except ValueError:
            raise BadQuery(f"{number.path} is a number, not '{text[:40]}'") from None
        if not number.low - 1e-9 <= x <= number.high + 1e-9:
            raise BadQuery(
                f"{number.path} is between {number.low:g} and {number.high:g} in this case"
            )
        if abs(x - number.mode) > _step(number) / 2:
            chosen[number.path] = min(max(x, number.low), number.high)
    return chosen


def _short(visit: Visit, chosen: dict[str, float], case: Case) -> str | None:
    """Give the address without the sliders that were not moved; None where it has none."""
    known = {number.path for number in case.assumptions}
    asked = {k for k, v in visit.request.query_params.multi_items() if k in known}
    if asked == set(chosen):
        return None
    pairs = [
        (k, v)
        for k, v in visit.request.query_params.multi_items()
        if k in chosen or (k not in known and v)
    ]
    return f"{visit.request.url.path}?{urlencode(pairs, quote_via=quote)}"


def _step(number: Assumption) -> float:
    """Give the width of a slider's step: a round number, about a hundredth of the range."""
    width = (number.high - number.low) / 100
    size = 10.0 ** len(str(int(1 / width))) if width < 1 else 1.0
    return 1 / size if width < 1 else 1.0


def _sliders(
    visit: Visit, opened: Opened, values: Values, chosen: dict[str, float]
) -> list[tuple[str, list[dict[str, object]]]]:
    """Group the sliders by what they are about; those the ladder is computed from."""
    case, names = opened.case, Names(opened.case, visit.lang)
    measures = names.measures(case.planned(values.get("with", ())))
    used = {n.path for n in carrying(case, measures)}
    groups: dict[str, list[dict[str, object]]] = {}
    for basis in by_basis(n for n in case.assumptions if n.path in used):
        for number in basis:
            groups.setdefault(owner(number.path, names), []).append(
                {
                    "path": number.path,
                    "label": label(number.path, names),
                    "low": number.low,
                    "mode": number.mode,
                    "high": number.high,
                    "step": _step(number),
                    "value": chosen.get(number.path, number.mode),
                    "moved": number.path in chosen,
                }
            )
    return list(groups.items())

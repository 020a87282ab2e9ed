"""What is shown of a ladder is what its certificate says."""

import pytest

from detente.briefing.blocks import Column, Table
from detente.briefing.ladder_view import certificate_tables, ladder_view, prefixes, step_table
from detente.briefing.naming import Names
from detente.exchange import certify
from detente.words.language import language

EN = language("en")


def test_figures_are_the_certificates(planned) -> None:
    """Every point and party of the view has the four figures of its row, in order."""
    found = planned("minsk")
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, EN))
    shown = [
        (f.keeps, f.temptation, f.margin, f.exposure) for step in view.steps for f in step.figures
    ]
    rows = found.ladder.certificate.rows
    assert shown == [(r.keeps, r.temptation, r.margin, r.exposure) for r in rows]


def test_one_row_binds(planned) -> None:
    """Exactly one row is marked as binding: the one with the smallest margin."""
    found = planned("minsk")
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, EN))
    binding = [f for step in view.steps for f in step.figures if f.binding]
    least = min(f.margin for step in view.steps for f in step.figures)
    assert [f.margin for f in binding] == [least]


def test_each_lot_stands_once_in_its_givers_lane(planned) -> None:
    """The lanes hold every lot of the deal once, under the party that gives it."""
    found = planned("two")
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, EN))
    lanes = [[lot for step in view.steps for lot in step.gives[lane]] for lane in (0, 1)]
    assert view.lanes == ("North", "South")
    assert lanes == [
        ["Trade licence"],
        [f"Release of detained people, {k}\u00a0of\u00a02" for k in (1, 2)],
    ]


def test_audiences_and_objectives_of_a_step(planned) -> None:
    """A step says what it is worth to each audience it touches, and which objective it serves."""
    found = planned("two")
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, EN))
    touched = {step.gives: (step.audiences, step.serves) for step in view.steps}
    assert touched[(("Trade licence",), ())] == ((("The town", -1.0),), ())
    assert touched[((), ("Release of detained people, 1\u00a0of\u00a02",))] == (
        (("The town", 2.0),),
        ("Calm",),
    )


def test_inner_prefixes_are_shown_in_brackets(planned) -> None:
    """With the cautious reading, the points inside a swap are shown, under its number."""
    found = planned("three")
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, EN))
    signs = [step.sign for step in view.steps]
    assert len(signs) == len(list(prefixes(found.ladder.certificate)))
    swap = next(step.number for step in view.steps if sum(map(len, step.gives)) == 2)
    assert signs.count(f"({swap})") == 2


def test_row_over_the_cap_is_marked(planned) -> None:
    """The row that passes its cap by most is marked, apart from the binding one."""
    found = planned("capped")
    view = ladder_view(found.deal, found.ladder.certificate, Names(found.case, EN))
    over = [f.party for step in view.steps for f in step.figures if f.over_cap]
    assert over == ["A"]
    table = step_table(view, Names(found.case, EN))
    assert any("► 4.0 above the cap" in row for row in table.rows)


def test_certificate_tables_have_everybody_at_every_point(planned) -> None:
    """A row for each prefix, with four figures of each party; audiences have what they keep."""
    found = planned("two")
    certificate = found.ladder.certificate
    parties, audiences = certificate_tables(certificate, Names(found.case, EN))
    assert len(parties.rows) == len(audiences.rows) == len(certificate.steps) + 1
    assert [column.title for column in parties.columns[2:]] == [
        f"{who}:\n{what}"
        for who in ("North", "South")
        for what in ("keeps", "temptation", "margin", "exposure")
    ]
    row = next(r for r in certificate.rows if r.party == "south" and r.prefix == 2)
    figures = (row.keeps, row.temptation, row.margin, row.exposure)
    assert parties.rows[2][6:] == tuple(EN.number(x, 3) for x in figures)
    assert [column.title for column in audiences.columns[2:]] == ["The town:\nkeeps"]


def test_inner_points_have_rows_of_their_own(planned) -> None:
    """With three parties and the cautious reading no point is lost, and no table too wide."""
    found = planned("three")
    certificate = found.ladder.certificate
    tables = certificate_tables(certificate, Names(found.case, EN))
    assert [len(table.columns) for table in tables] == [2 + 8, 2 + 4]
    points = len(list(prefixes(certificate)))
    assert [len(table.rows) for table in tables] == [points, points]


def test_small_amounts_keep_their_figures(planned) -> None:
    """A deal in thousandths is not shown as a page of zeros."""
    found = planned("two")
    from dataclasses import replace

    lots = [
        replace(lot, cost=lot.cost / 1000, value={w: v / 1000 for w, v in lot.value.items()})
        for lot in found.deal.lots
    ]
    deal = replace(found.deal, lots=lots, stakes={}, caps={})
    certificate = certify(deal, found.ladder.steps)
    assert ladder_view(deal, certificate, Names(found.case, EN)).digits == 6


def test_a_table_refuses_a_row_that_does_not_fit() -> None:
    """A row with too few cells is a fault that is found at once."""
    with pytest.raises(ValueError, match="table 'x': 1 cells"):
        Table("x", (Column("a"), Column("b")), (("only one",),))

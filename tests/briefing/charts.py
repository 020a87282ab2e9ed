"""A chart of each kind, for the tests of what draws them."""

from dataclasses import replace

from detente.briefing.blocks import (
    Bullets,
    Chart,
    Column,
    Datum,
    Document,
    Fold,
    Heading,
    Link,
    Mark,
    MarkTable,
    Network,
    Node,
    Note,
    PageBreak,
    Paragraph,
    Series,
    Table,
)

HOSTILE = '</text><script>alert(\'x\')</script>" onload="x" datum.x + {{7*7}} #eval("1") `*_[a](b)'
"""A name that tries markup of every format."""

_HOLDS = (0.99, 0.95, 0.6, 0.31, 0.005)
_DAYS = list(enumerate(f"2025-{month:02}-01" for month in range(1, 8)))

BY_KIND = {
    "bars": Chart(
        "bars", "Who holds", "the last step holds least.", "step", "probability",
        (Series("", tuple(Datum(str(k), x) for k, x in enumerate(_HOLDS))),),
        marks=(("even", 0.5),), share=True,
    ),
    "ranges": Chart(
        "ranges", "Tornado", "the value of releases matters most.", "guarantee", "assumption",
        (Series("", (
            Datum(14.3, "value of the releases to the United States", 5, 22),
            Datum(14.3, "cost of the second licence", 12, 19.5),
            Datum(14.3, "reputation", 14, 15),
        )),),
        marks=(("stake", 18.0),),
    ),
    "lines": Chart(
        "lines", "Belief", "it rises.", "day", "probability",
        (
            Series("serious", tuple(Datum(d, 0.53 + k / 30, 0.4, 0.9) for k, d in _DAYS)),
            Series("opportunist", tuple(Datum(d, 0.467 - k / 30) for k, d in _DAYS)),
        ),
        marks=(("even", 0.5),), share=True,
    ),
    "points": Chart(
        "points", "Frontier", "Nash lies between.", "to the North", "to the South",
        (
            Series("frontier", tuple(Datum(10 + k, 40 - k * k / 5) for k in range(12))),
            Series("points", (Datum(14, 37.0, label="Nash"), Datum(17, 30.0, label="Kalai"))),
        ),
        marks=(("reservation", 12),),
    ),
    "spans": Chart(
        "spans", "Relief in force", "until March.", "day", "licence",
        (Series("", (
            Datum("2025-09-01", "Airline", "2025-09-01", "2026-03-01"),
            Datum("2025-11-01", "Potash, monthly", "2025-11-01", "2025-12-01"),
            Datum("2026-01-01", "Potash, monthly", "2026-01-01", "2026-02-01"),
        )),),
        marks=(("today", "2025-12-15"),),
    ),
}  # fmt: skip

NETWORK = Network(
    "Who reaches whom", "a direct line is missing.",
    (Node("n", "North", "party"), Node("s", "South", "party"), Node("h", "Holy See", "audience")),
    (Link(("n", "h"), "embassy", 0.8), Link(("h", "s"), "nuncio", 0.6),
     Link(("n", "s"), "direct line", 0.9, dashed=True)),
)  # fmt: skip


def hostile(kind: str) -> Chart | Network:
    """Give the chart of a kind with a hostile text in each place for one."""
    if kind == "network":
        nodes = tuple(replace(node, name=HOSTILE, role=HOSTILE) for node in NETWORK.nodes)
        links = tuple(replace(link, label=HOSTILE) for link in NETWORK.links)
        return Network(HOSTILE, HOSTILE, nodes, links)
    chart = BY_KIND[kind]
    series = tuple(
        Series(f"{HOSTILE}{k}", tuple(replace(d, label=HOSTILE) for d in one.points))
        for k, one in enumerate((*chart.series, *chart.series))
    )
    marks = tuple((HOSTILE, at) for _, at in chart.marks)
    return replace(
        chart, title=HOSTILE, alt=HOSTILE, x=HOSTILE, y=HOSTILE, series=series, marks=marks
    )


ALL = Document(
    "Title", "Subtitle", "en",
    (
        Heading("One"), Paragraph("Said first", "lead"), Paragraph("small print", "small"),
        Note("Mind", "the gap"), Bullets(("an item", "another\nline")),
        Bullets(("best", "second"), numbered=True),
        Table("A table", (Column("Name"), Column("Amount", numeric=True)), (("x", "1.5"),)),
        MarkTable("A matrix", ("Claim",), ("A", "B"),
                  ((("it is so",), (Mark("+", "says"), Mark("", ""))),)),
        PageBreak(), Heading("Two"), *BY_KIND.values(), NETWORK,
        Fold("Folded", (Paragraph("inside"),)),
    ),
)  # fmt: skip
"""Every kind of block once."""

"""NegMAS writes a domain of its own, with two profiles: `genius_write.py FOLDER`.

It prints what each outcome is worth to each there, and the frontier.
"""

import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from negmas import make_issue  # noqa: E402
from negmas.inout import Scenario  # noqa: E402
from negmas.outcomes import make_os  # noqa: E402
from negmas.preferences import LinearAdditiveUtilityFunction, pareto_frontier  # noqa: E402
from negmas.preferences.value_fun import AffineFun, TableFun  # noqa: E402

folder = Path(sys.argv[1])
space = make_os([
    make_issue(["none", "half", "all & more", "всё"], "relief"),
    make_issue(["2025", "2026", "2027"], "year"),
    make_issue(["yes", "no"], "line"),
    make_issue((2, 6), "persons"),
], name="talks")  # fmt: skip
TABLES = {
    "north": ([0.0, 0.25, 0.7, 1.0], [1.0, 0.5, 0.0], [1.0, 0.0]),
    "south": ([1.0, 0.9, 0.6, 0.0], [0.3, 1.0, 0.9], [1.0, 0.2]),
}
LINES = {"north": AffineFun(0.25, bias=-0.5), "south": AffineFun(-0.2, bias=1.4)}
WEIGHTS = {"north": (0.4, 0.2, 0.1, 0.3), "south": (0.5, 0.1, 0.2, 0.2)}
RESERVED = {"north": 0.35, "south": 0.5}
ufuns = [
    LinearAdditiveUtilityFunction(
        [
            *(
                TableFun(dict(zip(issue.values, points, strict=True)))
                for issue, points in zip(space.issues[:3], tables, strict=True)
            ),
            LINES[name],
        ],
        weights=WEIGHTS[name],
        outcome_space=space,
        reserved_value=RESERVED[name],
        name=name,
    )
    for name, tables in TABLES.items()
]
Scenario(outcome_space=space, ufuns=tuple(ufuns)).to_genius_folder(folder)
outcomes = list(space.enumerate())
print(
    json.dumps(
        {
            "files": sorted(path.name for path in folder.iterdir()),
            "outcomes": [[*o] for o in outcomes],
            "utilities": {u.name: [float(u(o)) for o in outcomes] for u in ufuns},
            "reserved": {u.name: float(u.reserved_value) for u in ufuns},
            "frontier": [[*map(float, p)] for p in pareto_frontier(ufuns, outcomes=outcomes)[0]],
        }
    )
)

"""NegMAS reads a domain and its profiles: `genius_read.py OUTCOMES.json DOMAIN.xml PROFILE.xml…`.

OUTCOMES.json holds a list of outcomes, each a list of values; "all" of them with the frontier
where it holds null.
"""

import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from negmas.inout import load_genius_domain  # noqa: E402
from negmas.preferences import pareto_frontier  # noqa: E402

wanted, domain, *profiles = sys.argv[1:]
found = load_genius_domain(Path(domain), [Path(p) for p in profiles], ignore_discount=True)
asked = json.loads(Path(wanted).read_text("utf-8"))
outcomes = list(found.outcome_space.enumerate()) if asked is None else [tuple(o) for o in asked]
frontier = pareto_frontier(found.ufuns, outcomes=outcomes)[0] if asked is None else []
print(
    json.dumps(
        {
            "issues": [
                [issue.name, [*issue.all] if issue.is_discrete() else None]
                for issue in found.outcome_space.issues
            ],
            "size": len(outcomes),
            "reserved": [float(u.reserved_value) for u in found.ufuns],
            "outcomes": [[*o] for o in outcomes],
            "utilities": [[float(u(o)) for u in found.ufuns] for o in outcomes],
            "frontier": [[*map(float, point)] for point in frontier],
        }
    )
)

"""Who can reach whom: through which channels, how surely, how fast, and who hears of it.

Begin with `survey`, which tells all of it: the best `routes` of one message over the lines of
`contacts`, the `reliability` of all ways at once, and what `adding` lines would change.
"""

from detente.channels.adding import Added, Pair, SinglePoint, adding, single_points
from detente.channels.contacts import Contacts, InvalidContacts, Line, Range
from detente.channels.reliability import reach
from detente.channels.routes import CRITERIA, Criterion, Route, best_route
from detente.channels.survey import Survey, survey

__all__ = [
    "CRITERIA",
    "Added",
    "Contacts",
    "Criterion",
    "InvalidContacts",
    "Line",
    "Pair",
    "Range",
    "Route",
    "SinglePoint",
    "Survey",
    "adding",
    "best_route",
    "reach",
    "single_points",
    "survey",
]

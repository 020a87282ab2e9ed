"""The model: what is exchanged, and what the certificate says of a ladder. NumPy is not needed.

Begin with `model` (lots, deposits, exchanges) and `certificate` (the definition, prefix by
prefix). With time: `timing` (clocks), `dates`, `calendar`, and `timed` with its terms in `worth`.
Beside them `coalitions`, `verification`, `game` (for Gambit), and `menu` (what a package may
contain). What comes in is checked at the `door`; what can be wrong has its class in `errors`.
"""

from detente.exchange.calendar import Calendar
from detente.exchange.certificate import (
    Certificate,
    Row,
    as_steps,
    certify,
    exposure,
    gain,
    keeps,
    temptation,
    worth_signing,
)
from detente.exchange.coalitions import Block, block, surplus
from detente.exchange.dates import Late, Schedule, StepDates, schedule
from detente.exchange.errors import (
    DetenteError,
    DuplicateName,
    InvalidExchange,
    InvalidGroup,
    InvalidLadder,
    InvalidMenu,
    MissingExtra,
    NegativeAmount,
    NoLadder,
    NotFinite,
    PrecedenceCycle,
    ShareOutOfRange,
    TooLarge,
    UnknownLot,
    UnknownParty,
)
from detente.exchange.game import free_order_game, ladder_game
from detente.exchange.menu import Measure, Menu, Taken
from detente.exchange.model import Deposit, Exchange, Lot
from detente.exchange.timed import TimedCertificate, TimedRow, certify_timed
from detente.exchange.timing import TimedExchange, Timing
from detente.exchange.verification import (
    Alarmed,
    Check,
    Watch,
    alarmed,
    deterred,
    needed_detection,
)

__all__ = [
    "Alarmed",
    "Block",
    "Calendar",
    "Certificate",
    "Check",
    "Deposit",
    "DetenteError",
    "DuplicateName",
    "Exchange",
    "InvalidExchange",
    "InvalidGroup",
    "InvalidLadder",
    "InvalidMenu",
    "Late",
    "Lot",
    "Measure",
    "Menu",
    "MissingExtra",
    "NegativeAmount",
    "NoLadder",
    "NotFinite",
    "PrecedenceCycle",
    "Row",
    "Schedule",
    "ShareOutOfRange",
    "StepDates",
    "Taken",
    "TimedCertificate",
    "TimedExchange",
    "TimedRow",
    "Timing",
    "TooLarge",
    "UnknownLot",
    "UnknownParty",
    "Watch",
    "alarmed",
    "as_steps",
    "block",
    "certify",
    "certify_timed",
    "deterred",
    "exposure",
    "free_order_game",
    "gain",
    "keeps",
    "ladder_game",
    "needed_detection",
    "schedule",
    "surplus",
    "temptation",
    "worth_signing",
]

"""The model: lots, exchanges, keeps, temptation, exposure, and the certificate."""

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
from detente.exchange.coalitions import Block, block, face, side_units, surplus
from detente.exchange.dates import Late, Schedule, StepDates, schedule
from detente.exchange.errors import (
    DetenteError,
    DuplicateName,
    InvalidExchange,
    InvalidGroup,
    InvalidLadder,
    InvalidMenu,
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

__all__ = [
    "Block",
    "Certificate",
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
    "as_steps",
    "block",
    "certify",
    "certify_timed",
    "exposure",
    "face",
    "free_order_game",
    "gain",
    "keeps",
    "ladder_game",
    "schedule",
    "side_units",
    "surplus",
    "temptation",
    "worth_signing",
]

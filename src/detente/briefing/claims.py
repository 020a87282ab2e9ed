"""Reading a ladder from a file, and holding the figures it claims against its certificate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isclose, isnan
from typing import TYPE_CHECKING

from detente.briefing.record import certificate_record
from detente.briefing.sentences import shortfall
from detente.exchange import InvalidLadder, certify, worth_signing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.case import Case
    from detente.exchange import Certificate, Exchange

CLOSE = 1e-6
"""Figures that differ by less than this, beside their size, are the same one rounded."""

_NO_JSON = "this is no JSON document, such as `detente plan CASE --json` prints"


def certify_claims(case: Case, deal: Exchange, text: bytes, file: str) -> Certificate:
    """Certify the steps of a ladder from a file, and hold its other figures against them.

    Parameters
    ----------
    case, deal
        The case the ladder is for, and the exchange compiled from it.
    text
        What ``plan --json`` printed; only ``steps`` is trusted, the rest may be left out.
    file
        What errors call the file.

    Raises
    ------
    InvalidLadder
        The text is no ladder, the ladder does not fit `deal`, or a figure is not the
        certificate's.
    """
    claimed = read_ladder(text, file)
    try:
        certificate = certify(deal, claimed["steps"])  # type: ignore[arg-type]
    except InvalidLadder as error:
        raise InvalidLadder(f"{file}: {error}") from None
    check_claims(claimed, case, deal, certificate, file)
    return certificate


def read_ladder(text: bytes, file: str) -> Mapping[str, object]:
    """Read what ``plan --json`` printed.

    Raises
    ------
    InvalidLadder
        It is no JSON document with steps, each a list of lot names.
    """
    try:
        document: object = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidLadder(f"{file}: this is no UTF-8 text (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise InvalidLadder(f"{file}:{error.lineno}:{error.colno}: {_NO_JSON}") from None
    except (RecursionError, ValueError):  # too deep, or a number too long to read
        raise InvalidLadder(f"{file}: {_NO_JSON}") from None
    if not isinstance(document, dict) or not _ladder(document.get("steps")):
        raise InvalidLadder(
            f'{file}: "steps" must be a list of steps, each a list of lot names, as '
            "`detente plan CASE --json` prints it"
        )
    return document


def _ladder(steps: object) -> bool:
    return isinstance(steps, list) and all(
        isinstance(step, list) and step and all(isinstance(name, str) for name in step)
        for step in steps
    )


def check_claims(
    claimed: Mapping[str, object], case: Case, deal: Exchange, certificate: Certificate, file: str
) -> None:
    """Compare every figure the document claims with the certificate of its steps.

    Only ``steps`` is trusted. What the document leaves out is not asked for.

    Raises
    ------
    InvalidLadder
        Some figure differs; the first five are named.
    """
    true = {
        **certificate_record(case, certificate),
        "schema": claimed.get("schema"),  # a plan's, or none
        "order": list(certificate.order),
        "worth_signing": worth_signing(deal),
    }
    if claimed.get("objective") == "exposure":
        true["value"] = max(certificate.exposure[who] for who in deal.parties)
    elif claimed.get("objective") == "guarantee":
        true["value"] = max(shortfall(deal, certificate, who) for who in deal.parties)
    differ = [*_different(claimed, true, ""), *_belied(claimed, true.get("value"))]
    if differ:
        more = f", and {len(differ) - 5} more" if len(differ) > 5 else ""
        if more:  # a figure altered here and there makes few differences
            more += " (planned with --at, --with or --sequential? then certify with them)"
        raise InvalidLadder(
            f"{file}: the figures are not those of its steps: {'; '.join(differ[:5])}{more}"
        )


def _different(claimed: object, true: object, path: str) -> Iterator[str]:
    """Name the places where a claim differs from the truth."""
    if isinstance(true, dict) and isinstance(claimed, Mapping):
        for key, value in true.items():
            if key in claimed:
                yield from _different(claimed[key], value, f"{path}.{key}" if path else key)
    elif isinstance(true, list) and isinstance(claimed, list) and len(true) == len(claimed):
        for k, (one, other) in enumerate(zip(claimed, true, strict=True)):
            yield from _different(one, other, f"{path}[{k}]")
    elif not _same(claimed, true):
        yield f"{path} is {_short(claimed)}, and should be {_short(true)}"


def _belied(claimed: Mapping[str, object], value: object) -> Iterator[str]:
    """Name a bound that the value reached belies; that nothing is lower is not checked here."""
    if "bound" not in claimed or not isinstance(value, float):
        return
    bound = claimed["bound"]
    if isinstance(bound, bool) or not isinstance(bound, int | float) or isnan(bound):
        yield f"bound is {_short(bound)}, and should be a number"
    elif bound > value and not _same(bound, value):
        yield f"bound is {_short(bound)}, above the value reached, {_short(value)}"
    elif claimed.get("optimal") is True and not _same(bound, value):
        yield f"optimal is true, yet bound {_short(bound)} is not the value {_short(value)}"


def _same(claimed: object, true: object) -> bool:
    numbers = [x for x in (claimed, true) if isinstance(x, int | float)]
    if len(numbers) == 2 and not isinstance(claimed, bool) and not isinstance(true, bool):
        return isclose(numbers[0], numbers[1], rel_tol=CLOSE, abs_tol=CLOSE)
    return claimed == true and isinstance(claimed, bool) == isinstance(true, bool)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"

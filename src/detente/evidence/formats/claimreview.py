"""ClaimReview (schema.org) as JSON-LD: claims out, others' fact checks in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.evidence.claims import Report
from detente.evidence.errors import InvalidTable
from detente.evidence.formats.reading import read_json
from detente.evidence.lexicon import Act
from detente.evidence.origins import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.evidence.decisions import Decided

CONTEXT = "https://schema.org"
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""An address on the web, without the signs that none may have (RFC 3987)."""
# The scale that reviews are written on, worst to best.
_RATING = {
    "denied": 1,
    "superseded": 2,
    "awaited": 3,
    "contested": 3,
    "one-sided": 3,
    "corroborated": 4,
    "confirmed": 5,
    "rejected": 1,
}


def export_reviews(of: Sequence[Decided], author: str, page: str = "") -> dict[str, Any]:
    """Give claims as reviews.

    Parameters
    ----------
    of
        The claims, with the analysts' decisions; a decision is named in the review's text.
    author
        Whose reviews these are.
    page
        The address at which they are published; search engines ask for it. Each review's own is
        that of the page with the claim's id behind ``#``.
    """
    return {"@context": CONTEXT, "@graph": [_review(d, author, page) for d in of]}


def _review(of: Decided, author: str, page: str) -> dict[str, Any]:
    j = of.judgement
    last = of.decisions[-1] if of.decisions else None
    reason = f"{last.reason} ({last.by}); proposed: {j.status}" if last else str(j.reason)
    asserting = j.claim.asserting
    return {
        "@type": "ClaimReview",
        "identifier": j.claim.id,
        **({"url": f"{page.partition('#')[0]}#{j.claim.id}"} if page else {}),
        "claimReviewed": j.claim.sentence,
        "author": _body(author),
        **({"datePublished": last.at[:10]} if last else {}),
        "reviewBody": reason,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": _RATING[of.status],
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": of.status,
        },
        "itemReviewed": {
            "@type": "Claim",
            **({"datePublished": j.claim.reports[0].date} if j.claim.reports[0].date else {}),
            **({"appearance": [_appearance(r) for r in asserting]} if asserting else {}),
        },
    }


def _appearance(report: Report) -> dict[str, Any]:
    """Where a claim was made: its address, or the name of a file (never the folders it is in)."""
    if ADDRESS.fullmatch(report.where):
        place = {"url": report.where}
    else:
        place = {"name": report.where.replace("\\", "/").rpartition("/")[2] or report.publisher}
    named = report.publisher and not report.where.startswith(report.publisher)
    return {
        "@type": "CreativeWork",
        **place,
        **({"publisher": _body(report.publisher)} if named else {}),
    }


def _body(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def import_reviews(text: str, where: str) -> list[Report]:
    """Read fact checks: each review is a report on the claim that it reviews.

    A rating in the lower half denies, in the upper half confirms, in the middle only says that
    the claim is made.

    Raises
    ------
    InvalidTable
        It is no JSON, or holds no review.
    """
    try:
        content = read_json(text)
    except ValueError as bad:
        raise InvalidTable(f"{where}: not JSON ({bad})") from bad
    found = [_report(n, i, where) for i, n in enumerate(_reviews(content))]
    if not found:
        raise InvalidTable(f"{where}: no ClaimReview in it")
    return found


def _reviews(content: object) -> Iterable[dict[str, Any]]:
    waiting = [content]  # the next one last
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            kind = node.get("@type", "")
            if "ClaimReview" in (kind if isinstance(kind, list) else [kind]):
                yield node
            else:
                inner = [v for k, v in node.items() if k in {"@graph", "itemListElement", "item"}]
                waiting.extend(reversed(inner))


def _report(node: dict[str, Any], place: int, where: str) -> Report:
    reviewed = str(node.get("claimReviewed") or "").strip()
    if not reviewed:
        raise InvalidTable(f"{where}: review {place + 1} does not say which claim it reviews")
    author = node.get("author")
    first = author[0] if isinstance(author, list) and author else author
    name = str(first.get("name", "")) if isinstance(first, dict) else str(first or "")
    subject, _, rest = reviewed.partition(": ")
    attribute, _, value = rest.partition(" = ")
    stated = (subject, attribute, value) if value else (reviewed, "happened", "yes")
    return Report(
        id=str(node.get("identifier") or node.get("url") or f"review-{place + 1}"),
        subject=stated[0],
        attribute=stated[1],
        value=stated[2],
        publisher=name or where,
        kind="media",
        origins=(Origin(key=name.casefold() or where, name=name or where, kind="media"),),
        date=str(node.get("datePublished") or "")[:10],
        act=_act(node.get("reviewRating")),
        where=str(node.get("url") or where),
        quote=str(node.get("reviewBody") or ""),
    )


def _act(rating: object) -> Act:
    if not isinstance(rating, dict):
        return Act.SAYS
    try:
        worst = float(rating.get("worstRating", 1))
        best = float(rating.get("bestRating", 5))
        share = (float(rating["ratingValue"]) - worst) / (best - worst)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return Act.SAYS
    return Act.DENIES if share < 0.4 else Act.CONFIRMS if share > 0.6 else Act.SAYS

"""Ladders for machines: plain mappings with a ``schema`` field, ready for JSON."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from detente.briefing.checks import verification_record
from detente.planning import most_needed
from detente.planning.edits import Joint

if TYPE_CHECKING:
    from detente.briefing.answer import Answer
    from detente.case import Case
    from detente.exchange import Block, Certificate, Row
    from detente.planning import Repair
    from detente.planning.edits import Edit

Record = dict[str, object]


def plan_record(answer: Answer) -> Record:
    """Write a plan: the ladder's fields under their own names."""
    ladder = answer.ladder
    return {
        "schema": "detente.plan/1",
        "case": answer.case.name,
        "as_of": answer.case.form.as_of.isoformat(),
        "illustrative": answer.case.form.illustrative,
        "at": answer.at if isinstance(answer.at, str) else dict(answer.at),
        "options": list(answer.options),
        "sequential": answer.deal.sequential,
        "objective": ladder.objective,
        "party": ladder.party,
        "order": list(ladder.order),
        **figures(ladder.certificate),
        "value": ladder.value,
        "bound": ladder.bound,
        "optimal": ladder.optimal,
        "optimal_ties": ladder.optimal_ties,
        "worth_signing": dict(ladder.worth_signing),
        "most_needed": None if (most := most_needed(answer.deal)) is None else dict(most),
        "refusal": answer.refusal,
        "repairs": [_repair(repair) for repair in answer.repairs],
        "coalitions": None if (found := answer.coalitions) is None else [_block(b) for b in found],
        "verification": verification_record(answer.case, answer.deal, ladder.certificate),
        "certificate": _certificate(ladder.certificate),
    }


def certificate_record(case: Case, certificate: Certificate) -> Record:
    """Write what the kernel says of a ladder."""
    return {
        "schema": "detente.certify/1",
        "case": case.name,
        **figures(certificate),
        "certificate": _certificate(certificate),
    }


def figures(of: Certificate) -> Record:
    """Write the steps and figures that every ladder shows."""
    return {
        "steps": [list(step) for step in of.steps],
        "guarantee": dict(of.guarantee),
        "at_completion": dict(of.at_completion),
        "on_the_way": dict(of.on_the_way),
        "exposure": dict(of.exposure),
        "self_enforcing": of.self_enforcing,
    }


def _certificate(of: Certificate) -> Record:
    audiences = [{**_row(row), "margin": None} for row in of.audience_rows]  # they have no stake
    return {
        **figures(of),
        "binding": _row(of.binding),
        "over_cap": _row(of.over_cap) if of.over_cap else None,
        "rows": [_row(row) for row in of.rows],
        "audience_rows": audiences,
    }


def _row(row: Row) -> Record:
    return {
        "prefix": row.prefix,
        "delivered": list(row.delivered),
        "party": row.party,
        "keeps": row.keeps,
        "temptation": row.temptation,
        "margin": row.margin,
        "exposure": row.exposure,
    }


def _repair(repair: Repair) -> Record:
    edits = repair.edit.edits if isinstance(repair.edit, Joint) else (repair.edit,)
    return {
        "edits": [_edit(edit) for edit in edits],
        "size": repair.size,
        "proven": repair.proven,
        "guarantee": dict(repair.ladder.guarantee),
        "steps": [list(step) for step in repair.ladder.steps],
    }


def _block(block: Block) -> Record:
    return {
        "prefix": block.prefix,
        "delivered": list(block.delivered),
        "members": list(block.members),
        "side_deal": None if block.side_deal is None else list(block.side_deal),
        "gains": dict(block.gains),
    }


def _edit(edit: Edit) -> Record:
    values = {field.name: getattr(edit, field.name) for field in fields(edit)}
    return {"kind": type(edit).__name__.lower(), **values}

"""What a ledger's verification found, for every renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Column, Document, Paragraph, Table
from detente.ledger.keeping.chain import FAULTS

if TYPE_CHECKING:
    from detente.briefing.blocks import Block
    from detente.ledger.keeping.chain import Fault
    from detente.ledger.keeping.verification import Verification
    from detente.words.language import Language


def verify_document(found: Verification, name: str, keyed: bool, lang: Language) -> Document:
    """Say whether a ledger is as it was recorded, and what the first bad event is.

    Parameters
    ----------
    found
        What following its chains found.
    name
        The store's name.
    keyed
        Whether the checkpoints' signatures were held against a key.
    lang
        The language to write in.
    """
    blocks: list[Block] = [Paragraph(_verdict(found, lang), "lead")]
    if found.chains:
        columns = (
            Column(lang.say("Case")),
            Column(lang.say("Sound events"), numeric=True),
            Column(lang.say("Last hash")),
            Column(lang.say("Checkpoints that fit")),
        )
        rows = tuple(
            (
                chain.case,
                lang.number(chain.length, 0),
                f"{chain.head[:16]}…" if chain.head else lang.say("broken"),
                lang.join([f"#{point.length}" for point in chain.checkpoints]) or "–",
            )
            for chain in found.chains
        )
        blocks.append(Table("", columns, rows))
    blocks.extend(Paragraph(text, "small") for text in _remarks(found, keyed, lang))
    return Document(lang.say("Verification of the ledger"), name, lang.code, tuple(blocks))


def fault_sentence(fault: Fault, lang: Language) -> str:
    """Name the first bad event, and say what is wrong with it."""
    said = lang.say(FAULTS[fault.kind], number=fault.number)
    return f"{fault.case}: {said}." if fault.case else f"{said[:1].upper()}{said[1:]}."


def _verdict(found: Verification, lang: Language) -> str:
    if found.fault:
        return (
            lang.say("The ledger was tampered with or damaged.")
            + " "
            + fault_sentence(found.fault, lang)
        )
    events = sum(chain.length for chain in found.chains)
    return lang.count("The chain is whole: {n} event.", "The chain is whole: {n} events.", events)


def _remarks(found: Verification, keyed: bool, lang: Language) -> list[str]:
    points = [point for chain in found.chains for point in chain.checkpoints]
    remarks = []
    if not points and not found.fault:
        remarks.append(
            lang.say(
                "Whoever can write to the store could have sealed it all anew; hold it against a "
                "checkpoint (--against) to exclude that."
            )
        )
    if points and not keyed and any(point.signature for point in points):
        remarks.append(
            lang.say("The signature was not checked: name the public key (--key) to check it.")
        )
    return remarks


def verify_record(found: Verification, name: str) -> dict[str, object]:
    """Give the same for machines."""
    fault = found.fault
    return {
        "schema": "detente.ledger.verify/1",
        "store": name,
        "sound": fault is None,
        "fault": fault
        and {"case": fault.case, "number": fault.number, "kind": fault.kind, "text": str(fault)},
        "cases": [
            {
                "case": chain.case,
                "length": chain.length,
                "head": chain.head or None,
                "fault": chain.fault and chain.fault.kind,
                "checkpoints": [point.text for point in chain.checkpoints],
            }
            for chain in found.chains
        ],
    }

"""Evidence, measured: claims, books, names, attribution, reprints, speed.

    python benchmarks/evidence.py [claims] [books] [names] [attribution] [reprints] [speed]

Without a word, all. Data that is not on this machine is named and left out. The peer for claims,
Dawid-Skene, is crowd-kit's (see requirements.txt); without it its place says so.
"""

from __future__ import annotations

import csv
import importlib
import sys
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared/data"

# What a careful reader can say of a claim from this table alone, by its adjudication. Confirmed and
# corroborated are one class here: the adjudication does not tell them apart.
EXPECTED = {
    "true": "accepted",
    "mostly_true": "accepted",
    "false": "denied",
    "contested": "contested",
    "inconsistent": "contested",
    "derivable": "one-sided",
    "definition_dependent": "one-sided",
    "source_stated": "one-sided",
    "framing": "one-sided",
}
CLASS = {"confirmed": "accepted", "corroborated": "accepted", "superseded": "denied"}


def claims() -> None:
    """Compare statuses with the adjudication, beside majority vote and Dawid-Skene."""
    from detente.evidence.arithmetic import broken, check
    from detente.evidence.claims import group
    from detente.evidence.status import judge
    from detente.evidence.tables import read_table

    path = DATA / "belarus/claims.csv"
    rows = {r["claim_id"]: r for r in csv.DictReader(path.open(encoding="utf-8"))}
    grouped = group(read_table(path))
    judged = judge(grouped, broken=broken(check(grouped)))
    status = {r.id: j.status for j in judged for r in j.claim.reports}
    ours = {i: CLASS.get(s, s) for i, s in status.items()}
    truth = {i: EXPECTED[r["adjudication"]] for i, r in rows.items()}
    answers = {
        "detente": ours,
        "majority": _winners(rows, _majority),
        "Dawid-Skene": _winners(rows, _dawid_skene),
    }
    print(f"{len(rows)} rows, {len(grouped)} claims; from adjudication to status:")
    for said, expected in EXPECTED.items():
        print(f"   {said:22s} -> {expected}")
    for name, answer in answers.items():
        print(f"\n{name}")
        if not answer:
            print("   crowd-kit is not installed")
            continue
        print("   status      precision  recall   n")
        for one in ("accepted", "one-sided", "contested", "denied"):
            _line(one, answer, truth)
        right = sum(answer[i] == truth[i] for i in rows)
        bad = [
            i for i, r in rows.items() if r["adjudication"] == "false" and answer[i] == "accepted"
        ]
        print(f"   agree {right}/{len(rows)}; false claims accepted: {len(bad)} {' '.join(bad)}")
    print("\nstatus by adjudication (detente)")
    table = Counter((rows[i]["adjudication"], s) for i, s in status.items())
    for (said, s), n in sorted(table.items()):
        print(f"   {said:22s} {s:14s} {n}")
    rewritten = [i for i, r in rows.items() if r["publisher_type"] == "ai_rewrite"]
    print("machine-rewritten:", {i: status[i] for i in rewritten})


def _line(one: str, answer: dict[str, str], truth: dict[str, str]) -> None:
    said = {i for i, s in answer.items() if s == one}
    meant = {i for i, s in truth.items() if s == one}
    precision = f"{len(said & meant) / len(said):9.2f}" if said else "        -"
    print(f"   {one:11s}{precision}{len(said & meant) / len(meant):8.2f}{len(meant):5d}")


def _winners(rows: dict[str, dict[str, str]], method: object) -> dict[str, str]:
    """Call a question's winning answer accepted and the others denied; a tie is contested."""
    best = method(rows)  # type: ignore[operator]
    return (
        {
            i: (
                "contested"
                if best[q] is None
                else "accepted"
                if best[q] == r["value"]
                else "denied"
            )
            for i, r in rows.items()
            for q in [(r["event"], r["attribute"])]
        }
        if best
        else {}
    )


def _majority(rows: dict[str, dict[str, str]]) -> dict[tuple[str, str], str | None]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for r in rows.values():
        counts.setdefault((r["event"], r["attribute"]), Counter())[r["value"]] += 1
    best: dict[tuple[str, str], str | None] = {}
    for question, of in counts.items():
        ranked = of.most_common(2)
        tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        best[question] = None if tied else ranked[0][0]
    return best


def _dawid_skene(rows: dict[str, dict[str, str]]) -> dict[tuple[str, str], str | None]:
    try:
        import pandas
        from crowdkit.aggregation import DawidSkene
    except ImportError:
        return {}
    frame = pandas.DataFrame(
        [((r["event"], r["attribute"]), r["publisher"], r["value"]) for r in rows.values()],
        columns=["task", "worker", "label"],
    )
    frame["task"] = frame["task"].map(lambda t: "\x1f".join(t))
    chance = DawidSkene(n_iter=100).fit(frame).probas_
    best: dict[tuple[str, str], str | None] = {}
    for r in rows.values():
        question = (r["event"], r["attribute"])
        # Its labels are common to all questions; only answers that were given are compared.
        given = {x["value"] for x in rows.values() if (x["event"], x["attribute"]) == question}
        likely = chance.loc["\x1f".join(question)][sorted(given)]
        best[question] = str(likely.idxmax())
    return best


OTHERS = ("books", "names", "attribution", "reprints", "speed")


def main() -> None:
    """Run the parts that were asked for."""
    parts = ("claims", *OTHERS)
    for name in sys.argv[1:]:
        if name not in parts:
            sys.exit(f"there is no part '{name}'; there are: {', '.join(parts)}")
    for name in sys.argv[1:] or parts:
        print(f"\n== {name}")
        if name not in {"speed", "attribution"} and not DATA.exists():
            print("   its data is not on this machine")
        elif name == "claims":
            claims()
        else:
            importlib.import_module(f"evidence_parts.{name}").main(DATA)


if __name__ == "__main__":
    main()

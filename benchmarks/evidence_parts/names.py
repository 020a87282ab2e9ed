"""Names in Russian news: the shipped model on factRuEval's development set."""

from __future__ import annotations

from pathlib import Path

from detente.evidence.models import russian_names

# A gold object counts by the words that name it, not by those that describe it; an organisation
# or place with a description only ("the mayor's office") is a gold object all the same.
_NAMING = {
    "Person": ("PER", ("name", "surname", "patronymic", "nickname")),
    "Org": ("ORG", ("org_name",)),
    "LocOrg": ("LOC", ("loc_name",)),
    "Location": ("LOC", ("loc_name",)),
}


def main(data: Path) -> None:
    """Print precision, recall and F1 for each kind, by overlap and by exact extent."""
    folder = data / "evidence/factrueval/devset"
    tally = {kind: [0, 0, 0, 0, 0, 0] for kind in ("PER", "ORG", "LOC")}
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        gold = _gold(path)
        said = [(n.kind, n.start, n.end) for n in russian_names(text)]
        _count(tally, gold, said)
    print("   kind    gold  said | overlap: P     R     F1 | exact: P     R     F1")
    for kind, (meant, said_n, hit_g, hit_s, exact_g, exact_s) in tally.items():
        loose = _prf(hit_s / said_n, hit_g / meant)
        strict = _prf(exact_s / said_n, exact_g / meant)
        print(f"   {kind:5s}{meant:7d}{said_n:6d} |       {loose} |     {strict}")


def _prf(precision: float, recall: float) -> str:
    f1 = 2 * precision * recall / (precision + recall)
    return f"{precision:6.3f}{recall:6.3f}{f1:6.3f}"


def _count(
    tally: dict[str, list[int]], gold: list[tuple[str, int, int]], said: list[tuple[str, int, int]]
) -> None:
    for kind, row in tally.items():
        meant = [(a, b) for k, a, b in gold if k == kind]
        named = [(a, b) for k, a, b in said if k == kind]
        row[0] += len(meant)
        row[1] += len(named)
        row[2] += sum(any(a < d and c < b for c, d in named) for a, b in meant)
        row[3] += sum(any(a < d and c < b for a, b in meant) for c, d in named)
        row[4] += sum(g in named for g in meant)
        row[5] += sum(n in meant for n in named)


def _gold(path: Path) -> list[tuple[str, int, int]]:
    spans = {}
    for line in path.with_suffix(".spans").read_text(encoding="utf-8").splitlines():
        parts = line.split("#")[0].split()
        if parts:
            spans[parts[0]] = (parts[1], int(parts[2]), int(parts[2]) + int(parts[3]))
    found = set()
    for line in path.with_suffix(".objects").read_text(encoding="utf-8").splitlines():
        parts = line.split("#")[0].split()
        if len(parts) < 3 or parts[1] not in _NAMING:
            continue
        kind, naming = _NAMING[parts[1]]
        places = [spans[i] for i in parts[2:] if i in spans and spans[i][0] in naming]
        if places:
            found.add((kind, min(p[1] for p in places), max(p[2] for p in places)))
    return sorted(found)

"""A process that records until it is killed, and tells of each event when it is on disk.

python -m tests.ledger.writer STORE CASE NAME [COUNT]
"""

from __future__ import annotations

import sys
from itertools import count

from detente.ledger.errors import DetenteError
from detente.ledger.keeping.store import open_store
from tests.ledger.bodies import note


def main() -> None:
    """Print the number and hash of each event as soon as it is acknowledged."""
    target, case, name, *limit = sys.argv[1:]
    with open_store(target) as store:
        for k in range(int(limit[0])) if limit else count():
            try:
                kept = store.append(case, note(f"{name}-{k}"), author=name)
            except DetenteError as error:
                print(f"refused {error}", flush=True)  # noqa: T201
                raise SystemExit(3) from None
            print(kept.number, kept.hash, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

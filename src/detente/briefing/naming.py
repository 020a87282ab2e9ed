"""What things are called: ids of a case, and lots that edits have made, in a reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.case.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.case import Case
    from detente.words.language import Language


class Names:
    """Names of a case's ids in one language.

    Parameters
    ----------
    case
        The case that knows them.
    lang
        The language; where the case has no name in it, the English one is used.
    """

    def __init__(self, case: Case, lang: Language) -> None:
        self.case = case
        self.lang = lang

    def __call__(self, id_: str) -> str:
        """Name a party, an audience, a measure or a lot.

        A piece of a measure that an edit has cut is named by its measure and its number; what
        the case does not know at all, by its id.
        """
        try:
            return self.case.text(id_)[self.lang.code]
        except UnknownName:
            stem, _, piece = id_.rpartition(".")
            if stem in self.case.form.measures or stem in self.case.lots:
                return self.lang.say("{name}, piece {n}", name=self(stem), n=piece)
            return id_

    def quoted(self, ids: Iterable[str]) -> str:
        """List names in quotation marks."""
        return self.lang.join([self.lang.quote(self(id_)) for id_ in ids])

    def measures(self, lots: Iterable[str]) -> tuple[str, ...]:
        """Ids of the measures that lots belong to, each once."""
        known = self.case.lots
        ids = (known[lot].measure_id if lot in known else lot.rpartition(".")[0] for lot in lots)
        return tuple(dict.fromkeys(id_ for id_ in ids if id_ in self.case.form.measures))

    def objective(self, party: str, id_: str) -> str:
        """Name an objective of a party."""
        return self.case.form.parties[party].objectives[id_].name[self.lang.code]

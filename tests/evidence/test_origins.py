"""Origins that a table names are looked up in time that grows with the table, and not faster."""

from detente.evidence.origins import origin_of, split_origins
from detente.evidence.registry import Registry
from detente.evidence.voices import PARTIES


class Counting(Registry):
    """Counts how many names it is asked for, and their letters."""

    asked = letters = 0

    def get(self, key):
        """Look a name up."""
        self.asked += 1
        self.letters += len(key)
        return super().get(key)


def test_a_long_cell_is_looked_up_in_short_stretches():
    """Of a cell of many words only stretches as long as a known name are asked for."""
    registry = Counting()
    words = 3_000
    origin = origin_of("word " * words, "Reuters", "wire", registry, PARTIES)
    assert origin.name == " ".join(["word"] * words)
    assert registry.asked <= words * registry.longest + 1
    assert registry.letters <= words * 5 * (registry.longest**2 + 1)


def test_a_name_within_other_words_is_found():
    """The longest known stretch of words says whose word it is."""
    origin = origin_of(
        "adviser, Office of the President of Ukraine (via X)", "x", "wire", Registry(), PARTIES
    )
    assert origin.key == Registry().get("Office of the President of Ukraine").id


def test_blanks_are_one():
    """Rows of blanks part words as one does, also beside what parts names."""
    assert split_origins(" Coale  on X ;\u00a0 Eismont  / BelTA\t| ?") == [
        "Coale on X", "Eismont", "BelTA",
    ]  # fmt: skip


def test_no_host_is_longer_than_a_host_can_be():
    """A name of ever so many dots is nobody's host."""
    assert Registry().get("a." * 50_000 + "belta.by") is None
    assert Registry().get("a." * 100 + "belta.by").id == "belta"

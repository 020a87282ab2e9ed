"""What fuzzing found stays mended, and good files spoilt anew are read or refused, never else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.fuzz.mutate import SCALARS, as_json
from tests.fuzz.targets import TARGETS, attempt, findings, seeds_of

pytest.importorskip("trafilatura", reason="needs the extra `evidence`")

FEW = {"statements": 5, "ledger": 15, "html": 25}
"""Targets that take long over an input."""


@pytest.mark.parametrize(
    ("target", "path"), findings(), ids=[f"{name}-{path.name}" for name, path in findings()]
)
def test_findings(target, path, tmp_path):
    """What once broke a door is read, or refused as it should be."""
    attempt(target, path.read_bytes(), tmp_path)


@pytest.mark.parametrize("target", TARGETS)
def test_seeds(target, tmp_path):
    """Of each kind of file there are good ones, so that what is made of them gets past the door."""
    assert any(attempt(target, data, tmp_path) for data in seeds_of(target))


@pytest.mark.parametrize("target", TARGETS)
def test_spoilt(target, tmp_path_factory):
    """A file spoilt in a way that its format knows, or in any other, breaks no door."""
    folder = tmp_path_factory.mktemp(target)

    @settings(
        max_examples=FEW.get(target, 60),
        deadline=None,
        derandomize=True,  # to look for more is what `make fuzz` is for
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32))
    def spoilt(seed):
        random = Random(seed)
        data = TARGETS[target].mutate(random.choice(seeds_of(target)), random)
        attempt(target, data, folder)

    spoilt()


def test_what_is_put_in_is_not_changed():
    """However many files were spoilt before, the same seed spoils a file in the same way."""
    before = repr(SCALARS)
    for seed in range(300):
        as_json(b'{"a": [1, {"b": 2}]}', Random(seed))
    assert repr(SCALARS) == before


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_a_case(text, tmp_path):
    """Any text whatever is refused as a case."""
    assert not attempt("case", text.encode(), tmp_path)

"""The front door: names, version, and what an import does not cost."""

import subprocess
import sys

import pytest

import detente
from detente.cli.main import COMMANDS, detente as group

HEAVY = {"numpy", "pydantic", "rich", "yaml", "numba"}


def modules_after(statement: str) -> set[str]:
    """Name the modules a fresh interpreter holds after a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_import_is_light() -> None:
    """Importing the package imports no heavy library and no floor of ours."""
    loaded = modules_after("import detente")
    assert "detente" in loaded
    assert not loaded & HEAVY
    assert {name for name in loaded if name.startswith("detente.")} == {"detente._version"}


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_greeting_is_light(argument: str) -> None:
    """Neither the version nor the list of commands imports a heavy library."""
    loaded = modules_after(f"from detente.cli.main import main; assert main([{argument!r}]) == 0")
    assert "click" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("name", detente.__all__)
def test_public_name_resolves(name: str) -> None:
    """Every public name exists, is listed by dir(), and is the same object each time."""
    assert getattr(detente, name) is getattr(detente, name)
    assert name in dir(detente)


def test_unknown_name_is_an_attribute_error() -> None:
    """A misspelt public name fails as an attribute does, naming itself."""
    with pytest.raises(AttributeError, match="Exchnage"):
        detente.Exchnage  # noqa: B018


def test_version_is_printed() -> None:
    """`python -m detente --version` prints the one version there is."""
    run = subprocess.run(
        [sys.executable, "-m", "detente", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout == f"detente {detente.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_command_resolves(name: str) -> None:
    """Every command in the table exists under its name and says what it does."""
    command = group.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str()

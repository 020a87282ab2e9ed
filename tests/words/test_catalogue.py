"""The Russian catalogue: complete, faithful to its fields, and compiled from what is written."""

import ast
import gettext
import re
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "detente"
FOLDER = files("detente.words") / "locale" / "ru" / "LC_MESSAGES"


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _spoken() -> dict[str, str | None]:
    """Source strings in the code, as ``make messages`` finds them, and their plurals."""
    found: dict[str, str | None] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            text = _literal(node.args[0])
            if name in ("say", "N_") and text:
                found.setdefault(text, None)
            elif name == "count" and text and len(node.args) == 3:
                found[text] = _literal(node.args[1])
    for path in SOURCE.rglob("templates/**/*.html"):
        template = path.read_text("utf-8")
        for text in re.findall(r'\bsay\(\s*"([^"]+)"', template):
            found.setdefault(text, None)
        found.update(re.findall(r'\bcount\(\s*"([^"]+)",\s*"([^"]+)"', template))
    return found


def _written() -> dict[str, list[str]]:
    """Entries of the .po file: source string to its translations, the head left out."""
    entries: dict[str, list[str]] = {}
    for block in (FOLDER / "detente.po").read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        parts: dict[str, str] = {}
        key = ""
        for line in lines:
            if match := re.match(r"(msg\w+(?:\[\d\])?) (\".*\")$", line):
                key, line = match[1], match[2]
                parts[key] = ""
            parts[key] += ast.literal_eval(line)
        if parts.get("msgid"):
            entries[parts["msgid"]] = [v for k, v in parts.items() if k.startswith("msgstr")]
    return entries


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


SPOKEN, WRITTEN = _spoken(), _written()


def test_the_code_speaks() -> None:
    """The reader of source strings finds them, so that the tests below mean something."""
    assert len(SPOKEN) > 150
    assert "{n} step" in SPOKEN


def test_every_string_is_translated() -> None:
    """No source string lacks Russian words, and no plural lacks one of its three forms."""
    missing = {
        text
        for text, plural in SPOKEN.items()
        if len([form for form in WRITTEN.get(text, []) if form]) < (3 if plural else 1)
    }
    assert missing == set()


def test_no_translation_is_left_over() -> None:
    """The catalogue holds nothing that the code no longer says."""
    assert set(WRITTEN) - set(SPOKEN) == set()


@pytest.mark.parametrize("text", sorted(WRITTEN))
def test_fields_survive_translation(text: str) -> None:
    """A translation has the fields of its source string, and no others."""
    for form in WRITTEN[text]:
        assert _fields(form) == _fields(text)


def test_compiled_as_written() -> None:
    """The shipped .mo says what the .po says (run ``make messages`` where it does not)."""
    with (FOLDER / "detente.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for text, forms in WRITTEN.items():
        if len(forms) == 1:
            assert compiled.gettext(text) == forms[0]
        else:
            assert [compiled.ngettext(text, "", n) for n in (1, 2, 5)] == forms


def test_people_are_never_a_batch() -> None:
    """Of people the catalogue says group, never a word for goods."""
    said = " ".join(form for forms in WRITTEN.values() for form in forms).lower()
    assert not re.search(r"\bпарти[яйиюею]\w*", said)


# --- words outside of the catalogue --------------------------------------------------------------

SPEAKERS = {"say", "count", "N_", "note", "working", "counting"}
"""Calls whose texts are translated: by the catalogue, or as known remarks on stderr."""

TECHNICAL = {"option", "argument", "group", "command", "compile", "startswith", "partition", "fail"}
"""Calls whose texts no reader of a document sees; help and messages of usage are apart."""

# Files whose words are not a reader's: pictures' markup, names of styles, and commands that have
# no --lang, since they speak to whoever keeps the evidence or the server.
ELSEWHERE = {
    "briefing/claims.py": "refusals of a ladder's file, of which only the place differs",
    "briefing/rendering/docx.py": "names of Word's styles",
    "briefing/rendering/html.py": "markup",
    "briefing/rendering/picture.py": "markup",
    "briefing/refusals.py": "the table of refusals itself",
    "briefing/rendering/vega.py": "names of Vega-Lite",
    "briefing/rendering/vega_figures.py": "names of Vega-Lite",
    "briefing/rendering/vega_look.py": "names of Vega-Lite and fonts",
    "cli/evidence_folder.py": "no --lang",
    "cli/init.py": "no --lang",
    "cli/main.py": "our own faults, asked to be reported in English",
    "cli/serve.py": "no --lang",
    "words/nearest.py": "part of refusals, told anew with them",
}

NO_WORDS = {"bold underline", "could not be displayed", ", in any order", "Names", "Block",
            "Typst", "word of "}  # fmt: skip

_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|^[A-Z][a-z]{2,}$")


def unspoken(node: ast.AST, quiet: bool = False) -> Iterator[tuple[int, str]]:
    """Texts with English words below a node that nobody translates."""
    if isinstance(node, ast.Raise | ast.Assert):
        return
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "hint":
        return  # the end of a refusal
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
        quiet = quiet or name in SPEAKERS | TECHNICAL or str(name).endswith(("Error", "_error"))
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and not quiet:
        if _WORDS.search(node.value) and node.value not in {*SPOKEN, *NO_WORDS}:
            yield node.lineno, node.value
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring, of a module, a class, a function or a name
        if isinstance(child, ast.arg):
            continue  # annotations
        yield from unspoken(child, quiet)


def test_no_reader_is_spoken_to_in_english_alone() -> None:
    """Documents and commands hold no English words that the catalogue does not have."""
    left = [
        f"{file}:{line}: {text}"
        for folder in ("briefing", "cli", "words")
        for path in sorted((SOURCE / folder).glob("*.py"))
        if (file := f"{folder}/{path.name}") not in ELSEWHERE
        for line, text in unspoken(ast.parse(path.read_text("utf-8")))
    ]
    assert left == []


def test_the_search_finds_what_it_should() -> None:
    """It sees a heading that nobody translates, and lets one pass that is."""
    found = unspoken(
        ast.parse(
            "def f(lang):\n    'Doc string here'\n"
            "    return Heading('Not told anew', lang.say('this one is'))"
        )
    )
    assert [text for _, text in found] == ["Not told anew"]

"""Build a release into ``dist/`` and hold it to what is said of it: ``make release``.

The last commit is built twice, in two clones that differ in folder, umask, time zone, language and
hash seed; once the wheel is made from the sdist, once from the tree. All bytes must be equal, and
nothing may be in the files but what is committed. Beside them goes the list of what the wheel
stands on, with every extra: an SBOM in CycloneDX, made in an environment that holds nothing else.

    python release/build.py [FOLDER]
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import licence

ROOT = Path(__file__).resolve().parents[1]

WAYS = {
    # name of the clone: what else is different there, and what `build` is asked for
    "one": ({"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o022, ()),
    "another place": (
        {"TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
        0o077,
        ("--sdist", "--wheel"),  # without these, the wheel is made from the sdist
    ),
}


class Unfit(Exception):
    """What was built is not what is promised; the text says in what."""


def run(*words: str | Path, **more: object) -> str:
    """Run a program, and give what it printed; what it said is shown where it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode:
        raise Unfit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def build(folder: Path) -> tuple[Path, Path]:
    """Build sdist and wheel of the last commit, in both ways, and give the files.

    Raises
    ------
    Unfit
        The two ways gave different bytes.
    """
    when = {"SOURCE_DATE_EPOCH": commit_date()}
    sums: dict[str, dict[str, str]] = {}
    for name, (environment, umask, asked) in WAYS.items():
        clone, out = folder / name, folder / f"{name} built"
        run("git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), clone, umask=umask)
        python = (sys.executable, "-m", "build", "--no-isolation", "--outdir", out, *asked, clone)
        run(*python, env={**os.environ, **when, **environment}, umask=umask)
        sums[name] = {file.name: digest(file) for file in sorted(out.iterdir())}
    one, other = sums.values()
    if one != other:
        raise Unfit(f"two builds of one commit differ:\n  {one}\n  {other}")
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


def commit_date() -> str:
    """Give the date of the last commit, in seconds since 1970."""
    return run("git", "log", "-1", "--format=%ct", "HEAD", cwd=ROOT).strip()


def digest(file: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def committed() -> set[str]:
    """Name every file of the last commit."""
    return set(run("git", "ls-tree", "-r", "--name-only", "-z", "HEAD", cwd=ROOT).split("\0")[:-1])


def same_names(what: str, found: set[str], due: set[str]) -> None:
    """Refuse files that should not be there, and the lack of those that should."""
    if found != due:
        raise Unfit(f"{what}: strange {sorted(found - due)}, missing {sorted(due - found)}")


def check_contents(sdist: Path, wheel: Path) -> None:
    """Hold both files to the commit: the sdist is all of it, the wheel all of ``src/detente``."""
    tracked = committed()
    with tarfile.open(sdist) as packed:
        names = {member.name.partition("/")[2] for member in packed if member.isfile()}
    same_names(sdist.name, names, tracked | {"PKG-INFO"})
    stem = "-".join(wheel.name.split("-")[:2])
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    source = {name.removeprefix("src/") for name in tracked if name.startswith("src/detente/")}
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    same_names(wheel.name, names, source | {f"{stem}.dist-info/{name}" for name in about})
    version = stem.partition("-")[2]
    if f"## [{version}] - " not in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        raise Unfit(f"CHANGELOG.md has no heading for {version}")


def list_parts(wheel: Path, folder: Path, target: Path) -> None:
    """Write what the wheel stands on with every extra, as CycloneDX.

    Raises
    ------
    Unfit
        It does not follow the schema.
    """
    place = folder / "installed"
    run(sys.executable, "-m", "venv", "--without-pip", place)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    what = (f"{wheel}[all]", "--constraint", ROOT / "constraints.txt")
    run(*pip, "--python", place / "bin/python", "install", "--no-compile", *what)
    for note in place.rglob("direct_url.json"):
        note.unlink()  # it says where the wheel lay on this machine
    how = ("--output-reproducible", "--pyproject", ROOT / "pyproject.toml", "-o", "-")
    make = (sys.executable, "-m", "cyclonedx_py", "environment", *how, place)
    bom = json.loads(run(*make, env={**os.environ, "SOURCE_DATE_EPOCH": commit_date()}))
    (found,) = place.glob("lib/*/site-packages")
    said = {one.name: licence(one.metadata) for one in metadata.distributions(path=[str(found)])}
    # The backend knows the version, pyproject.toml does not; not every package names its licence
    # in a way that programs read.
    bom["metadata"]["component"]["version"] = wheel.name.split("-")[1]
    for part in bom["components"]:
        part["licenses"] = [{"expression": said[part["name"]], "acknowledgement": "declared"}]
    text = json.dumps(bom, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise Unfit(f"the SBOM does not follow its schema: {wrong}")
    target.write_text(text, "utf-8")


def main(words: list[str]) -> int:
    """Make the release; what is unfit goes to stderr, and the exit code is then 1."""
    target = Path(words[0]) if words else ROOT / "dist"
    if loose := run("git", "status", "--porcelain", cwd=ROOT):
        sys.stderr.write(f"Not committed, so not in it:\n{loose}")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        try:
            files = build(folder)
            check_contents(*files)
            run(sys.executable, "-m", "twine", "check", "--strict", *files)
            sbom = folder / f"{files[1].name.removesuffix('.whl')}.cdx.json"
            list_parts(files[1], folder, sbom)
        except Unfit as unfit:
            sys.stderr.write(f"make: no release: {unfit}\n")
            return 1
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for file in (*files, sbom):
            shutil.copyfile(file, target / file.name)
    sums = [f"{digest(file)}  {file.name}\n" for file in sorted(target.iterdir())]
    (target / "SHA256SUMS").write_text("".join(sums), "utf-8")
    sys.stderr.write(f"Built twice, equal byte for byte, in {target}:\n{''.join(sums)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

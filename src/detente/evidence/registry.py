"""Who publishes: country, owner, whether a state controls it, whether it is party to the deal."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.evidence.data import plain_loader, table
from detente.evidence.errors import InvalidRegistry, MissingLibrary
from detente.words.nearest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# What kinds there are; grading.py proposes a reliability for each, with the reason.
KINDS = (
    "presidency",
    "ministry",
    "parliament",
    "register",
    "intergovernmental",
    "opposition",
    "state media",
    "public media",
    "funded media",
    "independent media",
    "commercial media",
    "wire",
    "monitor",
    "ngo",
    "think tank",
    "platform",
    "law firm",
    "aggregator",
    "reprint",
    "rewriter",
    "person",
    "media",
    "unknown",
)
# Kinds that pass on what others wrote, and so are no voice of their own.
PASSING_ON = frozenset({"aggregator", "reprint", "rewriter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who publishes.

    Attributes
    ----------
    id, name, aliases
        How it is called here, on screens, and in texts.
    kind
        One of :data:`KINDS`.
    country, owner
        ISO 3166 code; who owns it, in words.
    state
        A government owns it or decides what it says.
    party
        The party to the deal that it is or speaks for; empty where it is none.
    languages, domains
        ISO 639-1 codes; host names without ``www.``.
    basis, assessed
        What the assessment rests on, and the date of those facts.
    own
        True for an entry of the user's own.
    """

    id: str
    name: str
    kind: str
    country: str = ""
    owner: str = ""
    state: bool = False
    party: str = ""
    languages: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    basis: str = ""
    assessed: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvalidRegistry(
                f"source '{self.id}': there is no kind '{self.kind}'{suggest(self.kind, KINDS)}"
            )
        if not self.id or not self.name:
            raise InvalidRegistry(
                f"a source needs an id and a name, got {self.id!r}, {self.name!r}"
            )


_FIELDS = {field.name for field in fields(Source)} - {"own"}
_LONGEST_HOST = 253  # RFC 1035
_LISTS = ("languages", "domains", "aliases")


def source_of(row: Mapping[str, Any], *, assessed: str = "", own: bool = False) -> Source:
    """Read one entry, checking every field's name and what it holds.

    Raises
    ------
    InvalidRegistry
        It makes no sense; names the entry and the field.
    """
    held: dict[str, Any] = {"assessed": assessed}
    whose = f"source '{row.get('id', '?')}'"
    for key, value in row.items():
        if key not in _FIELDS:
            raise InvalidRegistry(f"{whose}: unknown field '{key}'{suggest(key, _FIELDS)}")
        if key in _LISTS:
            if not isinstance(value or [], list | tuple):
                raise InvalidRegistry(f"{whose}: '{key}' must be a list")
            held[key] = tuple(map(str, value or ()))
        elif key == "state":
            if not isinstance(value, bool):
                raise InvalidRegistry(f"{whose}: 'state' must be true or false")
            held[key] = value
        elif isinstance(value, str | int | float | None):
            held[key] = "" if value is None else str(value)
        else:
            raise InvalidRegistry(f"{whose}: '{key}' must be a text")
    missing = {"id", "name", "kind"} - held.keys()
    if missing:
        raise InvalidRegistry(f"{whose}: missing {', '.join(sorted(missing))}")
    return Source(**held, own=own)


@cache
def shipped_sources() -> tuple[Source, ...]:
    """Give the sources that ship with the project."""
    book = table("sources")
    return tuple(source_of(row, assessed=book["assessed"]) for row in book["sources"])


class Registry:
    """Sources by id, name and domain; later entries override earlier ones of the same id.

    Parameters
    ----------
    sources
        The entries; the shipped ones by default.
    """

    def __init__(self, sources: Iterable[Source] | None = None) -> None:
        self._by_id = {s.id: s for s in (shipped_sources() if sources is None else sources)}
        self._names = {
            name.casefold(): source.id
            for source in self._by_id.values()
            for name in (source.id, source.name, *source.aliases)
        }
        self.longest = max((len(name.split()) for name in self._names), default=0)
        """Words of the longest name."""
        self._domains = {d: s.id for s in self._by_id.values() for d in s.domains}

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, key: str) -> Source | None:
        """Find a source by id, name, alias or host name; None where nobody knows it."""
        found = self._names.get(key.casefold()) or self._by_domain(key.casefold())
        return self._by_id[found] if found else None

    def _by_domain(self, host: str) -> str | None:
        if len(host) > _LONGEST_HOST:
            return None
        labels = host.removeprefix("www.").split(".")
        for first in range(len(labels) - 1):
            found = self._domains.get(".".join(labels[first:]))
            if found:
                return found
        return None

    def with_own(self, entries: Iterable[Mapping[str, Any]], where: str = "") -> Registry:
        """Give a registry in which the user's entries override or extend these.

        An entry with a known id need name only the fields that it changes.

        Raises
        ------
        InvalidRegistry
            An entry makes no sense; names it, and the file it came from where `where` does.
        """
        merged = dict(self._by_id)
        for row in entries:
            known = merged.get(str(row.get("id", "")))
            kept = {f: getattr(known, f) for f in _FIELDS} if known else {}
            try:
                source = source_of({**kept, **row}, own=True)
            except InvalidRegistry as bad:
                raise InvalidRegistry(f"{where}: {bad}" if where else str(bad)) from bad
            merged[source.id] = source
        return Registry(merged.values())


def read_own(path: Path) -> list[Mapping[str, Any]]:
    """Read the user's own entries: a YAML file with a list ``sources``."""
    import yaml

    data = path.read_bytes()
    loader = plain_loader("null")
    try:
        _shallow(yaml.parse(data, Loader=loader), path)
        content = yaml.load(data, Loader=loader)  # a safe loader, in either case
    except yaml.YAMLError as bad:
        raise InvalidRegistry(f"{path}: {' '.join(str(bad).split())}") from bad
    rows = content.get("sources") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidRegistry(f"{path}: expected a list 'sources' of entries")
    return rows


def _shallow(events: Iterable[Any], path: Path) -> None:
    """Refuse nesting and aliases that no list of sources needs: the composer dies of them."""
    import yaml

    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > 10 or isinstance(event, yaml.AliasEvent):
            raise InvalidRegistry(f"{path}: nested deeper than a list of sources is, or aliased")
        if getattr(event, "tag", None) not in {None, "!"}:  # a tag could make anything of a text
            raise InvalidRegistry(f"{path}: a text that starts with ! needs quotes")


def domain_of(address: str) -> str:
    """Give the registered domain of a web address or host, offline; empty where it has none."""
    try:
        import tldextract
    except ImportError as absent:
        raise MissingLibrary("tldextract") from absent
    extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    return extract(address).top_domain_under_public_suffix


def find(registry: Registry, name: str | None) -> list[Source]:
    """Give the source of that name, or all.

    Raises
    ------
    InvalidRegistry
        Nobody is called so; names the nearest.
    """
    if name is None:
        return list(registry)
    source = registry.get(name) or registry.get(domain_of(name))
    if source is None:
        known = [n for s in registry for n in (s.id, s.name, *s.aliases)]
        raise InvalidRegistry(f"no source is called '{name}'{suggest(name, known)}")
    return [source]

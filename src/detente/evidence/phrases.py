"""Sentences that can be said in another language: a template and what fills it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in English, with the parts that a translation keeps.

    Attributes
    ----------
    template
        The text, with ``{fields}``; what a catalogue translates.
    fields
        Name and value of each.
    """

    template: str
    fields: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.template.format(**dict(self.fields))


def phrase(template: str, /, **fields: object) -> Phrase:
    """Make a phrase."""
    return Phrase(template, tuple((name, str(value)) for name, value in fields.items()))

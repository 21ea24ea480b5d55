"""WordNet 3.0 as Debian's package wordnet-base lays it down, read directly (its formats: man 5 wndb).

An index file has one line a lemma: `lemma pos senses pointers ... senses tagged offset offset ...`; an offset is the byte
where the sense begins in the data file: `offset lexfile type words(hex) word id ... | gloss`. Senses stand most used
first; how often each was met in texts stands in cntlist.rev, `lemma%type:... sense count`. The index is searched in place, which takes a few milliseconds and no memory of ours.
"""

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

Part = Literal["noun", "verb", "adj", "adv"]
PARTS: Final[tuple[Part, ...]] = ("noun", "verb", "adj", "adv")
MAX_LETTERS: Final = 60

# WordNet's own rules of detachment, tried after its lists of exceptions.
_ENDINGS: Final[dict[Part, tuple[tuple[str, str], ...]]] = {
    "noun": (
        ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y"),
    ),
    "verb": (("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
    "adj": (("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
    "adv": (),
}  # fmt: skip
_SENSE_KEYS: Final[dict[Part, str]] = {
    "noun": "1",
    "verb": "2",
    "adj": "35",
    "adv": "4",
}  # 5: in a group of its like
_EXAMPLE: Final = re.compile(r'"([^"]*)"')


class DictionaryMissingError(Exception):
    """The files are not on this machine."""


@dataclass(frozen=True, slots=True)
class Sense:
    lemma: str
    part: Part
    definition: str
    examples: tuple[str, ...]
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class WordNet:
    folder: Path

    def look_up(self, word: str) -> list[Sense]:
        """The senses of a word or a short phrase in any inflected form, by part of speech, the part used most first.

        Empty where it is not known. Blocking: milliseconds. Raises DictionaryMissingError.
        """
        lemma = "_".join(word.casefold().split())
        if not lemma or len(lemma) > MAX_LETTERS:
            return []
        found: list[tuple[int, list[Sense]]] = []
        for part in PARTS:
            for candidate in self._candidates(lemma, part):
                if entry := self._files[f"index.{part}"].entry(candidate):
                    found.append(self._senses(entry, part))
                    break
        found.sort(key=lambda one: -one[0])  # stable: equal ones stay in the order of PARTS
        return [sense for _, senses in found for sense in senses]

    def _senses(self, entry: str, part: Part) -> tuple[int, list[Sense]]:
        """How often the word was met as this part, and its senses."""
        fields = entry.split()
        lemma, offsets = fields[0], fields[6 + int(fields[3]) :]
        met = sum(
            int(line.split()[-1])
            for kind in _SENSE_KEYS[part]
            for line in self._files["cntlist.rev"].lines(f"{lemma}%{kind}:")
        )
        data = self._files[f"data.{part}"]
        return met, [_sense(data.line(int(offset)), lemma, part) for offset in offsets]

    def _candidates(self, lemma: str, part: Part) -> Iterator[str]:
        yield lemma
        if exception := self._files[f"{part}.exc"].entry(lemma):
            yield from exception.split()[1:]
        for ending, instead in _ENDINGS[part]:
            if lemma.endswith(ending) and len(lemma) > len(ending) + 1:
                yield lemma[: -len(ending)] + instead

    @cached_property
    def _files(self) -> dict[str, "_File"]:
        names = [f"{kind}.{part}" for kind in ("index", "data") for part in PARTS]
        names += [*(f"{part}.exc" for part in PARTS), "cntlist.rev"]
        try:
            return {name: _File(self.folder / name) for name in names}
        except OSError as error:
            raise DictionaryMissingError(f"{self.folder} has no WordNet: {type(error).__name__}") from None


class _File:
    """A file of lines that begin with a word, mapped."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def entry(self, word: str) -> str | None:
        """The line that begins with the word; never the first line of the file, which none needs."""
        at = self._bytes.find(b"\n" + word.encode() + b" ")
        return None if at < 0 else self.line(at + 1)

    def lines(self, beginning: str) -> Iterator[str]:
        """All that begin so; they stand together."""
        wanted = beginning.encode()
        at = self._bytes.find(b"\n" + wanted) + 1
        while at and self._bytes[at : at + len(wanted)] == wanted:
            line = self.line(at)
            yield line
            at += len(line) + 1

    def line(self, start: int) -> str:
        end = self._bytes.find(b"\n", start)
        return self._bytes[start : end if end >= 0 else len(self._bytes)].decode("latin-1")


def _sense(line: str, lemma: str, part: Part) -> Sense:
    facts, _, gloss = line.partition(" | ")
    fields = facts.split()
    words = [_readable(word) for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
    definition = gloss.split('; "', 1)[0].strip(" ;") if not gloss.startswith('"') else ""
    return Sense(
        lemma=_readable(lemma),
        part=part,
        definition=definition,
        examples=tuple(_EXAMPLE.findall(gloss)),
        synonyms=tuple(word for word in words if word.casefold() != _readable(lemma)),
    )


def _readable(word: str) -> str:
    """`check_in` is "check in", `galore(ip)` galore."""
    return word.split("(", 1)[0].replace("_", " ")

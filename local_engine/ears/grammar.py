"""The closed list of sentences as a JSGF grammar, and the way back from what was heard to the sentence as written.

It is a matcher for tests: it proves that the sound arrived whole, not that free speech is understood.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*")


@dataclass(frozen=True)
class Grammar:
    """`sentences` maps the words as the recogniser gives them back to the line of the file."""

    sentences: Mapping[str, str]

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for heard in self.sentences for word in heard.split())

    def jsgf(self) -> str:
        return f"#JSGF V1.0;\ngrammar closed;\npublic <sentence> = {' | '.join(self.sentences)};\n"

    def as_written(self, heard: str) -> str:
        """The sentence in full, or empty: half a sentence is none."""
        return self.sentences.get(heard, "")


class GrammarError(ValueError):
    """The grammar file cannot be used; the message names LOCAL_ENGINE_GRAMMAR and the line's number."""


def words_of(sentence: str) -> Sequence[str]:
    return [word.replace("’", "'") for word in _WORD.findall(sentence.lower())]


def parse_grammar(lines: Iterable[str]) -> Grammar:
    """One sentence a line; blank lines and lines that begin with # are skipped. Raises GrammarError."""
    sentences: dict[str, str] = {}
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if not (words := words_of(line)):
            raise GrammarError(
                f"LOCAL_ENGINE_GRAMMAR line {number} has no English word, expected one sentence a line"
            )
        sentences.setdefault(" ".join(words), line)
    if not sentences:
        raise GrammarError("LOCAL_ENGINE_GRAMMAR has no sentence, expected one a line")
    return Grammar(sentences)


def read_grammar(path: Path) -> Grammar:
    """Raises GrammarError."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GrammarError(
            f"LOCAL_ENGINE_GRAMMAR is '{path}', expected a UTF-8 text file: {error}"
        ) from error
    return parse_grammar(text.splitlines())

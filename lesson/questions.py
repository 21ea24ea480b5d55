"""The builder's questions: one for one field, one sentence, one question mark, at most 15 words (B10)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contract.words import Field, Locale
from lesson.language import has_hangul

MAX_QUESTION_WORDS: Final = 15


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the builder in both languages: one is said, the other is its caption."""

    ko: str
    en: str

    def said(self, locale: Locale) -> str:
        return self.ko if locale == "ko" else self.en

    def caption(self, locale: Locale) -> str:
        return self.en if locale == "ko" else self.ko


_FIRST: Final[Mapping[Field, Line]] = {
    "place": Line(ko="어디에서 이야기하는 장면이에요?", en="Where are you in this scene?"),
    "partner": Line(ko="누구와 이야기해 볼까요?", en="Who are you talking to?"),
    "goal": Line(ko="이 장면에서 무엇을 해 보고 싶어요?", en="What do you want to do in this scene?"),
}
# The same words a second time did not help the first time; an example does.
_AGAIN: Final[Mapping[Field, Line]] = {
    "place": Line(
        ko="카페나 공항처럼, 어떤 장소로 해 볼까요?",
        en="Which place would you like, a café or an airport perhaps?",
    ),
    "partner": Line(
        ko="점원이나 친구처럼, 누구와 이야기하고 싶어요?", en="Who should I be, a clerk or a friend perhaps?"
    ),
    "goal": Line(
        ko="주문하기나 길 묻기처럼, 무엇을 해 볼까요?",
        en="What would you like to do, order something or ask the way perhaps?",
    ),
}

# Which field a question is about, by its question word. "What place" is a place, hence goal needs a verb of doing.
_ABOUT: Final[Mapping[Field, re.Pattern[str]]] = {
    "place": re.compile(
        r"\bwhere\b|\b(?:which|what)(?:'s| is)?(?: the| your)? (?:place|location)\b|어디|장소|어느 곳"
    ),
    "partner": re.compile(r"\bwho(?:m|'s)?\b|\bwhat person\b|누구|누가|상대"),
    "goal": re.compile(
        r"\bwhat\b(?=.*\b(?:do|doing|need|want|like|happens?|say|talk|practi[cs]e|for|goal|purpose)\b)(?! (?:place|person)\b)"
        r"|\bwhy\b|무엇|뭐|뭘|무슨 (?:일|말|이야기|얘기)|어떤 (?:일|말|이야기|얘기)|왜|목적"
    ),
}

_SENTENCE_END: Final = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|$)|[。！？]+[\"'”’)]*|\n")
_ABBREVIATION: Final = re.compile(
    r"(?<!['’])\b(?:mr|mrs|ms|dr|prof|st|mt|jr|sr|vs|etc|approx|(?:[a-z]\.)*[a-z])\.$", re.IGNORECASE
)


def default_question(field: Field, *, again: bool = False) -> Line:
    """Ours: short, polite, with an example when it is asked again."""
    return (_AGAIN if again else _FIRST)[field]


def checked_question(candidate: str | None, target: Field, locale: Locale, *, again: bool = False) -> str:
    """A model's question if it keeps the rules, else our default for the target field.

    A sentence before it ("Great.") is dropped; two questions, other languages than `locale`, another field or more
    than `MAX_QUESTION_WORDS` words are not repaired.
    """
    default = default_question(target, again=again).said(locale)
    if candidate is None:
        return default
    questions = [sentence for sentence in sentences(candidate) if _marks(sentence)]
    if len(questions) != 1 or _marks(questions[0]) != 1 or not questions[0].endswith(("?", "？")):
        return default
    question = questions[0]
    if len(question.split()) > MAX_QUESTION_WORDS or has_hangul(question) != (locale == "ko"):
        return default
    about = fields_asked(question)
    return question if not about or about == {target} else default


def fields_asked(question: str) -> set[Field]:
    """The fields a question is recognisably about; empty where it cannot be told ("Is Dr. Kim your doctor?")."""
    lowered = question.casefold()
    return {field for field, pattern in _ABOUT.items() if pattern.search(lowered)}


def sentences(text: str) -> list[str]:
    """The sentences of a short text. "." after St, Dr, U.S. and the like ends none, full-width marks always do."""
    found: list[str] = []
    start = 0
    for mark in _SENTENCE_END.finditer(text):
        sentence = text[start : mark.end()]
        numbered = sentence.casefold().endswith("no.") and text[mark.end() :].lstrip()[:1].isdigit()
        if mark[0] == "." and (numbered or _ABBREVIATION.search(sentence)):
            continue
        found.append(sentence)
        start = mark.end()
    found.append(text[start:])
    return [sentence.strip() for sentence in found if sentence.strip()]


def _marks(text: str) -> int:
    return len(re.findall(r"[?？]", text))

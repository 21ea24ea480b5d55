"""What the tutor says while the supervisor works: short, and saying nothing of the answer, not even that there is one."""

from collections.abc import Mapping
from typing import Final

from contract.turn import Turn
from contract.words import Locale
from lesson.questions import Line

FIRST_LINES: Final = (
    Line(en="One moment.", ko="잠시만요."),
    Line(en="Let me think about that.", ko="생각해 볼게요."),
    Line(en="Just a second.", ko="잠깐만요."),
    Line(en="Let me have a look.", ko="한번 볼게요."),
    Line(en="Give me a moment.", ko="잠깐 기다려 주세요."),
    Line(en="Let me see.", ko="어디 볼게요."),
    Line(en="Hold on a second.", ko="잠깐 살펴볼게요."),
)
# After some seconds without an answer. None of them is a first one, so that neighbours always differ.
STILL_LINES: Final = (
    Line(en="I am still thinking.", ko="아직 생각하고 있어요."),
    Line(en="A little longer, please.", ko="조금만 더 기다려 주세요."),
    Line(en="I need another moment.", ko="조금 더 걸릴 것 같아요."),
)
# When nothing came of it: the talk goes on.
APOLOGY_LINE: Final = Line(
    en="I am sorry, I cannot look into that right now. Let us go on.",
    ko="죄송해요, 지금은 확인하기 어려워요. 계속해 볼까요?",
)

_LOCALES: Final[tuple[Locale, ...]] = ("en", "ko")
FIRST: Final[Mapping[Locale, tuple[str, ...]]] = {
    locale: tuple(line.said(locale) for line in FIRST_LINES) for locale in _LOCALES
}
STILL: Final[Mapping[Locale, tuple[str, ...]]] = {
    locale: tuple(line.said(locale) for line in STILL_LINES) for locale in _LOCALES
}
APOLOGY: Final[Mapping[Locale, str]] = {locale: APOLOGY_LINE.said(locale) for locale in _LOCALES}


def first_filler(locale: Locale, *, previous: str | None, start: int = 0) -> str:
    """The one after `previous`, in turn; `start` is where a lesson begins, so that not all begin with the same."""
    return _after(FIRST[locale], previous, start)


def still_filler(locale: Locale, *, previous: str | None, start: int = 0) -> str:
    return _after(STILL[locale], previous, start)


def is_filler(text: str) -> bool:
    """Whether a line of the tutor's is one of these, also one that was cut off: it is no line to say again."""
    said = text.strip()
    return bool(said) and any(
        line.startswith(said) for lines in (FIRST, STILL) for locale in lines.values() for line in locale
    )


def says_something(turn: Turn) -> bool:
    """Whether the supervisor may see it: no filler, and no line of the tutor's that its guardrail stopped."""
    return turn.role == "learner" or not (turn.blocked or is_filler(turn.text))


def _after(lines: tuple[str, ...], previous: str | None, start: int) -> str:
    if previous not in lines:
        return lines[start % len(lines)]
    return lines[(lines.index(previous) + 1) % len(lines)]

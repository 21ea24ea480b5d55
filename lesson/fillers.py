"""What the tutor says while the supervisor works: short, and saying nothing of the answer, not even that there is one."""

from collections.abc import Mapping
from typing import Final

from contract.words import Locale

FIRST: Final[Mapping[Locale, tuple[str, ...]]] = {
    "en": (
        "One moment.",
        "Let me think about that.",
        "Just a second.",
        "Let me have a look.",
        "Give me a moment.",
        "Hold on a second.",
        "Let me see.",
    ),
    "ko": (
        "잠시만요.",
        "생각해 볼게요.",
        "잠깐만요.",
        "한번 볼게요.",
        "잠깐 기다려 주세요.",
        "잠깐 살펴볼게요.",
    ),
}
# After some seconds without an answer. None of them is a first one, so that neighbours always differ.
STILL: Final[Mapping[Locale, tuple[str, ...]]] = {
    "en": ("I am still thinking.", "A little longer, please.", "I need another moment."),
    "ko": ("아직 생각하고 있어요.", "조금만 더 기다려 주세요.", "조금 더 걸릴 것 같아요."),
}
# When nothing came of it: the talk goes on.
APOLOGY: Final[Mapping[Locale, str]] = {
    "en": "I am sorry, I cannot look into that right now. Let us go on.",
    "ko": "죄송해요, 지금은 확인하기 어려워요. 계속해 볼까요?",
}


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


def _after(lines: tuple[str, ...], previous: str | None, start: int) -> str:
    if previous not in lines:
        return lines[start % len(lines)]
    return lines[(lines.index(previous) + 1) % len(lines)]

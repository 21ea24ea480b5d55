"""A text model's answer as it can be read aloud: prose, no marks of a page, not too long."""

import re
from typing import Final

from lesson.questions import sentences

MAX_CHARACTERS: Final = 600  # about 40 s of speech

_FENCE: Final = re.compile(r"```\w*\n?|```")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LIST_MARK: Final = re.compile(r"^\s*(?:[-*+•–—]|\(?\d{1,2}[.)]|#{1,6})\s+")
_EMPHASIS: Final = re.compile(r"(?<!\w)[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}(?!\w)|`")
_ENDS: Final = (".", "!", "?", "…", "。", "！", "？", ":", ";", ",")


def spoken_answer(raw: str | None) -> str | None:
    """None where there is nothing to say. Of a long answer whole sentences are kept."""
    pieces: list[str] = []
    for line in _FENCE.sub("", raw or "").splitlines():
        entry = _LIST_MARK.sub("", line).strip()
        if pieces and (not entry or entry != line.strip()):  # what stood before a list or a gap ends there
            pieces[-1] = _ended(pieces[-1])
        if entry:
            pieces.append(_ended(entry) if entry != line.strip() else entry)
    text = " ".join(_EMPHASIS.sub("", _LINK.sub(r"\1", " ".join(pieces))).split())
    if not re.search(r"\w", text):
        return None
    text = _ended(text)
    return text if len(text) <= MAX_CHARACTERS else _shortened(text)


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."


def _shortened(text: str) -> str:
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > MAX_CHARACTERS:
            break
        kept = longer
    return kept or text[:MAX_CHARACTERS].rsplit(" ", 1)[0]

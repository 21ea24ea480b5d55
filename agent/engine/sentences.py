"""Text to sentences while it is still being written: `push` it as it comes, `flush` at its end. Pure; standard library only.

The rules are docs/behaviours.md, "Sentence splitter". Every character is judged once, in order, so any chunking of a text
gives the same pieces. A piece comes out with the character that decides it; the one that decides last is the first letter
or digit after it, for until then what follows may be punctuation alone, which joins it. Who cannot wait for that letter
calls `release`.

`python -m agent.engine.sentences` splits standard input (UTF-8), one sentence a line, as it comes.
"""

import codecs
import os
import re
import select
import sys
from collections.abc import Callable
from typing import Final, Literal

MIN_WEIGHT: Final = 10  # a lighter piece joins the next one: a voice needs some words to find its tone
MAX_WEIGHT: Final = 240  # about fifteen seconds of speech
IDLE_SECONDS: Final = 0.05  # standard input: a writer who pauses so long gets what is decided

_NEW_LINES: Final = "\n\r\u2028\u2029"
_BYTE_ORDER_MARK: Final = "\ufeff"
_ENDS: Final = ".!?…。！？"
_CLOSING: Final = "\"'”’」』)）]］】*_"
_ALSO_OPENING: Final = '"*_'  # where there is no space it tells whether it was opened
_TAIL = re.compile(rf"(?P<run>[{_ENDS}]+)(?P<closing>[{re.escape(_CLOSING)}]*)$")
_FULL_WIDTH = re.compile(r"[。！？]")
_ELLIPSIS = re.compile(r"(?=.*(?:…|\.{3}))[.…]+")
_LETTER: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_ABBREVIATION = re.compile(
    rf"(?<![\w'’])(?:[Mm]rs?|Ms|[Dd]r|Prof|St|Mt|Jr|Sr|Col|Gen|Lt|Capt|Sgt|[Vv]s|[Cc]f|[Aa]pprox|[{_LETTER}])\.$"
)
# These end a sentence too, so what follows tells. A small "ms" may be a name's or a thousandth of a second.
_ENDS_BEFORE_CAPITAL = re.compile(
    r"(?<![\w'’])(?:[Ee]tc|Inc|Ltd|Corp|Co|Ave|Rd|Dept|ms|prof|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.$"
)
_NUMBER_SIGN = re.compile(r"(?<![\w'’])(?:No|Vol|Apt|[Ff]igs?)\.$")
_NUMBER = re.compile(r"(?<!\w)\d+\.$")
_LIST_NUMBER = re.compile(r"(?<!\S)(?P<number>\d{1,3})\.$")
_KOREAN_END = re.compile(r"(?:\w(?:요|죠)|니다|습니까)$")
_KOREAN_NOUN = re.compile(r"(?<![가-힣])(?:필|중|주|수|동|민|가)요$")
_COMMA = re.compile(r"[,;](?=\s)|[，；、]")
_HANGUL = re.compile(r"[가-힣]")

_Verdict = Literal[
    "ends",
    "goes on",
    "before a digit it goes on",
    "before a small letter it goes on",
    "before a capital it ends",
]


class SentenceSplitter:
    """One text. Pieces are stripped and never blank. `first_cut` "comma": the first may be a clause (rule 4's weight holds)."""

    def __init__(self, *, first_cut: Literal["sentence", "comma"] = "sentence") -> None:
        self._cut_at_comma = first_cut == "comma"
        self._decided = ""  # the last whole piece, kept while punctuation alone may follow
        self._glue = ""  # between it and what follows
        self._piece = ""  # what is being written; begins and ends with a visible character
        self._weight = 0
        self._gap = ""  # white space after it
        self._verdict: _Verdict = "goes on"  # whether it ends before the gap
        self._began = False
        self._out: list[str] = []

    @property
    def has_decided(self) -> bool:
        """Whether `release` would give a piece."""
        return bool(self._decided)

    def push(self, text: str) -> list[str]:
        """The pieces that are whole now."""
        for character in text:
            self._take(character)
        return self._taken()

    def release(self) -> list[str]:
        """The piece that only waits for its follower's first letter, if there is one. What follows joins no more."""
        self._send_decided()
        return self._taken()

    def flush(self) -> list[str]:
        """The rest: the text is over. The splitter begins anew."""
        self._cut(self._piece)
        self._send_decided()
        self._glue = self._gap = ""
        self._began = False
        return self._taken()

    def _take(self, character: str) -> None:
        began, self._began = self._began, True
        if character == _BYTE_ORDER_MARK and not began:
            return
        if character in _NEW_LINES:
            self._cut(self._piece)
            self._glue = " "
        elif character.isspace():
            self._space(character)
        else:
            self._visible(character)

    def _space(self, character: str) -> None:
        if not self._piece:
            self._glue = " "
            return
        if not self._gap:
            is_clause = self._cut_at_comma and _COMMA.search(self._piece[-1] + character)
            self._verdict = "ends" if is_clause else _before_space(self._piece)
        self._gap += character
        if self._verdict == "ends":
            self._end()

    def _visible(self, character: str) -> None:
        if self._gap:
            match self._verdict:
                case "before a digit it goes on" if not character.isdigit():
                    self._end()
                case "before a small letter it goes on" if not character.islower():
                    self._end()
                case "before a capital it ends" if character.isupper():
                    self._end()
                case _:
                    pass
        elif _ends_always(self._piece) and not _joins(self._piece, character):
            self._end()
        before, self._gap = (self._piece, self._gap), ""
        self._piece = "".join((*before, character))
        self._weight += weight(before[1]) + weight(character)
        if self._weight > MAX_WEIGHT:
            self._shorten(*before)
        if character.isalnum():
            self._send_decided()

    def _end(self) -> None:
        """A sentence ends after `_piece`; a light one joins the next instead, punctuation alone the one before."""
        if self._weight >= MIN_WEIGHT or not is_speakable(self._piece):
            self._cut(self._piece)

    def _cut(self, piece: str) -> None:
        """`piece`, with which `_piece` begins, is one."""
        if is_speakable(piece):
            self._cut_at_comma = False
            self._send_decided()
            self._decided = piece
        elif piece and self._decided:
            self._decided += self._glue + piece
        rest = self._piece[len(piece) :] + self._gap
        self._piece = rest.strip()
        self._weight = weight(self._piece)
        self._glue = " " if rest[:1].isspace() else ""
        self._gap = ""

    def _shorten(self, piece: str, gap: str) -> None:
        """The last character made `piece` and `gap` too heavy together: cut at a comma, else a space, else here."""
        commas = [found.end() for found in _COMMA.finditer(piece + gap)]
        spaces = [found.start() for found in re.finditer(r"\s+", piece + gap)]
        for places in (commas, spaces):
            for place in reversed(places):
                if weight(piece[:place]) >= MIN_WEIGHT:
                    self._cut(piece[:place])
                    return
        self._cut(piece)

    def _send_decided(self) -> None:
        if self._decided:
            self._out.append(self._decided)
            self._decided = ""

    def _taken(self) -> list[str]:
        taken, self._out = self._out, []
        return taken


def split(text: str) -> list[str]:
    """The pieces of a whole text."""
    splitter = SentenceSplitter()
    return splitter.push(text) + splitter.flush()


def is_speakable(text: str) -> bool:
    """Whether there is a letter or digit in it; punctuation alone cannot be said."""
    return any(character.isalnum() for character in text)


def weight(text: str) -> int:
    """Characters; a Hangul syllable counts for two."""
    return len(text) + len(_HANGUL.findall(text))


def _before_space(piece: str) -> _Verdict:
    """Whether a sentence ends after `piece` where white space follows."""
    tail = _TAIL.search(piece)
    if tail is None:
        is_end = _KOREAN_END.search(piece) and not _KOREAN_NOUN.search(piece)
        return "ends" if is_end else "goes on"
    run, through_run = tail["run"], piece[: tail.end("run")]
    if _ELLIPSIS.fullmatch(run):
        return "before a small letter it goes on"
    if run == ".":
        if _ABBREVIATION.search(through_run):
            return "goes on"
        if not tail["closing"]:
            return _after_full_stop(piece)
    return "ends"


def _after_full_stop(piece: str) -> _Verdict:
    if _ENDS_BEFORE_CAPITAL.search(piece):
        return "before a capital it ends"
    if _NUMBER_SIGN.search(piece):
        return "before a digit it goes on"
    if _is_list_number(piece):
        return "goes on"
    return "before a small letter it goes on" if _NUMBER.search(piece) else "ends"


def _is_list_number(piece: str) -> bool:
    """Whether the number at its end is one of a list in the line: after a colon, or one more than another one in it."""
    found = _LIST_NUMBER.search(piece)
    if found is None:
        return False
    before = piece[: found.start("number")].rstrip()
    return before.endswith(":") or re.search(rf"(?<!\S){int(found['number']) - 1}\.\s", before) is not None


def _joins(piece: str, character: str) -> bool:
    """Whether `character` may belong to the marks at the end of `piece`."""
    if character in _ALSO_OPENING and piece[-1] != character:
        return len(re.findall(rf"{re.escape(character)}+", piece)) % 2 == 1
    return character in _ENDS + _CLOSING


def _ends_always(piece: str) -> bool:
    tail = _TAIL.search(piece)
    return tail is not None and _FULL_WIDTH.search(tail["run"]) is not None


def split_stream(read: Callable[[float | None], bytes | None], write: Callable[[str], None]) -> None:
    """`read(seconds)` gives bytes, b"" at the end, None when that time went by without any (None: waits for ever)."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    splitter = SentenceSplitter()
    seconds: float | None = None
    while (data := read(seconds)) != b"":
        pieces = splitter.release() if data is None else splitter.push(decoder.decode(data))
        seconds = None if data is None else IDLE_SECONDS
        for piece in pieces:
            write(piece)
    for piece in splitter.push(decoder.decode(b"", final=True)) + splitter.flush():
        write(piece)


def main() -> int:
    source = sys.stdin.fileno()

    def read(seconds: float | None) -> bytes | None:
        ready, _, _ = select.select([source], [], [], seconds)
        return os.read(source, 65536) if ready else None

    def write(piece: str) -> None:
        sys.stdout.buffer.write(piece.encode() + b"\n")
        sys.stdout.buffer.flush()

    try:
        split_stream(read, write)
    except (KeyboardInterrupt, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the exit flushes once more
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Where a sentence ends, while the text is still being written: English, Korean and both. Pure; standard library only.

The rules are docs/behaviours.md's, cases S1 to S9. Every decision depends on the text alone and is made at the first
character that settles it, so that the pieces are the same however the text is cut into chunks.
`python -m agent.engine.sentences` splits standard input, one sentence a line.
"""

import codecs
import re
import sys
from typing import BinaryIO, Final, TextIO

MIN_WEIGHT: Final = 10  # a lighter piece joins the next: a voice that says "Yes." alone breaks the flow
MAX_WEIGHT: Final = 240  # about fifteen seconds of speech

_NEWLINES: Final = "\n\r\u2028\u2029"
_MARKS: Final = ".!?…。！？"
_FULL_WIDTH: Final = "。！？"  # written without a space after them
_CLOSERS: Final = "\"'”’)]}」』»"
_OPENERS: Final = "\"'“‘([{「『«"
_COMMAS: Final = ",;，；、"
_ABBREVIATIONS: Final = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "st", "mt", "jr", "sr", "vs", "etc", "approx"]
)
_LETTERS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # J, U.S, e.g, a.m; the dot asked about comes next
_KOREAN_END: Final = re.compile(r"[가-힣](?:요|니다|습니까|죠)$")
_KOREAN_NOUNS: Final = frozenset(
    ["필요", "중요", "주요", "수요", "동요", "민요", "가요"]
)  # 요 ends these words, not a sentence


class SentenceSplitter:
    """One text. `push` gives the sentences that are certain by now, `flush` the rest; then it can begin another text."""

    def __init__(self) -> None:
        self._text = ""  # what is not in a piece yet
        self._at = 0  # how far it was looked at
        self._gaps: list[int] = []  # white space before `_at` at which it could be cut
        self._held: str | None = (
            None  # the last piece, until it is known that no punctuation alone follows it
        )

    def push(self, text: str) -> list[str]:
        self._text += text
        return self._pieces(final=False)

    def flush(self) -> list[str]:
        pieces = self._pieces(final=True)
        self._cut(len(self._text), pieces)
        if self._held is not None:
            pieces.append(self._held)
            self._held = None
        return pieces

    def _pieces(self, *, final: bool) -> list[str]:
        pieces: list[str] = []
        while self._at < len(self._text):
            if gap := self._gap_before_too_much():
                self._cut(gap, pieces)
                continue
            char = self._text[self._at]
            if char in _NEWLINES:
                self._cut(self._at + 1, pieces)
            elif char in _MARKS:
                after = _past(self._text, _past(self._text, self._at, _MARKS), _CLOSERS)
                ends = self._marks_end(after, final=final)
                if ends is None:
                    break
                self._at = after
                if ends and self._is_enough(after):
                    self._cut(after, pieces)
            elif char.isspace() and _ends_korean(self._word()) and self._is_enough(self._at):
                self._cut(self._at, pieces)
            else:
                if char.isspace() and weight(_tidy(self._text[: self._at])) >= MIN_WEIGHT:
                    self._gaps.append(self._at)
                self._at += 1
        if self._held is not None and _says_something(self._text):
            pieces.append(self._held)
            self._held = None
        return pieces

    def _marks_end(self, after: int, *, final: bool) -> bool | None:
        """Whether the marks at `_at`, closed up to `after`, end a sentence. None: that shows later."""
        text = self._text
        if after == len(text):
            return True if final else None
        run = text[self._at : _past(text, self._at, _MARKS)]
        if run[-1] in _FULL_WIDTH or text[after] in _NEWLINES:
            return True
        if not text[after].isspace():
            return False
        word = self._word()
        if run == "." and (word.lower() in _ABBREVIATIONS or _LETTERS.fullmatch(word)):
            return False
        number_sign = run == "." and word.lower() == "no"
        pause = run != "." and set(run) <= {".", "…"}
        if not number_sign and not pause:
            return True
        following = text[after:].lstrip(" \t\u00a0\u3000")
        if not following:
            return True if final else None
        return not (following[0].isdigit() if number_sign else following[0].islower())

    def _word(self) -> str:
        """The word that ends at `_at`, without what opens a quotation before it."""
        begin = self._at
        while begin > 0 and not self._text[begin - 1].isspace():
            begin -= 1
        return self._text[begin : self._at].lstrip(_OPENERS)

    def _is_enough(self, end: int) -> bool:
        piece = _tidy(self._text[:end])
        return not _says_something(piece) or weight(piece) >= MIN_WEIGHT

    def _gap_before_too_much(self) -> int:
        """Where to cut before the character at `_at` makes the piece too heavy; 0: nowhere, or it does not."""
        if not self._gaps or weight(_tidy(self._text[: self._at + 1])) <= MAX_WEIGHT:
            return 0
        return next((gap for gap in reversed(self._gaps) if self._text[gap - 1] in _COMMAS), self._gaps[-1])

    def _cut(self, end: int, pieces: list[str]) -> None:
        piece, self._text, self._at = _tidy(self._text[:end]), self._text[end:], 0
        self._gaps.clear()
        if _says_something(piece):
            if self._held is not None:
                pieces.append(self._held)
            self._held = piece
        elif piece and self._held is not None:
            self._held = f"{self._held} {piece}"


def split(text: str) -> list[str]:
    """The sentences of a whole text, in order, each on one line without white space around it."""
    splitter = SentenceSplitter()
    return [*splitter.push(text), *splitter.flush()]


def weight(text: str) -> int:
    """A Hangul syllable weighs 2, about what it takes to say; any other character 1."""
    return sum(2 if "가" <= char <= "힣" else 1 for char in text)


def _ends_korean(word: str) -> bool:
    return word not in _KOREAN_NOUNS and _KOREAN_END.search(word) is not None


def _says_something(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _past(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def main(source: BinaryIO, sink: TextIO) -> None:
    """Splits UTF-8 as it arrives; bytes that are none become U+FFFD."""
    splitter = SentenceSplitter()
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    while chunk := source.read1():  # type: ignore[attr-defined]  # BufferedReader's; what has come is enough
        _print(splitter.push(decoder.decode(chunk)), sink)
    _print([*splitter.push(decoder.decode(b"", final=True)), *splitter.flush()], sink)


def _print(pieces: list[str], sink: TextIO) -> None:
    sink.writelines(f"{piece}\n" for piece in pieces)
    sink.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # whatever the terminal's locale says
    main(sys.stdin.buffer, sys.stdout)

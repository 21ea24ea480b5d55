"""Text to sentences, for a voice that speaks them one by one."""

import re

# After . ! ? and closing quotes, before white space; after their full-width forms always; at a new line.
_END = re.compile(r"""(?<=[.!?…])["'”’)]*\s+|(?<=[。！？])\s*|\n+""")
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|Jr|Sr|vs|etc|approx|No)|(?<![\w'’])[A-Za-z])\.$")


def split_sentences(text: str) -> list[str]:
    """Pieces that are not blank, in order. Dr., St. and single letters end none."""
    pieces, rest = split_ready(text)
    return [*pieces, rest.strip()] if rest.strip() else pieces


def split_ready(text: str) -> tuple[list[str], str]:
    """The sentences that are whole, and the rest as it came, for a text that is still being written."""
    pieces: list[str] = []
    begin = 0
    for end in _END.finditer(text):
        piece = text[begin : end.end()].strip()
        if _ABBREVIATION.search(piece) and "\n" not in end.group():
            continue
        if piece:
            pieces.append(piece)
        begin = end.end()
    return pieces, text[begin:]

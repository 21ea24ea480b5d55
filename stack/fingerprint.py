"""Has a step been done for exactly these files? A stamp file holds the hash they had. Standard library only."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(folder: Path, files: Iterable[Path]) -> str:
    """SHA-256 over contents and names below `folder`, in a fixed order. A missing file counts as empty."""
    total = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes() if file.is_file() else b""
        total.update(f"\0{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


class Stamp:
    """A file that says which state a step was last done for; written only after the step succeeded."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> str | None:
        return self._file.read_text().strip() if self._file.is_file() else None

    def write(self, text: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(text + "\n")

"""Secrets of one data folder, made once and kept: the learner's cookie and LiveKit's tokens survive a restart."""

import json
import os
import secrets
from pathlib import Path

from contract.settings import DEVELOPMENT_SECRET_PREFIX

SECRETS_FILE = "secrets.json"


def generate() -> str:
    """The prefix makes every server refuse it in production."""
    return DEVELOPMENT_SECRET_PREFIX + secrets.token_urlsafe(32)


class SecretsFile:
    """name → secret, in `TUTOR_DATA_DIR/secrets.json`, readable by the owner only."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / SECRETS_FILE

    def get(self, name: str) -> str:
        """The kept secret of that name; a new one is made and kept if there is none."""
        kept: dict[str, str] = json.loads(self._file.read_text()) if self._file.is_file() else {}
        if name not in kept:
            kept[name] = generate()
            self._write(kept)
        return kept[name]

    def _write(self, kept: dict[str, str]) -> None:
        new = self._file.with_suffix(".new")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(kept, file, indent=2)
        new.replace(self._file)

"""The whole test run in two halves at once: lessons by voice (which mostly wait for speech), and all the rest.

`python -m tests.at_once [pytest options]`. The first half's lines are shown as they come, the second's when it has ended.
Exits with 0 only if both did.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import IO

SPOKEN = ("tests/e2e",)
REST = ("tests", "--ignore=tests/e2e", "-p", "no:cacheprovider")  # one writer of the cache is enough


def main(options: Sequence[str]) -> int:
    with tempfile.TemporaryFile("w+b") as kept:
        rest = _pytest([*REST, *options], output=kept)
        spoken = _pytest([*SPOKEN, *options], output=None)
        try:
            codes = [spoken.wait(), rest.wait()]
        finally:
            for half in (spoken, rest):
                half.terminate()
        kept.seek(0)
        sys.stdout.buffer.write(kept.read())
        sys.stdout.flush()
    return max(abs(code) for code in codes)


def _pytest(arguments: Sequence[str], *, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "pytest", *arguments], stdout=output, stderr=output)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

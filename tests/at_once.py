"""The whole test run in two halves at once: lessons by voice (which mostly wait for speech), and all the rest.

`python -m tests.at_once [pytest options]`. The first half's lines are shown as they come, the second's when it has ended.
The rest is done sooner, so it ends with the spoken lessons that have a stack of their own. Exits with 0 only if both did.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

TESTS = Path(__file__).parent


def _is_tests(path: Path) -> bool:
    return path.name.startswith("test_") or (path.is_dir() and not path.name.startswith(("_", ".")))


OWN_STACK = [f"tests/e2e/test_{name}.py" for name in ("killed_parts", "spare_engine", "time_limit")]
SPOKEN = ("tests/e2e", *(f"--ignore={path}" for path in OWN_STACK))
REST = (
    *(
        str(path.relative_to(TESTS.parent))
        for path in sorted(TESTS.iterdir())
        if _is_tests(path) and path.name != "e2e"
    ),
    *OWN_STACK,
    *("-p", "no:cacheprovider"),  # one writer of the cache is enough
)


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

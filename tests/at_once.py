"""The whole test run in three parts at once: lessons by voice in two (they mostly wait for speech), and all the rest.

`python -m tests.at_once [pytest options]`. The first part's lines are shown as they come, the others' when they have ended.
Exits with 0 only if all did.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

TESTS = Path(__file__).parent
LOGS = "test_no_words_in_logs.py"  # reads what the lessons before it left in their stack's logs: last in each part


def parts() -> list[list[str]]:
    """The paths of each part."""
    spoken = sorted(path.name for path in (TESTS / "e2e").glob("test_*.py") if path.name != LOGS)
    rest = [path.name for path in sorted(TESTS.iterdir()) if _is_tests(path) and path.name != "e2e"]
    return [
        [f"tests/e2e/{name}" for name in [*spoken[::2], LOGS]],
        [f"tests/e2e/{name}" for name in [*spoken[1::2], LOGS]],
        [f"tests/{name}" for name in rest],
    ]


def main(options: Sequence[str]) -> int:
    first, *others = parts()
    with ExitStack() as stack:
        running = [_pytest([*first, *options], output=None)]
        kept = [stack.enter_context(tempfile.TemporaryFile("w+b")) for _ in others]
        for paths, output in zip(others, kept, strict=True):
            # One writer of the cache is enough.
            running.append(_pytest(["-p", "no:cacheprovider", *paths, *options], output=output))
        for part in running:
            stack.callback(part.terminate)
        codes = [part.wait() for part in running]
        for output in kept:
            output.seek(0)
            sys.stdout.buffer.write(output.read())
        sys.stdout.flush()
    return max(abs(code) for code in codes)


def _is_tests(path: Path) -> bool:
    return path.name.startswith("test_") or (path.is_dir() and not path.name.startswith(("_", ".")))


def _pytest(arguments: Sequence[str], *, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "pytest", *arguments], stdout=output, stderr=output)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make test` counts a missing need as a failure (tests/fixtures/require_all.py)."""

import subprocess
import sys
from pathlib import Path

from stack.paths import ROOT

TESTS = """
import pytest

@pytest.mark.browser
def test_with_a_missing_need(): pytest.skip("no browser")

def test_that_needs_nothing(): pytest.skip("no reason")

@pytest.mark.postgres
@pytest.mark.skipif(True, reason="not root")
def test_for_another_system(): ...

@pytest.mark.browser
def test_that_ran(): ...
"""


def test_a_skip_for_want_of_something_fails(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [
        *(
            sys.executable,
            "-m",
            "pytest",
            "-rA",
            "-c",
            str(ROOT / "pyproject.toml"),
            "--rootdir",
            str(tmp_path),
        ),
        *("--noconftest", "-p", "no:cacheprovider", "-p", "tests.fixtures.require_all", str(tmp_path)),
    ]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "1 failed, 1 passed, 2 skipped" in answer.stdout, answer.stdout + answer.stderr
    failed = [line for line in answer.stdout.splitlines() if line.startswith("FAILED ")]
    assert len(failed) == 1
    assert "::test_with_a_missing_need" in failed[0]  # under CI pytest adds the whole reason

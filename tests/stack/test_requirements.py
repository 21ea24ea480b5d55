"""The lock files agree with pyproject.toml and with each other. Offline: nothing is resolved here."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from stack.lock import EXTRAS, UV, compilations
from stack.paths import REQUIREMENTS, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
NAMES = [name for name, _ in compilations()]
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> set[tuple[str, str]]:
    return {(canonicalize_name(package), version) for package, version in PIN.findall(text(name))}


def text(name: str) -> str:
    return (REQUIREMENTS / f"{name}.txt").read_text()


def wanted(name: str) -> list[Requirement]:
    """What pyproject.toml asks of a lock file."""
    if name in EXTRAS:
        return [Requirement(line) for line in PROJECT["project"]["optional-dependencies"][name]]
    lines = list(_group(name)) if name != "agent" else []
    if name in ("agent", "run", "dev"):
        lines += PROJECT["project"]["dependencies"]
    return [Requirement(line) for line in lines]


def _group(name: str) -> Iterator[str]:
    for line in PROJECT["dependency-groups"][name]:
        if isinstance(line, dict):
            yield from _group(line["include-group"])
        else:
            yield line


@pytest.mark.parametrize("name", [*NAMES, *EXTRAS])
def test_a_lock_file_has_what_pyproject_asks_for(name: str) -> None:
    locked = dict(pins(name))
    for requirement in wanted(name):
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not in requirements/{name}.txt: run `make lock`"
        assert Version(version) in requirement.specifier, f"{requirement} has {version}: run `make lock`"


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_have_the_versions_that_are_tested(name: str) -> None:
    assert pins(name) <= pins("dev")


@pytest.mark.parametrize("name", EXTRAS)
def test_an_extra_changes_no_version_of_the_others(name: str) -> None:
    """It is installed into their environment."""
    ours = {package for package, _ in pins("dev")}
    assert {pin for pin in pins(name) if pin[0] in ours} <= pins("dev")


@pytest.mark.parametrize("name", [*NAMES, *EXTRAS, "uv"])
def test_every_package_has_hashes_and_no_address(name: str) -> None:
    for block in re.split(r"\n(?=[\w])", text(name).strip()):
        assert re.fullmatch(
            r"[\w.\[\]-]+==[^\s;]+( ; [^\\]+?)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\\n)?)+", block
        ), block.splitlines()[0]


def test_the_installer_is_locked() -> None:
    assert text("uv").startswith(f"{UV} ")

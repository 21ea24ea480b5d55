import stat
from pathlib import Path

import pytest

from contract.settings import DEVELOPMENT_SECRET_PREFIX, MIN_SECRET_CHARACTERS
from stack.secrets_file import SECRETS_FILE, SecretsFile


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    secret = SecretsFile(tmp_path).get("tutor_secret")
    assert SecretsFile(tmp_path).get("tutor_secret") == secret


def test_each_name_and_each_folder_has_its_own(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    secrets = {SecretsFile(tmp_path).get("a"), SecretsFile(tmp_path).get("b"), SecretsFile(other).get("a")}
    assert len(secrets) == 3


def test_it_is_strong_and_marked_so_that_production_refuses_it(tmp_path: Path) -> None:
    secret = SecretsFile(tmp_path).get("tutor_secret")
    assert secret.startswith(DEVELOPMENT_SECRET_PREFIX)
    assert len(secret.removeprefix(DEVELOPMENT_SECRET_PREFIX)) >= MIN_SECRET_CHARACTERS


@pytest.mark.parametrize("names", [["a"], ["a", "b"]], ids=["made", "added to"])
def test_only_the_owner_reads_the_file(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        SecretsFile(tmp_path).get(name)
    assert stat.S_IMODE((tmp_path / SECRETS_FILE).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [SECRETS_FILE]

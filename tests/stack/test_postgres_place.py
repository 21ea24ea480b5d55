import os
import stat
from pathlib import Path

import pytest

from stack.postgres_place import SOCKET_NAME, SOCKET_PATH_BYTES, choose_place, closed_parent
from stack.screen import StepError

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="what root has to do differently")


@pytest.mark.parametrize(
    ("modes", "closed"),
    [
        pytest.param([0o755, 0o755], None, id="all open"),
        pytest.param([0o711, 0o755], None, id="passing is enough"),
        pytest.param([0o755, 0o700], 1, id="the inner one is closed"),
        pytest.param([0o700, 0o700], 0, id="the outer one is named"),
        pytest.param([0o754, 0o755], 0, id="reading is not passing"),
    ],
)
def test_the_outermost_closed_folder_above_a_path(
    open_base: Path, modes: list[int], closed: int | None
) -> None:
    folders = [open_base / "a", open_base / "a" / "b"]
    for folder in folders:
        folder.mkdir()
    for folder, mode in zip(folders, modes, strict=True):
        folder.chmod(mode)
    assert closed_parent(folders[-1] / "data") == (None if closed is None else folders[closed])


def test_a_user_keeps_the_data_beside_the_rest_and_runs_the_programs_where_they_are(tmp_path: Path) -> None:
    place = choose_place(tmp_path, programs=Path("/wheel/bin"), as_root=False)
    assert place.data == tmp_path / "postgres"
    assert place.programs == Path("/wheel/bin")
    assert place.account is None
    assert stat.S_IMODE(place.data.stat().st_mode) == 0o700


def test_a_path_too_long_for_a_socket_gets_a_private_folder_for_it(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    place = choose_place(deep, programs=Path("/wheel/bin"), as_root=False)
    assert place.data == deep / "postgres"
    assert len(os.fsencode(place.socket_dir / SOCKET_NAME)) <= SOCKET_PATH_BYTES
    assert stat.S_IMODE(place.socket_dir.stat().st_mode) == 0o700
    place.socket_dir.rmdir()


def test_a_socket_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    folder = choose_place(deep, programs=Path("/wheel/bin"), as_root=False).socket_dir
    folder.chmod(0o777)
    with pytest.raises(StepError, match="expected a folder of user"):
        choose_place(deep, programs=Path("/wheel/bin"), as_root=False)
    folder.rmdir()


@needs_root
def test_data_of_another_user_is_refused_when_we_are_not_root(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    data.mkdir()
    os.chown(data, 12345, 12345)
    with pytest.raises(StepError, match="belongs to user 12345, expected user 0"):
        choose_place(tmp_path, programs=Path("/wheel/bin"), as_root=False)


@needs_root
def test_root_below_open_folders_gives_the_data_to_the_account(open_base: Path) -> None:
    place = choose_place(
        open_base / "mine", programs=programs_in(open_base), as_root=True, open_base=open_base / "o"
    )
    assert place.data == open_base / "mine" / "postgres"
    assert place.programs == open_base / "package" / "install" / "bin"
    assert place.account is not None
    assert place.account.uid != 0
    assert place.data.stat().st_uid == place.account.uid


@needs_root
def test_root_below_a_closed_folder_goes_elsewhere_and_opens_nothing(open_base: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    before = modes_above(tmp_path / "x")
    place = choose_place(tmp_path, programs=programs_in(tmp_path), as_root=True, open_base=open_base)
    assert place.data.is_relative_to(open_base)
    assert place.programs.is_relative_to(open_base)
    assert (place.programs / "postgres").read_text() == "a program"
    assert closed_parent(place.data) is None
    assert modes_above(tmp_path / "x") == before


@needs_root
def test_each_data_folder_gets_its_own_place_and_always_the_same(open_base: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    places = [
        choose_place(folder, programs=programs_in(tmp_path), as_root=True, open_base=open_base).data
        for folder in (one, two, one)
    ]
    assert places[0] == places[2] != places[1]


@needs_root
def test_data_that_another_account_began_goes_on_as_that_account(open_base: Path) -> None:
    data = open_base / "mine" / "postgres"
    data.mkdir(parents=True)
    os.chown(data, 65534, 65534)  # nobody, on every system
    place = choose_place(
        open_base / "mine", programs=programs_in(open_base), as_root=True, open_base=open_base
    )
    assert place.account is not None
    assert place.account.uid == 65534


def programs_in(folder: Path) -> Path:
    programs = folder / "package" / "install" / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    (programs / "postgres").write_text("a program")
    return programs


def modes_above(path: Path) -> dict[Path, int]:
    return {folder: folder.stat().st_mode for folder in path.parents}

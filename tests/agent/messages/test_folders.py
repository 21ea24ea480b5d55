from pathlib import Path

from agent.messages.folders import RecordingFolders


async def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays(tmp_path: Path) -> None:
    parent = tmp_path / "messages"
    folders, of_another_process = RecordingFolders(parent), RecordingFolders(parent)
    assert folders.clear() == 0
    async with of_another_process.one() as living:
        (living / "clip").write_bytes(b"a voice")
        left = parent / "left"
        left.mkdir()
        (left / "clip").write_bytes(b"a voice")
        assert folders.clear() == 1
        assert [path.name for path in parent.iterdir()] == [living.name]
        assert (living / "clip").read_bytes() == b"a voice"
    assert list(parent.iterdir()) == []


async def test_nobody_else_may_read_a_recording(tmp_path: Path) -> None:
    async with RecordingFolders(tmp_path / "messages").one() as folder:
        assert [path.stat().st_mode & 0o077 for path in (folder, folder.parent)] == [0, 0]

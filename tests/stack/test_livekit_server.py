import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from stack.data_folder import DataFolder
from stack.livekit_binary import existing_binary
from stack.livekit_server import TEMPLATE, LiveKitPorts, configuration, livekit_part
from stack.part import Part
from stack.port_claims import PortClaims
from stack.screen import Screen
from tests.fixtures.livekit import free_port, livekit_binary
from tests.stack.supervised import supervised

PORTS = LiveKitPorts(http=17880, tcp=17881, udp=17882)


def filled(**changes: object) -> dict[str, object]:
    values = {"page_port": 8080, "lesson_return_seconds": 60.0, **changes}
    content: dict[str, object] = yaml.safe_load(configuration(TEMPLATE.read_text(), PORTS, **values))  # type: ignore[arg-type]
    return content


def test_the_template_is_filled() -> None:
    config = filled()
    assert config["port"] == 17880
    assert config["rtc"]["tcp_port"] == 17881  # type: ignore[index]
    assert config["rtc"]["udp_port"] == 17882  # type: ignore[index]
    assert config["webhook"]["urls"] == ["http://127.0.0.1:8080/livekit/webhook"]  # type: ignore[index]


def test_it_listens_on_this_machine_only() -> None:
    config = filled()
    assert config["bind_addresses"] == ["127.0.0.1"]
    assert config["rtc"]["interfaces"] in ({"includes": ["lo"]}, {"includes": ["lo0"]})  # type: ignore[index]


@pytest.mark.parametrize(("waits", "room"), [(5.0, 90), (60.0, 90), (300.0, 330)])
def test_the_room_outlives_the_learners_absence(waits: float, room: int) -> None:
    assert filled(lesson_return_seconds=waits)["room"]["departure_timeout"] == room  # type: ignore[index]


def test_no_codec_is_switched_off_and_no_secret_is_in_the_file() -> None:
    assert "enabled_codecs" not in filled()["room"]  # type: ignore[operator]
    assert "keys" not in filled()


@pytest.fixture
def part(data_folder: DataFolder, tmp_path: Path) -> Iterator[Part]:
    with PortClaims(tmp_path / "ports") as claims:
        yield _part(data_folder, claims)


def _part(data_folder: DataFolder, claims: PortClaims) -> Part:
    return livekit_part(
        Path(livekit_binary()),
        LiveKitPorts.choose(claims),
        config_file=data_folder.path / "livekit.yaml",
        page_port=free_port(),
        lesson_return_seconds=60,
        secret="s" * 40,
        environ=os.environ,
    )


@pytest.mark.livekit
async def test_the_real_server_accepts_it(part: Part, data_folder: DataFolder, screen: Screen) -> None:
    async with supervised([part], data_folder, screen) as run:
        await run.until_ready()
        assert await run.stop() == 0
    log = (data_folder.logs / "livekit.log").read_text()
    assert '"version":"1.13.5"' in log
    assert '"level":"error"' not in log
    assert "secret is too short" not in log


@pytest.mark.livekit
async def test_the_real_server_refuses_a_key_it_does_not_know(
    part: Part, data_folder: DataFolder, screen: Screen
) -> None:
    """So that an accepted file means something: a misspelt name does not pass."""
    wrong = replace(part, start_seconds=5)
    config_file = data_folder.path / "livekit.yaml"

    async def misspell() -> None:
        await wrong.prepare()
        config_file.write_text(config_file.read_text().replace("target_load", "target_lode"))

    async with supervised([replace(wrong, prepare=misspell)], data_folder, screen) as run:
        assert await run.ended() == 1


@pytest.mark.livekit
def test_an_existing_binary_is_found_and_is_the_pinned_version() -> None:
    binary = existing_binary(os.environ)
    assert binary is not None
    assert (
        "1.13.5" in subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout
    )

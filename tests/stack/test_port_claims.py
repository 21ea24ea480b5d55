import socket
from pathlib import Path

import pytest

from stack.port_claims import PortClaims


def claims(folder: Path, *busy: int) -> PortClaims:
    return PortClaims(folder, is_free=lambda port, _kind: port not in busy)


@pytest.mark.parametrize(
    ("busy", "same"), [pytest.param((), True, id="free"), pytest.param((7880,), False, id="busy")]
)
def test_the_usual_port_is_kept_if_it_can_be(tmp_path: Path, busy: tuple[int, ...], same: bool) -> None:
    with claims(tmp_path, *busy) as ours:
        assert (ours.choose(7880) == 7880) is same


def test_two_runs_that_start_together_choose_different_ports(tmp_path: Path) -> None:
    with claims(tmp_path) as ours, claims(tmp_path) as others:
        assert ours.choose(7880) == 7880
        assert others.choose(7880) != 7880


def test_one_run_does_not_choose_a_port_twice(tmp_path: Path) -> None:
    with claims(tmp_path) as ours:
        assert ours.choose(7880) != ours.choose(7880)


def test_udp_and_tcp_of_one_number_are_two_ports(tmp_path: Path) -> None:
    with claims(tmp_path) as ours:
        assert ours.choose(7882) == ours.choose(7882, socket.SOCK_DGRAM) == 7882


def test_a_claim_ends_with_its_run(tmp_path: Path) -> None:
    with claims(tmp_path) as ours:
        ours.claim(8080)
    assert list(tmp_path.iterdir()) == []
    with claims(tmp_path) as others:
        assert others.claim(8080)

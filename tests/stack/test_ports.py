import os
import socket
from collections.abc import Iterator

import pytest

from stack import ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which this process listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_with_a_listener_is_not_free(taken: int) -> None:
    assert not ports.is_free(taken)


def test_a_port_that_only_the_other_loopback_address_has_is_not_free() -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        assert not ports.is_free(server.getsockname()[1])


def test_a_port_of_a_connection_that_was_just_closed_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()  # our side closes first: the port stays in TIME_WAIT
    assert ports.is_free(port)


def test_the_holder_is_named(taken: int) -> None:
    holder = ports.holder(taken)
    assert holder is not None
    assert holder.startswith(f"process {os.getpid()} (")


def test_nobody_holds_a_free_port() -> None:
    assert ports.holder(ports.any_free()) is None


def test_udp_and_tcp_are_told_apart(taken: int) -> None:
    assert ports.is_free(taken, socket.SOCK_DGRAM)

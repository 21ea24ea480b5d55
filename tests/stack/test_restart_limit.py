import pytest

from stack.restart_limit import RestartLimit


@pytest.mark.parametrize(
    ("deaths", "pauses"),
    [
        pytest.param([(0, True)], [0.5], id="one"),
        pytest.param(
            [(0, True), (5, True), (9, True), (12, True)], [0.5, 1, 2, None], id="a fourth within a minute"
        ),
        pytest.param(
            [(0, True), (30, True), (61, True)], [0.5, 1, 1], id="the first is forgotten after a minute"
        ),
        pytest.param([(0, True), (70, True), (140, True), (210, True)], [0.5] * 4, id="seldom enough"),
        pytest.param(
            [(0, False), (70, False), (140, False), (210, False)], [0.5, 1, 2, None], id="never ready, slowly"
        ),
        pytest.param([(0, False), (70, True)], [0.5, 0.5], id="ready at the second try"),
    ],
)
def test_pauses(deaths: list[tuple[float, bool]], pauses: list[float | None]) -> None:
    now = 0.0
    limit = RestartLimit(lambda: now)
    given = []
    for at, was_ready in deaths:
        now = at
        given.append(limit.next_pause(was_ready=was_ready))
    assert given == pauses

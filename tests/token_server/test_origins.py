import pytest

from token_server.origins import may_act

OWN = frozenset({"https://tutor.example", "https://school.example"})


@pytest.mark.parametrize(
    ("method", "origin", "host", "has_bearer", "may"),
    [
        pytest.param("POST", None, "tutor.example", False, True, id="no browser"),
        pytest.param("POST", "https://tutor.example", "tutor.example", False, True, id="our page"),
        pytest.param("POST", "https://school.example", "tutor.example", False, True, id="an allowed origin"),
        pytest.param("POST", "http://127.0.0.1:8080", "127.0.0.1:8080", False, True, id="the host it asked"),
        pytest.param("POST", "https://evil.example", "tutor.example", False, False, id="a stranger's page"),
        pytest.param(
            "DELETE", "https://evil.example", "tutor.example", False, False, id="deleting from there"
        ),
        pytest.param("POST", "https://tutor.example.evil", "tutor.example", False, False, id="a look-alike"),
        pytest.param("POST", "null", "tutor.example", False, False, id="a sandboxed frame"),
        pytest.param("POST", "http://127.0.0.1:3000", "127.0.0.1:8080", False, False, id="another port"),
        pytest.param("POST", "https://evil.example", "tutor.example", True, True, id="with a bearer token"),
        pytest.param("GET", "https://evil.example", "tutor.example", False, True, id="reading"),
    ],
)
def test_may_act(method: str, origin: str | None, host: str | None, has_bearer: bool, may: bool) -> None:
    assert may_act(method=method, origin=origin, host=host, has_bearer=has_bearer, own_origins=OWN) is may

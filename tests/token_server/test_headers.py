import pytest

from token_server.headers import content_security_policy, security_headers


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        pytest.param("ws://127.0.0.1:7880", "ws://127.0.0.1:7880 http://127.0.0.1:7880", id="this machine"),
        pytest.param("wss://rtc.example/sfu", "wss://rtc.example https://rtc.example", id="an own server"),
        pytest.param("https://rtc.example", "https://rtc.example wss://rtc.example", id="given as https"),
        pytest.param(
            "wss://abc.livekit.cloud",
            "wss://abc.livekit.cloud https://abc.livekit.cloud wss://*.livekit.cloud https://*.livekit.cloud",
            id="LiveKit Cloud moves its clients between regions",
        ),
    ],
)
def test_the_page_may_call_us_and_livekit_only(url: str, sources: str) -> None:
    assert f"connect-src 'self' {sources};" in content_security_policy(url)


def test_no_inline_script_no_frame_and_a_microphone_for_us_alone() -> None:
    headers = security_headers("ws://127.0.0.1:7880")
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "media-src 'self' blob:" in policy
    assert headers["Permissions-Policy"].startswith("microphone=(self)")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"

"""Fixtures for all tests: each server has its file in tests/fixtures."""

import pytest

pytest_plugins = ["tests.fixtures.livekit", "tests.fixtures.postgres"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "livekit_server" in getattr(item, "fixturenames", ()):
            item.add_marker("livekit")
        if {"postgres_server_url", "database_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("postgres")

from pathlib import Path

import pytest
from pydantic import Field
from pydantic_settings import BaseSettings

from stack.settings_table import BEGIN, END, READERS, RUN, main, rows, with_table


class Server(BaseSettings):
    secret: str = Field(description="signs")
    limit: float = Field(default=1800.0, description="seconds")
    url: str | None = Field(default=None, description="an address")
    options: dict[str, str] = Field(default_factory=dict, description="arguments")


class Run(BaseSettings):
    secret: str | None = Field(default=None, description="generated when empty")
    limit: float = Field(default=5.0, description="seconds")


def test_one_line_a_variable_with_what_make_run_does_instead() -> None:
    assert [row.line() for row in rows({"server": Server, RUN: Run})] == [
        "| `LIMIT` | seconds | `1800`; `make run`: `5` | server, make run |",
        "| `OPTIONS` | arguments |  | server |",
        "| `SECRET` | signs | required; `make run`: generated when empty | server, make run |",
        "| `URL` | an address |  | server |",
    ]


@pytest.mark.parametrize("settings", READERS.values(), ids=READERS)
def test_every_setting_says_what_it_is(settings: type[BaseSettings]) -> None:
    assert [name for name, info in settings.model_fields.items() if not info.description] == []


def test_only_the_part_between_the_markers_changes() -> None:
    assert with_table(f"# A\n{BEGIN}\nold\n{END}\n# B\n", "new") == f"# A\n{BEGIN}\nnew\n{END}\n# B\n"


def test_a_readme_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="expected both"):
        with_table("# A\n", "new")


def test_check_fails_until_the_table_is_written(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"{BEGIN}\n{END}\n")
    assert main(["--check"], readme) == 1
    assert main([], readme) == 0
    assert main(["--check"], readme) == 0
    assert "`DATABASE_URL`" in readme.read_text()

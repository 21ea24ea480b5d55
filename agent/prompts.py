"""Authored language for models: Markdown files beside the part that uses them, loaded by name."""

from functools import cache
from importlib import resources


@cache
def prompt(package: str, name: str) -> str:
    """`prompt("agent.tutor", "base")` is agent/tutor/prompts/base.md. Raises FileNotFoundError naming the file."""
    return (resources.files(package) / "prompts" / f"{name}.md").read_text(encoding="utf-8").strip()

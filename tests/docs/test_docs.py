"""Run the worked examples of the documentation as printed, and see that its pages exist."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_worked_example_runs() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert result.attempted > 10
    assert not result.failed


PAGES = ["README.md", *sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/**/*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t]
    missing = [t for t in targets if t and not ((ROOT / page).parent / t).exists()]
    assert not missing


def test_every_page_is_linked_from_the_first_and_in_the_menu() -> None:
    index, menu = ((ROOT / name).read_text("utf-8") for name in ("docs/index.md", "mkdocs.yml"))
    pages = [p.removeprefix("docs/") for p in PAGES if p not in ("README.md", "docs/index.md")]
    assert [p for p in pages if f"({p})" not in index] == []
    assert [p for p in pages if p not in menu] == []


def test_the_readme_has_two_commands() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    commands = [line for line in lines if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert "figway run --examples" in commands[0]
    assert "pytest" in commands[1]

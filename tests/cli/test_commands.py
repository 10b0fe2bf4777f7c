"""Check every command: its help, its place in docs/commands.md, and how it starts."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from figway import __version__
from figway.cli.app import app
from figways import run, run_process

DOCS = Path(__file__).parents[2] / "docs" / "commands.md"
HEAVY = ("numpy", "cv2", "onnxruntime", "pydantic", "PIL", "typer", "rich", "yaml", "marisa_trie")


def commands() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give the name of each command with its parameters: how each is written, and its help."""

    def walk(name: str, command: object) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        inner = getattr(command, "commands", None)
        if inner is not None:
            for key in sorted(inner):
                yield from walk(f"{name} {key}".strip(), inner[key])
            return
        parameters = []
        for p in command.params:  # type: ignore[attr-defined]
            longest = [max(names, key=len) for names in (p.opts, p.secondary_opts) if names]
            written = longest if p.param_type_name == "option" else [p.name.upper()]
            parameters += [(name, p.help or "") for name in written if name != "--help"]
        yield name, parameters

    yield from walk("", get_command(app))


COMMANDS = dict(commands())


def sections() -> dict[str, str]:
    """Give the text about each command in docs/commands.md: its heading is the command."""
    parts = re.split(r"^#+ `figway ([a-z -]+)`.*$", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_there_are_commands() -> None:
    assert {"run", "show", "check", "evaluate"} <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = run(*name.split(), "--help")
    assert done.code == 0
    assert "Usage: " in done.out
    assert all(text.endswith(".") for _, text in COMMANDS[name]), "each option is explained in whole sentences"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    section = sections()[name]
    missing = [written for written, _ in COMMANDS[name] if not re.search(rf"{re.escape(written)}\b", section)]
    assert not missing


def test_nothing_is_documented_that_is_not_there() -> None:
    for name, section in sections().items():
        options = {written for written, _ in COMMANDS[name]}
        assert set(re.findall(r"^- `(--[a-z-]+)", section, flags=re.MULTILINE)) <= options


def test_runs_as_a_module() -> None:
    assert run_process("--version").out == f"figway {__version__}\n"


def test_no_command_shows_the_help() -> None:
    done = run()
    assert done.code == 2
    assert "figway run" in done.out + done.err


def test_a_wrong_option_is_named() -> None:
    done = run("run", "x.png", "--out", "lib", "--pageformat", "2022")
    assert done.code == 2
    assert "--page-format" in done.err


def test_run_asks_where_to_write() -> None:
    done = run("run", "x.png")
    assert done.code == 2
    assert "--out" in done.err


def test_a_closed_pipe_is_no_error(examples: Path) -> None:
    line = f"'{sys.executable}' -m figway show '{examples}' egfr_cascade --json | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.mark.parametrize(
    ("code", "allowed"),
    [("import figway", ()), ("import figway.cli", ()), ("import figway.cli.app", ("typer", "rich"))],
)
def test_imports_are_light(code: str, allowed: tuple[str, ...]) -> None:
    script = f"{code}; import sys; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= set(allowed)


def test_without_its_extra_a_site_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    done = run("site", tmp_path, tmp_path / "public")
    assert done.code == 2
    assert "jinja2 is missing: install what pages need with pip install 'figway[site]'" in done.err
    assert not (tmp_path / "public").exists()

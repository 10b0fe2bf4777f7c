"""Read and write YAML front matter: text between two lines of `---`, then the body."""

from __future__ import annotations

import re
from typing import Any

import yaml

from figway.errors import PageError

try:
    from yaml import CSafeDumper as SafeDumper
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeDumper, SafeLoader  # type: ignore[assignment]

WIDTH = 80


class PageLoader(SafeLoader):
    """Load YAML as its version 1.2 reads it: the gene NO is no truth value, and a date stays text."""


class PageDumper(SafeDumper):
    """Write no anchors, so that a page can be read by eye."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value that occurs twice in full both times."""
        return True


_NUMBERS_AND_NULL = (
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("tag:yaml.org,2002:int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("tag:yaml.org,2002:float", r"^[-+]?(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?$", list("-+.0123456789")),
)  # fmt: skip
PageLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _NUMBERS_AND_NULL:
    PageLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


def split(text: str) -> tuple[str, str]:
    """Split a page into its front matter and its body; raises PageError."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != "---":
        raise PageError(f"line 1: expected '---', which opens the front matter, found {lines[0][:40]!r}")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise PageError(f"line {len(lines)}: expected '---', which closes the front matter, found the end")
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :])


def join(front: str, body: str) -> str:
    """Put a page together."""
    return f"---\n{front}---\n{body}"


def load(front: str) -> dict[str, Any]:
    """Load the fields of a front matter, in their order; raises PageError with the line of the page."""
    try:
        fields = yaml.load(front, Loader=PageLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 2
        raise PageError(f"line {line}: not YAML: {error.problem}; expected 'field: value'") from error
    except yaml.reader.ReaderError as error:
        line = front[: error.position].count("\n") + 2 if isinstance(error.position, int) else 2
        raise PageError(f"line {line}: {error.reason}; expected printable text in UTF-8") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PageError(f"line 2: not YAML: {error}") from error
    if not isinstance(fields, dict):
        raise PageError("line 2: expected 'field: value' on each line of the front matter")
    for name in fields:
        if not isinstance(name, str):
            raise PageError(f"line {line_of(front, str(name))}: expected the name of a field, found {name!r}")
    return fields


def dump(fields: dict[str, Any]) -> str:
    """Write fields as a front matter, in their order."""
    text: str = yaml.dump(
        fields, Dumper=PageDumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=WIDTH
    )
    return text


def line_of(front: str, name: str) -> int:
    """Find the line of the page on which a field begins (the front matter begins on the second)."""
    match = re.search(rf"^['\"]?{re.escape(name)}['\"]?\s*:", front, re.MULTILINE)
    return front[: match.start()].count("\n") + 2 if match else 2

"""Read and write rules as a small text file, which people edit.

    # comment
    CRTC2 = calcineurin & !AKT
    "GLUT4 fusion" = AKT & "Ca2+ (cytosol)"
    insulin = input                  # its value is given from outside
    GRP75 = 1                        # always there

Nodes that the file does not name keep their default rule. Expressions are those of `figway.simulate.expression`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from figway.errors import FigwayError, InputError
from figway.simulate.expression import quote
from figway.simulate.model import LogicModel, make_ids

_COMMENT = re.compile(r'("[^"]*")|#.*')
_LINE = re.compile(r'\s*(?:"(?P<quoted>[^"]+)"|(?P<name>[^\s"=]+))\s*=\s*(?P<rule>.*?)\s*')


def apply_rules(model: LogicModel, text: str, where: str = "the rules") -> LogicModel:
    """Return the model with the rules of a text in place of its own; raises InputError, which names the line."""
    rules: dict[str, str | None] = {}
    for number, name, rule in _lines(text, where):
        try:
            variable = model.find(name)
            if variable in rules:
                raise InputError(f"{name!r} has a rule already, further up.")
            rules[variable] = None if rule.lower() == "input" else model.read(rule)
        except FigwayError as error:
            raise InputError(f"{where}, line {number}: {error}") from error
    return model.with_rules(rules)


def read_rules(text: str, where: str = "the rules", title: str = "") -> LogicModel:
    """Make a model of a text that has a rule for every node; nodes that only others' rules name are inputs."""
    lines = list(_lines(text, where))
    named = dict.fromkeys(name for _, name, _ in lines)
    for number, _, rule in lines:
        if rule.lower() != "input":
            try:
                _collect(rule, named)
            except FigwayError as error:
                raise InputError(f"{where}, line {number}: {error}") from error
    return apply_rules(LogicModel(make_ids(named), title=title), text, where)


def write_rules(model: LogicModel) -> str:
    """Write all rules of a model as text that `read_rules` and `apply_rules` read; raises InputError.

    A model with open questions (edges without a sign) has no single rule for each node, and so no such text.
    """
    closed(model, "a rules file")
    title = " ".join(model.title.split())
    lines = [f"# {title}"] if title else []
    for variable in model.labels:
        rule = model.rules.get(variable)
        lines.append(f"{quote(model.name(variable))} = {'input' if rule is None else model.write(rule)}")
    return "\n".join(lines) + "\n"


def closed(model: LogicModel, what: str) -> None:
    """Raise InputError where a model leaves questions open, which `what` cannot hold."""
    if model.unknowns:
        some = "; ".join(list(model.unknowns.values())[:3])
        raise InputError(
            f"{what} cannot leave open what edges without a sign do ({len(model.unknowns)}: {some}?). "
            "Say it with --unsigned activates or --unsigned ignored, or with rules for these nodes."
        )


def _collect(rule: str, named: dict[str, None]) -> None:
    from figway.simulate.expression import read_expression

    def find(name: str) -> str:
        named.setdefault(name)
        return name

    read_expression(rule, find)


def _lines(text: str, where: str) -> Iterator[tuple[int, str, str]]:
    for number, raw in enumerate(text.splitlines(), 1):
        line = _COMMENT.sub(lambda m: m[1] or "", raw)
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None or not found["rule"]:
            raise InputError(
                f"{where}, line {number}: {raw.strip()!r} is no rule; expected NAME = EXPRESSION, such as "
                'AKT = PI3K & !PTEN, with names of several words in quotes: "GLUT4 fusion" = AKT.'
            )
        yield number, found["quoted"] or found["name"], found["rule"]

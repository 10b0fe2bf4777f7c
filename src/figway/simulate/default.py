"""Give default rules to a signed graph: any activator suffices, any inhibitor vetoes, a complex needs all its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from figway.records import Sign
from figway.simulate.model import LogicModel

Unsigned = Literal["unknown", "activates", "ignored"]


@dataclass(frozen=True, slots=True)
class Influence:
    """Say that one thing acts on another; several sources are the parts of a complex, which acts only whole."""

    sources: tuple[str, ...]
    target: str
    sign: Sign = "+"


def default_model(
    labels: Mapping[str, str], influences: Iterable[Influence], *, unsigned: Unsigned = "unknown", title: str = ""
) -> LogicModel:
    """Make the model of a signed graph; `labels` are its nodes by id.

    A node is on when an activator is on and no inhibitor is; one with inhibitors alone is on unless one is on; one
    that nothing acts on is an input. What an edge without a sign does is left open (each way to read it is
    computed), taken for activation, or ignored. Edges of both signs between the same two count as without a sign.
    """
    unknowns: dict[str, str] = {}
    rules: dict[str, str] = {}
    for target, signs in _by_target(influences).items():
        asked: list[tuple[str, str]] = []
        for sources, sign in signs.items():
            if sign == "?" and unsigned == "unknown":
                question = _new_id(f"u_{'_'.join(sources)}_{target}", labels)
                unknowns[question] = f"{' & '.join(labels[s] for s in sources)} activates {labels[target]}"
                asked.append((question, _term(sources)))
        plus = [_term(s) for s, sign in signs.items() if sign == "+" or (sign == "?" and unsigned == "activates")]
        minus = [_term(s) for s, sign in signs.items() if sign == "-"]
        if plus or minus or asked:
            rules[target] = _rule(plus, minus, asked)
    return LogicModel(dict(labels), {v: rules[v] for v in labels if v in rules}, unknowns, title)


def _by_target(influences: Iterable[Influence]) -> dict[str, dict[tuple[str, ...], Sign]]:
    """Sort influences by target; those of the same sources become one."""
    found: dict[str, dict[tuple[str, ...], Sign]] = {}
    for influence in influences:
        signs = found.setdefault(influence.target, {})
        sources = tuple(sorted(set(influence.sources)))
        before = signs.get(sources, influence.sign)
        if before != influence.sign:
            known = {before, influence.sign} - {"?"}
            signs[sources] = known.pop() if len(known) == 1 else "?"
        else:
            signs[sources] = before
    return found


def _term(sources: tuple[str, ...]) -> str:
    return sources[0] if len(sources) == 1 else f"({' & '.join(sources)})"


def _rule(plus: list[str], minus: list[str], asked: list[tuple[str, str]]) -> str:
    """Put a rule together; `asked` are terms of unknown sign with the question whether they activate."""
    activators = plus + [f"({question} & {term})" for question, term in asked]
    if asked and not plus:  # in the reading in which nothing activates, the node is on unless it is inhibited
        activators.append("(" + " & ".join(f"!{question}" for question, _ in asked) + ")")
    inhibitors = minus + [f"(!{question} & {term})" for question, term in asked]
    parts = [" | ".join(activators)] if activators else []
    if len(activators) > 1 and inhibitors:
        parts = [f"({parts[0]})"]
    return " & ".join(parts + [f"!{term}" for term in inhibitors])


def _new_id(stem: str, taken: Mapping[str, str]) -> str:
    name = stem
    while name in taken:
        name += "_"
    return name

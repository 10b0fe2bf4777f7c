"""Hold a logic model: variables that are on or off, each with a rule over the others."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from figway.errors import UsageError
from figway.simulate.expression import names_in, put, read_expression, write_expression
from figway.text import fold

if TYPE_CHECKING:
    from biodivine_aeon import BooleanNetwork

ON, OFF = "true", "false"


@dataclass(frozen=True, slots=True)
class LogicModel:
    """Hold variables and their rules; a variable without a rule is an input, whose value is given from outside.

    `labels` names every variable, by id, in order. `rules` are expressions over ids, in the engine's form.
    `unknowns` are yes-or-no questions that the network leaves open (does this unsigned edge activate?), by the id
    under which rules name them: each way to answer them is one reading of the model. `places` are where the figure
    has variables, in its pixels.
    """

    labels: Mapping[str, str]
    rules: Mapping[str, str] = field(default_factory=dict)
    unknowns: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Give the variables that have no rule."""
        return tuple(v for v in self.labels if v not in self.rules)

    def find(self, name: str) -> str:
        """Give the id of a variable by its id or label, whatever its case; raises UsageError."""
        if name in self.labels:
            return name
        for same in (str.strip, str.lower, fold):
            found = [v for v, label in self.labels.items() if same(name) in (same(label), same(v))]
            if len(found) == 1:
                return found[0]
            if found:
                ids = ", ".join(found)
                raise UsageError(f"{name!r} fits {len(found)} nodes of the model: {ids}. Name one of these ids.")
        near = difflib.get_close_matches(name, [*self.labels.values(), *self.labels], n=3)
        hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise UsageError(f"the model has no node {name!r}.{hint}")

    def read(self, expression: str) -> str:
        """Read an expression over names of this model; raises ExpressionError or UsageError."""
        return read_expression(expression, self.find)

    def write(self, expression: str) -> str:
        """Write an expression in the engine's form under the model's labels."""
        twice = self._twice()
        return write_expression(
            expression, lambda v: v if v in twice else self.labels.get(v) or self.unknowns.get(v, v)
        )

    def name(self, variable: str) -> str:
        """Give the name under which `find` finds a variable: its label, or its id where two share a label."""
        return variable if variable in self._twice() else self.labels[variable]

    def regulators(self, variable: str) -> tuple[str, ...]:
        """Give the variables that a rule names, in the model's order."""
        named = names_in(self.rules.get(variable, ""))
        return tuple(v for v in self.labels if v in named)

    def with_rules(self, rules: Mapping[str, str | None]) -> LogicModel:
        """Return the model with other rules, by id; None makes a variable an input."""
        merged = {v: rules.get(v, self.rules.get(v)) for v in self.labels}
        kept = {v: rule for v, rule in merged.items() if rule is not None}
        used = frozenset().union(*map(names_in, kept.values())) if kept else frozenset()
        unknowns = {u: what for u, what in self.unknowns.items() if u in used}
        return replace(self, rules=kept, unknowns=unknowns)

    def fixed(self, values: Mapping[str, bool]) -> LogicModel:
        """Return the model with variables held on or off, whatever their rules say: knock-out, over-activation."""
        return self.with_rules({v: ON if on else OFF for v, on in values.items()})

    def cut(self, source: str, target: str) -> LogicModel:
        """Return the model without one edge: in the rule of `target`, `source` counts as absent.

        Raises UsageError where there is no such edge.
        """
        if source not in names_in(self.rules.get(target, "")):
            raise UsageError(f"no edge leads from {self.labels[source]!r} to {self.labels[target]!r}.")
        return self.with_rules({target: put(self.rules[target], {source: OFF})})

    def engine(self) -> BooleanNetwork:
        """Give the model as a network of the engine."""
        from biodivine_aeon import BooleanNetwork

        network = BooleanNetwork(variables=list(self.labels))
        for unknown in self.unknowns:
            network.add_explicit_parameter(unknown, 0)
        for variable, rule in self.rules.items():
            for source in self.regulators(variable):
                network.ensure_regulation(f"{source} -?? {variable}")
            network.set_update_function(variable, rule)
        return network

    def _twice(self) -> frozenset[str]:
        seen: dict[str, list[str]] = {}
        for variable, label in self.labels.items():
            seen.setdefault(fold(label) or label, []).append(variable)
        return frozenset(v for same in seen.values() if len(same) > 1 for v in same)


def make_ids(labels: Iterable[str]) -> dict[str, str]:
    """Give each label an id of letters, digits and underscores, no two alike; the ids map to their labels.

    >>> make_ids(["Ca2+ (ER)", "Ca2+", "Ca2"])
    {'Ca2_ER': 'Ca2+ (ER)', 'Ca2': 'Ca2+', 'Ca2_2': 'Ca2'}
    """
    from figway.text import normalize, spell_greek

    made: dict[str, str] = {}
    taken: set[str] = {"true", "false"}
    for label in labels:
        stem = re.sub(r"[^0-9A-Za-z]+", "_", spell_greek(normalize(label))).strip("_") or "node"
        stem = stem if stem[0].isalpha() else f"n{stem}"
        name, number = stem, 2
        while name.lower() in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name.lower())
        made[name] = label
    return made

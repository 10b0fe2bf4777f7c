"""Run the reference system: the figure's caption as a network, its claims as checks of a logic model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from figway.examples import folder
from figway.simulate.default import Influence, default_model
from figway.simulate.model import LogicModel
from figway.simulate.perturb import Outcome, measure
from figway.simulate.rules import apply_rules

KNOCKED_OUT = ("GRP75", "IP3R", "VDAC", "MCU", "RyR", "TRPC", "PI3K", "AKT")
WATCHED = ("Ca_mito", "ATP", "Ca_cytosol", "GLUT4_fusion", "gluconeogenesis")


@dataclass(frozen=True, slots=True)
class Check:
    """Hold one check of a claim: what was set and held, what was watched, expected and measured."""

    set: Mapping[str, int]
    hold: Mapping[str, int]
    watch: str
    expect: int
    measured: Outcome

    @property
    def holds(self) -> bool:
        """Tell whether it came out as the claim says, in every state of every attractor."""
        return self.measured.state == ("on" if self.expect else "off")


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold one claim with its checks and the edges that it must fail without."""

    name: str
    text: str
    edges: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Tell whether all checks hold."""
        return all(c.holds for c in self.checks)


def mam_network() -> dict[str, Any]:
    """Give the network as data: nodes, edges, the sentence that states each edge or why it was added, misprints."""
    return dict(_load("network.yml"))


def mam_model(*, curated: bool = True) -> LogicModel:
    """Give the logic model, under the default rules alone or with the curated ones in place of some."""
    data = mam_network()
    influences = [Influence(tuple(e["from"]), e["to"], e.get("sign", "+")) for e in data["edges"]]
    model = default_model(data["nodes"], influences, title=data["title"])
    if curated:
        path = folder() / "mam" / "curated.rules"
        model = apply_rules(model, path.read_text("utf-8"), path.name)
    return model.fixed(dict.fromkeys(data["present"], True))


def mam_claims(model: LogicModel) -> tuple[Claim, ...]:
    """Compute every claim on a model of the system."""
    claims = []
    for c in _load("claims.yml"):
        checks = []
        for check in c["checks"]:
            hold = check.get("hold", {})
            held = model.fixed({v: bool(on) for v, on in (check["set"] | hold).items()})
            text = held.read(str(check["watch"]))
            measured = measure(held, {"": text})[""]
            checks.append(Check(check["set"], hold, check["watch"], check["expect"], measured))
        claims.append(Claim(c["name"], c["claim"], tuple((a, b) for a, b in c["edges"]), tuple(checks)))
    return tuple(claims)


@dataclass(frozen=True, slots=True)
class Knockout:
    """Hold what a node's loss does under insulin: the share of states in which each watched node is on."""

    node: str
    watched: Mapping[str, float]

    @property
    def resistant(self) -> bool:
        """Tell whether it gives insulin resistance: no GLUT4 fusion, or gluconeogenic genes on."""
        return self.watched["GLUT4_fusion"] == 0 or self.watched["gluconeogenesis"] == 1


def mam_knockouts(model: LogicModel) -> tuple[Knockout, ...]:
    """Knock out, under insulin, nothing and then each node that the paper's title makes a claim about."""
    under = model.fixed({"insulin": True, "fasting": False})
    watched = {name: model.read(name) for name in WATCHED}
    found = []
    for node in ("", *KNOCKED_OUT):
        held = under.fixed({node: False}) if node else under
        found.append(Knockout(node, {name: o.mean for name, o in measure(held, watched).items()}))
    return tuple(found)


def draw_mam() -> str:
    """Draw the curated model under insulin, with every knock-out and over-activation, as SVG."""
    from figway.simulate.dynamics import attractors
    from figway.simulate.perturb import scan
    from figway.simulate.plots import draw

    whole = mam_model()
    model = whole.fixed({"insulin": True, "fasting": False})
    watched = {name: model.read(name) for name in ("GLUT4_fusion", "gluconeogenesis")}
    nodes = tuple(v for v in model.labels if v not in ("insulin", "fasting"))
    effects = tuple(scan(model, watched, nodes=nodes))
    return draw(whole, attractors(model), before=measure(model, watched), effects=effects)


@cache
def _load(name: str) -> Any:
    return yaml.safe_load((folder() / "mam" / name).read_text("utf-8"))

"""Make a logic model of figures: what the arrows of their networks say, under the default rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from figway.network import Edge, Network, Node, build, identity
from figway.network.merge import sign_of
from figway.records import FigureRecord, Sign
from figway.simulate.default import Influence, Unsigned, default_model
from figway.simulate.model import LogicModel, make_ids
from figway.text import fold


@dataclass(slots=True)
class Support:
    """Count the figures that show one influence, by the sign that they give it."""

    sources: tuple[str, ...]
    target: str
    plus: int = 0
    minus: int = 0
    unknown: int = 0

    @property
    def figures(self) -> int:
        """Give how many figures show it, at the least."""
        return max(self.plus, self.minus, self.unknown, self.plus + self.minus)

    @property
    def sign(self) -> Sign:
        """Give the sign that most figures show; `?` where as many show either, or none shows one."""
        return sign_of(self.plus, self.minus)

    @property
    def conflict(self) -> bool:
        """Tell whether figures disagree on the sign."""
        return self.plus > 0 and self.minus > 0


@dataclass(frozen=True, slots=True)
class Influences:
    """Hold what acts on what: labels of things by key, and the support of each influence.

    Of a single figure also the `places` of things in it, and the `nodes` of its network that show them.
    """

    labels: dict[str, str]
    supports: tuple[Support, ...]
    title: str = ""
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    nodes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def variables(self, *, min_figures: int = 1) -> dict[str, str]:
        """Give the id of each variable of the model, by the key of the thing."""
        kept = (s for s in self.supports if s.figures >= min_figures)
        used = dict.fromkeys(name for s in kept for name in (*s.sources, s.target))
        return dict(zip(used, make_ids(self.labels[k] for k in used), strict=True))

    def model(self, *, unsigned: Unsigned = "unknown", min_figures: int = 1) -> LogicModel:
        """Make the model of what at least so many figures show; only what an arrow touches is a variable."""
        kept = [s for s in self.supports if s.figures >= min_figures]
        variables = self.variables(min_figures=min_figures)
        found = [Influence(tuple(variables[x] for x in s.sources), variables[s.target], s.sign) for s in kept]
        named = {variable: self.labels[k] for k, variable in variables.items()}
        made = default_model(named, found, unsigned=unsigned, title=self.title)
        return replace(made, places={v: self.places[k] for k, v in variables.items() if k in self.places})

    @property
    def conflicts(self) -> tuple[Support, ...]:
        """Give the influences on whose sign figures disagree."""
        return tuple(s for s in self.supports if s.conflict)

    def name(self, keys: Iterable[str]) -> str:
        """Name one thing or the parts of a complex."""
        return ":".join(self.labels[key] for key in keys)


def figure_model(record: FigureRecord, *, unsigned: Unsigned = "unknown", min_score: float = 0.0) -> LogicModel:
    """Make the model of one figure's arrows."""
    return influences([build(record, stated=False)], min_score=min_score).model(unsigned=unsigned)


def influences(networks: Iterable[Network], *, min_score: float = 0.0) -> Influences:
    """Collect what acts on what in networks; things meet by identifier, over all figures, else by name.

    The parts of a complex act together where an arrow leaves from it as a whole; other groups, and lists (`STAT1/2`),
    act member by member. Drawn arrows below `min_score` are left out.
    """
    listed = list(networks)
    things = _Things(listed)
    found: dict[tuple[tuple[str, ...], str], Support] = {}
    for network in listed:
        counts: dict[tuple[tuple[str, ...], str], dict[str, int]] = {}
        for edge in network.edges:
            if edge.origin == "drawn" and edge.score < min_score:
                continue
            for pair in things.ends(network, edge):
                here = counts.setdefault(pair, {"plus": 0, "minus": 0, "unknown": 0})
                for sign in here:
                    here[sign] = max(here[sign], getattr(edge, sign))
        for pair, here in counts.items():
            support = found.setdefault(pair, Support(*pair))
            for sign, count in here.items():
                setattr(support, sign, getattr(support, sign) + count)
    title = listed[0].title or listed[0].id if len(listed) == 1 else f"{len(listed)} figures"
    if len(listed) > 1:
        return Influences(things.labels, tuple(found.values()), title)
    nodes = {key: tuple(ids) for key, ids in things.nodes.items()}
    return Influences(things.labels, tuple(found.values()), title, things.places, nodes)


@dataclass(slots=True)
class _Things:
    """Give each node the keys of what it stands for; a name without identifier means the thing of that name."""

    networks: list[Network]
    labels: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    nodes: dict[str, list[str]] = field(default_factory=dict)
    _named: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in (n for network in self.networks for n in network.nodes if n.identifiers and not _is_list(n)):
            for name in (node.symbol, node.label):
                self._named.setdefault(fold(name) or name, identity(node))
        for network in self.networks:
            for node in network.nodes:
                for key, name in self._parts(node):
                    self.labels.setdefault(key, name)
                    self.nodes.setdefault(key, []).append(node.id)
                    if node.box and not _is_list(node):
                        x0, y0, x1, y1 = node.box
                        self.places.setdefault(key, ((x0 + x1) / 2, (y0 + y1) / 2))

    def of(self, node: Node) -> tuple[str, ...]:
        """Give the keys of a node: one, or those of the genes of a list."""
        return tuple(dict.fromkeys(key for key, _ in self._parts(node)))

    def ends(self, network: Network, edge: Edge) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield what acts together on what, for one edge."""
        start = network.by_id[edge.source]
        sources = tuple(dict.fromkeys(k for node in network.members(edge.source) for k in self.of(node)))
        whole = not isinstance(start, Node) and start.kind == "complex"
        groups = [tuple(sorted(sources))] if whole else [(s,) for s in sources]
        targets = dict.fromkeys(k for node in network.members(edge.target) for k in self.of(node))
        yield from ((g, t) for g, t in product(groups, targets) if g != (t,))

    def _parts(self, node: Node) -> Iterator[tuple[str, str]]:
        if _is_list(node):
            yield from ((identity(m, node.label), m.symbol or node.label) for m in node.members)
        elif node.identifiers:
            yield identity(node), node.name
        else:
            name = fold(node.name) or node.name
            yield self._named.get(name, identity(node)), node.name


def _is_list(node: Node) -> bool:
    """Tell a list (`STAT1/2`) from a gene, and from a family, which stays one thing."""
    return node.kind == "gene" and bool(node.members)

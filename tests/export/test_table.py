"""Hold the table of what each format keeps against what the formats write."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from figway.export import FORMATS, find
from figway.network import Edge, FigureRef, Group, Network, Node, Sighting

DOC = Path(__file__).parents[2] / "docs" / "export.md"


def table() -> dict[str, dict[str, str]]:
    """Read the table of formats that hold networks: each format with its cells by column."""
    lines = DOC.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("| format | nodes"))
    columns = [c.strip() for c in lines[start].strip("|").split("|")]
    found = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells = dict(zip(columns, (c.strip() for c in line.strip("|").split("|")), strict=True))
        found |= {name.strip("` "): cells for name in cells["format"].split(",")}
    return found


def _box(n: float) -> tuple[float, float, float, float]:
    return (100 * n, 50, 100 * n + 60, 70)


def network() -> Network:
    nodes = tuple(
        Node(
            id=f"m{n}", label=label, kind="gene", symbol=label, identifiers=(f"hgnc:{n}",),
            box=_box(n), score=0.9, evidence=(Sighting(figid="f", item=f"m{n}", word=label, box=_box(n), score=0.9),),
        )
        for n, label in enumerate(("AKT1", "FOXO1", "GSK3B", "MTOR"), 1)
    )  # fmt: skip
    groups = (Group(id="c1", kind="complex", label="AKT1:MTOR", members=("m1", "m4")),)
    seen = Sighting(figid="f", item="r1", sign="+", score=0.8, sentence="AKT1 does it.")
    edges = (
        Edge(id="r1", source="m1", target="m2", sign="+", kind="activation", score=0.8, plus=1, evidence=(seen,)),
        Edge(id="r2", source="c1", target="m3", sign="-", kind="inhibition", score=0.7, minus=1),
    )
    figures = (FigureRef(figid="f", pmid="1"),)
    return Network(id="f", width=600, height=200, figures=figures, nodes=nodes, groups=groups, edges=edges)


def _nodes(net: Network, **changed: Callable[[Node], object]) -> Network:
    nodes = tuple(n.model_copy(update={k: make(n) for k, make in changed.items()}) for n in net.nodes)
    return net.model_copy(update={"nodes": nodes})


def _first(net: Network, **changed: object) -> Network:
    return net.model_copy(update={"edges": (net.edges[0].model_copy(update=changed), *net.edges[1:])})


def _moved(node: Node) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = node.box or _box(0)
    return (x0 + 7, y0, x1 + 7, y1)


def _apart(net: Network) -> Network:
    """Take the complex apart: its parts act each for itself."""
    first, second = net.edges
    spread = (second.model_copy(update={"id": f"r2.{n}", "source": m}) for n, m in enumerate(net.groups[0].members, 1))
    return net.model_copy(update={"groups": (), "edges": (first, *spread)})


def _evidence(net: Network) -> Network:
    seen = net.edges[0].evidence[0].model_copy(update={"figid": "g", "sentence": "Another sentence."})
    more = _first(net, evidence=(seen,), figures=3, score=0.6)
    nodes = _nodes(more, figures=lambda n: 4)
    return nodes.model_copy(update={"figures": (FigureRef(figid="g", pmid="2"),)})


CHANGES: dict[str, Callable[[Network], Network]] = {
    "identifiers": lambda net: _nodes(net, identifiers=lambda n: tuple(f"{i}9" for i in n.identifiers)),
    "groups": _apart,
    "edges": lambda net: net.model_copy(update={"edges": net.edges[:1]}),
    "sign": lambda net: _first(net, sign="-", kind="inhibition", plus=0, minus=1),
    "positions": lambda net: _nodes(
        net, box=_moved, evidence=lambda n: (n.evidence[0].model_copy(update={"box": _moved(n)}),)
    ),
    "support and evidence": _evidence,
}


def written(name: str, net: Network) -> bytes:
    stream = io.BytesIO()
    find(name).writer()(net, stream)
    return stream.getvalue()


def test_the_table_holds_every_format_once() -> None:
    text = DOC.read_text("utf-8").split("**Large libraries.**")[0]  # a table of times follows
    assert set(table()) == {f.name for f in FORMATS.values() if f.of_networks or f.takes == "sets"}
    assert all(text.count(f"| `{name}`") + text.count(f", `{name}` |") == 1 for name in FORMATS)


@pytest.mark.parametrize("name", [f.name for f in FORMATS.values() if f.of_networks])
@pytest.mark.parametrize("column", CHANGES)
def test_a_format_keeps_what_the_table_says(name: str, column: str) -> None:
    """Change one thing of a network: the file differs if and only if the table says that it holds that."""
    keeps = table()[name][column] not in ("no", "spread")
    before = network()
    changed = CHANGES[column](before)
    assert changed != before
    assert (written(name, changed) != written(name, before)) == keeps

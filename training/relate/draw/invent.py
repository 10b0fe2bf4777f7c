"""Invent scenes of the kinds that pathway layouts rarely hold: cascades, fans, rings, arrows on arrows, lists."""

from __future__ import annotations

import random

from .scene import Edge, Node, Scene

PROCESSES = ["Apoptosis", "Cell\nproliferation", "Inflammation", "Protein synthesis", "Transcription", "Cell survival", "Autophagy",
             "Gene expression", "ER stress", "Oxidative\nstress", "Viral replication", "Angiogenesis", "Migration", "DNA damage",
             "Insulin\nresistance", "type I IFNs", "pro-inflammatory\ncytokines", "Growth factors", "LPS", "dsRNA", "Virus", "Ca2+",
             "Glucose", "ATP", "Pyruvate", "Acetyl-CoA", "cell cycle arrest", "immune response", "Lipid accumulation"]  # fmt: skip
NOTES = [
    "P",
    "inhibits",
    "activation",
    "phosphorylation",
    "translocation",
    "cleavage",
    "?",
    "binding",
    "secretion",
    "(1)",
    "uptake",
    "degradation",
]


def names(rng: random.Random, pool: list[str], n: int) -> list[str]:
    """Take n labels, each once, from the pool and the processes."""
    found: list[str] = []
    while len(found) < n:
        label = rng.choice(PROCESSES) if rng.random() < 0.2 else rng.choice(pool)
        if label not in found:
            found.append(label)
    return found


def scene(rng: random.Random, pool: list[str], width: int, text: float) -> Scene:
    """Make a scene of layers of nodes with arrows between neighbours, lists, groups and arrows on arrows."""
    height = round(width * rng.uniform(0.45, 1.2))
    s = Scene(width, height, "invented")
    cols = max(2, round(width / (text * rng.uniform(8.5, 15))))
    rows = max(2, round(height / (text * rng.uniform(4.0, 7.5))))
    grid = _nodes(s, rng, pool, cols, rows, text)
    _edges(s, rng, grid)
    _hub(s, rng)
    _on_arrows(s, rng)
    return s


def _hub(s: Scene, rng: random.Random) -> None:
    """Let many nodes act on one, or one on many."""
    if rng.random() < 0.6 or len(s.nodes) < 6:
        return
    nodes = [n for n in s.nodes.values() if not n.group]
    hub = rng.choice(nodes or list(s.nodes.values()))
    near = sorted(
        (n for n in nodes if n is not hub),
        key=lambda n: abs(n.center[0] - hub.center[0]) + abs(n.center[1] - hub.center[1]),
    )
    outward, head = rng.random() < 0.5, rng.choice(["pointed", "pointed", "bar"])
    joined = {frozenset((e.source, e.target)) for e in s.edges}
    for n in near[: rng.randint(3, 9) if rng.random() < 0.6 else rng.randint(8, 18)]:
        if frozenset((n.id, hub.id)) not in joined:
            ends = (hub.id, n.id) if outward else (n.id, hub.id)
            s.edges.append(Edge(f"e{len(s.edges)}", *ends, head))


def _nodes(
    s: Scene, rng: random.Random, pool: list[str], cols: int, rows: int, text: float
) -> dict[tuple[int, int], str]:
    cw, ch = s.width / cols, s.height / rows
    labels = iter(names(rng, pool, cols * rows))
    jitter = rng.choice([0, 0.1, 0.2])
    density = rng.uniform(0.4, 0.9)
    grid: dict[tuple[int, int], str] = {}
    for r in range(rows):
        for c in range(cols):
            if rng.random() > density:
                continue
            label = next(labels)
            size = max(len(t) for t in label.split("\n"))
            w, h = (
                min(cw * 0.8, max(text * 2.2, text * 0.62 * size + text)),
                text * (0.8 + 1.15 * (label.count("\n") + 1)),
            )
            x, y = (c + 0.5 + rng.uniform(-jitter, jitter)) * cw, (r + 0.5 + rng.uniform(-jitter, jitter)) * ch
            nid = f"n{r}_{c}"
            if rng.random() < 0.08 and ch > 3.2 * h:
                _stack(s, rng, pool, nid, (x, y, w, h))
            else:
                s.nodes[nid] = Node(nid, label, (x - w / 2, y - h / 2, x + w / 2, y + h / 2))
            grid[r, c] = nid
    return grid


def _stack(s: Scene, rng: random.Random, pool: list[str], nid: str, at: tuple[float, float, float, float]) -> None:
    x, y, w, h = at
    ids = []
    for i, label in enumerate(names(rng, pool, rng.choice([2, 2, 3]))):
        top = y + (i - 1) * h * 0.97
        s.nodes[f"{nid}_{i}"] = Node(
            f"{nid}_{i}", label.replace("\n", " "), (x - w / 2, top - h / 2, x + w / 2, top + h / 2), "gene", nid
        )
        ids.append(f"{nid}_{i}")
    s.groups[nid] = ids


def _edges(s: Scene, rng: random.Random, grid: dict[tuple[int, int], str]) -> None:
    share = rng.uniform(0.7, 1.2)
    minus = rng.choice([0.05, 0.15, 0.3, 0.6])
    steps = [
        (1, 0),
        (1, 0),
        (1, 0),
        (1, 1),
        (1, -1),
        (0, 1),
        (0, -1),
        (-1, 0),
        (2, 0),
        (2, 1),
        (1, 2),
        (0, 2),
        (3, 0),
        (2, -2),
    ]
    for (r, c), nid in grid.items():
        for _ in range(rng.choice([1, 1, 1, 2]) if rng.random() < share else 0):
            dr, dc = rng.choice(steps)
            other = grid.get((r + dr, c + dc))
            if other is None or other == nid or any({e.source, e.target} == {nid, other} for e in s.edges):
                continue
            roll = rng.random()
            head = "bar" if roll < minus else "circle" if roll > 0.97 else "none" if roll > 0.94 else "pointed"
            s.edges.append(Edge(f"e{len(s.edges)}", nid, other, head, rng.random() < 0.04))


def _on_arrows(s: Scene, rng: random.Random) -> None:
    """Let a few free nodes act on a nearby arrow."""
    if rng.random() < 0.5:
        return
    busy = {end for e in s.edges for end in (e.source, e.target)}
    for n in list(s.nodes.values()):
        if n.id in busy or n.group or not s.edges or rng.random() < 0.3:
            continue
        near = [e for e in s.edges if e.source in s.nodes and e.target in s.nodes]
        if not near:
            return

        def far(e: Edge, n: Node = n) -> float:
            a, b = s.nodes[e.source].center, s.nodes[e.target].center
            return abs((a[0] + b[0]) / 2 - n.center[0]) + abs((a[1] + b[1]) / 2 - n.center[1])

        best = min(near, key=far)
        if far(best) < s.width / 3:
            s.edges.append(
                Edge(
                    f"e{len(s.edges)}",
                    n.id,
                    best.id,
                    rng.choice(["pointed", "bar", "bar", "circle"]),
                    at=rng.uniform(0.35, 0.65),
                )
            )

"""Serve the simulation of a figure: click a node off or on, and see what changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from figway.network import build
from figway.records import FigureRecord
from figway.serve.pages import can_simulate, found, page, root_of, shown_image
from figway.simulate import Influences, LogicModel, influences
from figway.simulate.worker import Settled, TooLongError, settle

router = APIRouter(include_in_schema=False)
MOST_VARIABLES = 150
MOST_HELD = 20
MOST_SHOWN = 12
"""Attractors that the page shows one by one."""
MOST_OPEN = 6
"""Edges without a sign that are read both ways; where there are more, they count as activating."""
SECONDS = 10.0
_AT_ONCE = BoundedSemaphore(2)
Inputs = Literal["on", "off"]
Held = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one node: how much it is on without and with what is held, and where clicks on it lead."""

    variable: str
    name: str
    before: float
    after: float
    each: tuple[float, ...]
    held: str
    input: bool
    polygons: tuple[str, ...]
    off: str
    on: str
    free: str
    click: str

    @property
    def changed(self) -> bool:
        """Tell whether it settles otherwise."""
        return abs(self.before - self.after) > 1e-9

    @property
    def shade(self) -> str:
        """Give the class of its mark."""
        return shade(self.after)


def shade(share: float) -> str:
    """Give the class of what is on for a share of states."""
    return "s-on" if share == 1 else "s-off" if share == 0 else "s-mixed"


@router.get("/simulate/{figid}.html")
def simulate_page(
    request: Request, figid: str, off: Annotated[list[str] | None, Query()] = None,
    on: Annotated[list[str] | None, Query()] = None, inputs: Inputs = "on",
) -> Response:  # fmt: skip
    """Show how a figure's logic model settles, and what changes where nodes are held off or on."""
    record = found(request, figid)
    if not can_simulate():
        raise HTTPException(501, "This server has no engine to simulate with: pip install 'figway[simulate]'.")
    read = influences([build(record, stated=False)])
    model, opened = _model(read)
    if not model.rules:
        raise HTTPException(404, "This figure has no arrows that a model could be made of.")
    if len(model.labels) > MOST_VARIABLES:
        raise HTTPException(422, f"This figure has {len(model.labels)} nodes; {MOST_VARIABLES} can be simulated here.")
    held = _held(model, off or [], on or [])
    before, after = (_settled(model, inputs, h) for h in ((), tuple(sorted(held.items()))))
    image, why = shown_image(request, record)
    context = _Context(record, model, read, held, inputs, f"{root_of(request)}simulate/{quote(figid)}.html")
    parts = context.parts(before, after)
    return page(
        request, "simulate.html", here="browse", record=record, parts=parts, before=before, after=after, shade=shade,
        shown=after.each[:MOST_SHOWN], image=image, no_image=why,
        inputs=inputs, changed=[p for p in parts if p.changed and not p.held], held=[p for p in parts if p.held],
        opened=opened, unsigned=len(model.unknowns), bare=context.address({}, inputs),
        other=context.address(held, "off" if inputs == "on" else "on"),
    )  # fmt: skip


def _model(read: Influences) -> tuple[LogicModel, int]:
    """Give the model, and how many edges without a sign were too many to be read both ways."""
    model = read.model()
    if len(model.unknowns) <= MOST_OPEN:
        return model, 0
    return read.model(unsigned="activates"), len(model.unknowns)


def _held(model: LogicModel, off: list[str], on: list[str]) -> dict[str, bool]:
    if len(off) + len(on) > MOST_HELD:
        raise HTTPException(422, f"At most {MOST_HELD} nodes can be held at once.")
    held = {**dict.fromkeys(off, False), **dict.fromkeys(on, True)}
    if unknown := [v for v in held if v not in model.labels]:
        raise HTTPException(422, f"The figure's model has no node {unknown[0][:60]!r}.")
    return held


def _settled(model: LogicModel, inputs: Inputs, held: Held) -> Settled:
    """Settle a model, the same one at once; answers 503 where others are before it, 422 where it takes too long."""
    fixed = model.fixed(dict.fromkeys(model.inputs, inputs == "on")).fixed(dict(held))
    key = tuple(tuple(part.items()) for part in (fixed.labels, fixed.rules, fixed.unknowns))
    result = _compute(key)
    if isinstance(result, str):
        raise HTTPException(422, f"{result[:1].upper()}{result[1:]}. Hold other nodes, or use figway simulate.")
    return result


@lru_cache(maxsize=256)
def _compute(key: tuple[tuple[tuple[str, str], ...], ...]) -> Settled | str:
    if not _AT_ONCE.acquire(timeout=2 * SECONDS):
        raise HTTPException(503, "Others are simulating; try again in a minute.", {"Retry-After": "60"})
    try:
        labels, rules, unknowns = map(dict, key)
        return settle(LogicModel(labels, rules, unknowns), SECONDS)
    except TooLongError as error:
        return str(error)
    finally:
        _AT_ONCE.release()


@dataclass(frozen=True, slots=True)
class _Context:
    """Hold what the links and marks of the page are made of."""

    record: FigureRecord
    model: LogicModel
    read: Influences
    held: Mapping[str, bool]
    inputs: Inputs
    path: str

    def address(self, held: Mapping[str, bool], inputs: Inputs) -> str:
        """Give the address of the page with other nodes held."""
        asked: list[tuple[str, Any]] = [("on" if value else "off", v) for v, value in held.items()]
        asked += [("inputs", inputs)] if inputs != "on" else []
        return f"{self.path}?{urlencode(asked)}" if asked else self.path

    def parts(self, before: Settled, after: Settled) -> list[Part]:
        """List the nodes: what changed first, then by name."""
        keys = {variable: key for key, variable in self.read.variables().items()}
        outlines = {m.id: " ".join(f"{x:.0f},{y:.0f}" for x, y in m.polygon) for m in self.record.mentions if m.polygon}
        listed = []
        for variable in self.model.labels:
            rest = {v: value for v, value in self.held.items() if v != variable}
            off, on, free = (
                self.address(h, self.inputs) for h in (rest | {variable: False}, rest | {variable: True}, rest)
            )
            held = {None: "", False: "off", True: "on"}[self.held.get(variable)]
            listed.append(Part(
                variable, self.model.name(variable), before.mean[variable], after.mean[variable],
                tuple(a.activity[variable] for a in after.each[:MOST_SHOWN]), held,
                variable not in self.model.rules,
                tuple(outlines[n] for n in self.read.nodes.get(keys[variable], ()) if n in outlines),
                off, on, free, {"": off, "off": on, "on": free}[held],
            ))  # fmt: skip
        return sorted(listed, key=lambda p: (not p.held, not p.changed, p.name.lower()))

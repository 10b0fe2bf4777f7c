"""Draw what was computed as SVG: the network in its state, the attractors as a table, perturbations as a heat map."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from figway.simulate.dynamics import Attractor, regulation_signs
from figway.simulate.layout import positions
from figway.simulate.model import LogicModel
from figway.simulate.perturb import Effect, Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ATTRACTORS = 16
MOST_ROWS = 120
"""Attractors and perturbations that are drawn; what is left out is said."""
LONGEST = 20
"""Letters of a name in the network."""
ROW, COLUMN, MARGIN, TITLE = 0.24, 0.5, 0.25, 0.55
"""Inches."""
_OFF, _ON, _LINE, _BAD = "#eef1f4", "#17607a", "#5b6670", "#b3372f"


def draw(
    model: LogicModel,
    attractors: Sequence[Attractor],
    *,
    held: Mapping[str, bool] | None = None,
    before: Mapping[str, Outcome] | None = None,
    effects: Sequence[Effect] = (),
) -> str:
    """Draw the network in its state, its attractors and, where there are `effects`, the perturbations, as one SVG.

    `model` is drawn with the rules that it has; `held` are the variables held on or off on top of them; `before` are
    the phenotypes without perturbation. The same input gives the same bytes.
    """
    import matplotlib
    from matplotlib.figure import Figure

    if not model.labels:
        raise ValueError("a model without variables cannot be drawn")
    parts = [_network_size(model), _table_size(model, attractors), _heat_size(effects, before or {})]
    width, height = sum(w for w, _ in parts) + 2 * MARGIN, max(h for _, h in parts) + 2 * MARGIN
    lefts = [MARGIN + sum(w for w, _ in parts[:n]) for n in range(3)]
    with _style(matplotlib):
        figure = Figure(figsize=(width, height), dpi=72)  # as SVG has it, so that arrows end where boxes do
        place = _placer(figure, width, height)
        tall = height - 2 * MARGIN - TITLE
        _draw_network(place(lefts[0], MARGIN + TITLE, parts[0][0], tall), model, attractors, held or {})
        _draw_table(place(lefts[1], MARGIN, *parts[1]), model, attractors)
        if effects:
            _draw_heat(place(lefts[2], MARGIN, *parts[2]), model, effects, before or {})
        figure.text(MARGIN / width, 1 - MARGIN / height, model.title or "Logic model", va="top", weight="bold")
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _style(matplotlib: Any) -> AbstractContextManager[None]:
    settings = {"svg.hashsalt": "figway", "svg.fonttype": "none", "font.size": 9, "font.family": "DejaVu Sans"}
    context: AbstractContextManager[None] = matplotlib.rc_context(settings)
    return context


def _placer(figure: Figure, width: float, height: float) -> Callable[[float, float, float, float], Axes]:
    """Give a function that makes axes in inches from the top left."""

    def place(left: float, top: float, w: float, h: float) -> Axes:
        axes = figure.add_axes((left / width, 1 - (top + h) / height, w / width, h / height))
        axes.set_axis_off()
        return axes

    return place


def _shade(share: float) -> tuple[float, ...]:
    from matplotlib.colors import to_rgb

    return tuple(a + (b - a) * share for a, b in zip(to_rgb(_OFF), to_rgb(_ON), strict=True))


def _ink(share: float) -> str:
    return "white" if share > 0.5 else "#14202b"


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def _network_size(model: LogicModel) -> tuple[float, float]:
    """Give room for the widest row of names."""
    rows: dict[int, float] = {}
    for variable, (_, y) in positions(model).items():
        row = round(y * 30)
        rows[row] = rows.get(row, 0.3) + 0.3 + 0.075 * len(_short(model.labels[variable]))
    many = len(model.labels)
    return max(4.5 + 0.06 * many, 1.25 * max(rows.values())), TITLE + 3 + 0.07 * many


def _draw_network(axes: Axes, model: LogicModel, attractors: Sequence[Attractor], held: Mapping[str, bool]) -> None:
    """Draw variables in the shade of how much of the time they are on, over all attractors by their readings."""
    weight = sum(a.readings for a in attractors) or 1
    mean = {v: sum(a.activity[v] * a.readings for a in attractors) / weight for v in model.labels}
    where = positions(model)
    axes.set_xlim(-0.12, 1.12)
    axes.set_ylim(1.06, -0.06)
    boxes = {}
    for variable, (x, y) in where.items():
        edge = _BAD if variable in held else _LINE
        pad = {"boxstyle": "round,pad=0.35", "facecolor": _shade(mean[variable]), "edgecolor": edge,
               "linewidth": 2 if variable in held else 0.8}  # fmt: skip
        name, ink = _short(model.labels[variable]), _ink(mean[variable])
        text = axes.text(x, y, name, ha="center", va="center", fontsize=8, color=ink, bbox=pad, zorder=3)
        boxes[variable] = text.get_bbox_patch()
    axes.get_figure().draw_without_rendering()  # type: ignore[union-attr]
    for (source, target), sign in regulation_signs(model).items():
        _arrow(axes, where, boxes, (source, target), sign)


def _arrow(axes: Axes, where: Mapping[str, tuple[float, float]], boxes: Mapping[str, Any], pair: tuple[str, str],
           sign: str) -> None:  # fmt: skip
    source, target = pair
    head = {"+": "-|>,head_width=0.3,head_length=0.5", "-": "-[,widthB=0.5,lengthB=0"}.get(sign, "->")
    style = {
        "arrowstyle": head, "color": _BAD if sign == "-" else _LINE, "linewidth": 1, "shrinkA": 0, "shrinkB": 3,
        "patchA": boxes[source], "patchB": boxes[target], "linestyle": "solid" if sign in "+-" else "dashed",
        "connectionstyle": "arc3,rad=0.12" if source != target else "arc3,rad=0.9",
    }  # fmt: skip
    start, end = where[source], where[target]
    if source == target:
        start, end = (start[0] - 0.02, start[1]), (end[0] + 0.02, end[1])
    axes.annotate("", xy=end, xytext=start, arrowprops=style, zorder=2)


def _table_size(model: LogicModel, attractors: Sequence[Attractor]) -> tuple[float, float]:
    columns = min(len(attractors), MOST_ATTRACTORS)
    return _names_width(model.labels.values()) + max(columns * COLUMN, 1.8) + 0.3, TITLE + ROW * len(model.labels) + 0.9


def _names_width(names: Iterable[str]) -> float:
    return 0.3 + 0.08 * max(map(len, names), default=0)


def _draw_table(axes: Axes, model: LogicModel, attractors: Sequence[Attractor]) -> None:
    """Draw a row a variable and a column an attractor, with the share of its states in which it is on."""
    shown = sorted(attractors, key=lambda a: (-a.readings, a.states))[:MOST_ATTRACTORS]
    names = _names_width(model.labels.values())
    width, height = _table_size(model, attractors)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    more = f" ({len(shown)} of {len(attractors)} shown)" if len(shown) < len(attractors) else ""
    axes.text(names, TITLE - 0.25, f"attractors{more}: states", va="center", fontsize=8)
    for column, attractor in enumerate(shown):
        x = names + column * COLUMN
        states = str(attractor.states) if attractor.states < 10_000 else f"{attractor.states:.0e}"
        axes.text(x + COLUMN / 2, TITLE - 0.05, states, ha="center", va="center", fontsize=8)
        for row, variable in enumerate(model.labels):
            _cell(axes, x, TITLE + 0.08 + row * ROW, attractor.activity[variable])
        if attractor.of_readings > 1:
            below = TITLE + 0.2 + len(model.labels) * ROW
            axes.text(x + COLUMN / 2, below, f"{attractor.readings}/{attractor.of_readings}", ha="center", fontsize=7)
    for row, variable in enumerate(model.labels):
        y = TITLE + 0.08 + (row + 0.5) * ROW
        axes.text(names - 0.08, y, model.name(variable), ha="right", va="center", fontsize=8)
    if any(a.of_readings > 1 for a in shown):
        y = TITLE + 0.2 + len(model.labels) * ROW
        axes.text(names - 0.08, y, "readings", ha="right", fontsize=7)


def _cell(axes: Axes, x: float, y: float, share: float, *, marked: bool = False) -> None:
    from matplotlib.patches import Rectangle

    gap = 0.015
    edge, line = (_BAD, 1.6) if marked else ("none", 0)
    axes.add_patch(Rectangle(
        (x + gap, y + gap), COLUMN - 2 * gap, ROW - 2 * gap, facecolor=_shade(share), edgecolor=edge, linewidth=line
    ))  # fmt: skip
    label = "on" if share == 1 else "off" if share == 0 else f"{share:.2f}"
    axes.text(x + COLUMN / 2, y + ROW / 2, label, ha="center", va="center", fontsize=7, color=_ink(share))


def _heat_size(effects: Sequence[Effect], before: Mapping[str, Outcome]) -> tuple[float, float]:
    if not effects:
        return 0.0, 0.0
    rows, names = _heat_rows(effects)
    width = 0.4 + 0.08 * max(map(len, names)) + len(before) * (2 * COLUMN + 0.35) + 0.4
    return max(width, 3.5), TITLE + (min(len(rows), MOST_ROWS) + 1) * ROW + 1.1


def _heat_rows(effects: Sequence[Effect]) -> tuple[list[dict[str, Effect]], list[str]]:
    """Put knock-out and over-activation of one node in one row; a pair has a row of its own for each way."""
    rows: dict[tuple[tuple[str, ...], str], dict[str, Effect]] = {}
    for effect in effects:
        if len(effect.changes) == 1:
            [(variable, on)] = effect.changes.items()
            rows.setdefault(((variable,), ""), {})["on" if on else "off"] = effect
        else:
            text = ", ".join(f"{v} {'on' if on else 'off'}" for v, on in effect.changes.items())
            rows[tuple(effect.changes), text] = {"off": effect}
    return list(rows.values()), [text or variables[0] for variables, text in rows]


def _draw_heat(axes: Axes, model: LogicModel, effects: Sequence[Effect], before: Mapping[str, Outcome]) -> None:
    """Draw the mean share of states with each phenotype, for each perturbation; what flips has a frame."""
    rows, _ = _heat_rows(effects)
    left_out = len(rows) - MOST_ROWS
    if left_out > 0:
        rows = sorted(rows, key=lambda r: not any(e.flips for e in r.values()))[:MOST_ROWS]
    width, height = _heat_size(effects, before)
    names = width - 0.4 - len(before) * (2 * COLUMN + 0.35)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.text(0, 0.2, "held off and on: share of states with the phenotype; framed where it flips", fontsize=8)
    if left_out > 0:
        axes.text(0, height - 0.15, f"{left_out} rows more are not drawn; those that flip come first", fontsize=7)
    for column, name in enumerate(before):
        x = names + column * (2 * COLUMN + 0.35)
        axes.text(x + COLUMN, TITLE - 0.12, name, ha="center", fontsize=8)
        for half, word in enumerate(("off", "on")):
            axes.text(x + (half + 0.5) * COLUMN, TITLE + 0.08, word, ha="center", fontsize=7)
        _cell(axes, x + COLUMN / 2, TITLE + 0.14, before[name].mean)
        for row, found in enumerate(rows, 1):
            y = TITLE + 0.2 + row * ROW
            for half, word in enumerate(("off", "on")):
                if word in found:
                    single = len(found[word].changes) == 1
                    at = x + half * COLUMN if single else x + COLUMN / 2
                    _cell(axes, at, y, found[word].outcomes[name].mean, marked=name in found[word].flips)
    axes.text(names - 0.08, TITLE + 0.14 + ROW / 2, "nothing held", ha="right", va="center", fontsize=8)
    for row, found in enumerate(rows, 1):
        first = next(iter(found.values()))
        words = [model.name(v) if len(first.changes) == 1 else f"{model.name(v)} {'on' if on else 'off'}"
                 for v, on in first.changes.items()]  # fmt: skip
        y = TITLE + 0.2 + (row + 0.5) * ROW
        axes.text(names - 0.08, y, ", ".join(words), ha="right", va="center", fontsize=8)

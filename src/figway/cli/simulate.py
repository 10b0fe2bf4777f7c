"""`figway simulate`: a figure, or a model file, as a logic model that runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from figway.cli.finding import find_record, load_record
from figway.cli.options import shared
from figway.cli.options import simulate as option
from figway.errors import UsageError
from figway.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figway.network import Network
    from figway.simulate import Attractor, Effect, Influences, LogicModel, Outcome, Reach

EPILOG = """Examples:

figway simulate demo egfr_cascade

figway simulate demo egfr_cascade --off PI3K --phenotype "MYC | CCND1" --scan

figway simulate demo --all --min-figures 2 --unsigned ignored

figway simulate model.bnet --set insulin=1 --out model.sbml"""


def simulate(
    source: option.Source = Path(),
    figids: option.Figids = None,
    every: option.Every = False,
    min_figures: option.MinFigures = 1,
    stated: option.Stated = False,
    rules: option.Rules = None,
    unsigned: option.Unsigned = "unknown",
    min_edge_score: option.MinEdgeScore = 0.0,
    sets: option.Sets = [],  # noqa: B006
    inputs: option.Inputs = "on",
    off: option.Off = [],  # noqa: B006
    on: option.On = [],  # noqa: B006
    start: option.Start = [],  # noqa: B006
    goal: option.Goal = None,
    phenotype: option.Phenotype = [],  # noqa: B006
    do_scan: option.DoScan = False,
    pairs: option.Pairs = False,
    out: option.Out = None,
    plot: option.Plot = None,
    as_json: shared.Everything = False,
) -> None:
    """Run a figure as a logic model: every node on or off, each by a rule over those that act on it.

    By default any activator suffices, any inhibitor vetoes, and a complex needs all its parts. Prints the attractors,
    the states that the model settles in or keeps moving between, when one node at a time changes in any order.
    """
    try:
        import biodivine_aeon  # noqa: F401
    except ImportError as error:
        raise UsageError("simulating needs an extra part: pip install 'figway[simulate]'") from error
    from figway.simulate import apply_rules, influences, load_model, save_model

    if plot is not None:
        check_plot(plot)
    if (do_scan or pairs) and not phenotype:
        raise UsageError("--scan and --pairs need to know what to watch: add --phenotype EXPRESSION.")
    if source.is_file() and source.suffix != ".json":
        model, facts = load_model(source), {}
    else:
        read = influences(_networks(source, figids or [], every=every, stated=stated), min_score=min_edge_score)
        model, facts = read.model(unsigned=unsigned, min_figures=min_figures), _conflicts(read)
        if not model.rules:
            raise UsageError(f"{read.title} has no arrows that a model could be made of.")
    if rules is not None:
        model = apply_rules(model, rules.read_text("utf-8"), str(rules))
    if out is not None:
        save_model(model, out)
    whole = model
    model = model.fixed(_values(model, sets))
    if inputs != "free":
        model = model.fixed(dict.fromkeys(model.inputs, inputs == "on"))
    held = {model.find(n): value for names, value in ((off, False), (on, True)) for n in names}
    model = model.fixed(held)
    computed = _compute(model, _values(model, start), goal, phenotype, do_scan or pairs, pairs)
    if plot is not None:
        from figway.simulate.plots import draw

        effects, before = computed.effects, computed.phenotypes
        write_whole(plot, draw(whole, computed.attractors, held=held, before=before, effects=effects))
    found = facts | _data(model, computed)
    typer.echo(json.dumps(found, indent=1, ensure_ascii=False) if as_json else "\n".join(_lines(found)))


def _networks(source: Path, figids: list[str], *, every: bool, stated: bool) -> list[Network]:
    """Give the networks of the figures that are named, or of a file."""
    from pydantic import ValidationError

    from figway.library import Library
    from figway.network import Network, build

    if source.is_file():
        try:
            return [Network.load(source)]
        except ValidationError:
            return [build(load_record(source), stated=stated)]
    library = Library.open(source)
    if every == bool(figids):
        raise UsageError("name figures: figway simulate LIBRARY FIGID..., or --all; or give a model file.")
    records = iter(library) if every else [find_record(library, figid) for figid in dict.fromkeys(figids)]
    return [build(record, stated=stated) for record in records]


def _conflicts(read: Influences) -> dict[str, Any]:
    """Give what figures disagree on, as plain data."""
    found = [
        {"source": read.name(s.sources), "target": read.name([s.target]), "plus": s.plus, "minus": s.minus}
        for s in read.conflicts
    ]
    return {"conflicts": found}


def _values(model: LogicModel, settings: Sequence[str]) -> dict[str, bool]:
    values = {}
    for text in settings:
        name, _, value = text.rpartition("=")
        if not name or value.strip() not in ("0", "1"):
            raise UsageError(f"{text!r} is no setting; expected NAME=1 or NAME=0.")
        values[model.find(name.strip())] = value.strip() == "1"
    return values


def check_plot(path: Path) -> None:
    """Raise UsageError where a plot cannot be written there, or matplotlib is missing."""
    if path.suffix.lower() != ".svg":
        raise UsageError(f"{path}: a plot is a file that ends in .svg.")
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise UsageError("plots need an extra part: pip install 'figway[simulate]'") from error


@dataclass(frozen=True, slots=True)
class _Computed:
    """Hold what was asked for, as it was computed."""

    attractors: tuple[Attractor, ...]
    phenotypes: dict[str, Outcome]
    effects: tuple[Effect, ...] = ()
    goal: str = ""
    reached: Reach | None = None


def _compute(
    model: LogicModel, start: dict[str, bool], goal: str | None, phenotypes: list[str], scanned: bool, pairs: bool
) -> _Computed:
    from figway.simulate import attractors, measure, reach, scan

    watched = {text: model.read(text) for text in phenotypes}
    return _Computed(
        attractors(model, start=start),
        measure(model, watched, start) if watched else {},
        tuple(scan(model, watched, pairs=pairs, start=start)) if scanned else (),
        goal or "",
        reach(model, start, model.read(goal)) if goal is not None else None,
    )


def _data(model: LogicModel, computed: _Computed) -> dict[str, Any]:
    """Give what was computed as plain data."""
    found: dict[str, Any] = {
        "title": model.title,
        "rules": {model.name(v): model.write(r) for v, r in model.rules.items()},
        "open": list(model.unknowns.values()),
        "attractors": [
            {
                "states": a.states,
                "readings": a.readings,
                "of_readings": a.of_readings,
                "activity": {model.name(v): round(share, 4) for v, share in a.activity.items()},
            }
            for a in computed.attractors
        ],
    }
    if computed.phenotypes:
        found["phenotypes"] = {n: _outcome(o) for n, o in computed.phenotypes.items()}
    if (reached := computed.reached) is not None:
        found["reach"] = {"goal": computed.goal, "from_share_of_starts": reached.share, "certain": reached.certain}
    if computed.effects:
        found["scan"] = [
            {
                "hold": {model.name(v): int(on) for v, on in e.changes.items()},
                "phenotypes": {n: _outcome(o) for n, o in e.outcomes.items()},
                "flips": list(e.flips),
            }
            for e in computed.effects
        ]
    return found


def _outcome(outcome: Any) -> dict[str, Any]:
    return {"state": outcome.state, "mean": round(outcome.mean, 4)}


def _lines(found: dict[str, Any]) -> list[str]:
    """Lay the results out as lines of text."""
    many = len(found["attractors"])
    lines = [f"{len(found['rules'])} rules, {len(found['open'])} edges of unknown sign, {many} attractors"]
    lines += [
        f"figures disagree: {c['source']} activates {c['target']} in {c['plus']}, inhibits in {c['minus']}"
        for c in found.get("conflicts", [])
    ]
    for number, a in enumerate(found["attractors"], 1):
        kind = "steady state" if a["states"] == 1 else f"oscillates among {a['states']} states"
        share = f", in {a['readings']} of {a['of_readings']} readings" if a["of_readings"] > 1 else ""
        groups: dict[str, list[str]] = {"on": [], "off": [], "moving": []}
        for name, value in a["activity"].items():
            groups["on" if value == 1 else "off" if value == 0 else "moving"].append(name)
        lines.append(f"attractor {number}: {kind}{share}")
        lines += [f"  {what:7} {', '.join(names)}" for what, names in groups.items() if names]
    for name, o in found.get("phenotypes", {}).items():
        lines.append(f"phenotype {name}: {o['state']} ({o['mean']:.2f})")
    if "reach" in found:
        r = found["reach"]
        must = "always ends there" if r["certain"] else "need not end there"
        lines.append(f"reach {r['goal']}: from {r['from_share_of_starts']:.0%} of the start states; {must}")
    if "scan" in found:
        lines.append("hold\t" + "\t".join(found["phenotypes"]) + "\tflips")
        for e in found["scan"]:
            held = " ".join(f"{n}={v}" for n, v in e["hold"].items())
            cells = [f"{o['state']} {o['mean']:.2f}" for o in e["phenotypes"].values()]
            lines.append("\t".join((held, *cells, "yes" if e["flips"] else "")))
    return lines

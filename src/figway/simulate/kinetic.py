"""Run the kinetic companion of the reference system with libroadrunner, over contact areas of the MAM."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from figway.errors import UsageError
from figway.examples import folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONTACTS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
"""Contact areas that are compared: shares of the IP3R flux that open into the contact."""

END, SETTLED, STEP = 5400, 3600, 1
"""Seconds simulated after insulin is given, the second from which means are taken, and the output's step."""


@dataclass(frozen=True, slots=True)
class Curves:
    """Hold one run: the columns by name (`time` in s, Ca2+ in µM, GLUT4 as a share), one value a second."""

    contact: float
    columns: Mapping[str, NDArray[Any]]

    def settled(self, name: str) -> NDArray[Any]:
        """Give a column's values from SETTLED on."""
        return self.columns[name][SETTLED // STEP :]


@dataclass(frozen=True, slots=True)
class Row:
    """Hold what one contact area gives once settled."""

    contact: float
    cytosol_mean: float
    cytosol_peak: float
    matrix_mean: float
    matrix_peak: float
    akt_mean: float
    glut4_mean: float
    glut4_peak: float
    overload: bool


def kinetic_table() -> dict[str, Any]:
    """Give the table of parameters (value, unit, source, basis), states, fluxes and rates."""
    return dict(yaml.safe_load((folder() / "mam" / "kinetic.yml").read_text("utf-8")))


def sbml_path() -> Path:
    """Give the path of the model in SBML, made of the table."""
    return folder() / "mam" / "kinetic.xml"


def simulate_contacts(settings: Mapping[str, float], contacts: Sequence[float] = CONTACTS) -> list[Curves]:
    """Simulate each contact area from rest, insulin given at time 0; settings replace parameters by name."""
    try:
        import roadrunner
    except ImportError as error:
        raise UsageError("the kinetic model needs an extra part: pip install 'figway[kinetic]'") from error
    _check(settings)
    table = kinetic_table()
    runner = roadrunner.RoadRunner(str(sbml_path()))
    runner.integrator.relative_tolerance = 1e-8
    runner.integrator.absolute_tolerance = 1e-10
    names = ["time", *table["species"], *table["states"]]
    selections = [f"[{n}]" if n in table["species"] else n for n in names]
    runs = []
    for contact in [settings["contact"]] if "contact" in settings else contacts:
        runner.resetAll()
        for name, value in {**settings, "contact": contact}.items():
            runner.setValue(name, value)
        try:
            data = runner.simulate(0, END, END // STEP + 1, selections)
        except RuntimeError as error:
            raise UsageError(f"with contact {contact:g} the equations cannot be solved: {error}") from error
        runs.append(Curves(contact, {n: data[:, i].copy() for i, n in enumerate(names)}))
    return runs


def summarise(runs: Sequence[Curves], threshold: float) -> list[Row]:
    """Give means and peaks once settled; overload is a mean of the matrix above the threshold (µM)."""
    rows = []
    for run in runs:
        ca, matrix, akt, glut4 = (run.settled(n) for n in ("Ca", "CaM", "AKT", "GLUT4"))
        mean = float(matrix.mean())
        rows.append(
            Row(
                contact=run.contact,
                cytosol_mean=float(ca.mean()),
                cytosol_peak=float(ca.max()),
                matrix_mean=mean,
                matrix_peak=float(matrix.max()),
                akt_mean=float(akt.mean()),
                glut4_mean=float(glut4.mean()),
                glut4_peak=float(glut4.max()),
                overload=mean > threshold,
            )
        )
    return rows


def draw_curves(runs: Sequence[Curves], threshold: float) -> str:
    """Draw cytosolic and mitochondrial Ca2+ and GLUT4 over time, a line a contact area, as SVG."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "figway", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 8), layout="constrained")
        axes = figure.subplots(3, 1)
        colours = matplotlib.colormaps["viridis"]
        labels = {"Ca": "cytosolic Ca2+ (µM)", "CaM": "mitochondrial Ca2+ (µM)", "GLUT4": "GLUT4 at the surface"}
        for axis, (name, label) in zip(axes, labels.items(), strict=True):
            for i, run in enumerate(runs):
                colour = colours(0.9 * i / max(1, len(runs) - 1))
                window = slice(0, 601) if name == "Ca" else slice(0, None, 10)
                minutes = run.columns["time"][window] / 60
                axis.plot(minutes, run.columns[name][window], color=colour, label=f"{run.contact:g}", linewidth=1)
            axis.set_ylabel(label)
        axes[1].axhline(threshold, color="firebrick", linestyle="--", linewidth=1)
        axes[1].set_yscale("symlog", linthresh=0.1)
        axes[2].set_xlabel("minutes after insulin")
        handles, names = axes[0].get_legend_handles_labels()
        figure.legend(handles, names, title="contact", loc="outside right upper")
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _check(settings: Mapping[str, float]) -> None:
    known = kinetic_table()["parameters"]
    for name, value in settings.items():
        if name not in known:
            raise UsageError(f"the kinetic model has no parameter {name!r}; there are: {', '.join(known)}")
        if not 0 <= value < float("inf"):
            raise UsageError(f"{name}={value:g} is out of range; expected a finite number of at least 0")
        if value == 0 and name in {"c1", "k_diff", "k_contact", "overload", "akt_full"}:
            raise UsageError(f"{name} divides and cannot be 0")

"""Check the kinetic companion: its SBML by libsbml, its curves by scipy on equations written out a second time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import etree

from figway.errors import UsageError
from figway.simulate.kinetic import draw_curves, kinetic_table, sbml_path, simulate_contacts, summarise
from figway.simulate.odes import formula_to_mathml, write_sbml
from figways import run

TABLE = kinetic_table()
NAMES = ("Ca", "CaER", "CaM", "h", "IR", "PI3K", "AKT", "GLUT4")


@pytest.fixture(scope="module")
def runs() -> list[Any]:
    pytest.importorskip("roadrunner", reason="libroadrunner is not installed: pip install 'figway[kinetic]'")
    return simulate_contacts({})


def _equations(t: float, y: Any, contact: float) -> list[float]:
    """Give the derivatives, written from the papers' laws and not from the table's formulas."""
    p = {k: v["value"] for k, v in TABLE["parameters"].items()}
    ca, er, mito, h, ir, pi3k, akt, glut4 = y
    gate = p["IP3"] / (p["IP3"] + p["d1"]) * ca / (ca + p["d5"]) * h
    ip3r = p["c1"] * p["v1"] * gate**3 * (er - ca)
    ryr = p["c1"] * p["v_ryr"] / (1 + (p["k_ryr"] / ca) ** 3) * (er - ca)
    stored = p["v3"] / (1 + (p["k3"] / ca) ** 2) - ip3r - ryr - p["c1"] * p["v2"] * (er - ca)
    near = ca + contact * ip3r / p["k_diff"]
    uptake = p["v_mcu"] / (1 + (p["k_mcu"] / near) ** 2) - p["v_nclx"] * mito / (p["k_nclx"] + mito)
    uptake -= p["k_mleak"] * mito
    across = p["j_pm"] + p["v_trpc"] * ir - p["v_pm"] / (1 + (p["k_pm"] / ca) ** 2)
    q2 = p["d2"] * (p["IP3"] + p["d1"]) / (p["IP3"] + p["d3"])
    mam = contact / (contact + p["k_contact"]) / (1 + p["s_overload"] * (mito / p["overload"]) ** p["n_overload"])
    gain = (p["f_max"] - p["f_basal"]) / p["akt_full"] / (1 + (p["k_fusion"] / ca) ** 2)
    return [
        across - stored - uptake,
        stored / p["c1"],
        p["b_m"] * uptake,
        p["a2"] * (q2 * (1 - h) - ca * h),
        p["k_bind"] * p["insulin"] * (1 - ir) - p["k_unbind"] * ir,
        p["k_pi3k"] * ir * (1 - pi3k) - p["k_pi3k"] * pi3k,
        p["k_akt"] * pi3k * mam * (1 - akt) - p["k_akt"] * akt,
        p["k_in"] * (p["f_basal"] + gain * akt) * (1 - glut4) - p["k_in"] * glut4,
    ]


@pytest.mark.parametrize("contact", [0.05, 0.2, 0.6])
def test_curves_equal_scipys(runs: list[Any], contact: float) -> None:
    solve_ivp = pytest.importorskip("scipy.integrate").solve_ivp
    (found,) = [r for r in runs if r.contact == contact]
    start = [{**TABLE["species"], **TABLE["states"]}[n]["start"] for n in NAMES]
    times = found.columns["time"]
    solved = solve_ivp(
        _equations, (0, times[-1]), start, method="LSODA", t_eval=times, args=(contact,), rtol=1e-9, atol=1e-11
    )
    for name, expected in zip(NAMES, solved.y, strict=True):
        np.testing.assert_allclose(found.columns[name], expected, rtol=1e-3, atol=1e-5, err_msg=name)


def test_concentrations_stay_bounded(runs: list[Any]) -> None:
    bounds = {"Ca": (0.02, 2), "CaER": (1, 20), "CaM": (0, 200)}
    for found in runs:
        for name in NAMES:
            low, high = bounds.get(name, (0, 1))
            values = found.columns[name]
            assert values.min() >= low - 1e-9, (found.contact, name)
            assert values.max() <= high, (found.contact, name)


def test_contact_raises_mitochondrial_calcium_and_overloads_in_excess(runs: list[Any]) -> None:
    rows = summarise(runs, TABLE["parameters"]["overload"]["value"])
    for field in ("matrix_mean", "matrix_peak"):
        values = [getattr(r, field) for r in rows]
        assert values == sorted(values)
        assert values[-1] > 5 * values[3]
    assert [r.overload for r in rows] == [r.contact >= 0.2 for r in rows]
    best = max(rows, key=lambda r: r.glut4_mean)
    assert rows[0].glut4_mean < best.glut4_mean > rows[-1].glut4_mean


def test_insulin_and_calcium_are_needed_for_glut4() -> None:
    pytest.importorskip("roadrunner", reason="libroadrunner is not installed: pip install 'figway[kinetic]'")

    def glut4(**settings: float) -> float:
        return summarise(simulate_contacts({"contact": 0.1, **settings}), 10)[0].glut4_mean

    full = glut4()
    assert glut4(insulin=0) < 0.05 < full
    assert glut4(v_trpc=0) < full
    assert glut4(k_akt=0) < 0.05


def test_shipped_sbml_is_made_of_the_table() -> None:
    assert sbml_path().read_bytes() == write_sbml(TABLE)


def test_sbml_is_consistent() -> None:
    libsbml = pytest.importorskip("libsbml")
    document = libsbml.readSBML(str(sbml_path()))
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
    assert document.checkConsistency() == 0, document.getErrorLog().toString()
    assert document.getModel().getNumRules() == len(TABLE["fluxes"]) + len(TABLE["rates"])


def test_every_parameter_says_what_it_rests_on() -> None:
    for name, row in TABLE["parameters"].items():
        assert row["basis"] in {"published", "adapted", "guessed"}, name
        assert row["unit"], name
        assert row["note"], name
        assert row.get("source", "li_rinzel") in TABLE["sources"], name
        assert row["basis"] == "guessed" or "source" in row, name


def test_the_page_shows_every_parameter_as_the_command_prints_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mam.md").read_text("utf-8")
    shown = page.partition("<!-- parameters -->\n\n")[2].partition("\n\n<!-- /parameters -->")[0]
    assert shown == run("examples", "mam", "--parameters").out.strip()
    assert [r["parameter"] for r in json.loads(run("examples", "mam", "--parameters", "--json").out)] == [
        *TABLE["parameters"]
    ]
    counts = {b: shown.count(f"| {b} |") for b in ("published", "adapted", "guessed")}
    total = f"of {len(TABLE['parameters'])}, {counts['published']} are `published`"
    assert f"{total}, {counts['adapted']} `adapted` and {counts['guessed']} `guessed`" in " ".join(page.split())


def test_formulas_outside_the_grammar_are_named() -> None:
    assert b"<power/>" in etree.tostring(formula_to_mathml("a ** 2"))
    with pytest.raises(UsageError, match="exp"):
        formula_to_mathml("a + exp(b)")


def test_drawing_is_repeatable(runs: list[Any]) -> None:
    pytest.importorskip("matplotlib")
    drawn = draw_curves(runs, 10)
    assert drawn == draw_curves(runs, 10)
    assert etree.fromstring(drawn.encode()).tag.endswith("svg")


def test_command(tmp_path: Path) -> None:
    pytest.importorskip("roadrunner", reason="libroadrunner is not installed: pip install 'figway[kinetic]'")
    out = tmp_path / "mam.svg"
    done = run("examples", "mam", "--kinetic", "--set", "contact=0.3", "--out", str(out), "--json")
    assert done.code == 0
    (row,) = json.loads(done.out)["contacts"]
    assert row["overload"]
    assert "<svg" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kinetic", "--set", "nonsense=1"], "no parameter 'nonsense'"),
        (["--kinetic", "--set", "insulin=much"], "expected NAME=VALUE"),
        (["--kinetic", "--set", "k_diff=0"], "cannot be 0"),
        (["--kinetic", "--set", "insulin=-1"], "at least 0"),
        (["--kinetic", "--out", "curves.png"], "ends in .svg"),
        (["--set", "insulin=0"], "goes with --kinetic"),
    ],
)
def test_bad_settings_are_named(arguments: list[str], said: str) -> None:
    pytest.importorskip("roadrunner", reason="libroadrunner is not installed: pip install 'figway[kinetic]'")
    done = run("examples", "mam", *arguments)
    assert done.code == 2
    assert said in done.err

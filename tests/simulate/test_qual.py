"""Check what is written as SBML-qual by libsbml, which has no part in writing it."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import libsbml
import pytest
from biodivine_aeon import BooleanExpression
from hypothesis import given, settings
from hypothesis import strategies as st

from figway.errors import FigwayError
from figway.simulate import LogicModel, default_model, load_model, read_rules, save_model, write_qual
from simulate.test_simulate import graphs

NAMES = st.lists(st.sampled_from(("Ca2+ (ER)", "AKT", "TNF-α", "a & b", "compartment", "model", "x<y")), max_size=12)


def complaints(text: str) -> list[str]:
    document = libsbml.readSBMLFromString(text)
    document.checkConsistency()
    found = [document.getError(i) for i in range(document.getNumErrors())]
    return [e.getMessage() for e in found if e.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]


@settings(max_examples=40, deadline=None)
@given(graphs(8), NAMES, st.data())
def test_random_models_are_valid_and_come_back(
    graph: tuple[dict[str, str], list], names: list[str], data: st.DataObject
) -> None:
    labels, drawn = graph
    model = default_model(
        dict(zip(labels, [*names, *list(labels)[len(names) :]], strict=False)), drawn, unsigned="activates"
    )
    held = data.draw(st.dictionaries(st.sampled_from(list(labels)), st.booleans(), max_size=2))
    model = model.fixed(held)
    text = write_qual(model)
    assert complaints(text) == []
    document = libsbml.readSBMLFromString(text)  # kept, for its parts die with it
    plugin = document.getModel().getPlugin("qual")
    assert plugin.getNumQualitativeSpecies() == len(model.labels)
    assert plugin.getNumTransitions() == len(model.rules)
    with TemporaryDirectory() as folder:
        save_model(model, Path(folder) / "m.sbml")
        again = load_model(Path(folder) / "m.sbml")
    assert again.labels == model.labels
    assert again.inputs == model.inputs
    for v in model.rules:
        used = model.regulators(v)
        for values in product((False, True), repeat=len(used)):
            state = dict(zip(used, values, strict=True))
            assert BooleanExpression(again.rules[v])(state) == BooleanExpression(model.rules[v])(state)


def test_signs_are_told() -> None:
    text = write_qual(read_rules("A = B & !C\nD = (A & !B) | (!A & B)"))
    document = libsbml.readSBMLFromString(text)  # kept, for its parts die with it
    plugin = document.getModel().getPlugin("qual")
    signs = {
        (t.getOutput(0).getQualitativeSpecies(), i.getQualitativeSpecies()): i.getSign()
        for t in (plugin.getTransition(n) for n in range(plugin.getNumTransitions()))
        for i in (t.getInput(n) for n in range(t.getNumInputs()))
    }
    assert signs == {
        ("A", "B"): libsbml.INPUT_SIGN_POSITIVE,
        ("A", "C"): libsbml.INPUT_SIGN_NEGATIVE,
        ("D", "A"): libsbml.INPUT_SIGN_DUAL,
        ("D", "B"): libsbml.INPUT_SIGN_DUAL,
    }


def test_a_model_of_nothing_is_valid() -> None:
    assert complaints(write_qual(LogicModel({}))) == []


def test_broken_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "m.sbml").write_text("<sbml")
    with pytest.raises(FigwayError, match=r"m\.sbml is no logic model"):
        load_model(tmp_path / "m.sbml")

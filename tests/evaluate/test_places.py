"""Check where printed labels are found among read lines."""

from __future__ import annotations

from typing import Any

import pytest

from figway.evaluate.places import Page


def line(number: int, text: str, x: float = 0, y: float = 0, width: float = 100) -> dict[str, Any]:
    polygon = [[x, y], [x + width, y], [x + width, y + 10], [x, y + 10]]
    return {"id": f"t{number}", "text": text, "polygon": polygon}


@pytest.mark.parametrize(
    ("lines", "label", "how"),
    [
        (["EGFR"], "EGFR", "read"),
        (["bound to p-IFNGR1"], "p-IFNGR1", "read"),
        (["TNF-α"], "TNFalpha", "read"),
        (["JAK2 / STAT3"], "STAT3", "read"),
        (["UCHL1D12"], "UCHL1", "inside"),
        (["Cystathionine", "synthase"], "Cystathionine synthase", "in pieces"),
        (["Peptidoylycan"], "Peptidoglycan", "misread"),
        (["SANTES"], "RANTES", "misread"),
        (["EGFR"], "TP53", "not read"),
        (["xx"], "X1", "not read"),
        ([], "TP53", "not read"),
        (["TP53"], "→", "not read"),
    ],
)
def test_how_a_label_was_read(lines: list[str], label: str, how: str) -> None:
    assert Page({"text": [line(n, text, y=20 * n) for n, text in enumerate(lines)]}).find(label).how == how


def test_a_label_takes_its_share_of_a_line() -> None:
    place = Page({"text": [line(1, "JAK2 STAT3", width=100)]}).find("STAT3")
    assert place.polygons == (((50.0, 0.0), (100.0, 0.0), (100.0, 10.0), (50.0, 10.0)),)


def test_a_label_is_found_wherever_it_stands() -> None:
    page = Page({"text": [line(1, "AKT"), line(2, "AKT", y=50), line(3, "MTOR")]})
    assert page.find("Akt").lines == ("t1", "t2")


def test_pieces_are_those_nearest_to_each_other() -> None:
    lines = [line(1, "growth", y=0), line(2, "factor", y=300), line(3, "factor", y=12)]
    assert Page({"text": lines}).find("growth factor").lines == ("t1", "t3")


def test_another_label_is_no_misreading() -> None:
    record = {"text": [line(1, "PTPN11")]}
    assert Page(record).find("PTPN1").how == "inside"
    assert Page(record).find("PTPN12").how == "misread"
    assert Page(record, ["PTPN11", "PTPN12"]).find("PTPN12").how == "not read"


@pytest.mark.parametrize("polygon", [None, "x", [[1, 2, 3]], [["a", 2]], [[1, float("nan")]]])
def test_junk_polygons_are_none(polygon: Any) -> None:
    assert Page({"text": [{"id": "t1", "text": "EGFR", "polygon": polygon}]}).find("EGFR").polygons == ()

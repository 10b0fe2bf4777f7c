"""Simulate served figures as a browser without scripts does, and compare with the engine in this process."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("biodivine_aeon")
from fastapi.testclient import TestClient

from figway.library import Library
from figway.serve.figure import figure_page
from figway.serve.render import Look
from figway.simulate import LogicModel, attractors, default_model, figure_model, read_rules
from figway.simulate.default import Influence
from figway.simulate.worker import TooLongError, settle

PAGE = "/simulate/egfr_cascade.html"


def rows(html: str) -> dict[str, tuple[str, str]]:
    """Give the table: each node with how it settles before and now."""
    found = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td><td class="num">(.*?)</td>', html)
    return {re.sub(r" <span.*", "", name): (before, now) for name, before, now in found}


def test_the_figure_leads_to_its_simulation(client: TestClient) -> None:
    assert f'href="{PAGE}"' in client.get("/figures/egfr_cascade.html").text
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "Nothing is held" in answer.text
    assert "<polygon" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r"style=|onclick|<script(?! src)", answer.text)


def test_what_changes_is_what_the_engine_says(client: TestClient, examples: Path) -> None:
    model = figure_model(Library.open(examples).record("egfr_cascade"))
    model = model.fixed(dict.fromkeys(model.inputs, False))
    told = rows(client.get(f"{PAGE}?inputs=off&on=SOS1").text)
    for column, held in ((0, {}), (1, {"SOS1": True})):
        states = attractors(model.fixed(held))
        weight = sum(a.readings for a in states)
        for v in model.labels:
            mean = sum(a.activity[v] * a.readings for a in states) / weight
            expected = "on" if mean == 1 else "off" if mean == 0 else f"{mean:.2f}"
            assert told[model.name(v)][column] == expected
    assert told["SOS1"] == ("off", "on")
    assert any(before != now for name, (before, now) in told.items() if name != "SOS1")


def test_attractors_stand_side_by_side(client: TestClient, examples: Path) -> None:
    model = figure_model(Library.open(examples).record("egfr_cascade"))
    states = attractors(model.fixed(dict.fromkeys(model.inputs, True)))
    html = client.get(PAGE).text.split('class="panel sim-states"')[1]
    columns = zip(*(
        [float(x) for x in re.findall(r'<td class="s-\w+">([^<]+)</td>', row)]
        for row in html.split("<tbody>")[1].split("</tr>")[:-1]
    ), strict=True)  # fmt: skip
    names = sorted(model.labels, key=lambda v: model.name(v).lower())
    assert sorted(columns) == sorted(tuple(round(a.activity[v], 2) for v in names) for a in states)


def test_clicks_hold_off_then_on_then_let_go(client: TestClient) -> None:
    def click(html: str) -> str:
        return re.search(r'<a href="([^"]+)" aria-label="MEK: ', html)[1].replace("&amp;", "&")  # type: ignore[index]

    first = client.get(PAGE).text
    assert click(first) == f"{PAGE}?off=MEK"
    second = client.get(click(first)).text
    assert "<strong>MEK</strong> off" in second
    assert click(second) == f"{PAGE}?on=MEK"
    assert click(client.get(click(second)).text) == PAGE


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/simulate/nothing.html", 404),
        (f"{PAGE}?off=<script>alert(1)</script>", 422),
        (f"{PAGE}?inputs=maybe", 422),
        (PAGE + "?" + "&".join(f"off=v{n}" for n in range(40)), 422),
    ],
)
def test_bad_questions_are_told(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "<script>alert" not in answer.text


def test_the_worker_agrees_and_has_limits() -> None:
    model = read_rules("A = !B\nB = !A\nC = !C")
    found = settle(model)
    assert (found.attractors, found.steady, found.mean["C"], found.mean["A"]) == (2, 0, 0.5, 0.5)
    labels = {f"x{i}": f"x{i}" for i in range(60)}
    with pytest.raises(TooLongError, match=r"more than 0\.01 seconds"):
        settle(default_model(labels, [Influence((f"x{i}",), f"x{(i * 7 + 1) % 60}", "-") for i in range(60)]), 0.01)
    with pytest.raises(TooLongError):
        settle(LogicModel({"a": "a"}, {"a": "b &&"}))


def test_a_static_page_offers_no_engine(examples: Path) -> None:
    record = Library.open(examples).record("egfr_cascade")
    assert "/simulate/" not in figure_page(record, Look(static=True), "../", image="")

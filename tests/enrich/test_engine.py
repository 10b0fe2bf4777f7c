"""Ask whole questions of small libraries and compare the answers with scipy and with plain counting."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from figway.enrich import Enricher, FigureSet, Item, Question, Sets, pack_sets
from figway.enrich.identifiers import item_of
from figway.enrich.share import hand_over, human_genes, pack_question, share, unpack_question
from figway.errors import InputError, UsageError
from figway.lexicon import Lexicon

CHEMICALS = [Item("mesh:D005947", "Glucose", "chemical"), Item("mesh:D000255", "Adenosine Triphosphate", "chemical")]


@pytest.fixture(scope="module")
def genes(lexicon: Lexicon) -> list[Item]:
    found = [lexicon.entity(f"hgnc:{n}") for n in range(1000, 2000)]
    return [item_of(e) for e in found if e and any(x.startswith("ncbigene:") for x in e.xrefs)][:400]


@pytest.fixture(scope="module")
def figures(genes: list[Item]) -> list[FigureSet]:
    rng = np.random.default_rng(5)
    rows = []
    for n in range(200):
        chosen = tuple(genes[i] for i in rng.choice(len(genes), rng.integers(3, 40), replace=False))
        organism = ("Homo sapiens",) if n % 2 else ("Mus musculus",)
        items = (*chosen, *CHEMICALS[: n % 3])
        text = "insulin" if n % 5 == 0 else ""
        rows.append(FigureSet(f"F{n:03}", items, f"Title {n}", "Paper", 2000 + n % 20, organism, text))
    mouse = Item("ncbigene:11651", "Akt1", "gene", "Mus musculus")
    rows += [rows[0]._replace(id="F900"), rows[1]._replace(id="F901", items=(*rows[1].items, mouse))]
    return rows


@pytest.fixture(scope="module")
def enricher(figures: list[FigureSet], lexicon: Lexicon) -> Enricher:
    return Enricher(pack_sets(figures), lexicon)


def lines(items: list[Item]) -> str:
    return "\n".join(item.label for item in items)


def plain(figures: list[FigureSet], query: set[str], background: set[str]) -> dict[str, float]:
    found = {}
    for figure in figures:
        members = {i.key for i in figure.items} & background
        k = len(members & query)
        if k and len(members) >= 3:
            found[figure.id] = stats.hypergeom.sf(k - 1, len(background), len(members), len(query & background))
    return found


def test_p_and_fdr_are_those_of_scipy(enricher: Enricher, figures: list[FigureSet], genes: list[Item]) -> None:
    query = {g.key for g in genes[:60]}
    answer = enricher.ask(Question(query=lines(genes[:60]), fdr=1))
    human = {i.key for f in figures for i in f.items if i.kind == "gene" and i.organism == "Homo sapiens"}
    assert answer.background_size == len(human)
    expected = plain(figures, query, human)
    once = {f: p for f, p in expected.items() if f not in ("F900", "F901")}
    assert {r.id for r in answer.sets} == once.keys()
    assert all(abs(r.p - once[r.id]) < 1e-12 for r in answer.sets)
    every = list(once.values()) + [1.0] * (answer.tested - len(once))
    rates = dict(zip(once, stats.false_discovery_control(every), strict=False))
    assert all(r.fdr == pytest.approx(rates[r.id], abs=1e-12) for r in answer.sets)
    assert [r.p for r in answer.sets] == sorted(r.p for r in answer.sets)


def test_identical_sets_are_tested_once(enricher: Enricher, genes: list[Item]) -> None:
    answer = enricher.ask(Question(query="\n".join(g.key for g in genes), fdr=1))
    assert (answer.tested, answer.figures) == (200, 202)
    assert {r.id: r.identical for r in answer.sets if r.identical} == {"F000": ("F900",), "F001": ("F901",)}


def test_a_background_of_ones_own(enricher: Enricher, figures: list[FigureSet], genes: list[Item]) -> None:
    background, query = genes[:250], genes[200:280]
    answer = enricher.ask(
        Question(query=", ".join(g.label for g in query), background=lines(background) + "\nAKT1\nnonsense9", fdr=1)
    )
    assert (answer.background_size, answer.query_size) == (251, 50)
    expected = plain(figures, {g.key for g in query}, {g.key for g in background} | {"ncbigene:207"})
    assert all(r.p == pytest.approx(expected[r.id], abs=1e-12) for r in answer.sets)
    assert any("30 are not in the background" in note for note in answer.notes)
    assert any("1 of 252 words of the background" in note for note in answer.notes)


def test_genes_and_chemicals_are_asked_together(
    enricher: Enricher, figures: list[FigureSet], genes: list[Item]
) -> None:
    alone = enricher.ask(Question(query=lines(genes[:30]), fdr=1))
    mixed = enricher.ask(Question(query=lines(genes[:30]) + "\nglucose\nATP", fdr=1))
    assert mixed.background_size == alone.background_size + 2
    assert mixed.query_size == 32
    background = {i.key for f in figures for i in f.items if i.organism != "Mus musculus"}
    expected = plain(figures, {g.key for g in genes[:30]} | {c.key for c in CHEMICALS}, background)
    assert all(r.p == pytest.approx(expected[r.id], abs=1e-12) for r in mixed.sets)
    assert any("Glucose" in r.overlap for r in mixed.sets)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"organisms": ("homo sapiens",)}, lambda f: "Homo sapiens" in f.organisms),
        ({"first_year": 2010, "last_year": 2012}, lambda f: 2010 <= f.year <= 2012),
        ({"words": "INSULIN title"}, lambda f: f.text == "insulin"),
        ({"figures": ("F003", "F004")}, lambda f: f.id in ("F003", "F004")),
        ({"min_size": 10, "max_size": 20}, lambda f: 10 <= sum(i.organism == "Homo sapiens" for i in f.items) <= 20),
    ],
)
def test_filters_choose_the_sets(enricher, figures, genes, changes, wanted) -> None:  # type: ignore[no-untyped-def]
    answer = enricher.ask(Question(query=lines(genes), fdr=1, **changes))
    shown = {figid for r in answer.sets for figid in (r.id, *r.identical)}
    assert shown == {f.id for f in figures if wanted(f)}
    assert answer.figures == len(shown)


def test_near_identical_figures_are_one_cluster(genes: list[Item], lexicon: Lexicon) -> None:
    rows = [
        FigureSet("A", tuple(genes[:20])),
        FigureSet("B", tuple(genes[:19])),
        FigureSet("C", tuple(genes[1:20])),
        FigureSet("D", tuple(genes[100:140])),
    ]
    answer = Enricher(pack_sets(rows), lexicon).ask(Question(query=lines(genes[:25]), by="cluster", fdr=1))
    assert [(r.id, r.cluster, r.size) for r in answer.sets] == [("A", ("B", "C"), 20)]
    assert (answer.tested, answer.figures) == (2, 2)


def test_nothing_to_test_is_told(enricher: Enricher) -> None:
    with pytest.raises(UsageError, match="none of the 2 words"):
        enricher.ask(Question(query="hokum1 hokum2"))
    with pytest.raises(UsageError, match="is in any figure"):
        enricher.ask(Question(query="INS"))
    with pytest.raises(UsageError, match="query is empty"):
        enricher.ask(Question(query=" \n, ;"))


def test_a_question_survives_its_token(genes: list[Item]) -> None:
    question = Question(query=lines(genes[:300]), words="<b>&", fdr=0.2, organisms=("Homo sapiens",))
    token = pack_question(question)
    assert unpack_question(token) == question
    assert len(token) < 2000
    for damaged in (token[:-9], "!!!", "", "eJw"):
        with pytest.raises(InputError):
            unpack_question(damaged)


def test_an_answer_is_shared_whole(enricher: Enricher, genes: list[Item]) -> None:
    answer = enricher.ask(Question(query=lines(genes[:60]), fdr=1, limit=5))
    shared = share(answer)
    again = type(shared).model_validate_json(shared.model_dump_json())
    assert again == shared
    assert enricher.ask(unpack_question(shared.token)) == answer
    assert [h.name for h in shared.hand_over] == ["Enrichr", "g:Profiler", "STRING"]
    assert human_genes(answer) == [g.label for g in genes[:60]]


def test_long_lists_are_handed_over_by_form() -> None:
    ways = {h.name: h for h in hand_over([f"GENE{n}" for n in range(2000)])}
    assert {h.method for h in ways.values()} == {"POST"}
    assert dict(ways["STRING"].fields)["identifiers"].count("\r") == 1999


def test_the_sets_pack_and_turn(figures: list[FigureSet], enricher: Enricher) -> None:
    sets: Sets = enricher.sets
    for figure in figures[:20]:
        number = sets.ids.index(figure.id)
        assert {sets.keys[i] for i in sets.items_of(number)} == {i.key for i in figure.items}
    for item in range(sets.item_count):
        owners = sets.figures[sets.item_start[item] : sets.item_start[item + 1]]
        assert all(item in sets.items_of(int(n)) for n in owners)

"""Compare the preranked test with scipy's rank-sum test and GSEApy's scores."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from figway.enrich import Enricher, FigureSet, Item, Question, pack_sets
from figway.enrich.identifiers import item_of
from figway.errors import UsageError
from figway.lexicon import Lexicon


@pytest.fixture(scope="module")
def genes(lexicon: Lexicon) -> list[Item]:
    found = [lexicon.entity(f"hgnc:{n}") for n in range(3000, 5000)]
    return [item_of(e) for e in found if e and any(x.startswith("ncbigene:") for x in e.xrefs)][:500]


@pytest.fixture(scope="module")
def figures(genes: list[Item]) -> list[FigureSet]:
    rng = np.random.default_rng(11)
    rows = [
        FigureSet(f"F{n:03}", tuple(genes[i] for i in rng.choice(500, 5 + n % 40, replace=False))) for n in range(80)
    ]
    return [*rows, FigureSet("TOP", tuple(genes[:30])), FigureSet("END", tuple(genes[-30:]))]


@pytest.fixture(scope="module")
def values(genes: list[Item]) -> dict[str, float]:
    rng = np.random.default_rng(2)
    noise = rng.normal(size=len(genes))
    return {g.label: round(float(v), 2) for g, v in zip(genes, np.linspace(2, -2, len(genes)) + noise, strict=True)}


def asked(values: dict[str, float], **changes: object) -> Question:
    lines = ["gene\tstat", *(f"{g}\t{v}" for g, v in values.items())]
    return Question.model_validate({"query": "\n".join(lines), "ranked": True, "fdr": 1, **changes})


def test_p_is_that_of_scipy(figures, values, lexicon) -> None:  # type: ignore[no-untyped-def]
    answer = Enricher(pack_sets(figures), lexicon).ask(asked(values))
    members = {f.id: {i.label for i in f.items} for f in figures}
    assert answer.tested == len(figures)
    for row in answer.sets:
        inside = [v for g, v in values.items() if g in members[row.id]]
        outside = [v for g, v in values.items() if g not in members[row.id]]
        assert row.p == pytest.approx(stats.mannwhitneyu(inside, outside, method="asymptotic").pvalue, abs=1e-12)
    assert {answer.sets[0].id, answer.sets[1].id} == {"TOP", "END"}
    scores = {r.id: r.score for r in answer.sets}
    assert scores["TOP"] > 0.4 > -0.4 > scores["END"]


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_scores_and_leading_edges_are_those_of_gseapy(figures, values, lexicon) -> None:  # type: ignore[no-untyped-def]
    gseapy, pd = pytest.importorskip("gseapy"), pytest.importorskip("pandas")
    rng = np.random.default_rng(9)
    untied = {g: v + rng.uniform(-0.001, 0.001) for g, v in values.items()}
    gmt = {f.id: [i.label for i in f.items] for f in figures}
    ranks = pd.Series(untied).sort_values(ascending=False)
    options = {"permutation_num": 500, "min_size": 3, "max_size": 2500, "outdir": None, "seed": 1, "threads": 1}
    result = gseapy.prerank(rnk=ranks, gene_sets=gmt, no_plot=True, **options).res2d.set_index("Term")
    answer = Enricher(pack_sets(figures), lexicon).ask(asked(untied, permutations=500))
    assert len(answer.sets) == len(result)
    for row in answer.sets:
        theirs = result.loc[row.id]
        assert row.score == pytest.approx(float(theirs["ES"]), abs=1e-9)
        assert sorted(row.overlap) == sorted(theirs["Lead_genes"].split(";"))
        assert row.normalised == pytest.approx(float(theirs["NES"]), rel=0.12)
        assert abs(row.p - float(theirs["NOM p-val"])) < 0.12


def test_permutations_are_the_same_each_time(figures, values, lexicon) -> None:  # type: ignore[no-untyped-def]
    sets = pack_sets(figures)
    question = asked(values, permutations=50)
    assert Enricher(sets, lexicon).ask(question) == Enricher(sets, lexicon).ask(question)


def test_a_line_without_a_number_is_told(figures, values, lexicon) -> None:  # type: ignore[no-untyped-def]
    enricher = Enricher(pack_sets(figures), lexicon)
    with pytest.raises(UsageError, match="line 3 of the ranked list"):
        enricher.ask(Question(query="gene\tstat\nAKT1\t2\nTP53 high", ranked=True))
    with pytest.raises(UsageError, match="at least 10"):
        enricher.ask(Question(query="AKT1\t2\nTP53\t1", ranked=True))

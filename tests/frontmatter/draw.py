"""Draw published pages of every generation, with Hypothesis."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\ufeff\u2028\u2029"),
    max_size=40,
)
tricky = st.sampled_from(
    [
        "NO",
        "on",
        "~",
        "null",
        "1e3",
        "2020-01-01",
        "0123",
        "1:30",
        "- a",
        "a: b",
        "---",
        "# x",
        ".na.character",
        "NA",
        "'",
        '"',
    ]
)
texts = st.one_of(words, tricky)
names = st.one_of(st.sampled_from(["АКТ", "AKT", "TNF-α", "NO", "PIP2"]), words)
scores = st.floats(0, 1).map(lambda x: round(x, 7))
years = st.one_of(st.just(""), st.integers(1995, 2026).map(str), st.integers(1995, 2026))

gene_rows = st.fixed_dictionaries(
    {"word": names, "symbol": names, "source": st.sampled_from(["hgnc_symbol", "bioentities_symbol"])}
    | {"hgnc_symbol": names, "entrez": st.one_of(st.integers(1, 10**8).map(str), st.integers(1, 10**8))}
)
term_rows = st.fixed_dictionaries({"word": names, "source": st.sampled_from(["MESH", ""]), "identifier": names})
ontology = st.fixed_dictionaries({"type": st.just("Pathway Ontology"), "value": texts, "parent": texts})

_COMMON: dict[str, Any] = {
    "figid": st.just("PMC1__x-g001"),
    "pmcid": st.just("PMC1"),
    "filename": st.just("x-g001.jpg"),
    "figlink": texts,
    "number": st.one_of(texts, st.sampled_from(["Figure 2", "Fig. 13", "F11", "S1", "SF3", "F0"])),
    "figtitle": texts,
    "caption": texts,
    "papertitle": texts,
    "reftext": texts,
    "year": years,
}
_SITE: dict[str, Any] = {
    "ndex": st.sampled_from(["", "f8d44b29-dec4-11ea-99da-0ac135e8bacf"]),
    "seo": st.just("CreativeWork"),
    "schema-jsonld": st.fixed_dictionaries({"@type": st.just("Dataset"), "keywords": st.lists(names, max_size=3)}),
}
_ALIASES: dict[str, Any] = {
    "figid_alias": st.just("PMC1__F1"),
    "redirect_from": st.just("/figures/PMC1__F1"),
    "figtype": st.sampled_from(["Figure", "Scheme", ""]),
}
_INLINE: dict[str, Any] = {
    "pmc_ranked_result_index": st.integers(1, 10**6).map(str),
    "pathway_score": st.one_of(scores, st.none()),
    "annotations": st.lists(ontology, max_size=2),
    "genes": st.one_of(st.none(), st.lists(gene_rows, max_size=4)),
    "chemicals": st.lists(term_rows, max_size=3),
    "diseases": st.lists(term_rows, max_size=3),
}
_LATER: dict[str, Any] = {
    field: st.one_of(st.just(".na.character"), texts)
    for field in ("doi", "journal_title", "journal_nlm_ta", "publisher_name", "keywords")
}
_RARE: dict[str, Any] = {
    "wpid": st.just("WP5283"),
    "curator": texts,
    "nested": st.dictionaries(words, texts, max_size=2),
}
_organisms = st.lists(st.sampled_from(["Homo sapiens", "Mus musculus", "NA"]), max_size=3)

_GENERATIONS = {
    "2020": _COMMON | _SITE | _INLINE | {"organisms": st.just("Homo sapiens")},
    "2022": _COMMON | _SITE | _INLINE | _ALIASES | {"organisms": _organisms},
    "2023": _COMMON
    | _SITE
    | _ALIASES
    | _LATER
    | {"organisms": _organisms, "organisms_ner": _organisms, "automl_pathway": scores},
}


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page: fields of one generation in any order, now and then a rare field or a body."""
    generation = draw(st.sampled_from(sorted(_GENERATIONS)))
    fields = draw(st.fixed_dictionaries(_GENERATIONS[generation], optional=_RARE))
    order = draw(st.permutations(sorted(fields)))
    front = yaml.safe_dump({name: fields[name] for name in order}, allow_unicode=True, sort_keys=False)
    body = draw(st.sampled_from(["", "Some *text*.", "a\n---\nb\n"]))
    return f"---\n{front}---\n{body}"

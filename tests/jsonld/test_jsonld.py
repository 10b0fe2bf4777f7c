"""Check with an RDF library that a figure is described in schema.org terms."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from figway import jsonld
from figway.frontmatter import write_page
from figway.records import Article, Figure, FigureImage, FigureRecord, GeneRow, TermRow

SCHEMA = Namespace("https://schema.org/")
# The terms of schema.org that each type may have, those of the types above it included (schema.org, version 29).
THING = {"identifier", "alternateName", "name", "description", "image", "sameAs", "url"}
WORK = THING | {
    "creator",
    "keywords",
    "isBasedOn",
    "about",
    "license",
    "author",
    "datePublished",
    "isPartOf",
    "publisher",
    "headline",
}
PROPERTIES = {
    "Dataset": WORK,
    "ImageObject": WORK | {"contentUrl", "caption", "encodingFormat", "width", "height", "sha256"},
    "ScholarlyArticle": WORK,
    "Periodical": WORK,
    "Organization": THING,
    "Person": THING,
    "PropertyValue": THING | {"propertyID", "value"},
    "QuantitativeValue": THING | {"value", "unitCode"},
    "Gene": THING,
    "ChemicalSubstance": THING,
    "MedicalCondition": THING,
}
CONTEXT = {"@vocab": str(SCHEMA)} | {
    name: {"@id": str(SCHEMA[name]), "@type": "@id"} for name in ("contentUrl", "sameAs", "license")
}
RECORD = FigureRecord(
    figid="PMC3__f2 α",
    figid_alias="PMC3__F2",
    figure=Figure(
        number="Figure 2",
        figtitle="AKT signalling",
        caption="AKT and Ca2+.",
        filename="f2.jpg",
        image=FigureImage(path="images/PMC3__f2.jpg", sha256="ab" * 32, width=10, height=20),
    ),
    article=Article(
        pmcid="PMC3",
        pmid="12",
        doi="10.1/x",
        title="On AKT.",
        authors=("A B", "C D"),
        journal="A Journal",
        publisher="P",
        year="2020",
        keywords=("akt",),
        licence="https://creativecommons.org/licenses/by/4.0/",
    ),
    genes=(
        GeneRow(word="АКТ", symbol="AKT", source="bioentities_symbol", hgnc_symbol="AKT1", entrez="207"),
        GeneRow(word="AKT", symbol="AKT", source="bioentities_symbol", hgnc_symbol="AKT1", entrez="207"),
    ),
    chemicals=(TermRow(word="Ca2+", source="MESH", identifier="D002118"),),
    diseases=(TermRow(word="Cancer"),),
)


def graph(document: dict[str, Any]) -> Graph:
    """Parse with an inline context, so that nothing is fetched."""
    assert document["@context"] == "https://schema.org/"
    text = json.dumps({**document, "@context": CONTEXT})
    return Graph().parse(data=text, format="json-ld", base="https://example.org/records/")


def check(found: Graph) -> None:
    for subject, _, kind in found.triples((None, RDF.type, None)):
        name = str(kind).removeprefix(str(SCHEMA))
        assert name in PROPERTIES
        used = {str(p).removeprefix(str(SCHEMA)) for p in found.predicates(subject) if p != RDF.type}
        assert used <= PROPERTIES[name]


@pytest.mark.parametrize("record", [RECORD, FigureRecord(figid="plain")])
@pytest.mark.parametrize("base_url", ["", "https://example.org/records/"])
def test_a_figure_is_a_dataset_of_schema_org(record: FigureRecord, base_url: str) -> None:
    found = graph(jsonld.dataset(record, base_url))
    check(found)
    (dataset,) = found.subjects(RDF.type, SCHEMA.Dataset)
    for required in (SCHEMA.name, SCHEMA.description, SCHEMA.identifier, SCHEMA.creator):
        assert found.value(dataset, required) is not None


def test_image_and_paper_are_linked() -> None:
    found = graph(jsonld.dataset(RECORD))
    dataset = URIRef("https://example.org/records/PMC3__f2%20%CE%B1.html")
    image = found.value(dataset, SCHEMA.image)
    assert (image, RDF.type, SCHEMA.ImageObject) in found
    assert (image, SCHEMA.contentUrl, URIRef("https://example.org/images/PMC3__f2.jpg")) in found
    assert (image, SCHEMA.encodingFormat, Literal("image/jpeg")) in found
    assert {str(found.value(size, SCHEMA.value)) for size in found.objects(image, SCHEMA.width | SCHEMA.height)} == {
        "10",
        "20",
    }
    paper = found.value(dataset, SCHEMA.isBasedOn)
    assert paper == URIRef("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3/")
    assert (paper, RDF.type, SCHEMA.ScholarlyArticle) in found
    assert (paper, SCHEMA.headline, Literal("On AKT.")) in found
    assert {str(found.value(who, SCHEMA.name)) for who in found.objects(paper, SCHEMA.author)} == {"A B", "C D"}
    assert {str(link) for link in found.objects(paper, SCHEMA.sameAs)} == {
        "https://pubmed.ncbi.nlm.nih.gov/12/",
        "https://doi.org/10.1/x",
    }


def test_what_was_recognised_is_listed_once() -> None:
    assert jsonld.keywords(RECORD) == ("AKT1", "Ca2+", "Cancer")
    found = graph(jsonld.dataset(RECORD))
    gene, chemical = URIRef("https://bioregistry.io/ncbigene:207"), URIRef("https://bioregistry.io/mesh:D002118")
    (dataset,) = found.subjects(RDF.type, SCHEMA.Dataset)
    assert set(found.objects(dataset, SCHEMA.about)) == {gene, chemical}
    assert (gene, RDF.type, SCHEMA.Gene) in found
    assert (chemical, RDF.type, SCHEMA.ChemicalSubstance) in found
    assert {str(k) for k in found.objects(dataset, SCHEMA.keywords)} == {"AKT1", "Ca2+", "Cancer"}


def test_the_page_carries_the_description() -> None:
    text = write_page(RECORD, base_url="https://example.org/records/").markdown
    assert "'@type': ScholarlyArticle" in text
    assert "'@type': ImageObject" in text


def test_the_published_description_is_valid_too() -> None:
    found = graph(jsonld.published(RECORD.evolve(figid="PMC3__f2")))
    check(found)
    (dataset,) = found.subjects(RDF.type, SCHEMA.Dataset)
    assert str(dataset) == "https://pfocr.wikipathways.org/figures/PMC3__f2.html"

"""Describe a figure to search engines in schema.org terms (JSON-LD)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urljoin

from figway.records import Article, Figure, FigureRecord

CONTEXT = "https://schema.org/"
PUBLISHED_SITE = "https://pfocr.wikipathways.org/figures/"
_FORMATS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "bmp": "image/bmp",
}


def keywords(record: FigureRecord) -> tuple[str, ...]:
    """List what was recognised, each once: gene symbols, then chemicals and diseases as printed."""
    genes = (row.hgnc_symbol or row.symbol for row in record.genes)
    terms = (row.word for rows in (record.chemicals, record.diseases) for row in rows)
    return tuple(dict.fromkeys(word for word in (*genes, *terms) if word))


def dataset(record: FigureRecord, base_url: str = "", *, terms: bool = True) -> dict[str, Any]:
    """Describe the record as a `Dataset` made from a figure (`ImageObject`) of a paper (`ScholarlyArticle`).

    `base_url` is where the pages are served, with its final slash; without it the addresses of page and image
    are relative to the page. `terms` adds each gene, chemical and disease with its identifier.
    """
    article, figure = record.article, record.figure
    paper = _article(article)
    return _filled(
        {
            "@context": CONTEXT,
            "@id": f"{base_url}{quote(record.figid)}.html",
            "@type": "Dataset",
            "identifier": record.figid,
            "alternateName": record.figid_alias,
            "name": figure.figtitle or record.figid,
            "description": figure.caption or figure.figtitle or record.figid,
            "creator": {"@type": "Organization", "name": "figway"},
            "keywords": list(keywords(record)),
            "image": _image(figure, base_url),
            "isBasedOn": paper,
            "about": _terms(record) if terms else [],
        }
    )


def published(record: FigureRecord) -> dict[str, Any]:
    """Describe the record as the published pages of PFOCR do, field by field in their order."""
    return {
        "@context": CONTEXT,
        "@id": f"{PUBLISHED_SITE}{record.figid}.html",
        "@type": "Dataset",
        "description": record.figure.caption,
        "license": "CC0",
        "name": "CreativeWork",
        "creator": {"@type": "Organization", "name": "WikiPathways"},
        "keywords": list(keywords(record)),
    }


def _image(figure: Figure, base_url: str) -> dict[str, Any]:
    image = figure.image
    suffix = (figure.filename or image.path).rsplit(".", 1)[-1].lower()
    relative = image.path and not image.path.startswith("/")
    fields = _filled(
        {
            "contentUrl": image.url or (urljoin(base_url, f"../{quote(image.path)}") if relative else ""),
            "name": " ".join(part for part in (figure.number, figure.figtitle) if part),
            "caption": figure.caption,
            "encodingFormat": _FORMATS.get(suffix, ""),
            "width": _pixels(image.width),
            "height": _pixels(image.height),
            "sha256": image.sha256,
            "license": image.licence,
        }
    )
    return {"@type": "ImageObject", **fields} if fields else {}


def _article(article: Article) -> dict[str, Any]:
    links = {
        "PMC": (article.pmcid, f"https://www.ncbi.nlm.nih.gov/pmc/articles/{article.pmcid}/"),
        "PubMed": (article.pmid, f"https://pubmed.ncbi.nlm.nih.gov/{article.pmid}/"),
        "DOI": (article.doi, f"https://doi.org/{quote(article.doi)}"),
    }
    known = {name: pair for name, pair in links.items() if pair[0]}
    identifiers = [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, (value, _) in known.items()]
    addresses = [address for _, address in known.values()]
    fields = _filled(
        {
            "@id": addresses[0] if addresses else "",
            "headline": article.title,
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "datePublished": article.date or article.year,
            "isPartOf": _named("Periodical", article.journal or article.journal_nlm_ta),
            "publisher": _named("Organization", article.publisher),
            "identifier": identifiers,
            "sameAs": addresses[1:],
            "license": article.licence,
            "keywords": list(article.keywords),
        }
    )
    return {"@type": "ScholarlyArticle", **fields} if fields else {}


def _terms(record: FigureRecord) -> list[dict[str, Any]]:
    """Give each thing once, with its identifier as a resolvable address."""
    terms: dict[tuple[str, str], dict[str, Any]] = {}
    for gene in record.genes:
        if gene.entrez:
            term = _term("Gene", gene.hgnc_symbol or gene.symbol, f"ncbigene:{gene.entrez}")
            terms.setdefault(("Gene", gene.entrez), term)
    for kind, rows in (("ChemicalSubstance", record.chemicals), ("MedicalCondition", record.diseases)):
        for row in rows:
            if row.identifier:
                term = _term(kind, row.word, f"{row.source.lower() or 'mesh'}:{row.identifier}")
                terms.setdefault((kind, row.identifier), term)
    return list(terms.values())


def _term(kind: str, name: str, curie: str) -> dict[str, Any]:
    return {"@type": kind, "@id": f"https://bioregistry.io/{quote(curie, safe=':')}", "name": name}


def _named(kind: str, name: str) -> dict[str, Any]:
    return {"@type": kind, "name": name} if name else {}


def _pixels(size: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "value": size, "unitCode": "E37"} if size else {}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}

"""Say how each field of a page is read into a record and written from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from figway import derive
from figway.records import FigureImage, FigureRecord, GeneRow, Model, Relation, StageProvenance, TermRow

FILLERS = frozenset({".na.character", ".na", ".na.real"})
NO_ORGANISM = "NA"
GENE_KEYS = ("word", "symbol", "source", "hgnc_symbol", "entrez")
TERM_KEYS = ("word", "source", "identifier")
RELATION_KEYS = ("source", "sign", "target")

# The fields of a page of each generation, in the order in which they stand.
ORDER_2022 = (
    "figid", "figlink", "number", "caption", "pmcid", "papertitle", "reftext", "pmc_ranked_result_index",
    "pathway_score", "filename", "figtitle", "year", "organisms", "ndex", "annotations", "seo",
    "schema-jsonld", "genes", "chemicals", "diseases", "figid_alias", "redirect_from", "figtype",
)  # fmt: skip
ORDER_2023 = (
    "figid", "figtitle", "organisms", "organisms_ner", "pmcid", "filename", "figlink", "number", "caption",
    "papertitle", "reftext", "year", "doi", "journal_title", "journal_nlm_ta", "publisher_name", "keywords",
    "automl_pathway", "figid_alias", "figtype", "redirect_from", "ndex", "seo", "schema-jsonld",
)  # fmt: skip
ORDERS = {"2022": ORDER_2022, "2023": ORDER_2023}


@dataclass(frozen=True, slots=True)
class Field:
    """Tie a field of a page to a field of the record.

    `read` turns the published value into the record's and raises ValueError, saying what was expected;
    `write` turns the record's value into the published one.
    """

    target: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]

    def get(self, record: FigureRecord) -> Any:
        """Give the record's value."""
        value: Any = record
        for name in self.target.split("."):
            value = getattr(value, name)
        return value


def _expected(what: str, raw: Any) -> ValueError:
    names = {list: "a list", dict: "fields", str: "text", bool: "a truth value", type(None): "nothing"}
    return ValueError(f"expected {what}, found {names.get(type(raw), 'a number')}")


def _text(raw: Any) -> str:
    if isinstance(raw, list | dict):
        raise _expected("text", raw)
    if raw is None or raw in FILLERS:
        return ""
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _score(raw: Any) -> float | None:
    if raw is None or raw == "" or raw in FILLERS:
        return None
    if isinstance(raw, bool | list | dict):
        raise _expected("a number", raw)
    try:
        return float(raw)
    except ValueError:
        raise ValueError(f"expected a number, found {raw!r}") from None


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise _expected("true or false", raw)
    return raw


def _texts(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, dict):
        raise _expected("a list of texts", raw)
    values = raw if isinstance(raw, list) else [raw]
    return tuple(text for value in values if (text := _text(value)))


def _organisms(raw: Any) -> tuple[str, ...]:
    return tuple(name for name in _texts(raw) if name != NO_ORGANISM)


def _keywords(raw: Any) -> tuple[str, ...]:
    return _texts(raw) if isinstance(raw, list) else derive.split_keywords(_text(raw))


def _list(raw: Any) -> tuple[Any, ...]:
    if raw is not None and not isinstance(raw, list):
        raise _expected("a list", raw)
    return tuple(raw or ())


def _rows(model: type[Model], keys: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    def read(raw: Any) -> tuple[Any, ...]:
        rows = []
        for i, row in enumerate(_list(raw), 1):
            if not isinstance(row, dict):
                raise _expected(f"{', '.join(keys)} in row {i}", row)
            try:
                rows.append(model.model_validate({key: _text(row.get(key)) for key in keys}))
            except ValueError as error:
                raise ValueError(f"row {i}: {error}") from None
        return tuple(rows)

    return read


def _write_rows(keys: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    return lambda rows: [{key: getattr(row, key) for key in keys} for row in rows]


def _model(model: type[Model]) -> Callable[[Any], Any]:
    return lambda raw: model.model_validate(raw or {})


def _write_model(value: Model) -> dict[str, Any]:
    return value.model_dump(mode="json", exclude_defaults=True)


def _stages(raw: Any) -> dict[str, StageProvenance]:
    if not isinstance(raw, dict):
        raise _expected("a field for each stage", raw)
    return {str(name): StageProvenance.model_validate(stage) for name, stage in raw.items()}


def _write_stages(stages: dict[str, StageProvenance]) -> dict[str, Any]:
    return {name: stage.model_dump(mode="json") for name, stage in stages.items()}


def _same(value: Any) -> Any:
    return value


def _plain(target: str) -> Field:
    return Field(target, _text, _same)


FIELDS: dict[str, Field] = {
    "figid": _plain("figid"),
    "figid_alias": _plain("figid_alias"),
    "number": _plain("figure.number"),
    "figtype": _plain("figure.figtype"),
    "figtitle": _plain("figure.figtitle"),
    "caption": _plain("figure.caption"),
    "figlink": _plain("figure.figlink"),
    "filename": _plain("figure.filename"),
    "pmcid": _plain("article.pmcid"),
    "papertitle": _plain("article.title"),
    "reftext": _plain("article.reftext"),
    "year": _plain("article.year"),
    "doi": _plain("article.doi"),
    "journal_title": _plain("article.journal"),
    "journal_nlm_ta": _plain("article.journal_nlm_ta"),
    "publisher_name": _plain("article.publisher"),
    "keywords": Field("article.keywords", _keywords, derive.join_keywords),
    "automl_pathway": Field("pathway_score", _score, _same),
    "pathway_score": Field("pathway_score", _score, _same),
    "organisms": Field("organisms", _organisms, list),
    "organisms_ner": Field("organisms_ner", _organisms, list),
    "annotations": Field("annotations", _list, list),
    "genes": Field("genes", _rows(GeneRow, GENE_KEYS), _write_rows(GENE_KEYS)),
    "chemicals": Field("chemicals", _rows(TermRow, TERM_KEYS), _write_rows(TERM_KEYS)),
    "diseases": Field("diseases", _rows(TermRow, TERM_KEYS), _write_rows(TERM_KEYS)),
    # figway's own
    "pmid": _plain("article.pmid"),
    "article_version": _plain("article.version"),
    "authors": Field("article.authors", _texts, list),
    "date": _plain("article.date"),
    "licence": _plain("article.licence"),
    "retracted": Field("article.retracted", _flag, _same),
    "image": Field("figure.image", _model(FigureImage), _write_model),
    "kind": _plain("kind"),
    "sentences": Field("figure.sentences", _texts, list),
    "relations": Field("relations", _rows(Relation, RELATION_KEYS), _write_rows(RELATION_KEYS)),
    "provenance": Field("provenance", _stages, _write_stages),
    "warnings": Field("warnings", _texts, list),
}
"""Every field that a record has a place for, by its name on the page."""

KEPT = {"ndex": "", "seo": "CreativeWork", "wpid": "", "pmc_ranked_result_index": ""}
"""Fields of the published site that stay as they stood, and what stands there on a page of figway's own."""

COMPUTED = ("redirect_from", "schema-jsonld")
"""Fields that follow from others."""

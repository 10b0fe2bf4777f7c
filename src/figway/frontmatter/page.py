"""Write a record as a published page, Markdown with YAML front matter, and read one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figway import derive, jsonld
from figway.errors import PageError
from figway.frontmatter import tables as tsv
from figway.frontmatter import yamlio
from figway.frontmatter.fields import COMPUTED, FIELDS, KEPT, ORDERS
from figway.records import FigureRecord, GeneRow, PublishedPage

_FAMILY = "bioentities_symbol"
_EMPTY = FigureRecord(figid="")
_SIGNED = re.compile(r"---\n(?:(?!---|provenance:).*\n)*(provenance:\n(?: .*\n)+)")
"""A page from its first line to the end of the signatures."""
_SCORES = {"2022": "pathway_score", "2023": "automl_pathway"}


@dataclass(frozen=True, slots=True)
class Page:
    """Hold the text of a page and, by file name, of the tables that stand beside it."""

    markdown: str
    tables: dict[str, str] = field(default_factory=dict)


def write_page(
    record: FigureRecord, *, page_format: str | None = None, base_url: str = "", families: str = "members"
) -> Page:
    """Write a record as a page of the generation "2022" (tables inline) or "2023" (tables in TSV files).

    Without `page_format` a record that was read from a page keeps the page's generation, any other becomes
    one of 2023. What a published page held and figway has no field for is written back; so is how a value was
    written, while the record still says the same. `families` chooses how a family or complex is listed: its
    members (as published), the family alone ("collapse"), or both. `base_url` is where pages are served.
    """
    page = record.page
    generation = page_format or (page.generation if page else "") or "2023"
    if generation not in ORDERS:
        raise ValueError(f"page_format: expected 2022 or 2023, found {generation!r}")
    record = _with_families(record, families)
    writer = _Writer(record, generation, base_url)
    markdown = yamlio.join(yamlio.dump(writer.fields()), page.body if page else "")
    found = writer.tables() if generation == "2023" else {}
    return Page(markdown, {tsv.file_name(record.figid, name): tsv.render(t) for name, t in found.items()})


def sign_page(markdown: str, record: FigureRecord) -> str | None:
    """Give the page of a record that says what it said before, with its new signatures; None where it had none."""
    place = _SIGNED.match(markdown)
    if not place:
        return None
    signed = yamlio.dump({"provenance": FIELDS["provenance"].write(record.provenance)})
    return markdown[: place.start(1)] + signed + markdown[place.end(1) :]


def read_page(text: str, tables: Mapping[str, str] | None = None) -> FigureRecord:
    """Read a page of any generation; raises PageError, which names the line and what was expected.

    `tables` holds the texts of the TSV files by file name, or by "genes", "chemicals" and "diseases".
    """
    front, body = yamlio.split(text)
    fields = yamlio.load(front)
    if not fields.get("figid"):
        raise PageError(f"line {yamlio.line_of(front, 'figid')}: expected the field 'figid', which names the figure")
    parsed = {name: tsv.parse(name, table) for name, table in _named(tables or {}).items()}
    values = _read_fields(front, fields)
    for name, table in parsed.items():
        if not values.get(name):
            values[name] = tsv.read_genes(table) if name == "genes" else tsv.read_terms(table)
    record = _build(front, values)
    generation = _generation(fields)
    page = PublishedPage(generation=generation, order=tuple(fields), tables=parsed, body=body, digest=_digest(record))
    record = record.evolve(page=page)
    plain = _Writer(record, generation, "")
    kept = {name: raw for name, raw in fields.items() if repr(plain.value(name)) != repr(raw)}
    return record.evolve(page=page.model_copy(update={"fields": kept}))


def load_page(path: str | Path) -> FigureRecord:
    """Read a page and the tables beside it (or in `_data` beside its folder); raises OSError or PageError."""
    path = Path(path)
    folders = (path.parent, path.parent.parent / "_data")
    files = {n: [f / tsv.file_name(path.stem, n) for f in folders] for n in tsv.NAMES}
    found = {name: next((f for f in candidates if f.is_file()), None) for name, candidates in files.items()}
    try:
        text = path.read_text("utf-8")
        return read_page(text, {n: f.read_text("utf-8") for n, f in found.items() if f})
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PageError(f"{path}, line {line}: expected text in UTF-8") from error
    except PageError as error:
        raise PageError(f"{path}, {error}") from error


class _Writer:
    """Give the fields of one record in one generation of pages."""

    def __init__(self, record: FigureRecord, generation: str, base_url: str) -> None:
        self.record = record
        self.generation = generation
        self.base_url = base_url
        self.old = record.page or PublishedPage()
        self.same_generation = self.old.generation == generation
        self.unchanged = bool(self.old.digest) and self.old.digest == _digest(record)

    def fields(self) -> dict[str, Any]:
        """Give the fields of the generation, then figway's own where they say something."""
        names = self.old.order if self.same_generation else self._names()
        own = (name for name in FIELDS if name not in names and self._is_own(name, names))
        return {name: self.value(name) for name in (*names, *own)}

    def _names(self) -> tuple[str, ...]:
        kept = (name for name in self.old.fields if name not in FIELDS and name not in COMPUTED)
        return tuple(dict.fromkeys((*ORDERS[self.generation], *kept)))

    def _is_own(self, name: str, names: tuple[str, ...]) -> bool:
        if name in tsv.NAMES and self.generation == "2023":
            return False
        if name in _SCORES.values() and (name != _SCORES[self.generation] or set(names) & set(_SCORES.values())):
            return False
        return bool(FIELDS[name].get(self.record) != FIELDS[name].get(_EMPTY))

    def value(self, name: str) -> Any:
        """Give what stands in a field: as published while the record says the same, else from the record."""
        raw = self.old.fields.get(name)
        has_raw = name in self.old.fields
        if name in COMPUTED:
            stays = has_raw and self.same_generation and self.unchanged
            return raw if stays else self._computed(name)
        if name in FIELDS and not (self.same_generation and _superseded(name, self.old.order)):
            current = FIELDS[name].get(self.record)
            if has_raw and self.same_generation and FIELDS[name].read(raw) == current:
                return raw
            return FIELDS[name].write(self._fill(name, current))
        return raw if has_raw else KEPT.get(name)

    def _fill(self, name: str, current: Any) -> Any:
        """Derive what the record leaves open, and bring the number to the short form of later pages."""
        figure = self.record.figure
        short = derive.number(figure.number, figure.filename, figure.figlink)
        if name == "number" and self.generation == "2023":
            return short
        if name == "figid_alias":
            return current or derive.alias(self.record.article.pmcid, short)
        if name == "figtype":
            return current or derive.figtype(short)
        return current

    def _computed(self, name: str) -> Any:
        if name == "redirect_from":
            return derive.redirect_from(self.value("figid_alias"))
        as_published = self.old.digest and name in self.old.order and name not in self.old.fields
        if as_published:
            return jsonld.published(self.record)
        return jsonld.dataset(self.record, self.base_url, terms=False)

    def tables(self) -> dict[str, tsv.Table]:
        """Give the tables: as they stood while the record has the same rows, else made from it."""
        made = tsv.make_tables(self.record)
        for name, table in self.old.tables.items():
            rows = tsv.read_genes(table) if name == "genes" else tsv.read_terms(table)
            if rows == getattr(self.record, name):
                made[name] = table
        return {name: made[name] for name in tsv.NAMES if name in made}


def _read_fields(front: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the record's values by the path of the field."""
    values: dict[str, Any] = {}
    for name, raw in fields.items():
        if name in FIELDS and not _superseded(name, tuple(fields)):
            try:
                values[FIELDS[name].target] = FIELDS[name].read(raw)
            except ValueError as error:
                message = f"line {yamlio.line_of(front, name)}: {name}: {error}"
                raise PageError(message) from error
    return values


def _superseded(name: str, order: tuple[str, ...]) -> bool:
    """Tell whether a field gives way to its later name, where a page has both."""
    return name == "pathway_score" and "automl_pathway" in order


def _build(front: str, values: Mapping[str, Any]) -> FigureRecord:
    nested: dict[str, Any] = {"figure": {}, "article": {}}
    for target, value in values.items():
        part, _, name = target.rpartition(".")
        (nested[part] if part else nested)[name] = value
    try:
        return FigureRecord.model_validate(nested)
    except ValueError as error:
        raise PageError(f"line 2: {error}") from error


def _generation(fields: Mapping[str, Any]) -> str:
    inline = any(name in fields for name in tsv.NAMES)
    early = "pathway_score" in fields and "automl_pathway" not in fields
    return "2022" if inline or early else "2023"


def _named(tables: Mapping[str, str]) -> dict[str, str]:
    named = {}
    for key, text in tables.items():
        match = re.search(rf"({'|'.join(tsv.NAMES)})(?:\.tsv)?$", key)
        if not match:
            raise PageError(f"table {key!r}: expected the name of a table: {', '.join(tsv.NAMES)}")
        named[match.group(1)] = text
    return named


def _digest(record: FigureRecord) -> str:
    """Sign what computed fields follow from."""
    rows = [[repr(row) for row in rows] for rows in (record.genes, record.chemicals, record.diseases)]
    figure = record.figure
    signed = (record.figid, record.figid_alias, figure.caption, figure.figtitle, record.article.title, rows)
    return hashlib.sha256(repr(signed).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _with_families(record: FigureRecord, families: str) -> FigureRecord:
    """List families as asked for: by members, by name alone, or by name and then members."""
    if families == "members":
        return record
    if families not in ("collapse", "both"):
        raise ValueError(f"families: expected members, collapse or both, found {families!r}")
    rows: list[GeneRow] = []
    seen: set[tuple[str, str, str]] = set()
    for row in record.genes:
        key = (row.word, row.symbol, row.mention)
        if row.source == _FAMILY and key not in seen:
            seen.add(key)
            rows.append(row.model_copy(update={"hgnc_symbol": "", "entrez": ""}))
        if row.source != _FAMILY or families == "both":
            rows.append(row)
    return record.evolve(genes=tuple(rows))

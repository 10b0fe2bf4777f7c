"""Define the record of one figure, as settled in docs/record.md.

Every type is a frozen pydantic model that refuses unknown fields; lists are tuples. Polygons are in pixels of
the original image, origin top left. Identifiers are CURIEs with Bioregistry prefixes (`hgnc:391`,
`ncbigene:207`, `mesh:D005947`, `fplx:AKT`); the flat views `genes`, `chemicals` and `diseases` carry bare
local identifiers, as the published page does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from figway.geometry import Box, Polygon, Polyline, box_of

SCHEMA_VERSION = "1"

Kind = Literal[
    "gene",
    "family",
    "complex",
    "chemical",
    "disease",
    "process",
    "place",
    "other_protein",
    "other_molecule",
    "other",
]
FigureKind = Literal["pathway", "composite", "other", ""]
Sign = Literal["+", "-", "?"]
Lattice = tuple[tuple[tuple[str, float], ...], ...]


class Model(BaseModel):
    """Set what all parts of a record share: frozen, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FigureImage(Model):
    """Describe the picture file of a figure."""

    path: str = Field(default="", description="path inside the library, or where it was read from")
    url: str = ""
    sha256: str = ""
    width: int = Field(default=0, description="pixels of the original, after EXIF rotation")
    height: int = Field(default=0, description="pixels of the original, after EXIF rotation")
    licence: str = ""


class Figure(Model):
    """Hold what the article says of the figure."""

    number: str = Field(default="", description="label as printed, e.g. 'Figure 2'")
    figtype: str = Field(default="", description="Figure, Scheme, Supplemental figure, Graphical abstract, ...")
    figtitle: str = ""
    caption: str = ""
    figlink: str = ""
    filename: str = ""
    image: FigureImage = FigureImage()
    sentences: tuple[str, ...] = Field(default=(), description="sentences of the article that mention the figure")


class Article(Model):
    """Hold the paper that a figure was published in."""

    pmcid: str = ""
    version: str = ""
    pmid: str = ""
    doi: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    reftext: str = Field(default="", description="short reference: first author, journal, year, volume, pages")
    journal: str = ""
    journal_nlm_ta: str = ""
    publisher: str = ""
    year: str = ""
    date: str = ""
    keywords: tuple[str, ...] = ()
    licence: str = ""
    retracted: bool = False
    abstract: str = ""


class Panel(Model):
    """Hold one panel of a composite figure; `letter` is the one that it bears, "" where none was read."""

    box: tuple[float, float, float, float]
    kind: FigureKind = ""
    pathway_score: float | None = None
    letter: str = ""


class TextLine(Model):
    """Hold one line of text as the OCR read it, never anything from the caption."""

    id: str
    text: str
    polygon: Polygon
    score: float = Field(default=0.0, description="mean probability of the characters, 0 to 1")
    angle: float = Field(default=0.0, description="degrees, clockwise from horizontal")
    panel: int | None = None
    lattice: Lattice | None = Field(
        default=None, description="for an unsurely read line, the best characters a step with their probabilities"
    )

    @property
    def box(self) -> Box:
        """Give the box that encloses the line."""
        return box_of(self.polygon)


class Evidence(Model):
    """Hold one reason for or against, with its weight (log odds; negative speaks against)."""

    what: str
    weight: float = 0.0


class Member(Model):
    """Hold one gene of a family, a complex or a list."""

    symbol: str
    identifiers: tuple[str, ...] = ()


class Alternative(Model):
    """Hold another reading of an ambiguous name that was not chosen."""

    symbol: str
    identifiers: tuple[str, ...] = ()
    source: str = ""
    score: float = 0.0


class Mention(Model):
    """Hold one named thing at one place of the figure."""

    id: str
    text_ids: tuple[str, ...] = ()
    word: str = Field(description="as printed in the figure")
    polygon: Polygon = ()
    kind: Kind = "other"
    symbol: str = Field(default="", description="the lexicon's form of the name")
    source: str = ""
    identifiers: tuple[str, ...] = Field(default=(), description="CURIEs, the best first")
    organism: str = ""
    members: tuple[Member, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    state: tuple[str, ...] = Field(default=(), description="phosphorylated, cleaved, active, GTP-bound, ...")
    compartment: str = ""
    complex: str = ""
    transforms: tuple[str, ...] = Field((), description="what turned the printed word into the lexicon's form")
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()

    @property
    def box(self) -> Box | None:
        """Give the box that encloses the mention, None where its place is unknown."""
        return box_of(self.polygon) if self.polygon else None


class Anchor(Model):
    """Say that an arrow ends on another arrow, and where."""

    relation: int = Field(description="index of the other relation in the record")
    point: tuple[float, float]


class Relation(Model):
    """Hold one drawn arrow between labels."""

    source: str
    target: str
    source_ids: tuple[str, ...] = ()
    target_ids: tuple[str, ...] = ()
    sign: Sign = "?"
    head: str = Field(default="", description="pointed, bar, circle, none")
    line: str = Field(default="", description="solid, dashed, dotted, block")
    path: Polyline = ()
    anchor: Anchor | None = None
    annotation: str = ""
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()


class Stated(Model):
    """Hold a relation that only the caption states."""

    source: str
    target: str
    sign: Sign = "?"
    sentence: str = ""


class GeneRow(Model):
    """Hold one row of the page's gene table; a family has one row for each member."""

    word: str
    symbol: str
    source: str
    hgnc_symbol: str = ""
    entrez: str = ""
    organism: str = ""
    mention: str = ""


class TermRow(Model):
    """Hold one row of the page's table of chemicals or of diseases."""

    word: str
    source: str = ""
    identifier: str = ""
    mention: str = ""


class StageProvenance(Model):
    """Say which stage, in which version and with which options and models, made a part of the record."""

    name: str
    version: str
    fingerprint: str
    detail: dict[str, str] = Field(default={}, description="versions and hashes of the models or the lexicon it used")


class PublishedPage(Model):
    """Keep what a published page holds beyond figway's own fields, so that it round-trips.

    `fields` are front-matter fields as they stood (`ndex`, `wpid`, `seo`, `pmc_ranked_result_index`, ...) and
    `generation` is the page format they follow: "2022" (tables inline) or "2023" (tables in TSV files). A
    field that figway has a place for stands here too where the page wrote it otherwise than figway would.
    """

    generation: str = ""
    fields: dict[str, Any] = {}
    order: tuple[str, ...] = Field(default=(), description="names of the front-matter fields in the order they stood")
    tables: dict[str, tuple[tuple[str, ...], ...]] = Field(
        {}, description="TSV tables as they stood, by name: the row of column names, then the rows"
    )
    body: str = ""
    digest: str = Field(default="", description="signs what the record said when it was read from the page")


class FigureRecord(Model):
    """Hold everything that is known of one figure."""

    schema_version: str = SCHEMA_VERSION
    figid: str
    figid_alias: str = ""
    figure: Figure = Figure()
    article: Article = Article()
    kind: FigureKind = ""
    pathway_score: float | None = None
    panels: tuple[Panel, ...] = ()
    text: tuple[TextLine, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    stated: tuple[Stated, ...] = ()
    organisms: tuple[str, ...] = ()
    organisms_ner: tuple[str, ...] = ()
    annotations: tuple[Any, ...] = ()
    genes: tuple[GeneRow, ...] = ()
    chemicals: tuple[TermRow, ...] = ()
    diseases: tuple[TermRow, ...] = ()
    provenance: dict[str, StageProvenance] = {}
    warnings: tuple[str, ...] = ()
    page: PublishedPage | None = Field(
        default=None, description="fields of an imported page that figway has no field for"
    )

    def evolve(self, **changes: Any) -> FigureRecord:
        """Return a new record with the given fields replaced; this one is unchanged."""
        return self.model_copy(update=changes)

    def signed(self, name: str, version: str, fingerprint: str, detail: dict[str, str] | None = None) -> FigureRecord:
        """Return the record with a stage's entry in its provenance."""
        entry = StageProvenance(name=name, version=version, fingerprint=fingerprint, detail=detail or {})
        return self.evolve(provenance={**self.provenance, name: entry})

    def current_symbols(self) -> dict[str, str]:
        """Give the current HGNC symbols of each mention of a gene, by the mention's id; of a list joined by slashes.

        A mention's own `symbol` is the name that was matched, which may be an alias (A20 for TNFAIP3).
        """
        genes = {m.id for m in self.mentions if m.kind == "gene"}
        found: dict[str, dict[str, None]] = {}
        for row in self.genes:
            if row.mention in genes and row.hgnc_symbol:
                found.setdefault(row.mention, {})[row.hgnc_symbol] = None
        return {mention: "/".join(symbols) for mention, symbols in found.items()}

    def to_json(self) -> str:
        """Write the record as JSON text: fields in their declared order, UTF-8, no times, a final newline."""
        return self.model_dump_json(indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> FigureRecord:
        """Read a record from JSON text; raises pydantic.ValidationError where it is none."""
        return cls.model_validate_json(text)

    @classmethod
    def load(cls, path: str | Path) -> FigureRecord:
        """Read a record file; raises OSError or pydantic.ValidationError."""
        return cls.from_json(Path(path).read_bytes())

    def _repr_html_(self) -> str:
        """Show the record in a notebook: title, paper and a table of what was recognised."""
        from figway.frontmatter import record_html

        return record_html(self)


class Failure(Model):
    """Say which figure failed at which stage, and why; a record like the others."""

    figid: str
    stage: str
    error: str
    message: str
    path: str = ""


def json_schema() -> str:
    """Give the JSON Schema of a record as text (the copy in docs/schema is checked against it)."""
    schema = FigureRecord.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "figway record"
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":  # python -m figway.records > docs/schema/record.schema.json
    print(json_schema(), end="")

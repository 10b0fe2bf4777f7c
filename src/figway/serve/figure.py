"""Make the page of a figure and the files that can be downloaded from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from figway.frontmatter import write_page
from figway.jsonld import dataset
from figway.overlay import overlay_svg
from figway.records import FigureRecord, GeneRow, TermRow
from figway.serve.finder import title_of
from figway.serve.render import Look, json_text, render
from figway.serve.view import figure_view

PMC = "https://pmc.ncbi.nlm.nih.gov"


@dataclass(frozen=True, slots=True)
class FigureFile:
    """Hold one file that can be downloaded from a figure's page, and how it is written."""

    name: str
    label: str
    note: str
    media_type: str
    write: Callable[[FigureRecord], str]


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _rows(model: type[GeneRow] | type[TermRow], rows: Sequence[GeneRow] | Sequence[TermRow]) -> str:
    names = list(model.model_fields)
    return _table(names, ([getattr(row, name) for name in names] for row in rows))


def _relations(record: FigureRecord) -> str:
    drawn = (
        (r.source, r.sign, r.target, r.head, r.line, r.annotation, f"{r.score:.4f}", "figure") for r in record.relations
    )
    said = ((s.source, s.sign, s.target, "", "", s.sentence, "", "caption") for s in record.stated)
    return _table(("source", "sign", "target", "head", "line", "note", "score", "from"), (*drawn, *said))


def _page(record: FigureRecord) -> str:
    return write_page(record, page_format="2022").markdown


def _overlay(record: FigureRecord) -> str:
    return overlay_svg(record, "image")


def _gpml(record: FigureRecord) -> str:
    from figway.export.gpml import write
    from figway.network import build

    stream = io.BytesIO()
    write(build(record), stream)
    return stream.getvalue().decode()


TSV = "text/tab-separated-values; charset=utf-8"
FILES = {
    f.name: f
    for f in (
        FigureFile("genes.tsv", "Genes", "TSV", TSV, lambda r: _rows(GeneRow, r.genes)),
        FigureFile("chemicals.tsv", "Chemicals", "TSV", TSV, lambda r: _rows(TermRow, r.chemicals)),
        FigureFile("diseases.tsv", "Diseases", "TSV", TSV, lambda r: _rows(TermRow, r.diseases)),
        FigureFile("relations.tsv", "Relations", "TSV", TSV, _relations),
        FigureFile("record.json", "Whole record", "JSON", "application/json", FigureRecord.to_json),
        FigureFile("page.md", "Page", "Markdown", "text/markdown; charset=utf-8", _page),
        FigureFile("pathway.gpml", "Draft pathway", "GPML, for PathVisio", "application/xml", _gpml),
        FigureFile("overlay.svg", "Figure with marks", "SVG", "image/svg+xml", _overlay),
    )
}


def figure_page(
    record: FigureRecord, look: Look, root: str, *, image: str, no_image: str = "", guest: bool = False, **context: Any
) -> str:
    """Write the page of a figure; `image` is the address of its picture, "" where it is not to be shown."""
    view = figure_view(record)
    network = {"nodes": [asdict(n) for n in view.nodes], "edges": [asdict(e) for e in view.edges]}
    address = f"{root}figures/{quote(record.figid)}"
    return render(
        "figure.html", look, root, record=record, view=view,
        title=title_of(record.figure.figtitle, record.article.title, record.figure.number),
        image=image, no_image=no_image, guest=guest,
        network=json_text(network), jsonld=json_text(dataset(record, f"{look.base_url or root}figures/")),
        downloads=[] if guest else _downloads(record, address, image), files=f"figures/{quote(record.figid)}",
        gpml="" if guest or not record.mentions else f"{address}/pathway.gpml",
        figlink=_published(record.figure.figlink),
        **context,
    )  # fmt: skip


def _published(link: str) -> str:
    """Give the address of a figure at its publisher; a bare path is one of PubMed Central."""
    return PMC + link.removeprefix("/pmc") if link.startswith("/pmc/") else link if link.startswith("https://") else ""


def _downloads(record: FigureRecord, address: str, image: str) -> list[dict[str, str] | None]:
    """List the files that say something of this figure; None stands for a line between groups."""
    empty = {
        "genes.tsv": not record.genes, "chemicals.tsv": not record.chemicals, "diseases.tsv": not record.diseases,
        "relations.tsv": not (record.relations or record.stated), "overlay.svg": not image,
        "pathway.gpml": not record.mentions,
    }  # fmt: skip
    picture = [{"href": image, "name": "Picture", "note": "as published", "save": record.figid}] if image else []
    files = [
        {"href": f"{address}/{f.name}", "name": f.label, "note": f.note, "save": f"{record.figid}-{f.name}"}
        for f in FILES.values() if not empty.get(f.name)
    ]  # fmt: skip
    return [*picture, *files[-1:], None, *files[:-1]] if not empty["overlay.svg"] else [*files]

"""Answer programs: figures, records, completion, exports, the BioThings shape, a figure sent to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Path, Query, Request, UploadFile
from fastapi.responses import JSONResponse, Response, StreamingResponse

from figway.errors import ImageError, MetadataError
from figway.export.biothings import document
from figway.records import FigureRecord
from figway.serve.archive import ArchiveError, ask
from figway.serve.finder import FACETS, SORTS
from figway.serve.pages import cached, found, site_of
from figway.serve.upload import BusyError, read_upload

router = APIRouter(prefix="/api")
PROBLEM = {"application/problem+json": {"schema": {"type": "object", "properties": {
    "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
    "detail": {"type": "string"},
}, "required": ["title", "status", "detail"]}}}  # fmt: skip
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The request cannot be understood", "content": PROBLEM},
    414: {"description": "The address is too long", "content": PROBLEM},
    422: {"description": "A parameter is out of bounds", "content": PROBLEM},
}
_SEARCH_ERRORS = {**_ERRORS, 502: {"description": "PubMed Central could not be asked", "content": PROBLEM}}
_MISSING: dict[int | str, dict[str, Any]] = {
    **_ERRORS,
    404: {"description": "There is no such figure", "content": PROBLEM},
}
_TEXT = {"schema": {"type": "string"}}
_CONTENT: dict[str, dict[str, Any]] = {
    "export": {
        "description": "All figures that were found",
        "content": {
            "text/tab-separated-values": _TEXT,
            "text/plain": _TEXT,
            "application/json": {"schema": {"type": "array"}},
        },
    },
    "records": {"description": "One record a line", "content": {"application/x-ndjson": _TEXT}},
}
LONGEST_QUERY = 8000
Asked = Annotated[
    str, Query(max_length=LONGEST_QUERY, description="What is searched, as in the search box", examples=["gene:EGFR"])
]
Figid = Annotated[str, Path(max_length=200, description="figid, as PMC7719781__fendo-11-592129-g002")]
Page = Annotated[int, Query(ge=1, le=100_000, description="Page, from 1")]
Size = Annotated[int, Query(ge=1, le=200, description="Figures a page, at most 200")]


def chosen(request: Request) -> dict[str, tuple[str, ...]]:
    """Take the facet values from the address."""
    return {
        name: tuple(v[:300] for v in request.query_params.getlist(name)[:50])
        for name in FACETS
        if name in request.query_params
    }


def _json(request: Request, value: Any) -> Response:
    response = cached(request, JSONResponse(value).body, "application/json")  # type: ignore[arg-type]
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@router.get("/v1/figures", responses=_SEARCH_ERRORS, summary="Search figures")
def list_figures(
    request: Request, q: Asked = "", page: Page = 1, size: Size = 20,
    sort: Annotated[str, Query(description=", ".join(SORTS), pattern=f"^({'|'.join(SORTS)})$")] = "relevance",
    pmc: Annotated[str, Query(max_length=2000, description="Only papers that PubMed Central finds with this")] = "",
) -> Response:  # fmt: skip
    """Facet values narrow the results: organism, year, gene, chemical, disease, journal, kind, has."""
    try:
        papers = ask(pmc).pmcids if pmc.strip() else None
    except ArchiveError as error:
        raise HTTPException(502, str(error)) from error
    results = site_of(request).finder.search(q, chosen(request), sort=sort, page=page, size=size, papers=papers)
    return _json(request, {
        "total": results.total, "page": page, "size": size,
        "figures": [{**asdict(h.card), "rank": h.rank, "same_picture": h.also} for h in results.hits],
        "meant": results.meant,
        "facets": {n: {c.value: c.count for c in counts} for n, counts in results.facets.items()},
    })  # fmt: skip


@router.get("/v1/figures/{figid}", responses=_MISSING, summary="Give the record of a figure")
def get_figure(request: Request, figid: Figid) -> Response:
    """The whole record, as docs/record.md describes it: boxes, names, relations, reasons."""
    response = cached(request, found(request, figid).to_json(), "application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@router.get("/v1/suggest", responses=_ERRORS, summary="Complete what is typed")
def suggest(
    request: Request, q: Annotated[str, Query(max_length=200, description="What was typed so far")] = "",
    size: Annotated[int, Query(ge=1, le=50, description="How many at most")] = 8,
) -> Response:  # fmt: skip
    """Genes, chemicals, diseases and organisms of the library that begin so."""
    rows = site_of(request).finder.complete(q, size)
    before = " ".join(q.split()[:-1])
    return _json(request, {"suggestions": [
        {
            "label": r.name, "kind": r.kind, "figures": r.figures, "matched": r.matched,
            "query": f'{before} {"gene" if r.kind in ("family", "complex") else r.kind}:"{r.name}"'.strip(),
        }
        for r in rows
    ]})  # fmt: skip


@router.get("/v1/stats", responses=_ERRORS, summary="Count what the library holds")
def stats(request: Request) -> Response:
    """Figures, papers, figures a year, and the commonest genes, chemicals and diseases."""
    finder = site_of(request).finder
    known = finder.overview()
    tops = {k: finder.top(k, 20) for k in ("gene", "chemical", "disease", "organism")}
    return _json(
        request,
        {
            "figures": known.figures,
            "papers": known.papers,
            "years": dict(known.years),
            "top": {k: dict(v) for k, v in tops.items()},
        },
    )


@router.get(
    "/v1/export.{form}",
    responses={**_MISSING, 200: _CONTENT["export"]},
    response_class=Response,
    summary="Export what a search finds",
)
def export(
    request: Request,
    form: Annotated[str, Path(pattern="^(tsv|json|gmt)$", description="tsv, json or gmt")],
    q: Asked = "",
) -> Response:
    """All results, not a page: a table, the same as JSON, or gene sets (Entrez) for enrichment tools."""
    finder = site_of(request).finder
    hits = finder.search(q, chosen(request), sort="relevance", page=1, size=10**9).hits
    if form == "json":
        return _json(request, [asdict(h.card) for h in hits])
    if form == "tsv":
        names = ("figid", "title", "year", "pmcid", "genes", "chemicals", "diseases", "relations")
        lines = ["\t".join(names), *("\t".join(" ".join(str(getattr(h.card, n)).split()) for n in names) for h in hits)]
        kind = "text/tab-separated-values; charset=utf-8"
    else:
        sets = ((h.card, finder.entrez(h.card.figid)) for h in hits)
        lines = ["\t".join((c.figid, " ".join(c.title.split()), *ids)) for c, ids in sets if ids]
        kind = "text/plain; charset=utf-8"
    response = cached(request, "".join(line + "\n" for line in lines), kind)
    response.headers["Content-Disposition"] = f'attachment; filename="figures.{form}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@router.get(
    "/v1/records.ndjson",
    responses={**_ERRORS, 200: _CONTENT["records"]},
    response_class=Response,
    summary="Download all records",
)
def all_records(request: Request) -> StreamingResponse:
    """One record a line, as they are read from the library: nothing is held back or held in memory."""
    site = site_of(request)

    def lines() -> Iterator[str]:
        for figid in site.figids():
            if record := site.record(figid):
                yield record.model_dump_json() + "\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson", headers={"Access-Control-Allow-Origin": "*"})


@router.get("/biothings/figure/{figid}", responses=_MISSING, summary="Give a figure in the BioThings shape")
def biothings(request: Request, figid: Figid) -> Response:
    """As the BioThings PFOCR API answers: `_id`, `associatedWith.mentions.genes.ncbigene` and so on."""
    return _json(request, biothings_record(found(request, figid), str(request.base_url)))


def biothings_record(record: FigureRecord, base: str) -> dict[str, Any]:
    """Give a record as the BioThings PFOCR API does."""
    return document(record, f"{base}figures/{record.figid}.html")


_READ: dict[int | str, dict[str, Any]] = {
    **_ERRORS,
    413: {"description": "The file is too large", "content": PROBLEM},
    503: {"description": "Busy; try later", "content": PROBLEM},
}  # fmt: skip


@router.post("/v1/read", responses=_READ, summary="Read a figure")
def read(request: Request, file: UploadFile, caption: Annotated[str, Form(max_length=20_000)] = "") -> Response:
    """Send a picture (multipart form, `file`), get its record; nothing is kept."""
    limit = site_of(request).settings.upload_limit
    data = file.file.read(limit + 1)
    if len(data) > limit:
        raise HTTPException(413, f"At most {limit / 1e6:g} MB are read.")
    try:
        result = read_upload(file.filename or "", data, caption)
    except (ImageError, MetadataError) as error:
        raise HTTPException(422, f"This could not be read: {error}") from error
    except BusyError as error:
        raise HTTPException(503, f"{error}.", {"Retry-After": "60"}) from error
    return Response(result.record.to_json(), media_type="application/json")

"""Serve the enrichment: a list goes in, enriched figures come out, with what they share shown on the picture."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from pydantic import ValidationError

from figway.derive.licence import may_copy
from figway.enrich import Answer, EnrichedSet, Enricher, Question
from figway.enrich.model import KINDS
from figway.enrich.report import draw_plot, write_tsv
from figway.enrich.share import Shared, hand_over, human_genes, pack_question, share, unpack_question
from figway.enrich.sources import ItemMaker
from figway.errors import FigwayError, InputError
from figway.records import FigureRecord
from figway.serve.images import image_path
from figway.serve.pages import cached, page, root_of, site_of

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["enrichment"])
LONGEST_LINK = 7000
LISTED = 50
_PICTURED = 12
_MOST_PERMUTATIONS = 1000
_PROBLEM = {"description": "Nothing could be tested", "content": {"application/problem+json": {}}}
_OPENING = Lock()


@dataclass(frozen=True, slots=True)
class Outline:
    """Hold the outline of one label on a picture and what it stands for."""

    label: str
    points: str


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one line of the results: the set, and where its overlap stands on the picture."""

    found: EnrichedSet
    picture: bool
    width: int = 0
    height: int = 0
    outlines: tuple[Outline, ...] = ()


def enricher_of(request: Request) -> Enricher:
    """Give the library's enricher, opened when it is first asked for, and anew with what finds its figures."""
    state = request.app.state
    with _OPENING:
        finder = site_of(request).finder
        if getattr(state, "enriched", None) is not finder:
            state.enricher = Enricher(site_of(request).sets(finder))
            state.items = ItemMaker(state.enricher.lexicon)
            state.answer = lru_cache(maxsize=32)(state.enricher.ask)
            state.enriched = finder
    found: Enricher = state.enricher
    return found


def answer_of(request: Request, question: Question) -> Answer:
    """Answer a question, the same one at once; answers 422 where nothing can be tested."""
    try:
        enricher_of(request)
        found: Answer = request.app.state.answer(_bounded(question))
    except FigwayError as error:
        raise HTTPException(422, f"{str(error)[:1].upper()}{str(error)[1:]}") from error
    return found


def _bounded(question: Question) -> Question:
    most = min(question.permutations, _MOST_PERMUTATIONS)
    return question.model_copy(update={"limit": question.limit or LISTED, "permutations": most})


def _asked(token: str) -> Question:
    try:
        return unpack_question(token)
    except InputError as error:
        raise HTTPException(400, str(error).capitalize()) from error


@router.get("/enrich")
def enrich_page(
    request: Request, t: Annotated[str, Query(max_length=LONGEST_LINK)] = "",
    genes: Annotated[str, Query(max_length=LONGEST_LINK)] = "",
) -> Response:  # fmt: skip
    """Show the form, and the answer to the question of a link (`t`, or `genes=AKT1,TP53`)."""
    question = _asked(t) if t else Question(query=genes) if genes else None
    return _show(request, question)


@router.post("/enrich")
def enrich_form(
    request: Request, query: Annotated[str, Form()] = "", background: Annotated[str, Form()] = "",
    by: Annotated[Literal["figure", "cluster"], Form()] = "figure", organism: Annotated[str, Form()] = "",
    first_year: Annotated[str, Form()] = "", last_year: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "", fdr: Annotated[float, Form(ge=0, le=1)] = 0.05,
    ranked: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Take the form; lead to the link of the question where it fits into one."""
    try:
        question = Question(
            query=query, background=background, by=by, organisms=(organism,) if organism else (),
            first_year=int(first_year) if first_year.strip() else None,
            last_year=int(last_year) if last_year.strip() else None, words=words, fdr=fdr, ranked=ranked,
        )  # fmt: skip
    except (ValueError, ValidationError) as error:
        raise HTTPException(422, "Give years as numbers, as 2015.") from error
    token = pack_question(question)
    if query.strip() and len(token) <= LONGEST_LINK:
        return RedirectResponse(f"{root_of(request)}enrich?t={token}", 303)
    return _show(request, question)


def _show(request: Request, question: Question | None) -> Response:
    answer: Answer | None = None
    rows: tuple[Row, ...] = ()
    problem = plot = ""
    if question is not None:
        try:
            answer = answer_of(request, question)
        except HTTPException as error:
            problem = str(error.detail)
    if answer is not None:
        rows = tuple(_row(request, found, n < _PICTURED) for n, found in enumerate(answer.sets))
        plot = Markup(draw_plot(answer)) if answer.sets else ""  # every text in it is escaped
    token = pack_question(question) if question else ""
    shown = page(
        request, "enrich.html", here="enrich", question=question or Question(query=""), answer=answer, rows=rows,
        problem=problem, plot=plot, token=token if len(token) <= LONGEST_LINK else "", kinds=KINDS,
        ways=hand_over(human_genes(answer)) if answer else (),
        organisms=_organisms(request),
    )  # fmt: skip
    shown.status_code = 422 if problem else 200
    return shown


def _organisms(request: Request) -> list[str]:
    try:
        return sorted(filter(None, enricher_of(request).sets.organism_names))[:300]
    except FigwayError:
        return []


def _row(request: Request, found: EnrichedSet, pictured: bool) -> Row:
    site = site_of(request)
    record = site.record(found.id) if pictured else None
    if record is None or image_path(site.library, record) is None:
        return Row(found, picture=False)
    if site.settings.images == "free" and not may_copy(record):
        return Row(found, picture=False)
    image = record.figure.image
    outlines = outlines_of(record, frozenset(found.overlap), request.app.state.items)
    return Row(found, picture=True, width=image.width, height=image.height, outlines=outlines)


def outlines_of(record: FigureRecord, labels: frozenset[str], items: ItemMaker) -> tuple[Outline, ...]:
    """Give the outlines of the labels that a query's items stand at."""
    named: dict[str, list[str]] = {}
    pairs = [(row.mention, items.gene(row)) for row in record.genes]
    pairs += [(row.mention, items.term(row, "chemical")) for row in record.chemicals]
    pairs += [(row.mention, items.term(row, "disease")) for row in record.diseases]
    for mention, item in pairs:
        if item is not None and item.label in labels:
            named.setdefault(mention, []).append(item.label)
    return tuple(
        Outline(", ".join(dict.fromkeys(named[m.id])), " ".join(f"{x:.0f},{y:.0f}" for x, y in m.polygon))
        for m in record.mentions
        if m.id in named and m.polygon
    )


@router.get("/enrich.{form}")
def enrich_file(
    request: Request, form: Literal["tsv", "json", "svg"], t: Annotated[str, Query(max_length=LONGEST_LINK)]
) -> Response:
    """Give the answer to the question of a link as a table, as JSON or as its plot."""
    question = _asked(t)
    answer = answer_of(request, question if form == "svg" else question.model_copy(update={"limit": 10_000}))
    text, kind = _written(answer, form)
    response = cached(request, text, kind)
    if form != "svg":
        response.headers["Content-Disposition"] = f'attachment; filename="enrichment.{form}"'
    return response


def _written(answer: Answer, form: str) -> tuple[str, str]:
    if form == "svg":
        return draw_plot(answer), "image/svg+xml"
    if form == "json":
        return share(answer).model_dump_json(indent=1), "application/json"
    stream = io.StringIO()
    write_tsv(answer, stream)
    return stream.getvalue(), "text/tab-separated-values; charset=utf-8"


_RESPONSES: dict[int | str, dict[str, Any]] = {422: _PROBLEM, 400: _PROBLEM, 413: _PROBLEM}


@api.post("/enrich", response_model=Shared, responses=_RESPONSES, summary="Find enriched figures")
def enrich_api(request: Request, question: Question) -> Response:
    """Send a list and get the figures that it is enriched in, with all that is needed to ask again."""
    text = share(answer_of(request, question)).model_dump_json()
    return Response(text, media_type="application/json", headers={"Access-Control-Allow-Origin": "*"})

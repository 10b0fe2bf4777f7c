"""Let a person correct figures: each act becomes a file in the library's folder `corrections`, seen at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from figway.corrections import Correction, read_corrections, remove_correction, write_correction
from figway.records import FigureRecord
from figway.serve.acts import ACTS, Given, fields_of
from figway.serve.api import chosen
from figway.serve.pages import LISTED, found, page, root_of, site_of, user_of
from figway.store.rows import SURE_NAME, SURE_RELATION

router = APIRouter(include_in_schema=False)
_SHOWN = 8
Text = Annotated[str, Form(max_length=2000)]


@router.get("/curate")
def queue(request: Request) -> Response:
    """List figures by how unsure they are, the least certain first; a search narrows them."""
    site = site_of(request)
    if not user_of(request) and site.people is not None:
        return RedirectResponse(f"{root_of(request)}sign-in?after=curate", 303)
    _curator(request)
    q, number = request.query_params.get("q", "")[:2000], request.query_params.get("page", "1")
    at = min(max(int(number), 1), 100_000) if number.isdecimal() and len(number) < 7 else 1
    results = site.finder.search(q, chosen(request), sort="unsure", page=at, size=LISTED)
    pairs = ((hit.card, site.record(hit.card.figid)) for hit in results.hits)
    rows = [(card, _unsure(r), len(read_corrections(site.library.path, r.figid))) for card, r in pairs if r]

    def address(n: int) -> str:
        return f"?{urlencode([('q', q), ('page', n)])}"

    return page(request, "curate.html", here="curate", rows=rows, results=results, q=q, address=address)


def _unsure(record: FigureRecord) -> tuple[list[tuple[str, str, float]], int, int]:
    """Give the least certain names of a figure (word, kind, score), and how many more names and arrows are unsure."""
    names = sorted((m for m in record.mentions if m.kind != "other" and m.score < SURE_NAME), key=lambda m: m.score)
    arrows = sum(r.score < SURE_RELATION for r in record.relations)
    different = {m.word.lower(): m for m in reversed(names)}
    shown: list[tuple[str, str, float]] = [(m.word, m.kind, m.score) for m in different.values()]
    shown.sort(key=lambda row: row[2])
    return shown[:_SHOWN], max(0, len(different) - _SHOWN), arrows


@router.post("/figures/{figid}/corrections")
def correct(
    request: Request, figid: str, act: Text, mention: Text = "", relation: Text = "", name: Text = "",
    why: Text = "", text: Text = "", box: Text = "", kind: Text = "", source: Text = "", target: Text = "",
) -> Response:  # fmt: skip
    """Take one act and lead back to the figure, which shows it."""
    who = _curator(request)
    record = found(request, figid)
    if act not in ACTS:
        raise HTTPException(400, f"There is no act {act[:40]!r}; there are {', '.join(ACTS)}.")
    after = mention
    if act == "undo":
        _undo(request, record.figid, who)
    else:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        given = Given(now, mention, relation, name.strip(), text.strip(), box, kind, source, target)
        fields = fields_of(record, act, given)
        after = str(fields.get("mention", "")) if "act" in fields else mention
        done = {"figid": record.figid, "act": act, "who": who, "when": now, "why": why.strip(), **fields}
        write_correction(site_of(request).library.path, Correction.model_validate(done))
    query = f"?after={quote(after)}" if after else ""
    return RedirectResponse(f"{root_of(request)}figures/{quote(record.figid)}.html{query}#curate", 303)


def _undo(request: Request, figid: str, who: str) -> None:
    library = site_of(request).library.path
    mine = [path for path, c in read_corrections(library, figid) if c.who == who]
    if not mine:
        raise HTTPException(400, "There is nothing of yours to undo on this figure.")
    remove_correction(library, mine[-1])


def _curator(request: Request) -> str:
    who = user_of(request)
    if not who and site_of(request).people is not None:
        raise HTTPException(401, "Sign in to correct figures.")
    if not who:
        raise HTTPException(
            403, "Nobody can correct figures here; start the server with --curate NAME or --users FILE."
        )
    return who

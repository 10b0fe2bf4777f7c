"""Serve the pages: home, a figure, its files, a figure of one's own."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from figway import __version__
from figway.derive.licence import may_copy
from figway.errors import ImageError, MetadataError
from figway.records import FigureRecord
from figway.serve.figure import FILES, figure_page
from figway.serve.images import image_path, picture, thumbnail
from figway.serve.render import json_text, render
from figway.serve.site import Site
from figway.serve.upload import BusyError, read_upload
from figway.serve.users import COOKIE
from figway.serve.view import figure_view

router = APIRouter(include_in_schema=False)
LISTED = 24
SIMILAR = 6


def site_of(request: Request) -> Site:
    """Give the site of a request."""
    site: Site = request.app.state.site
    return site


def root_of(request: Request) -> str:
    """Give the way to the top of the site."""
    return str(request.scope.get("root_path", "")) + "/"


def user_of(request: Request) -> str:
    """Give in whose name the sender of a request corrects figures, "" where nobody may."""
    return site_of(request).curator(request.cookies.get(COOKIE, ""))


def page(request: Request, template: str, **context: Any) -> HTMLResponse:
    """Answer with a filled template."""
    context = {"user": user_of(request), **context}
    return HTMLResponse(render(template, site_of(request).look, root_of(request), **context))


def found(request: Request, figid: str) -> FigureRecord:
    """Give the record of a figure; answers 404 where there is none."""
    record = site_of(request).record(figid)
    if record is None:
        raise HTTPException(404, f"There is no figure {figid[:120]!r} in this library.")
    return record


@cache
def can_simulate() -> bool:
    """Tell whether the engine for simulations is installed."""
    return find_spec("biodivine_aeon") is not None


def unchanged(request: Request, made_of: str) -> tuple[dict[str, str], bool]:
    """Give the headers of an answer that is known by what it is made of, and whether the browser has it already."""
    tag = f'"{hashlib.sha256(f"{__version__} {request.url} {made_of}".encode()).hexdigest()[:24]}"'
    return {"ETag": tag, "Cache-Control": "no-cache"}, tag in request.headers.get("if-none-match", "")


def cached(request: Request, content: str | bytes, media_type: str, *, seconds: int = 0) -> Response:
    """Answer with an ETag, or with nothing new where the browser has these very bytes."""
    raw = content.encode() if isinstance(content, str) else content
    tag = f'"{hashlib.sha256(raw).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": f"max-age={seconds}" if seconds else "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(raw, media_type=media_type, headers=headers)


@router.get("/")
def home(request: Request) -> Response:
    """Show what the library holds, a box for the search and one for a figure of one's own."""
    site = site_of(request)
    known = site.finder.overview()
    record = site.record(known.best) if known.best else None
    shown = record if record and image_path(site.library, record) else None
    return page(
        request, "home.html", image=f"{root_of(request)}figures/{quote(known.best)}/image" if shown else "",
        cards=known.newest, total=known.figures, years=known.years, show=shown,
        limit=site.settings.upload_limit,
        view=figure_view(shown) if shown else None,
        numbers=[
            ("figures", known.figures), ("papers", known.papers), ("genes named", known.genes),
            ("chemicals named", known.chemicals), ("relations drawn", known.relations),
        ],
    )  # fmt: skip


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    """Lead to the icon, for browsers that ask without reading the page."""
    return RedirectResponse(f"{root_of(request)}static/icon.svg", 301)


@router.get("/robots.txt")
def robots() -> Response:
    """Let search engines in, but for the API and what costs work."""
    return Response("User-agent: *\nDisallow: /api/\nDisallow: /search\nDisallow: /simulate\n", media_type="text/plain")


@router.get("/figures/{figid}.html")
def figure(request: Request, figid: str) -> Response:
    """Show a figure: picture with marks, tables, network, reasons, paper."""
    site = site_of(request)
    record = site.record(figid)
    if record is None:
        if other := site.finder.alias(figid):
            return RedirectResponse(f"{root_of(request)}figures/{quote(other)}.html", 301)
        raise HTTPException(404, f"There is no figure {figid[:120]!r} in this library.")
    address, why = shown_image(request, record)
    html = figure_page(
        record, site.look, root_of(request), image=address, no_image=why, here="browse",
        copies=site.copies.get(record.figid, ()), similar=site.finder.similar(figid, SIMILAR),
        simulate=_simulation(request, record), **_curation(request, record),
    )  # fmt: skip
    return cached(request, html, "text/html; charset=utf-8")


def _simulation(request: Request, record: FigureRecord) -> str:
    """Give the address at which a figure is simulated, "" where it has no arrows or the engine is not installed."""
    able = record.relations and can_simulate()
    return f"{root_of(request)}simulate/{quote(record.figid)}.html" if able else ""


def _curation(request: Request, record: FigureRecord) -> dict[str, Any]:
    """Give what the page needs for correcting: who does, what was done, and the labels by how unsure they are."""
    history, user = site_of(request).corrections(record.figid), user_of(request)
    unsure = sorted(
        (m for m in record.mentions if m.kind != "other" and m.polygon and m.score < 1), key=lambda m: m.score
    )
    return {
        "corrections": len(history), "history": history, "curating": bool(user), "user": user,
        "unsure": json_text([m.id for m in unsure]), "mine": sum(c.who == user for c in history),
    }  # fmt: skip


def shown_image(request: Request, record: FigureRecord) -> tuple[str, str]:
    """Give the address of a figure's picture, or say why it is not shown here."""
    site = site_of(request)
    if site.settings.images == "free" and not may_copy(record):
        return "", "The licence of this figure does not allow to show it here."
    if image_path(site.library, record) is None:
        return "", "This library does not hold the picture."
    return f"{root_of(request)}figures/{quote(record.figid)}/image", ""


@router.get("/figures/{figid}")
def figure_short(request: Request, figid: str) -> Response:
    """Lead to the page of a figure, named by figid or alias."""
    site = site_of(request)
    name = figid if site.record(figid) is not None else site.finder.alias(figid)
    if not name:
        raise HTTPException(404, f"There is no figure {figid[:120]!r} in this library.")
    return RedirectResponse(f"{root_of(request)}figures/{quote(name)}.html", 301)


@router.get("/figures/{figid}/image")
def image(request: Request, figid: str) -> Response:
    """Give the picture, in a format that browsers show."""
    try:
        data, kind = picture(_given(request, figid))
    except ImageError as error:
        raise HTTPException(404, str(error)) from error
    return cached(request, data, kind, seconds=3600)


@router.get("/thumbs/{figid}.webp")
def thumb(request: Request, figid: str) -> Response:
    """Give the small picture."""
    path = _given(request, figid)
    try:
        return cached(request, thumbnail(site_of(request).library, figid, path), "image/webp", seconds=86400)
    except ImageError as error:
        raise HTTPException(404, str(error)) from error


@router.get("/figures/{figid}/{name}")
def figure_file(request: Request, figid: str, name: str) -> Response:
    """Give one of the files of a figure."""
    record = found(request, figid)
    file = FILES.get(name)
    if file is None:
        raise HTTPException(404, f"A figure has no file {name[:60]!r}; it has {', '.join(FILES)}.")
    return cached(request, file.write(record), file.media_type)


@router.post("/read")
def read(request: Request, file: UploadFile, caption: Annotated[str, Form(max_length=20_000)] = "") -> Response:
    """Read a figure that was dropped into the page, and show it; nothing is kept."""
    site = site_of(request)
    data = file.file.read(site.settings.upload_limit + 1)
    if len(data) > site.settings.upload_limit:
        raise HTTPException(413, f"At most {site.settings.upload_limit / 1e6:g} MB are read.")
    try:
        result = read_upload(file.filename or "", data, caption)
    except (ImageError, MetadataError) as error:
        raise HTTPException(422, f"This could not be read: {error}") from error
    except BusyError as error:
        raise HTTPException(503, str(error).capitalize() + ".", {"Retry-After": "60"}) from error
    return HTMLResponse(figure_page(result.record, site.look, root_of(request), image=result.address, guest=True))


def _given(request: Request, figid: str) -> Path:
    """Give where the picture of a figure lies; no such page where the library has none, or does not show it."""
    record = found(request, figid)
    path = image_path(site_of(request).library, record)
    if path is None or not shown_image(request, record)[0]:
        raise HTTPException(404, "This library does not give the picture of this figure.")
    return path

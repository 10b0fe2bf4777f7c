"""Serve the pages of things: a gene's, a chemical's, a disease's, an organism's, a journal's, an author's figures."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from figway.serve.addresses import slug, unslug
from figway.serve.explore import Thing, results_page
from figway.serve.pages import page, site_of

router = APIRouter(include_in_schema=False)
KINDS = {
    "genes": "gene",
    "chemicals": "chemical",
    "diseases": "disease",
    "organisms": "organism",
    "journals": "journal",
}
_MOLECULES = ("gene", "chemical", "disease")
_DRAWN = 40
_SHOWN = 10
_INDEXED = 600


@router.get("/genes/ncbigene/{entrez}.html")
def gene(request: Request, entrez: str) -> Response:
    """Show the figures that name a gene."""
    return _identified(request, "gene", entrez)


@router.get("/chemicals/{prefix}/{local}.html")
def chemical(request: Request, prefix: str, local: str) -> Response:
    """Show the figures that name a chemical."""
    return _identified(request, "chemical", f"{prefix}:{local}")


@router.get("/diseases/{prefix}/{local}.html")
def disease(request: Request, prefix: str, local: str) -> Response:
    """Show the figures that name a disease."""
    return _identified(request, "disease", f"{prefix}:{local}")


def _identified(request: Request, kind: str, identifier: str) -> Response:
    found = site_of(request).finder.named(kind, identifier)
    if found is None:
        raise HTTPException(404, f"No figure of this library names the {kind} {identifier[:60]!r}.")
    name, query = found
    return _page(request, kind, name, query, f"ncbigene:{identifier}" if kind == "gene" else identifier)


@router.get("/authors/{name}.html")
def author(request: Request, name: str) -> Response:
    """Show the figures of an author's papers."""
    return _named(request, "author", unslug(name))


@router.get("/{kinds}/{name}.html")
def named(request: Request, kinds: str, name: str) -> Response:
    """Show the figures of a thing, given by its name."""
    if kinds not in KINDS:
        raise HTTPException(404, "There is nothing at this address.")
    return _named(request, KINDS[kinds], unslug(name))


def _named(request: Request, kind: str, name: str) -> Response:
    finder = site_of(request).finder
    query = f'{kind}:"{name[:200].replace(chr(34), " ")}"'
    if not finder.search(query, {}, sort="newest", page=1, size=1).total:
        raise HTTPException(404, f"No figure of this library is of the {kind} {name[:60]!r}.")
    found = finder.identifier(kind, name) if kind in _MOLECULES else ""
    return _page(request, kind, name, query, f"ncbigene:{found}" if kind == "gene" and found.isdecimal() else found)


def _page(request: Request, kind: str, name: str, query: str, identifier: str) -> Response:
    drawn = site_of(request).finder.drawn(kind, name, _DRAWN) if kind in _MOLECULES else ()
    into = tuple(d for d in drawn if not d.outgoing)[:_SHOWN]
    out = tuple(d for d in drawn if d.outgoing)[:_SHOWN]
    return results_page(request, "search", name, query, thing=Thing(kind, name, identifier, into, out))


@router.get("/{kinds}")
def index(request: Request, kinds: str) -> Response:
    """List the things of a kind that are on the most figures."""
    if kinds not in KINDS:
        raise HTTPException(404, "There is nothing at this address.")
    finder, kind = site_of(request).finder, KINDS[kinds]
    rows = [(name, quote(slug(name)), n) for name, n in finder.top(kind, _INDEXED)]
    return page(request, "index.html", here="browse", kinds=kinds, rows=rows, total=finder.different(kind))

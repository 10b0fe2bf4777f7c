"""Serve the pages that lead to figures: search, browse, a gene's or a paper's figures, statistics, help."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from figway.serve.api import LONGEST_QUERY, chosen
from figway.serve.finder import FACETS, SORTS
from figway.serve.pages import LISTED, page, site_of, unchanged

router = APIRouter(include_in_schema=False)


@router.get("/search")
def search_page(request: Request) -> Response:
    """Show what a search finds, with facets."""
    return _results(request, "search", "Search")


@router.get("/browse")
def browse(request: Request) -> Response:
    """Show all figures, with facets."""
    return _results(request, "browse", "All figures")


@router.get("/papers/{pmcid}.html")
def paper(request: Request, pmcid: str) -> Response:
    """Show the figures of a paper."""
    site = site_of(request)
    fits = re.fullmatch(r"[\w.+-]{1,100}", pmcid)  # a blank or a quote would make another query of it
    found = site.finder.search(f'pmcid:"{pmcid}"', {}, sort="newest", page=1, size=1) if fits else None
    first = site.record(found.hits[0].card.figid) if found and found.hits else None
    if first is None:
        raise HTTPException(404, f"There is no figure of {pmcid[:60]!r} in this library.")
    return _results(request, "search", first.article.title or pmcid, f"pmcid:{pmcid}")


@router.get("/genes/ncbigene/{entrez}.html")
def gene(request: Request, entrez: str) -> Response:
    """Show the figures that name a gene."""
    return _named(request, "gene", entrez)


@router.get("/chemicals/{prefix}/{local}.html")
def chemical(request: Request, prefix: str, local: str) -> Response:
    """Show the figures that name a chemical."""
    return _named(request, "chemical", f"{prefix}:{local}")


@router.get("/diseases/{prefix}/{local}.html")
def disease(request: Request, prefix: str, local: str) -> Response:
    """Show the figures that name a disease."""
    return _named(request, "disease", f"{prefix}:{local}")


def _named(request: Request, kind: str, identifier: str) -> Response:
    """Show the figures that name a thing; its name is the one that most of them give it."""
    found = site_of(request).finder.named(kind, identifier)
    if found is None:
        raise HTTPException(404, f"No figure of this library names the {kind} {identifier[:60]!r}.")
    return _results(request, "search", *found)


@router.get("/stats")
def stats(request: Request) -> Response:
    """Show numbers and plots of the library."""
    site = site_of(request)
    titles = (
        ("gene", "Genes on the most figures"),
        ("chemical", "Chemicals"),
        ("disease", "Diseases"),
        ("organism", "Organisms"),
    )
    finder = site.finder
    tops = [(kind, title, finder.top(kind, 15)) for kind, title in titles]
    known = finder.overview()
    numbers = [("figures", known.figures), ("papers", known.papers)]
    numbers += [(f"different {kind}s", finder.different(kind)) for kind, _ in titles]
    numbers += [("relations", known.relations)]
    return page(request, "stats.html", here="stats", numbers=numbers, tops=tops, years=known.years)


@router.get("/about")
def about(request: Request) -> Response:
    """Say what this is and how to search."""
    return page(request, "about.html", here="about")


@router.get("/api/docs")
def api_docs(request: Request) -> Response:
    """Describe the API on a page, from its OpenAPI document."""
    document = request.app.openapi()
    calls = []
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            text = {"description": "", "parameters": [], **said}
            text["parameters"] = [{"description": "", **p} for p in text["parameters"]]
            calls.append((path, method, text))
    return page(request, "api.html", here="api", calls=calls, base=str(request.base_url))


def _results(request: Request, action: str, heading: str, q: str | None = None) -> Response:
    site = site_of(request)
    edition = site.edition
    headers, known = unchanged(request, f"{edition} {site.look}")
    if known and edition:
        return Response(status_code=304, headers=headers)
    given = request.query_params
    text = (given.get("q", "") if q is None else q)[:LONGEST_QUERY]
    number = given.get("page", "1")
    at = min(max(int(number), 1), 100_000) if number.isdecimal() and len(number) < 7 else 1
    sort = given.get("sort", "") if given.get("sort", "") in SORTS else "relevance" if text else "newest"
    taken = chosen(request)
    results = site.finder.search(text, taken, sort=sort, page=at, size=LISTED)
    pairs = [("q", text), *((n, v) for n in FACETS for v in taken.get(n, ())), ("sort", sort)]

    def address(n: int) -> str:
        return f"?{urlencode([*pairs, ('page', n)])}"

    shown = page(
        request, "search.html", here=action, action=action, heading=heading, q=text, results=results, sort=sort,
        sorts=SORTS, address=address, query=urlencode(pairs),
    )  # fmt: skip
    shown.headers.update(headers if edition else {})
    return shown

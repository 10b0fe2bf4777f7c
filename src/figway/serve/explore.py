"""Serve the pages that lead to figures: search, browse, a paper's figures, statistics, help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from figway.serve.addresses import curie_link
from figway.serve.api import LONGEST_QUERY, chosen
from figway.serve.archive import ArchiveError, Papers, ask
from figway.serve.finder import FACETS, SORTS, Drawn
from figway.serve.pages import LISTED, page, site_of, unchanged, user_of

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Thing:
    """Hold what the page of a thing says before its figures."""

    kind: str
    name: str
    identifier: str = ""
    into: tuple[Drawn, ...] = ()
    out: tuple[Drawn, ...] = ()

    @property
    def link(self) -> str:
        """Give the address that tells more of it."""
        return curie_link(self.identifier)


@router.get("/search")
def search_page(request: Request) -> Response:
    """Show what a search finds, with facets."""
    return results_page(request, "search", "Search")


@router.get("/browse")
def browse(request: Request) -> Response:
    """Show all figures, with facets."""
    return results_page(request, "browse", "All figures")


@router.get("/papers/{pmcid}.html")
def paper(request: Request, pmcid: str) -> Response:
    """Show the figures of a paper."""
    site = site_of(request)
    fits = re.fullmatch(r"[\w.+-]{1,100}", pmcid)  # a blank or a quote would make another query of it
    found = site.finder.search(f'pmcid:"{pmcid}"', {}, sort="newest", page=1, size=1) if fits else None
    first = site.record(found.hits[0].card.figid) if found and found.hits else None
    if first is None:
        raise HTTPException(404, f"There is no figure of {pmcid[:60]!r} in this library.")
    return results_page(request, "search", first.article.title or pmcid, f"pmcid:{pmcid}")


@router.get("/stats")
def stats(request: Request) -> Response:
    """Show numbers and plots of the library."""
    site = site_of(request)
    titles = (
        ("gene", "Genes on the most figures"),
        ("chemical", "Chemicals"),
        ("disease", "Diseases"),
        ("organism", "Organisms"),
        ("journal", "Journals"),
    )
    finder = site.finder
    tops = [(kind, title, finder.top(kind, 12)) for kind, title in titles]
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


def results_page(
    request: Request, action: str, heading: str, q: str | None = None, thing: Thing | None = None
) -> Response:
    """Show figures with facets: what the address asks for, or a query of a page's own."""
    site, pmc = site_of(request), request.query_params.get("pmc", "").strip()[:2000]
    edition = "" if pmc else site.edition
    headers, known = unchanged(request, f"{edition} {site.look} {user_of(request)}")
    if known and edition:
        return Response(status_code=304, headers=headers)
    given = request.query_params
    text = (given.get("q", "") if q is None else q)[:LONGEST_QUERY]
    number = given.get("page", "1")
    at = min(max(int(number), 1), 100_000) if number.isdecimal() and len(number) < 7 else 1
    sort = given.get("sort", "") if given.get("sort", "") in SORTS else "relevance" if text else "newest"
    taken = chosen(request)
    papers, problem = _papers(pmc)
    within = papers.pmcids if papers else None
    results = site.finder.search(text, taken, sort=sort, page=at, size=LISTED, papers=within)
    pairs = [("q", text), *((n, v) for n in FACETS for v in taken.get(n, ())), ("sort", sort)]
    pairs += [("pmc", pmc)] if pmc else []

    def address(n: int) -> str:
        return f"?{urlencode([*pairs, ('page', n)])}"

    shown = page(
        request, "search.html", here=action, action=action, heading=heading, q=text, results=results, sort=sort,
        sorts=SORTS, address=address, query=urlencode(pairs), thing=thing, pmc=pmc, papers=papers, problem=problem,
    )  # fmt: skip
    shown.headers.update(headers if edition else {})
    return shown


def _papers(query: str) -> tuple[Papers | None, str]:
    """Ask PubMed Central where a query of its own was given; give what it finds, or why it could not be asked."""
    if not query:
        return None, ""
    try:
        return ask(query), ""
    except ArchiveError as error:
        return None, str(error)

"""Find articles in PubMed Central with NCBI's E-utilities, and fetch them.

As documented in "Entrez Programming Utilities Help" (NCBI Bookshelf NBK25501, chapters "A General Introduction" and
"The E-utilities In-Depth"): a search leaves its result on the history server, from where it is listed in pages, so
that what is added meanwhile moves nothing. Three requests a second are allowed, ten with an API key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figway.acquire.client import TOOL, Client
from figway.acquire.queries import Hit, Hits, Query, Window
from figway.download import PassingError
from figway.errors import AbsentError, RemoteError, UsageError

PAGE = 5000
_CAPTION = "Figure/Table Caption"
_DATES = {"live": "PMC Live Date", "published": "Publication Date"}
_BUSY = ("backend failed", "temporarily", "timed out", "timeout", "unable to obtain query", "try again", "internal")


class Entrez:
    """Search db=pmc."""

    name = "entrez"
    limit: int | None = 10_000

    def __init__(self, client: Client, base: str, *, api_key: str = "") -> None:
        self._client = client
        self._base = base
        self._common = {"db": "pmc", "tool": TOOL}
        if client.contact:
            self._common["email"] = client.contact
        if api_key:
            self._common["api_key"] = api_key

    def term(self, query: Query, window: Window) -> str:
        """Write query and days as an Entrez term."""
        wanted = query.text or " OR ".join(f'"{phrase}"[{_CAPTION}]' for phrase in query.phrases)
        field = _DATES[query.date]
        days = " : ".join(f'"{day:%Y/%m/%d}"[{field}]' for day in window)
        parts = [f"({wanted})", *(["open access[filter]"] if query.open_access else []), f"({days})"]
        return " AND ".join(parts)

    def search(self, query: Query, window: Window) -> Hits:
        """Look for articles; raises RemoteError, or UsageError for a field that Entrez does not know."""
        term = self.term(query, window)
        asked = {**self._common, "term": term, "usehistory": "y", "retmode": "json", "retmax": "0"}
        result = self._client.get_json(f"{self._base}/esearch.fcgi", asked, _refuse_errors)["esearchresult"]
        unknown = result.get("errorlist", {}).get("fieldsnotfound", [])
        if unknown:
            raise UsageError(f"PubMed Central knows no search field {', '.join(map(repr, unknown))}, of: {term}")
        count = int(result["count"])
        if count and not (result.get("webenv") and result.get("querykey")):
            raise RemoteError(f"{self._base}/esearch.fcgi: the search was not kept on the history server")
        return Hits(count, self._pages(count, result))

    def fetch_xml(self, pmcid: str) -> bytes:
        """Give an article's XML as efetch wraps it; raises AbsentError or RemoteError."""
        asked = {**self._common, "id": pmcid.removeprefix("PMC"), "retmode": "xml"}
        return self._client.get(f"{self._base}/efetch.fcgi", asked, _refuse_error_page)

    def _pages(self, count: int, result: dict[str, Any]) -> Iterator[list[Hit]]:
        kept = {"WebEnv": result.get("webenv", ""), "query_key": result.get("querykey", "")}
        for start in range(0, count, PAGE):
            asked = {**self._common, **kept, "rettype": "uilist", "retmode": "text"}
            asked |= {"retstart": str(start), "retmax": str(PAGE)}
            body = self._client.get(f"{self._base}/efetch.fcgi", asked, _refuse_other_lists)
            yield [Hit(f"PMC{uid}", f"PMC{uid}") for uid in body.decode("ascii").split()]


def _refuse_errors(answer: dict[str, Any]) -> None:
    """Raise for what esearch says in an answer of status 200; what is passing is asked again."""
    result = answer.get("esearchresult")
    if not isinstance(result, dict):
        raise PassingError(f"esearch answered {str(answer.get('error', answer))[:200]}")
    said = str(result.get("ERROR", ""))
    if any(word in said.lower() for word in _BUSY):
        raise PassingError(said)
    if said:
        raise RemoteError(f"esearch says: {said}")
    if not str(result.get("count", "")).isdigit():
        raise PassingError(f"esearch gave no count: {str(result)[:200]}")


def _refuse_other_lists(body: bytes) -> None:
    if not all(line.isdigit() for line in body.split()):
        raise PassingError(f"a list of ids was expected, {body[:120]!r} came")


def _refuse_error_page(body: bytes) -> None:
    if b"<pmc-articleset" in body[:2000] and b"<article" not in body:
        raise AbsentError(f"PubMed Central gives no such article: {body[-200:]!r}")
    if b"<article" not in body:
        raise PassingError(f"an article was expected, {body[:120]!r} came")

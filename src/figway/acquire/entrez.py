"""Find articles in PubMed Central with NCBI's E-utilities, and fetch them.

As documented in "Entrez Programming Utilities Help" (NCBI Bookshelf NBK25501, chapters "A General Introduction" and
"The E-utilities In-Depth"): a search leaves its result on the history server, from where it is listed in pages, so
that what is added meanwhile moves nothing. Three requests a second are allowed, ten with an API key. Of one search in
db=pmc 9,999 ids can be had, as users of the live service have measured ("ESearch can only retrieve the first 9,999").
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from figway.acquire.client import TOOL, Client
from figway.acquire.queries import Hit, Hits, Query, Window
from figway.download import PassingError
from figway.errors import AbsentError, RemoteError, UsageError

PAGE = 5000
_CAPTION = "Figure/Table Caption"
_LIVE = "PMC Live Date"
_BUSY = ("backend failed", "temporarily", "timed out", "timeout", "unable to obtain query", "try again", "internal")


class Entrez:
    """Search db=pmc."""

    name = "entrez"
    limit: int | None = 9_999

    def __init__(self, client: Client, base: str, *, api_key: str = "") -> None:
        self._client = client
        self._base = base
        self._common = {"db": "pmc", "tool": TOOL}
        if client.contact:
            self._common["email"] = client.contact
        if api_key:
            self._common["api_key"] = api_key

    def term(self, query: Query, window: Window) -> str:
        """Write a query as an Entrez term, with the days where they are those of appearing in PubMed Central."""
        wanted = query.text or " OR ".join(f'"{phrase}"[{_CAPTION}]' for phrase in query.phrases)
        parts = [f"({wanted})", *(["open access[filter]"] if query.open_access else [])]
        if query.date == "live":
            parts.append(f"({' : '.join(f'{chr(34)}{_day(day)}{chr(34)}[{_LIVE}]' for day in window)})")
        return " AND ".join(parts)

    def search(self, query: Query, window: Window) -> Hits:
        """Look for articles.

        Raises RemoteError, or UsageError for a field that Entrez does not know: it would leave it out. It has been
        seen to leave out days, too, when they are no range or of a field with another name.
        """
        asked = {**self._common, "term": self.term(query, window), "retmode": "json"}
        if query.date == "published":
            asked |= {"datetype": "pdat", "mindate": _day(window.since), "maxdate": _day(window.until)}
        result = self._esearch({**asked, "usehistory": "y", "retmax": "0"})
        unknown = result.get("errorlist", {}).get("fieldsnotfound", [])
        if unknown:
            raise UsageError(f"PubMed Central knows no search field {', '.join(map(repr, unknown))}: {asked['term']}")
        understood = str(result.get("querytranslation", ""))
        if query.date == "live" and understood and not all(_day(day) in understood for day in window):
            raise RemoteError(f"{self._base}/esearch.fcgi: the days {window} were left out: {understood[-200:]}")
        return Hits(int(result["count"]), self._pages(asked, result))

    def fetch_xml(self, pmcid: str) -> bytes:
        """Give an article's XML as efetch wraps it; raises AbsentError or RemoteError."""
        asked = {**self._common, "id": pmcid.removeprefix("PMC"), "retmode": "xml"}
        return self._client.get(f"{self._base}/efetch.fcgi", asked, _refuse_error_page)

    def _esearch(self, asked: dict[str, str]) -> dict[str, Any]:
        answer = self._client.get_json(f"{self._base}/esearch.fcgi", asked, _refuse_errors)
        result: dict[str, Any] = answer["esearchresult"]
        return result

    def _pages(self, asked: dict[str, str], found: dict[str, Any]) -> Iterator[list[Hit]]:
        """List what was found, from the history server; without its help by searching on, page by page."""
        kept = {"WebEnv": str(found.get("webenv", "")), "query_key": str(found.get("querykey", ""))}
        helped = all(kept.values())
        for start in range(0, min(int(found["count"]), self.limit or PAGE), PAGE):
            page = {"retstart": str(start), "retmax": str(min(PAGE, (self.limit or PAGE) - start))}
            uids: list[str] = []
            if helped:
                listing = {**self._common, **kept, **page, "rettype": "uilist", "retmode": "text"}
                try:
                    body = self._client.get(f"{self._base}/efetch.fcgi", listing, _refuse_other_lists)
                    uids = body.decode("ascii").split()
                except RemoteError:
                    helped = False
            if not helped:
                uids = [str(uid) for uid in self._esearch({**asked, **page}).get("idlist", [])]
            yield [Hit(f"PMC{uid}", f"PMC{uid}") for uid in uids]


def _day(day: datetime.date) -> str:
    return f"{day:%Y/%m/%d}"


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
        said = re.search(rb"<!--(.*?)-->", body, re.DOTALL)
        why = f" ({' '.join(said[1].decode(errors='replace').split())})" if said else ""
        raise AbsentError(f"PubMed Central gives no such article{why}")
    if b"<article" not in body:
        raise PassingError(f"an article was expected, {body[:120]!r} came")

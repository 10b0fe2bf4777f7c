"""Find articles with Europe PMC's RESTful service, and fetch what the PMC Cloud Service does not have.

As documented at https://europepmc.org/RestfulWebService and in its "Search syntax reference": figure legends are the
section `FIG`, results are paged by `cursorMark`, and pages end where no `nextCursorMark` comes (release notes 6.6).
Files of an article come from the repository that the article pages of europepmc.org use themselves.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from figway.acquire.client import Client
from figway.acquire.queries import Hit, Hits, Query, Window
from figway.acquire.verify import check_article, check_picture
from figway.download import Fetched, PassingError
from figway.errors import AbsentError, UsageError

PAGE = 1000
_FIELD = re.compile(r"\b([A-Z][A-Z_]+):")
_DATES = {"live": "FT_CDATE", "published": "FIRST_PDATE"}


class EuropePmc:
    """Search Europe PMC."""

    name = "europepmc"
    limit: int | None = None

    def __init__(self, client: Client, base: str, files: str = "") -> None:
        self._client = client
        self._base = base
        self._files = files
        self._fields: frozenset[str] = frozenset()

    def term(self, query: Query, window: Window) -> str:
        """Write query and days in Europe PMC's language."""
        wanted = query.text or " OR ".join(f'FIG:"{phrase}"' for phrase in query.phrases)
        parts = [f"({wanted})", "IN_EPMC:Y", *(["OPEN_ACCESS:Y"] if query.open_access else [])]
        return " AND ".join([*parts, f"{_DATES[query.date]}:[{window.since} TO {window.until}]"])

    def search(self, query: Query, window: Window) -> Hits:
        """Look for articles; raises RemoteError, or UsageError for a field that Europe PMC does not know."""
        term = self.term(query, window)
        self._check_fields(term)
        first = self._page(term, "*")
        return Hits(int(first["hitCount"]), self._pages(term, first))

    def pmcid_of(self, name: str) -> str:
        """Find the PMC id of an article by its DOI, or by its PubMed id as `PMID:35621992`.

        Raises AbsentError where there is none, or RemoteError.
        """
        number = name.upper().removeprefix("PMID:").strip()
        term = f"EXT_ID:{number} AND SRC:MED" if number.isdigit() else f'DOI:"{name}"'
        for result in self._page(term, "*")["resultList"]["result"]:
            if result.get("pmcid"):
                return str(result["pmcid"])
        raise AbsentError(f"Europe PMC knows no article in PubMed Central that is {name}")

    def fetch_xml(self, pmcid: str, path: Path) -> Fetched:
        """Fetch an article's XML; raises AbsentError where it is not open, or RemoteError."""
        return self._client.download(f"{self._base}/{pmcid}/fullTextXML", path, check=check_article)

    def picture_url(self, pmcid: str, name: str) -> str:
        """Give the address of a picture of an article."""
        kind = mimetypes.guess_type(name)[0] or "image/jpeg"
        asked = {"pmcId": pmcid, "type": "FILE", "fileName": name, "mimeType": kind}
        return f"{self._files}?{urlencode(asked)}"

    def fetch_picture(self, pmcid: str, name: str, path: Path) -> Fetched:
        """Fetch a picture of an article; raises AbsentError or RemoteError.

        What the repository does not have it answers with status 200 and a small JSON object, or nothing.
        """
        return self._client.download(self.picture_url(pmcid, name), path, check=check_picture)

    def _check_fields(self, term: str) -> None:
        """Refuse a term with fields that the service does not list; it would find nothing, and say no more."""
        if not self._fields:
            terms = self._client.get_json(f"{self._base}/fields", {"format": "json"}, _refuse_other_fields)
            self._fields = frozenset(str(row.get("term", "")) for row in terms["searchTermList"]["searchTerms"])
        used = _FIELD.findall(re.sub(r'"[^"]*"', '""', term))
        if unknown := sorted(set(used) - self._fields):
            raise UsageError(f"Europe PMC knows no search field {', '.join(map(repr, unknown))}: {term}")

    def _page(self, term: str, cursor: str) -> dict[str, Any]:
        asked = {"query": term, "format": "json", "resultType": "lite", "pageSize": str(PAGE), "cursorMark": cursor}
        return self._client.get_json(f"{self._base}/search", asked, _refuse_others)

    def _pages(self, term: str, page: dict[str, Any]) -> Iterator[list[Hit]]:
        cursor = "*"
        while True:
            results = page["resultList"]["result"]
            if results:
                yield [_hit(result) for result in results]
            following = page.get("nextCursorMark", "")
            if not results or following in ("", cursor):
                return
            cursor = following
            page = self._page(term, cursor)


def _hit(result: dict[str, Any]) -> Hit:
    pmcid = str(result.get("pmcid", ""))
    return Hit(pmcid or f"{result.get('source', '')}:{result.get('id', '')}", pmcid)


def _refuse_other_fields(answer: dict[str, Any]) -> None:
    terms = answer.get("searchTermList")
    if not isinstance(terms, dict) or not isinstance(terms.get("searchTerms"), list) or not terms["searchTerms"]:
        raise PassingError(f"a list of search fields was expected, {str(answer)[:200]} came")


def _refuse_others(answer: dict[str, Any]) -> None:
    results = answer.get("resultList")
    if "hitCount" not in answer or not isinstance(results, dict) or not isinstance(results.get("result"), list):
        raise PassingError(f"a page of results was expected, {str(answer)[:200]} came")

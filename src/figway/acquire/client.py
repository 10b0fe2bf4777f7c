"""Speak to the literature's services: who asks is told, their limits are kept, troubles are waited out.

Three services are used. Where each is asked can be changed, for a mirror of the bucket or a proxy, by the
environment variables FIGWAY_ENTREZ_URL, FIGWAY_EUROPEPMC_URL, FIGWAY_EUROPEPMC_FILES_URL and FIGWAY_CLOUD_URL.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

from figway import __version__
from figway.acquire.cloud import ADDRESS
from figway.download import ATTEMPTS, TIMEOUT, Check, Fetched, PassingError, ask, download
from figway.errors import RemoteError, UsageError

TOOL = "figway"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST_QUERY = 1500
"""Characters of parameters that still go into an address; E-utilities want longer ones posted."""


def _base(variable: str, default: str) -> Callable[[], str]:
    return lambda: os.environ.get(variable, "").rstrip("/") or default


@dataclass(frozen=True, slots=True)
class Services:
    """Hold the addresses of the services."""

    entrez: str = field(default_factory=_base("FIGWAY_ENTREZ_URL", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"))
    europepmc: str = field(
        default_factory=_base("FIGWAY_EUROPEPMC_URL", "https://www.ebi.ac.uk/europepmc/webservices/rest")
    )
    europepmc_files: str = field(
        default_factory=_base("FIGWAY_EUROPEPMC_FILES_URL", "https://europepmc.org/api/fulltextRepo")
    )
    cloud: str = field(default_factory=_base("FIGWAY_CLOUD_URL", ADDRESS))

    def rates(self, *, api_key: bool) -> dict[str, float]:
        """Give the requests a second that each service allows, by address; NCBI's key lifts 3 to 10.

        A service on this machine may be asked without limit.
        """
        allowed = {self.entrez: 10.0 if api_key else 3.0, self.europepmc: 10.0, self.europepmc_files: 10.0}
        return {url: rate for url, rate in allowed.items() if urlsplit(url).hostname not in _THIS_MACHINE}


class Client:
    """Ask services for answers and files, from several threads.

    `contact` (an e-mail address) is told to the servers, as NCBI and EMBL-EBI ask; `rates` are requests a second,
    by the beginning of the address.
    """

    def __init__(
        self,
        contact: str = "",
        *,
        rates: Mapping[str, float] | None = None,
        attempts: int = ATTEMPTS,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        agent = f"{TOOL}/{__version__}{f' ({contact})' if contact else ''}"
        self.contact = contact
        self.attempts = attempts
        self._paces = {base: _Pace(1.0 / rate) for base, rate in (rates or {}).items()}
        self._stopped = threading.Event()
        self._http = httpx2.Client(
            transport=transport, timeout=TIMEOUT, follow_redirects=True, headers={"User-Agent": agent}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(
        self, url: str, parameters: Mapping[str, str] | None = None, check: Callable[[bytes], None] = lambda body: None
    ) -> bytes:
        """Give the body of an answer; long parameters are posted. Raises AbsentError or RemoteError."""
        values = dict(parameters or {})
        if sum(len(value) for value in values.values()) > _LONGEST_QUERY:
            request = self._http.build_request("POST", url, data=values)
        else:
            request = self._http.build_request("GET", url, params=values)
        return ask(self._http, request, attempts=self.attempts, before=self._pace(url), check=check)

    def get_json(
        self,
        url: str,
        parameters: Mapping[str, str] | None = None,
        check: Callable[[dict[str, Any]], None] = lambda answer: None,
    ) -> dict[str, Any]:
        """Give an answer in JSON; anything else in its place is asked for again. Raises AbsentError or RemoteError."""
        body = self.get(url, parameters, lambda raw: check(_object(raw)))
        return _object(body)

    def download(self, url: str, path: Path, *, md5: str = "", check: Check = lambda part: None) -> Fetched:
        """Fetch a file to a path, checked and whole; raises AbsentError or RemoteError."""
        return download(self._http, url, path, md5=md5, check=check, attempts=self.attempts, before=self._pace(url))

    def stop(self) -> None:
        """Refuse every further request, so that threads that still wait for their turn end."""
        self._stopped.set()

    def _pace(self, url: str) -> Callable[[], None]:
        pace = next((pace for base, pace in self._paces.items() if url.startswith(base)), _no_wait)

        def wait() -> None:
            pace()
            if self._stopped.is_set():
                raise RemoteError(f"{url}: not asked for, because the harvest ends")

        return wait


class _Pace:
    """Let one request a time pass, an interval apart, whichever thread asks."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._lock = threading.Lock()
        self._next = 0.0

    def __call__(self) -> None:
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + self.interval
        time.sleep(mine - now)


def open_client(contact: str = "", api_key: str = "", services: Services | None = None) -> Client:
    """Make a client that keeps the services' limits; raises UsageError for an address that is none."""
    services = services or Services()
    for url in (services.entrez, services.europepmc, services.europepmc_files, services.cloud):
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise UsageError(f"{url} is no address of a service: expected https://... in FIGWAY_..._URL.")
    return Client(contact, rates=services.rates(api_key=bool(api_key)))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise PassingError(f"no JSON came, but {raw[:60]!r}") from error
    if not isinstance(value, dict):
        raise PassingError(f"a JSON object was expected, {raw[:60]!r} came")
    return value


def _no_wait() -> None:
    pass

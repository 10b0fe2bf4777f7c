"""Send networks to an NDEx server, each under an account's own name, and find them there again.

The calls are those of NDEx v3, as its own Python client makes them (https://ndex2.readthedocs.io/en/latest/ndex2client.html,
`save_new_cx2_network` and `update_cx2_network`): CX2 as the multipart field `CXNetworkStream`, posted to `/v3/networks`
or put to `/v3/networks/<uuid>`, with basic authentication. What was sent is kept in the library, so that sending a
figure again changes its network in place of adding another.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from figway import __version__
from figway.errors import AbsentError, RemoteError, UsageError
from figway.files import write_whole

ADDRESS = "https://www.ndexbio.org"
_UNAUTHORIZED = (401, 403)
_BUSY = (429, 503)
"""The server took nothing: what is asked again then is not there twice."""
_TRIES = 4


@dataclass(slots=True)
class Sent:
    """Keep which network of a server and account shows which figure, in one file."""

    path: Path
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Sent:
        """Read the file, if it is there; raises UsageError where it cannot be understood."""
        try:
            known = json.loads(path.read_bytes())
            return cls(path, {str(account): dict(ids) for account, ids in known.items()})
        except FileNotFoundError:
            return cls(path)
        except (ValueError, AttributeError, TypeError) as error:
            raise UsageError(
                f"{path} is not what figway wrote ({error}): delete it, and networks are sent anew"
            ) from error

    def add(self, account: str, name: str, uuid: str) -> None:
        """Remember a network at once, so that nothing is sent twice when something fails later."""
        self.known.setdefault(account, {})[name] = uuid
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, json.dumps(self.known, indent=1, sort_keys=True) + "\n")


class Ndex:
    """Speak to one server as one user; raises UsageError where the address or the account is none."""

    def __init__(self, server: str, user: str, password: str, sent: Sent, *, public: bool = False) -> None:
        try:
            import httpx2
        except ImportError as error:
            raise UsageError("sending networks needs an extra part: pip install 'figway[fetch]'") from error
        self.server = server.rstrip("/") if "://" in server else f"https://{server.rstrip('/')}"
        if urlsplit(self.server).scheme not in ("http", "https") or not urlsplit(self.server).hostname:
            raise UsageError(f"{server!r} is no address of a server: expected {ADDRESS} or the like.")
        if not user or not password:
            raise UsageError("no account: set NDEX_USER and NDEX_PASSWORD in the environment.")
        self.account = f"{user}@{self.server}"
        self.sent, self.public = sent, public
        agent = {"User-Agent": f"figway/{__version__}"}
        self._http = httpx2.Client(auth=(user, password), timeout=httpx2.Timeout(30.0, read=300.0), headers=agent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def send(self, name: str, data: bytes) -> str:
        """Send a network in CX2 and give the address at which people see it.

        A network of the same name that was sent before is changed; its visibility stays. Raises UsageError where
        the account is refused, RemoteError where the network is.
        """
        uuid = self.sent.known.get(self.account, {}).get(name, "") if name else ""
        if uuid:
            try:
                self._ask("PUT", f"/{uuid}", data)
            except AbsentError:  # deleted on the server
                uuid = ""
        uuid = uuid or self._create(data)
        if name:
            self.sent.add(self.account, name, uuid)
        return f"{self.server}/viewer/networks/{uuid}"

    def _create(self, data: bytes) -> str:
        answer = self._ask("POST", "", data, visibility="PUBLIC" if self.public else "PRIVATE")
        uuid = str(answer.headers.get("Location", "")).rstrip("/").rpartition("/")[2]
        if not uuid:
            raise RemoteError(f"{self.server} did not say where it keeps the network")
        return uuid

    def _ask(self, method: str, path: str, data: bytes, **parameters: str) -> Any:
        import httpx2

        url = f"{self.server}/v3/networks{path}"
        part = {"CXNetworkStream": ("network.cx2", data, "application/octet-stream")}
        for left in reversed(range(_TRIES)):
            try:
                answer = self._http.request(method, url, params=parameters, files=part)
            except httpx2.HTTPError as error:
                raise RemoteError(f"{url}: {error or type(error).__name__}") from error
            if answer.status_code not in _BUSY or not left:
                break
            wait = answer.headers.get("Retry-After", "")
            time.sleep(min(float(wait), 60.0) if wait.isdigit() else 2.0 ** (_TRIES - left))
        if answer.status_code in _UNAUTHORIZED:
            raise UsageError(
                f"{self.server} refuses the account (status {answer.status_code}): see NDEX_USER, NDEX_PASSWORD."
            )
        if answer.status_code == httpx2.codes.NOT_FOUND:
            raise AbsentError(f"{url}: not there")
        if not answer.is_success:
            raise RemoteError(f"{url}: status {answer.status_code} {_message(answer.content)}".rstrip())
        return answer


def _message(body: bytes) -> str:
    """Give what NDEx says of an error, in its own words where it sends JSON."""
    try:
        said = json.loads(body)
        return str(said.get("message", "")) if isinstance(said, dict) else ""
    except ValueError:
        return body[:200].decode("utf-8", "replace").strip()

"""Answer as NCBI's E-utilities, Europe PMC and the PMC Cloud Service do, on this machine, with faults on demand.

The answers are written after published examples; none of the live services could be reached where this was built:

* esearch in JSON, the history server, `rettype=uilist` and error answers: "Entrez Programming Utilities Help",
  NCBI Bookshelf NBK25499 and NBK25500; status 429 with "API rate limit exceeded": NBK25497;
* 9,999 ids of one search in db=pmc, "retstart cannot be larger than 9998": biopython/biopython#4353 and #4189, and
  public code that measured it on the live service;
* Europe PMC: https://europepmc.org/RestfulWebService (also for the list of search fields), and the announcement of
  version 6.6 in the group epmc-webservices ("If nextPageUrl or nextCursorMark are absent ... end of results is
  reached");
* the file repository's small JSON object in place of a picture: issues and logs of github.com/wikipathways/pfocr*;
* listing of a bucket by prefix and delimiter, NoSuchKey: Amazon S3 API reference, ListObjectsV2 and error responses;
* layout and metadata of pmc-oa-opendata: its README.txt, https://pmc.ncbi.nlm.nih.gov/tools/pmcaws/.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from PIL import Image, ImageDraw

LICENCES = ("CC BY", "CC BY", "CC BY", "CC0", "CC BY-NC", "CC BY-NC-ND")
FIRST_DAY = datetime.date(2026, 1, 1)


@dataclass
class Paper:
    """Hold an article as the services have it; `figids` is what a harvest must find in it."""

    pmcid: str
    day: datetime.date
    licence: str = "CC BY"
    retracted: bool = False
    version: int = 1
    in_cloud: bool = True
    manuscript: int = 0  # the number of a version that is the author's manuscript
    caption: str = "The insulin signaling pathway"
    pictures: dict[str, bytes] = field(default_factory=dict)  # by the name that the files have
    lost: frozenset[str] = frozenset()  # files that the cloud does not have
    gone: frozenset[str] = frozenset()  # files that no service has
    figids: dict[str, str] = field(default_factory=dict)  # figid -> name of its file
    xml: bytes = b""

    @property
    def folder(self) -> str:
        return f"{self.pmcid}.{self.version}"

    def file(self, name: str) -> bytes | None:
        return self.xml if name == f"{self.folder}.xml" else self.pictures.get(name)

    def metadata(self) -> dict[str, object]:
        def address(name: str) -> str:
            body = self.file(name) or b""
            return f"s3://pmc-oa-opendata/{self.folder}/{name}?md5={hashlib.md5(body).hexdigest()}"

        media = [address(name) for name in self.pictures if name not in self.lost | self.gone]
        return {
            "pmcid": self.pmcid,
            "version": self.version,
            "pmid": int(self.pmcid[3:]) + 20_000_000,
            "doi": f"10.1234/{self.pmcid.lower()}",
            "mid": None,
            "title": f"On {self.caption}",
            "citation": "J Test. 2026; 1:1",
            "is_pmc_openaccess": True,
            "is_manuscript": False,
            "is_historical_ocr": False,
            "is_retracted": self.retracted,
            "license_code": self.licence,
            "xml_url": address(f"{self.folder}.xml"),
            "text_url": address(f"{self.folder}.txt"),
            "pdf_url": None,
            "media_urls": [*media, address("supplement.xlsx")],
        }


def picture(seed: int, suffix: str) -> bytes:
    """Draw a picture that no other is like."""
    image = Image.new("RGB", (64, 40), (seed * 37 % 256, seed * 91 % 256, seed // 7 % 256))
    ImageDraw.Draw(image).text((2, 2), str(seed), fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG" if suffix == ".jpg" else "PNG")
    return out.getvalue()


def make_papers(count: int, seed: int = 1) -> list[Paper]:
    """Write articles of many kinds: names with and without suffix, pictures missing here or there."""
    dice = random.Random(seed)
    return [make_paper(n, dice) for n in range(count)]


def make_paper(n: int, dice: random.Random) -> Paper:
    paper = Paper(
        pmcid=f"PMC{9_000_000 + n * 7}",
        day=FIRST_DAY + datetime.timedelta(days=dice.randrange(90)),
        licence=dice.choice(LICENCES),
        retracted=n % 50 == 7,
        version=1 + (n % 20 == 3),
        in_cloud=n % 25 != 5,
    )
    figures, floats, lost, gone = [], [], set(), set()
    for k in range(1, dice.randrange(1, 5)):
        stem, suffix = f"jt-{n}-g{k:03}", dice.choice((".jpg", ".jpg", ".png"))
        paper.pictures[stem + suffix] = picture(n * 10 + k, suffix)
        paper.figids[f"{paper.pmcid}__{stem}"] = stem + suffix
        chance = dice.random()
        if chance < 0.04:
            lost.add(stem + suffix)
        elif chance < 0.06:
            gone.add(stem + suffix)
        href = stem + (suffix if dice.random() < 0.5 else "" if suffix == ".jpg" else suffix)
        (floats if dice.random() < 0.4 else figures).append(
            f'<fig id="F{k}"><label>Figure {k}</label><caption><p>{paper.caption} {n}.{k} of <italic>Mus</italic>.</p>'
            f'</caption><graphic xlink:href="{href}"/></fig>'
        )
    paper.lost, paper.gone = frozenset(lost), frozenset(gone)
    paper.xml = _XML.format(
        number=paper.pmcid[3:], body="".join(figures), floats="".join(floats), licence=paper.licence.lower()[3:] or "by"
    ).encode()
    return paper


_XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.3//EN" "JATS-archivearticle1-3.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front><journal-meta>
<journal-title-group><journal-title>Journal of Tests</journal-title></journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="pmcid">PMC{number}</article-id><article-id pub-id-type="doi">10.1234/pmc{number}</article-id>
<title-group><article-title>Article {number}</article-title></title-group>
<pub-date pub-type="epub"><year>2026</year></pub-date><permissions><license
 xlink:href="https://creativecommons.org/licenses/{licence}/4.0/"><license-p>Open.</license-p></license></permissions>
</article-meta></front><body><sec><title>Results</title><p>See <xref rid="F1" ref-type="fig">Figure 1</xref>.</p>
{body}</sec></body><floats-group>{floats}</floats-group></article>
"""


@dataclass
class Faults:
    """Say how often, per request, something goes wrong, and what may."""

    chance: float = 0.0
    kinds: tuple[str, ...] = ("429", "500", "503", "cut", "slow", "page", "empty", "wrong")
    seed: int = 0


class Services:
    """Hold the articles and what was asked of whom."""

    def __init__(self, papers: list[Paper], faults: Faults | None = None) -> None:
        self.papers = {paper.pmcid: paper for paper in papers}
        self.faults = faults or Faults()
        self.asked: Counter[str] = Counter()
        self.requests: list[str] = []
        self.committed: Counter[str] = Counter()
        self.most = 9_999  # ids that one search gives
        self.history = True  # whether the history server lists what was found
        self.heeds_days = True  # whether days in a term are understood
        self.hidden = 0  # hits that are counted and not listed
        self.base = ""
        self._dice = random.Random(self.faults.seed)
        self._results: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def environment(self) -> dict[str, str]:
        """Give the variables that lead figway here."""
        return {
            "FIGWAY_ENTREZ_URL": f"{self.base}/entrez",
            "FIGWAY_EUROPEPMC_URL": f"{self.base}/europepmc",
            "FIGWAY_EUROPEPMC_FILES_URL": f"{self.base}/files",
            "FIGWAY_CLOUD_URL": f"{self.base}/cloud",
        }

    def fault(self) -> str:
        with self._lock:
            if self._dice.random() >= self.faults.chance:
                return ""
            kind = self._dice.choice(self.faults.kinds)
            self.committed[kind] += 1
            return kind

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, str, bytes]:
        """Give status, kind and body of an answer."""
        service, _, rest = path.lstrip("/").partition("/")
        with self._lock:
            self.asked[service] += 1
            self.requests.append(path)
        if service == "entrez":
            return self._entrez(rest, asked)
        if service == "europepmc":
            return self._europepmc(rest, asked)
        if service == "files":
            return self._repository(asked)
        return self._cloud(unquote(rest), asked)

    def _matching(self, term: str) -> list[str]:
        """Find the articles of a term in either language: days, and a phrase in a caption."""
        days = [datetime.date(*map(int, day)) for day in re.findall(r"(\d{4})[/-](\d\d)[/-](\d\d)", term)]
        phrases = [p.lower() for p in re.findall(r'"([^"]+)"\[Figure|FIG:"([^"]+)"', term) for p in p if p]
        since, until = days[-2], days[-1]
        return [
            paper.pmcid
            for paper in sorted(self.papers.values(), key=lambda p: int(p.pmcid[3:]))
            if since <= paper.day <= until and (not phrases or any(p in paper.caption.lower() for p in phrases))
        ]

    def _entrez(self, tool: str, asked: dict[str, str]) -> tuple[int, str, bytes]:
        if asked.get("db") != "pmc" or not asked.get("tool"):
            return 400, "application/json", b'{"error":"Invalid db or tool"}'
        if tool == "esearch.fcgi":
            return self._esearch(asked)
        if asked.get("rettype") == "uilist" and not self.history:
            return 200, "text/xml", b"<pmc-articleset/>"
        if asked.get("rettype") == "uilist":
            found = self._results.get(f"{asked.get('WebEnv')}#{asked.get('query_key')}")
            if found is None:
                return 400, "text/plain", b"Unable to obtain query #1\n"
            start, most = int(asked["retstart"]), min(int(asked["retmax"]), self.most)
            listed = [pmcid[3:] for pmcid in found[start : min(start + most, self.most)]]
            return 200, "text/plain", "".join(f"{uid}\n" for uid in listed).encode()
        paper = self.papers.get(f"PMC{asked.get('id')}")
        inner = paper.xml.split(b"?>", 1)[1].split(b'.dtd">', 1)[1] if paper else b""
        return 200, "text/xml", b'<?xml version="1.0" ?>\n<pmc-articleset>' + inner + b"</pmc-articleset>"

    def _esearch(self, asked: dict[str, str]) -> tuple[int, str, bytes]:
        term = asked["term"]
        days = "".join(f" {asked[name]}" for name in ("mindate", "maxdate") if asked.get("datetype") == "pdat")
        found = self._matching(term + days) if self.heeds_days else sorted(self.papers)
        start = int(asked.get("retstart", "0"))
        if start > self.most - 1:
            said = f"Search Backend says: 'retstart' cannot be larger than {self.most - 1}"
            return 400, "application/json", json.dumps({"esearchresult": {"ERROR": said}}).encode()
        listed = found[: len(found) - self.hidden] if self.hidden else found
        with self._lock:
            key = f"MCID_{len(self._results):x}"
            self._results[f"{key}#1"] = listed
        unknown = [f for f in re.findall(r"\[([^\]]+)\]", term) if f not in _FIELDS]
        result = {
            "count": str(len(found)),
            "retmax": asked.get("retmax", "20"),
            "retstart": "0",
            "querykey": "1",
            "webenv": key,
            "idlist": [pmcid[3:] for pmcid in listed[start : min(start + int(asked.get("retmax", "20")), self.most)]],
            "translationset": [],
            "querytranslation": term if self.heeds_days else re.sub(r"[\d/]+", "", term),
        }
        if unknown:
            result["errorlist"] = {"phrasesnotfound": [], "fieldsnotfound": unknown}
        body = {"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result}
        return 200, "application/json", json.dumps(body).encode()

    def _europepmc(self, rest: str, asked: dict[str, str]) -> tuple[int, str, bytes]:
        if rest == "fields":
            terms = [{"term": name, "dataSets": ["FULLTEXT"]} for name in _EUROPE_PMC_FIELDS]
            body = {"version": "6.9", "searchTermList": {"searchTerms": terms}}
            return 200, "application/json", json.dumps(body).encode()
        if rest == "search":
            one = re.match(r'DOI:"10.1234/(pmc\d+)"$|EXT_ID:2(\d+) AND SRC:MED$', asked["query"], re.IGNORECASE)
            pmcid = (one[1] or f"PMC{one[2]}").upper() if one else ""
            named = asked["query"].startswith(("DOI:", "EXT_ID:"))
            found = [p for p in self.papers if p == pmcid] if named else self._matching(asked["query"])
            start = 0 if asked["cursorMark"] == "*" else int(asked["cursorMark"].removeprefix("AoI"))
            size = int(asked["pageSize"])
            page = found[start : start + size]
            answer: dict[str, object] = {
                "version": "6.9",
                "hitCount": len(found),
                "request": {"queryString": asked["query"], "resultType": "lite", "cursorMark": asked["cursorMark"]},
                "resultList": {
                    "result": [{"id": p[3:], "source": "MED", "pmcid": p, "isOpenAccess": "Y"} for p in page]
                },
            }
            if start + size < len(found):
                answer["nextCursorMark"] = f"AoI{start + size}"
            return 200, "application/json", json.dumps(answer).encode()
        paper = self.papers.get(rest.split("/")[0])
        return (200, "application/xml", paper.xml) if paper else (404, "text/plain", b"")

    def _repository(self, asked: dict[str, str]) -> tuple[int, str, bytes]:
        paper, name = self.papers.get(asked["pmcId"]), asked["fileName"]
        body = paper.file(name) if paper and name not in paper.gone else None
        if body is None:
            said = {"errCode": 404, "errMsg": f"Impossible to retrieve file {name} of {asked['pmcId']}"}
            return 200, "application/json", json.dumps(said).encode()
        return 200, asked["mimeType"], body

    def _cloud(self, key: str, asked: dict[str, str]) -> tuple[int, str, bytes]:
        there = {paper.folder: paper for paper in self.papers.values() if paper.in_cloud}
        if not key:
            return 200, "application/xml", self._listing(asked)
        folder, _, name = key.partition("/")
        if folder == "metadata":
            paper = there.get(name.removesuffix(".json"))
            if paper:
                return 200, "application/json", json.dumps(paper.metadata()).encode()
            pmcid, _, version = name.removesuffix(".json").partition(".")
            other = self.papers.get(pmcid)
            if other and other.in_cloud and version == str(other.manuscript):
                stated = {**other.metadata(), "version": other.manuscript, "is_manuscript": True, "license_code": "TDM"}
                return 200, "application/json", json.dumps({**stated, "media_urls": []}).encode()
        elif folder in there:
            body = there[folder].file(name)
            if body is not None and name not in there[folder].lost | there[folder].gone:
                return 200, "binary/octet-stream", body
        return 404, "application/xml", _NO_SUCH_KEY.format(key=key).encode()

    def _listing(self, asked: dict[str, str]) -> bytes:
        prefix = asked["prefix"]
        folders = sorted(
            f"{paper.pmcid}.{version}/"
            for paper in self.papers.values()
            if paper.in_cloud
            for version in range(1, max(paper.version, paper.manuscript) + 1)
        )
        found = [folder for folder in folders if folder.startswith(prefix)]
        common = "".join(f"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>" for folder in found)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>pmc-oa-opendata</Name>'
            f"<Prefix>{prefix}</Prefix><KeyCount>{len(found)}</KeyCount><MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter>"
            f"<IsTruncated>false</IsTruncated>{common}</ListBucketResult>"
        ).encode()


_NO_SUCH_KEY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.'
    "</Message><Key>{key}</Key><RequestId>4442587FB7D0A2F9</RequestId></Error>"
)
_EUROPE_PMC_FIELDS = ("ABBR", "DOI", "EXT_ID", "FIG", "FIRST_PDATE", "FT_CDATE", "IN_EPMC", "OPEN_ACCESS", "SRC")
_FIELDS = {"Figure/Table Caption", "filter", "PMC Live Date", "Publication Date", "Title"}


@contextmanager
def serve(services: Services) -> Iterator[Services]:
    """Serve on a free port of this machine while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, or each answer waits for an acknowledgement
        disable_nagle_algorithm = True

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            self._serve(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _serve(self, query: str) -> None:
            asked = {name: values[0] for name, values in parse_qs(query).items()}
            status, kind, body = services.answer(urlsplit(self.path).path, asked)
            self._send(status, kind, body, services.fault())

        def _send(self, status: int, kind: str, body: bytes, fault: str) -> None:
            extra: dict[str, str] = {}
            size = None
            if fault in ("429", "500", "503"):
                status, kind, body = int(fault), "application/json", b'{"error":"API rate limit exceeded"}'
                extra = {"Retry-After": "0"} if fault == "429" else {}
            elif fault == "slow":
                time.sleep(0.1)
            elif fault == "page":
                status, kind, body = 200, "text/html", b"<!DOCTYPE html><html><body>Checking your browser</body></html>"
            elif fault == "empty":
                status, body = 200, b""
            elif fault == "wrong" and kind not in ("application/json", "application/xml", "text/plain"):
                body = body[: len(body) // 2] + bytes(len(body) - len(body) // 2)
            elif fault == "cut":
                size, body = len(body), body[: len(body) // 2]
                self.close_connection = True
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) if size is None else size))
            for name, value in extra.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a harvest that is killed leaves connections open

    server = Server(("127.0.0.1", 0), Handler)
    services.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()

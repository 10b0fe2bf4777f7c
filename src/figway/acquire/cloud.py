"""Fetch articles from the PMC Cloud Service, the bucket `pmc-oa-opendata` as it has been laid out since 2026.

    PMC<id>.<version>/                      one folder for each version of an article
        PMC<id>.<version>.xml  .txt .pdf    the article; pictures and supplements lie beside it
    metadata/PMC<id>.<version>.json         pmcid, version, pmid, doi, title, citation, is_pmc_openaccess,
                                            is_manuscript, is_historical_ocr, is_retracted, license_code,
                                            xml_url, text_url, pdf_url, media_urls

Addresses in the metadata are `s3://pmc-oa-opendata/PMC<id>.<version>/<file>?md5=<hexadecimal>`. Sources: the bucket's
README.txt, https://pmc.ncbi.nlm.nih.gov/tools/pmcaws/ and public code that reads it (docs/harvest.md lists them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from figway.errors import RemoteError

if TYPE_CHECKING:
    from figway.acquire.client import Client
    from figway.download import Check, Fetched

BUCKET = "pmc-oa-opendata"
ADDRESS = f"https://{BUCKET}.s3.amazonaws.com"
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp", ".bmp")
"""Suffixes of pictures, the one that is rather taken first."""

_PREFIX = re.compile(rb"<Prefix>(PMC\d+)\.(\d+)/</Prefix>")
_NEXT = re.compile(rb"<NextContinuationToken>([^<]+)</NextContinuationToken>")
_MD5 = re.compile(r"[0-9a-f]{32}")


class CloudFile(NamedTuple):
    """Name a file of an article, its address and the MD5 that the metadata state."""

    name: str
    url: str
    md5: str = ""


class CloudArticle(NamedTuple):
    """Hold what the metadata say of one version of an article."""

    pmcid: str
    version: int
    xml: CloudFile | None
    media: tuple[CloudFile, ...] = ()
    licence: str = ""
    retracted: bool = False
    open_access: bool = False
    manuscript: bool = False
    historical_ocr: bool = False

    @property
    def name(self) -> str:
        """Give the name of the version's folder."""
        return f"{self.pmcid}.{self.version}"


class Cloud:
    """Read the bucket."""

    name = "cloud"

    def __init__(self, client: Client, base: str) -> None:
        self._client = client
        self._base = base

    def versions(self, pmcid: str) -> list[int]:
        """List the versions of an article, the oldest first; empty where the bucket has none. Raises RemoteError."""
        asked = {"list-type": "2", "prefix": f"{pmcid}.", "delimiter": "/"}
        found: set[int] = set()
        while True:
            body = self._client.get(f"{self._base}/", asked, _refuse_other_listings)
            found.update(int(version) for name, version in _PREFIX.findall(body) if name.decode() == pmcid)
            following = _NEXT.search(body)
            if following is None:
                return sorted(found)
            asked["continuation-token"] = unquote(following[1].decode())

    def metadata(self, pmcid: str, version: int) -> dict[str, Any]:
        """Give the metadata of one version as they are stored; raises AbsentError or RemoteError."""
        return self._client.get_json(self.metadata_url(pmcid, version))

    def metadata_url(self, pmcid: str, version: int) -> str:
        """Give the address of the metadata of one version."""
        return f"{self._base}/metadata/{pmcid}.{version}.json"

    def fetch(self, file: CloudFile, path: Path, check: Check) -> Fetched:
        """Fetch a file of an article, checked against its MD5; raises AbsentError or RemoteError."""
        return self._client.download(file.url, path, md5=file.md5, check=check)

    def article(self, pmcid: str, version: int, metadata: dict[str, Any]) -> CloudArticle:
        """Read metadata; raises RemoteError where they are of another article or not as documented."""
        return read_metadata(pmcid, version, metadata, self._base)


def read_metadata(pmcid: str, version: int, metadata: dict[str, Any], base: str = ADDRESS) -> CloudArticle:
    """Read the metadata of one version of an article, with addresses below `base`.

    Raises RemoteError where they are of another article, or not as documented.
    """
    where = f"metadata/{pmcid}.{version}.json"
    if str(metadata.get("pmcid", "")).upper() != pmcid or str(metadata.get("version", "")) != str(version):
        raise RemoteError(f"{where}: it describes {metadata.get('pmcid')}.{metadata.get('version')}")
    folder = f"{pmcid}.{version}/"
    media = metadata.get("media_urls") or ()
    if not isinstance(media, Sequence) or isinstance(media, str):
        raise RemoteError(f"{where}: media_urls: expected a list")
    files = (_file(address, folder, base) for address in media)
    return CloudArticle(
        pmcid=pmcid,
        version=version,
        xml=_file(metadata.get("xml_url"), folder, base),
        media=tuple(file for file in files if file is not None),
        licence=str(metadata.get("license_code") or ""),
        retracted=metadata.get("is_retracted") is True,
        open_access=metadata.get("is_pmc_openaccess") is True,
        manuscript=metadata.get("is_manuscript") is True,
        historical_ocr=metadata.get("is_historical_ocr") is True,
    )


def _file(address: object, folder: str, base: str) -> CloudFile | None:
    """Read an address; None for one that leads out of the article's own folder, or is none."""
    parts = urlsplit(str(address or ""))
    key = parts.path.lstrip("/")
    name = key.removeprefix(folder)
    if parts.scheme != "s3" or parts.netloc != BUCKET or not key.startswith(folder) or not name:
        return None
    if ".." in PurePosixPath(name).parts or "\\" in name:
        return None
    md5 = parse_qs(parts.query).get("md5", [""])[0].lower()
    return CloudFile(name, f"{base}/{quote(key)}", md5 if _MD5.fullmatch(md5) else "")


def find_picture(names: Iterable[str], files: Iterable[CloudFile]) -> CloudFile | None:
    """Find the file of a picture that an article names, often without a suffix or with that of the print version.

    >>> files = [CloudFile("gr1.gif", ""), CloudFile("gr1.jpg", ""), CloudFile("gr10.jpg", "")]
    >>> find_picture(["gr1"], files).name, find_picture(["gr1.tif"], files).name, find_picture(["gr2"], files)
    ('gr1.jpg', 'gr1.jpg', None)
    """
    by_name: dict[str, CloudFile] = {}
    for file in files:
        by_name.setdefault(file.name.rpartition("/")[2].lower(), file)
    for name in names:
        for candidate in picture_names(name):
            if candidate.lower() in by_name:
                return by_name[candidate.lower()]
    return None


def picture_names(name: str) -> list[str]:
    """Give the names under which a picture may be stored: as it is, then with each suffix.

    >>> picture_names("a.b-g001.tif")[:3], picture_names("gr1")[0]
    (['a.b-g001.tif', 'a.b-g001.jpg', 'a.b-g001.jpeg'], 'gr1.jpg')
    """
    base = name.rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    if f"{dot}{suffix}".lower() not in PICTURES or not stem:
        return [base + ending for ending in PICTURES]
    return [base, *(stem + ending for ending in PICTURES if ending != f".{suffix.lower()}")]


def licence_key(licence: str) -> str:
    """Bring a licence to the form in which it is chosen: without its version, joined by hyphens.

    >>> licence_key("CC BY-NC-ND 4.0"), licence_key("CC0"), licence_key("cc by")
    ('cc-by-nc-nd', 'cc0', 'cc-by')
    """
    return "-".join(part for part in re.split(r"[\s_-]+", licence.strip().lower()) if not re.match(r"\d", part))


def _refuse_other_listings(body: bytes) -> None:
    from figway.download import PassingError

    if b"<ListBucketResult" not in body[:1000] or b"</ListBucketResult>" not in body[-200:]:
        raise PassingError(f"a listing was expected, {body[:120]!r} came")

"""Write the figures of a PDF as pictures with metadata beside them, which any run reads."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tempfile
from pathlib import Path

import yaml
from PIL import Image

from figway import derive
from figway.acquire.pdf.layout import Found, figures, whole_pages
from figway.acquire.pdf.pages import EXPECTED, Page, Pdf
from figway.errors import PackageError
from figway.files import PART

VERSION = "1"
_SIGNED = ".taken.json"
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>,;]+")


def is_pdf(path: Path) -> bool:
    """Tell a PDF by its name."""
    return path.suffix.lower() == ".pdf"


def take(path: Path, into: Path) -> Path:
    """Write the figures of a PDF into a folder of its name below `into` and give that folder.

    A file whose figures were taken before, and that has not changed since, is left alone. Raises PackageError.
    """
    target = into / derive.safe_name(path.stem)
    try:
        with path.open("rb") as stream:
            signed = json.dumps({"version": VERSION, "sha256": hashlib.file_digest(stream, "sha256").hexdigest()})
        if target.is_dir() and (target / _SIGNED).is_file() and (target / _SIGNED).read_text("utf-8") == signed:
            return target
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", suffix=PART, dir=into) as folder:
            _take(path, Path(folder))
            (Path(folder) / _SIGNED).write_text(signed, "utf-8")
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder, target)
            target.chmod(0o755)
    except OSError as error:
        raise PackageError(f"{path}: cannot be taken apart ({error.strerror or error}); {EXPECTED}") from error
    return target


def _take(path: Path, folder: Path) -> None:
    with Pdf(path) as pdf:
        pages = tuple(pdf.pages())
        found = figures(pages)
        if not any(each.box for each in found) and (len(pdf) == 1 or any(page.lines for page in pages)):
            found = (*found, *whole_pages(pages))
        if not found:
            raise PackageError(f"{path}: {_nothing(pages, len(pdf))}")
        about = _about(pdf, pages)
        for each in found:
            name = _name(path.stem, each, alone=len(found) == 1 == len(pdf))
            _write(pdf, each, folder, name, about)


def _write(pdf: Pdf, found: Found, folder: Path, name: str, about: dict[str, str]) -> None:
    facts = {"figid": name, "number": found.label, "caption": found.caption, **about}
    if found.box is not None:
        data = io.BytesIO()
        Image.fromarray(pdf.picture(found.page, found.box)).save(data, "PNG")
        (folder / f"{name}.png").write_bytes(data.getvalue())
    text = yaml.safe_dump({k: v for k, v in facts.items() if v}, allow_unicode=True, sort_keys=False, width=4096)
    (folder / f"{name}.yml").write_text(text, "utf-8")


def _name(stem: str, found: Found, *, alone: bool) -> str:
    """Name a figure after its file and label: PMC7719781__fig2; a file that is one figure, after the file alone."""
    pmcid = derive.pmcid_of(stem)
    if found.label:
        label = re.sub(r"\W+", "", re.sub(r"ig(ure)?\.?", "ig", found.label, flags=re.IGNORECASE).lower())
    elif alone:
        return derive.figid(stem, pmcid)
    else:
        label = f"page{found.page + 1}"
    return derive.figid(f"{stem}__{label}", pmcid)


def _about(pdf: Pdf, pages: tuple[Page, ...]) -> dict[str, str]:
    """Tell what the file says of its paper: title, DOI and PMC id."""
    first = " ".join(line.text for line in pages[0].lines) if pages else ""
    doi = _DOI.search(first)
    return {
        "papertitle": pdf.title(),
        "doi": doi.group().rstrip(".)]") if doi else "",
        "pmcid": derive.pmcid_of(pdf.path.stem),
    }


def _nothing(pages: tuple[Page, ...], count: int) -> str:
    if not pages:
        return f"damaged: none of its {count} pages can be read; fetch it again from its source"
    if not any(page.lines for page in pages):
        return "its pages hold no text (a scan?); add a text layer (for one: ocrmypdf) or give its figures as pictures"
    return f"no figure with a caption on its {count} pages; give its figures as pictures"

"""Fetch the picture of a figure from whoever has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from figway.acquire.cloud import Cloud, CloudArticle, find_picture, picture_names
from figway.acquire.entrez import Entrez
from figway.acquire.europepmc import EuropePmc
from figway.acquire.verify import check_picture
from figway.errors import AbsentError
from figway.harvest.shelf import Shelf

_SHOWN = (".jpg", ".png", ".gif")
"""Suffixes of the pictures that Europe PMC shows in browsers."""


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Hold the services that give articles, in the order in which they are asked."""

    cloud: Cloud
    europepmc: EuropePmc
    entrez: Entrez


def fetch_picture(
    shelf: Shelf, suppliers: Suppliers, article: CloudArticle | None, figid: str, names: tuple[str, ...]
) -> tuple[str, str]:
    """Bring a picture to its place in the library; give its address and path.

    `names` are those that the article's XML gives it. Raises AbsentError where no service has it, or RemoteError.
    """
    file = find_picture(names, article.media) if article is not None else None
    if file is not None:
        relative = shelf.picture_name(figid, file.name)
        try:
            fetched = shelf.held(relative, file.md5) or suppliers.cloud.fetch(
                file, shelf.place(relative), check_picture
            )
        except AbsentError:
            pass  # stated and not there: the second source may have it
        else:
            return file.url, shelf.note_picture(fetched, figid, suppliers.cloud.name, file.url, file.md5)
    return _from_second_source(shelf, suppliers.europepmc, figid, names)


def _from_second_source(shelf: Shelf, europepmc: EuropePmc, figid: str, names: Iterable[str]) -> tuple[str, str]:
    said: list[str] = []
    for name in dict.fromkeys(tried for each in names for tried in picture_names(each)):
        if not name.lower().endswith(_SHOWN):
            continue
        relative, url = shelf.picture_name(figid, name), europepmc.picture_url(shelf.pmcid, name)
        try:
            fetched = shelf.held(relative) or europepmc.fetch_picture(shelf.pmcid, name, shelf.place(relative))
        except AbsentError as error:
            said.append(str(error))
            continue
        return url, shelf.note_picture(fetched, figid, europepmc.name, url)
    raise AbsentError("; ".join(said) or "it has no name under which it could be asked for")

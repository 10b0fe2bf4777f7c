"""Write a library as plain files that any web host serves: the same pages, with search in the browser (Pagefind)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from figway.derive.licence import may_copy
from figway.errors import ImageError, UsageError
from figway.files import write_whole
from figway.records import FigureRecord
from figway.serve.addresses import slug
from figway.serve.figure import FILES, figure_page
from figway.serve.find import card_of
from figway.serve.finder import Card, every_year
from figway.serve.images import image_path, picture, thumbnail
from figway.serve.render import Look, render
from figway.serve.site import Settings, Site
from figway.serve.view import figure_view

A_PAGE = 60
MARK = ".figway-site"
"""The file that says that a folder was written by figway, and may be written again."""
_TITLES = (
    ("gene", "Genes on the most figures"),
    ("chemical", "Chemicals"),
    ("disease", "Diseases"),
    ("organism", "Organisms"),
    ("journal", "Journals"),
)
_KINDS = ("genes", "chemicals", "diseases", "organisms", "journals")
"""Kinds of things that have a page each, and a page that lists them."""


@dataclass(frozen=True, slots=True)
class Written:
    """Say what was written: figures, pages of things and papers, pictures copied and linked, and what could not be."""

    figures: int
    lists: int
    images: int
    linked: int
    skipped: tuple[str, ...]


def write_site(
    library: Path, out: Path, *, title: str = "figway", base_url: str = "", images: Literal["all", "free"] = "all",
    report: Callable[[str], None] = lambda line: None,
) -> Written:  # fmt: skip
    """Write the site; raises LibraryError for what is no library, UsageError where the folder holds something else."""
    site = Site(Settings(library, title=title, base_url=base_url, images=images))
    site.look = Look(title, static=True, base_url=base_url)
    _prepare(out)
    lists: dict[tuple[str, str], list[Card]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    counts: dict[str, Counter[str]] = {kind: Counter() for kind, _ in _TITLES}
    shown: list[Card] = []
    skipped: list[str] = []
    copied = linked = relations = 0
    for card in site.cards:
        record = site.record(card.figid)
        if record is None:
            skipped.append(card.figid)
            continue
        address, why = _picture(site, out, record)
        copied, linked = copied + bool(address), linked + (not address)
        for name, file in FILES.items():
            if address or name != "overlay.svg":
                _write(
                    out / "figures" / record.figid / name,
                    file.write(record).replace('href="image"', f'href="../{address}"'),
                )
        page = figure_page(
            record,
            site.look,
            "../",
            image=f"../{address}" if address else "",
            no_image=why,
            here="browse",
            copies=site.copies.get(record.figid, ()),
        )
        _write(out / "figures" / f"{record.figid}.html", page)
        seen = replace(card_of(record, card), image=bool(address))
        shown.append(seen)
        relations += card.relations
        for kind, key, name in _things(record):
            lists[kind, key].append(seen)
            names.setdefault((kind, key), name)
        _count(counts, record)
    _lists(out, site.look, lists, names)
    addresses = {(kind[:-1], names[kind, key]): quote(key) for kind, key in lists if kind in _KINDS}
    _top(out, site, shown, counts, relations, addresses)
    _feeds(out, site, shown)
    shutil.copytree(str(files("figway.serve") / "static"), out / "static", dirs_exist_ok=True)
    report("making the search")
    _index(out)
    return Written(len(shown), len(lists), copied, linked, tuple(skipped))


def _prepare(out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise UsageError(f"{out} holds files that are no site of figway; choose an empty folder.")
    out.mkdir(parents=True, exist_ok=True)
    for old in ("figures", "genes", "chemicals", "diseases", "organisms", "journals", "papers", "pagefind"):
        shutil.rmtree(out / old, ignore_errors=True)
    write_whole(out / MARK, "Written by figway site; written again by the same command.\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)


def _picture(site: Site, out: Path, record: FigureRecord) -> tuple[str, str]:
    """Copy a picture and its thumbnail; give its address from the top, or say why there is none."""
    if site.settings.images == "free" and not may_copy(record):
        return "", "The licence of this figure does not allow to copy it."
    path = image_path(site.library, record)
    if path is None:
        return "", "This library does not hold the picture."
    try:
        data, kind = picture(path)
        small = thumbnail(site.library, record.figid, path)
    except ImageError as error:
        return "", f"{error}."
    name = f"images/{record.figid}.{kind.removeprefix('image/').replace('jpeg', 'jpg')}"
    for place, raw in ((out / name, data), (out / "thumbs" / f"{record.figid}.webp", small)):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, raw)
    return name, ""


def _things(record: FigureRecord) -> Iterator[tuple[str, str, str]]:
    """Give what has a page of its own: kind of page, its address, its name; each once a figure."""
    found: dict[tuple[str, str], str] = {}
    for gene in record.genes:
        if gene.entrez:
            found.setdefault(("genes", f"ncbigene/{gene.entrez}"), gene.hgnc_symbol or gene.symbol)
    view = figure_view(record)
    for kind, rows in (("chemicals", view.chemicals), ("diseases", view.diseases)):
        for row in rows:
            if row.identifiers:
                found.setdefault((kind, row.identifiers[0].replace(":", "/")), row.name)
    found |= {("organisms", slug(name)): name for name in record.organisms}
    if journal := record.article.journal or record.article.journal_nlm_ta:
        found["journals", slug(journal)] = journal
    if record.article.pmcid:
        found["papers", record.article.pmcid] = record.article.title or record.article.pmcid
    yield from ((kind, key, name) for (kind, key), name in found.items())


def _count(counts: dict[str, Counter[str]], record: FigureRecord) -> None:
    counts["gene"].update({g.hgnc_symbol or g.symbol for g in record.genes})
    view = figure_view(record)
    counts["chemical"].update({row.name for row in view.chemicals})
    counts["disease"].update({row.name for row in view.diseases})
    counts["organism"].update(set(record.organisms))
    counts["journal"].update(j for j in (record.article.journal or record.article.journal_nlm_ta,) if j)


def _lists(out: Path, look: Look, lists: dict[tuple[str, str], list[Card]], names: dict[tuple[str, str], str]) -> None:
    for (kind, key), cards in lists.items():
        safe = key.replace("..", "")
        root = "../" * (1 + safe.count("/"))
        text = render("list.html", look, root, heading=names[kind, key], cards=cards, total=len(cards), page=1, last=1)
        _write(out / kind / f"{safe}.html", text)
    for kinds in _KINDS:
        sizes = [(names[kind, key], quote(key), len(cards)) for (kind, key), cards in lists.items() if kind == kinds]
        rows = sorted(sizes, key=lambda row: (-row[2], row[0]))
        text = render("index.html", look, "", kinds=kinds, rows=rows, total=len(rows), here="browse")
        _write(out / f"{kinds}.html", text)


def _top(
    out: Path,
    site: Site,
    cards: Sequence[Card],
    counts: dict[str, Counter[str]],
    relations: int,
    linked: dict[tuple[str, str], str],
) -> None:
    """Write the pages at the top: home, browse, search, statistics, help, not found."""
    look = site.look
    best = max(cards, key=lambda c: (c.image, min(c.relations, 25) + min(c.genes, 40)), default=None)
    record = site.record(best.figid) if best and best.image else None
    years = every_year(Counter(int(c.year) for c in cards if c.year.isdigit()))
    numbers = [("figures", len(cards)), ("papers", len({c.pmcid for c in cards if c.pmcid}))]
    numbers += [(f"different {kind}s", len(counts[kind])) for kind, _ in _TITLES]
    numbers += [("relations", relations)]
    tops = [(kind, title, counts[kind].most_common(12)) for kind, title in _TITLES]
    image = next((f"images/{p.name}" for p in sorted((out / "images").glob(f"{best.figid}.*"))), "") if best else ""
    home = render(
        "home.html", look, "", cards=cards[:8], total=len(cards), years=years, show=record, image=image, limit=0,
        view=figure_view(record) if record else None, numbers=numbers,
    )  # fmt: skip
    last = max(1, -(-len(cards) // A_PAGE))
    for n in range(1, last + 1):
        part = cards[(n - 1) * A_PAGE : n * A_PAGE]
        text = render(
            "list.html", look, "", heading="All figures", cards=part, total=len(cards), page=n, last=last, here="browse"
        )
        _write(out / ("browse.html" if n == 1 else f"browse-{n}.html"), text)
    _write(out / "index.html", home)
    _write(out / "search.html", render("static_search.html", look, "", here="search"))
    _write(
        out / "stats.html",
        render("stats.html", look, "", here="stats", numbers=numbers, tops=tops, years=years, linked=linked),
    )
    _write(out / "about.html", render("about.html", look, "", here="about"))
    _write(
        out / "404.html", render("error.html", look, "", heading="There is no such page", detail="It may have moved.")
    )


def _feeds(out: Path, site: Site, cards: Sequence[Card]) -> None:
    """Write sitemap, feed and robots.txt; the first two need to know where the site will stand."""
    base = site.settings.base_url
    robots = "User-agent: *\nAllow: /\n"
    if base:
        robots += f"Sitemap: {base}sitemap.xml\n"
        times = [site.library.record_path(c.figid).stat().st_mtime for c in cards]
        when = datetime.fromtimestamp(max(times, default=0), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        pages = ["", "browse.html", "stats.html", "about.html", *(f"figures/{quote(c.figid)}.html" for c in cards)]
        urls = "".join(f"<url><loc>{escape(base + page)}</loc></url>\n" for page in pages)
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
        _write(out / "sitemap.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{sitemap}')
        entries = "".join(
            f"<entry><id>{escape(base)}figures/{quote(c.figid)}.html</id>"
            f"<title>{escape(c.title)}</title><updated>{when}</updated>"
            f'<link href="{escape(base)}figures/{quote(c.figid)}.html"/>'
            f"<summary>{escape(c.reftext)}</summary></entry>\n"
            for c in cards[:50]
        )
        feed = (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(base)}</id><title>{escape(site.look.title)}</title>'
            f"<updated>{when}</updated><author><name>figway</name></author>"
            f'<link rel="self" href="{escape(base)}feed.xml"/>\n{entries}</feed>\n'
        )
        _write(out / "feed.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{feed}')
    _write(out / "robots.txt", robots)


def _index(out: Path) -> None:
    """Let Pagefind make the index of the search; only pages of figures are in it."""
    command = [sys.executable, "-m", "pagefind", "--site", str(out), "--quiet", "--glob", "figures/*.html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise UsageError(
            f"Pagefind, which makes the search, failed: {' '.join(said)}. Install it with pip install 'figway[site]'."
        )

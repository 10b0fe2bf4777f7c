"""Fill the templates: one environment for the served pages and for the static site."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from figway import __version__
from figway.serve.addresses import curie_link, slug

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_UNSAFE = re.compile("[<>&\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Look:
    """Say how a site is named and how its pages link to one another; `static` for one of plain files."""

    title: str = "figway"
    static: bool = False
    base_url: str = ""
    sign_in: bool = False
    enrich: bool = False
    curate: bool = False

    @property
    def brand(self) -> str:
        """Give the name in the page's head."""
        return self.title

    @property
    def home(self) -> str:
        """Give the address of the first page."""
        return "index.html" if self.static else ""

    @property
    def search(self) -> str:
        """Give the address of the search."""
        return "search.html" if self.static else "search"

    @property
    def ext(self) -> str:
        """Give what the names of pages without a parameter end with."""
        return ".html" if self.static else ""

    @property
    def menu(self) -> tuple[tuple[str, str, str], ...]:
        """List the pages of the menu: key, name, address."""
        own = (("search", "Search", self.search), ("browse", "Browse", f"browse{self.ext}"))
        enrich = (("enrich", "Enrich", "enrich"),) if self.enrich else ()
        curate = (("curate", "Curate", "curate"),) if self.curate else ()
        return (
            *own,
            *enrich,
            *curate,
            ("stats", "Statistics", f"stats{self.ext}"),
            ("about", "About", f"about{self.ext}"),
        )


def render(template: str, look: Look, root: str, **context: Any) -> str:
    """Fill a template; `root` is the way from the page to the site's top ("/", "../", "")."""
    return environment().get_template(template).render(site=look, root=root, version=__version__, **context)


@cache
def environment() -> Environment:
    """Make the environment, once; everything that is filled in is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("figway.serve"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    found.filters |= {
        "num": _number,
        "curie": curie_link,
        "slug": lambda name: quote(slug(name)),
        "bounded": _bounded,
        "grouped": _grouped,
        "short_organism": _short,
    }
    found.globals |= {
        "here": "", "user": "", "guest": False, "curating": False, "corrections": 0, "similar": (), "files": "",
        "mine": 0, "copies": (), "thing": None, "pmc": "", "papers": None, "problem": "", "linked": {},
        "gpml": "", "simulate": "", "no_image": "",
    }  # fmt: skip
    return found


def json_text(value: Any) -> Markup:
    """Write JSON that may stand inside a script element: nothing in it can end the element."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def _number(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 1e5 else str(round(value))


def _bounded(value: float) -> str:
    """Keep a weight within the three units that its bar can show."""
    return f"{max(-3.0, min(3.0, value)):.2f}"


def _grouped(value: int) -> str:
    """Write a number with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def _short(organism: str) -> str:
    """Shorten a genus: Homo sapiens to H. sapiens."""
    genus, _, species = organism.partition(" ")
    return f"{genus[:1]}. {species}" if species else organism

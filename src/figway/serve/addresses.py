"""Write names and identifiers as addresses, and read them."""

from __future__ import annotations

from urllib.parse import quote

_SLASH = "\u2215"


def curie_link(curie: str) -> str:
    """Give the address that resolves a CURIE; empty for figway's own, which nothing resolves."""
    return "" if not curie or curie.startswith("figway:") else f"https://bioregistry.io/{quote(curie, safe=':/')}"


def slug(name: str) -> str:
    """Write a name as the last part of an address, and of a file's path.

    >>> slug("Homo sapiens"), unslug(slug("N/A virus"))
    ('Homo_sapiens', 'N/A virus')
    """
    return name.replace(" ", "_").replace("/", _SLASH)


def unslug(part: str) -> str:
    """Read the name that `slug` wrote."""
    return part.replace("_", " ").replace(_SLASH, "/")

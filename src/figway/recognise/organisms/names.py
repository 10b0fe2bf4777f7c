"""Find the organisms that a text names: words of the table, MeSH names, Latin names and their abbreviations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from figway.lexicon.load import Lexicon
from figway.recognise.organisms.table import Taxon, Use, group_of, table, word_key
from figway.text import fold

HUMAN_SOURCES = frozenset(
    {
        "hgnc_symbol",
        "hgnc_prev_symbol",
        "hgnc_alias_symbol",
        "famplex_id",
        "famplex_synonym",
        "famplex_gene",
        "curated",
    }
)
"""Sources of names of human genes and families."""

_TOKEN = re.compile(r"\b[A-Z]\.(?=\s?[a-z]{3})|[A-Za-z](?:[\w'/]|[.\-](?=\w))*")
_EPITHET = re.compile(r"[a-z]{4,}$")
_LATIN_END = re.compile(r"(?<!vir)(?:us|a|um|is|i|ae|ans|ens|or|ax)$")
_GENUS = re.compile(r"[A-Z][a-z]{3,}$")


class Named(NamedTuple):
    """Hold one naming: the taxon, the words as written, and how far they may be trusted."""

    taxon: Taxon
    word: str
    use: Use


def binomials(texts: Iterable[str], lexicon: Lexicon) -> dict[str, Taxon]:
    """Give the Latin species names written out in any of the texts, by their abbreviation ('n benthamiana').

    A pair of words is one where the genus is known as an organism, where the text also abbreviates or repeats it,
    or where it follows a common name (Manila clam Ruditapes philippinarum); a genus that nobody knows takes the group
    of the organism named nearest before or after it.
    """
    joined = " . ".join(texts)
    found: dict[str, Taxon] = {}
    for match in re.finditer(r"\b([A-Z][a-z]{3,}) ([a-z]{4,})\b", joined):
        genus, epithet = match.groups()
        if not _is_epithet(epithet, lexicon):
            continue
        key = f"{genus[0].lower()} {epithet}"
        taxon = _genus(genus, lexicon)
        again = f"{genus[0]}. {epithet}" in joined or joined.count(match.group()) > 1
        if taxon is None and (again or _follows_name(joined, match.start(), lexicon)) and not lexicon.is_english(genus):
            taxon = _neighbour(joined, match.start(), lexicon)
        if taxon is not None:
            found.setdefault(key, Taxon(f"{genus} {epithet}", taxon.group, taxon.trees))
    return found


def names_in(text: str, lexicon: Lexicon, species: Mapping[str, Taxon]) -> list[Named]:
    """Give every naming of an organism in a text, longest runs of words first.

    Texts are normalised; `species` are the `binomials` of all texts of the figure.
    """
    tokens = [token.strip("'/") for token in _TOKEN.findall(text)]
    starts = [(i, longest) for i, token in enumerate(tokens) if (longest := _longest(token, lexicon))]
    found: list[Named] = []
    end = 0
    for i, longest in starts:
        for size in range(min(longest, len(tokens) - i), 0, -1) if i >= end else ():
            hit = _name(" ".join(tokens[i : i + size]), size, lexicon, species)
            if hit:
                found.append(hit)
                found.extend(_host(hit, tokens[i], lexicon) if size > 1 else ())
                end = i + size
                break
    return found


@lru_cache(maxsize=1 << 16)
def _longest(first: str, lexicon: Lexicon) -> int:
    """Give how many words a name that starts with this word has at most; 0 where no name starts so."""
    if first.endswith("."):
        return 2
    start = first.lower() if first.isalnum() else word_key(first)
    keys = _starting(start.partition(" ")[0])
    longest = max((key.count(" ") + 1 for key in keys if key.startswith(start)), default=0) if keys else 0
    if len(start) > 2 and not start.isdigit():
        longest = max(longest, _most_words(fold(first), lexicon))
    return max(longest, 2 if _GENUS.match(first) else 0)


def _most_words(beginning: str, lexicon: Lexicon) -> int:
    """Give the words of the longest name of an organism whose key begins so; 0 where none does."""
    keys, sizes = _organism_keys(lexicon)
    first = bisect_left(keys, beginning)
    if first == len(keys) or not keys[first].startswith(beginning):
        return 0
    return max(sizes[first : bisect_left(keys, beginning + "\x7f", first)])


@lru_cache(maxsize=4)
def _organism_keys(lexicon: Lexicon) -> tuple[list[str], list[int]]:
    """List the keys of the lexicon's names of organisms, sorted, and how many words each has."""
    names = lexicon.names_from("mesh_organism")
    return [key for key, _ in names], [len(name.split()) for _, name in names]


@cache
def _starts() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in table():
        found.setdefault(key.split(" ")[0], []).append(key)
    return found


def _starting(word: str) -> list[str]:
    return _starts().get(word, [])


def _name(phrase: str, size: int, lexicon: Lexicon, species: Mapping[str, Taxon]) -> Named | None:
    if size == 2:
        first, _, second = phrase.partition(" ")
        taxon = species.get(f"{first[0].lower()} {second}")
        if taxon and (first.endswith(".") or taxon.name == phrase):
            return Named(_settled(taxon), phrase, "sure")
    return _look_up(phrase, lexicon)


def _host(virus: Named, first: str, lexicon: Lexicon) -> list[Named]:
    """Give the animal that a virus's name begins with (porcine, human, mouse): its host."""
    if virus.taxon.group != "virus":
        return []
    named = _look_up(first, lexicon)
    return [named] if named and named.taxon.group == "animal" and named.use == "sure" else []


def _settled(taxon: Taxon) -> Taxon:
    """Give the table's name of a species where it has one, with the trees that are known of it."""
    entry = table().get(word_key(taxon.name))
    return Taxon(entry.taxon.name, entry.taxon.group, taxon.trees) if entry else taxon


@lru_cache(maxsize=1 << 16)
def _look_up(phrase: str, lexicon: Lexicon) -> Named | None:
    entry = table().get(word_key(phrase))
    if entry:
        shouted = entry.use in ("caps", "support") and phrase.isupper() and len(phrase) < 6
        return None if shouted else Named(entry.taxon, phrase, "sure" if entry.use == "caps" else entry.use)
    if len(phrase) < 4 or phrase.isupper():
        return None
    meanings = lexicon.lookup(fold(phrase))
    if any(name.source in HUMAN_SOURCES for name in meanings):
        return None
    for name in meanings:
        if name.source != "mesh_organism" or word_key(name.name).count(" ") != word_key(phrase).count(" "):
            continue
        entity = lexicon.entity(name.entity)
        trees = tuple(x.removeprefix("mesh.tree:") for x in entity.xrefs if "mesh.tree:" in x) if entity else ()
        group = group_of(trees)
        if entity is None or group is None:
            continue
        known = table().get(word_key(entity.name))
        taxon = Taxon(known.taxon.name if known else entity.name, group, trees)
        everyday = phrase.islower() and " " not in phrase and fold(entity.name) != fold(phrase)
        use: Use = "support" if everyday or lexicon.is_english(phrase) else "sure"
        return Named(taxon, phrase, use)
    return None


@lru_cache(maxsize=1024)
def trees_of(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Give the places in MeSH's tree of a taxon of the table, by any of its words or by its genus."""
    words = [word for word, entry in table().items() if entry.taxon.name == name]
    named = [n for word in (*words, name.split()[0]) for n in lexicon.lookup(fold(word)) if n.source == "mesh_organism"]
    entities = [entity for n in named if (entity := lexicon.entity(n.entity))]
    trees = [x for entity in entities for x in entity.xrefs if x.startswith("mesh.tree:")]
    return tuple(sorted({tree.removeprefix("mesh.tree:") for tree in trees}))


def _genus(word: str, lexicon: Lexicon) -> Taxon | None:
    """Give the taxon of a capitalised word that is a Latin genus, of the table or of MeSH."""
    named = _look_up(word, lexicon)
    if named is None or named.taxon.name == "-" or named.taxon.name.split()[0] != word:
        return None
    return named.taxon


def _is_epithet(word: str, lexicon: Lexicon) -> bool:
    return bool(_EPITHET.match(word) and _LATIN_END.search(word)) and not lexicon.is_english(word)


def _follows_name(text: str, at: int, lexicon: Lexicon) -> bool:
    words = _TOKEN.findall(text[max(0, at - 40) : at])
    named = _look_up(words[-1], lexicon) if words and text[:at].endswith(f"{words[-1]} ") else None
    return named is not None and named.use == "sure" and named.taxon.name != "-"


def _neighbour(text: str, at: int, lexicon: Lexicon) -> Taxon | None:
    """Give the group, without a tree, of the cellular organism named nearest to a place of a text."""
    best: tuple[int, Taxon] | None = None
    for match in _TOKEN.finditer(text, max(0, at - 200), at + 200):
        named = _look_up(match.group(), lexicon)
        if named and named.taxon.name != "-" and named.taxon.group != "virus":
            distance = abs(match.start() - at)
            if best is None or distance < best[0]:
                best = (distance, named.taxon)
    return Taxon("", best[1].group, trees_of(best[1].name, lexicon)) if best else None

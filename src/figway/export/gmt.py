"""Write gene sets, one figure a line: figid, title, genes (GMT), or figid, nothing, genes (Enrichr)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from figway.errors import InputError, UsageError
from figway.lexicon import Lexicon

Which = Literal["direct", "names", "families"]
Ids = Literal["symbol", "entrez", "ensembl"]
Organism = Literal["human", "mouse", "rat"]
FIELDS = ("figid", "figure", "genes")
_FAMILY = "bioentities_symbol"
_PREFIX = {"mouse": "mgi:", "rat": "rgd:"}


@dataclass(frozen=True, slots=True)
class GeneSets:
    """Say which genes make a figure's set, under which identifiers.

    `which`: `direct` takes genes printed by their current symbol, `names` by any name, `families` the members of
    families and complexes too. Mouse and rat genes are the orthologs of the human ones, as symbols.
    """

    which: Which = "direct"
    ids: Ids = "symbol"
    organism: Organism = "human"
    min_size: int = 3
    _known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.organism != "human" and self.ids != "symbol":
            raise UsageError(f"genes of {self.organism} are known by their symbols alone: leave --ids {self.ids} out.")

    def lines(self, paths: Iterable[Path], *, titled: bool = True) -> Iterator[str]:
        """Yield a line for each record file whose set is large enough."""
        return filter(None, (self.line(read_fields(path, FIELDS), titled=titled) for path in paths))

    def line(self, record: Mapping[str, Any], *, titled: bool = True) -> str:
        """Give the line of a record's fields, empty where the set is too small."""
        names: dict[str, None] = {}
        for row in record["genes"]:
            if self._takes(row):
                key = (row["hgnc_symbol"], row["entrez"])
                if key not in self._known:
                    self._known[key] = self._names(*key)
                names.update(dict.fromkeys(self._known[key]))
        if len(names) < self.min_size:
            return ""
        title = " ".join(record["figure"]["figtitle"].split()) if titled else ""
        return "\t".join((record["figid"], title, *names)) + "\n"

    def _takes(self, row: dict[str, str]) -> bool:
        if row["organism"] not in ("", "Homo sapiens") or not row["hgnc_symbol"]:
            return False
        source = row["source"]
        return {"direct": source == "hgnc_symbol", "names": source != _FAMILY, "families": True}[self.which]

    def _names(self, symbol: str, entrez: str) -> tuple[str, ...]:
        if self.organism == "human" and self.ids != "ensembl":
            return tuple(x for x in (entrez if self.ids == "entrez" else symbol,) if x)
        lexicon = _lexicon()
        gene = lexicon.gene(symbol)
        if gene is None:
            return ()
        if self.organism == "human":
            return tuple(x.removeprefix("ensembl:") for x in gene.xrefs if x.startswith("ensembl:"))
        found = (lexicon.entity(x) for x in gene.xrefs if x.startswith(_PREFIX[self.organism]))
        return tuple(e.name for e in found if e is not None)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon.load()


def read_fields(path: Path, names: Iterable[str]) -> dict[str, Any]:
    """Read some top-level fields of a record file, without parsing the rest where figway wrote the file.

    In such a file each top-level field starts a line with one blank. Raises InputError where it is no record.
    """
    raw = path.read_bytes()
    found: dict[str, Any] = {}
    try:
        for name in names:
            start = raw.find(b'\n "%s": ' % name.encode())
            if start < 0:
                whole = json.loads(raw)
                return {name: whole[name] for name in names}
            ends = [at for at in (raw.find(b'\n "', start + 1), raw.rfind(b"\n}")) if at > start]
            value = raw[start : min(ends)].split(b": ", 1)[1]
            found[name] = json.loads(value.rstrip().removesuffix(b","))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no figway record ({error}); run again on the figure to make it anew.") from error
    return found

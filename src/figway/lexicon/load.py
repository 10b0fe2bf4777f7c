"""Load a built lexicon and look names up in it, memory-mapped.

Two tries (names' keys, entities' CURIEs) number their strings; a third holds every other string. Columns of
32-bit numbers tie them together: `names.*` are grouped by key, `entities.*` follow the entities' numbers, and
each `*.start` column has one number more than rows, the bounds of each row's slice.
"""

from __future__ import annotations

import hashlib
import mmap
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import marisa_trie
from pydantic import ValidationError

from figway.errors import LexiconError
from figway.lexicon.model import FORMAT, Entity, FileNote, Manifest, Name
from figway.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRIES = ("keys", "strings", "entities", "english")
COLUMNS: dict[str, Literal["I", "B"]] = {
    "names.start": "I", "names.text": "I", "names.entity": "I", "names.source": "B",
    "entities.kind": "B", "entities.name": "I", "entities.xrefs.start": "I", "entities.xrefs": "I",
    "entities.members.start": "I", "entities.members": "I",
    "entities.parents.start": "I", "entities.parents": "I",
}  # fmt: skip
"""Name of each column's file (less its `.bin`) and its number type: I is 32 bits, B is 8, both unsigned."""

_ADVICE = "build one with 'figway lexicon build', or reinstall figway to get its own again"


class Lexicon:
    """Look up names of genes, families, chemicals, diseases, processes and places.

    >>> lexicon = Lexicon.load()
    >>> lexicon.gene("AKT1").id
    'hgnc:391'
    >>> [name.entity for name in lexicon.lookup("pkb")][:1]
    ['fplx:AKT']
    """

    def __init__(
        self,
        manifest: Manifest,
        tries: dict[str, marisa_trie.Trie],
        columns: dict[str, memoryview[int]],
        path: Path,
    ) -> None:
        self.manifest = manifest
        self.path = path
        self._keys = tries["keys"]
        self._strings = tries["strings"]
        self._entities = tries["entities"]
        self._english = tries["english"]
        self._columns = columns
        self._start = columns["names.start"]
        self._text = columns["names.text"]
        self._owner = columns["names.entity"]
        self._source = columns["names.source"]
        self._curie = lru_cache(maxsize=1 << 16)(self._entities.restore_key)
        self._lookup = lru_cache(maxsize=1 << 16)(self._find)
        self._entity = lru_cache(maxsize=1 << 14)(self._entity_of)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Lexicon:
        """Open the lexicon in a folder, by default the one in the package; it takes about 20 ms.

        Raises LexiconError where a file is missing or differs from its sha256 in the manifest, or where the
        lexicon is of another format version.
        """
        folder = Path(path) if path is not None else Path(str(files("figway.lexicon") / "data"))
        manifest = read_manifest(folder)
        for name, note in manifest.files.items():
            _check_file(folder / name, note)
        try:
            tries = {name: marisa_trie.Trie().mmap(str(folder / f"{name}.marisa")) for name in TRIES}
            columns = {name: _map_column(folder / f"{name}.bin", code) for name, code in COLUMNS.items()}
        except (OSError, RuntimeError, ValueError, TypeError) as error:
            raise LexiconError(f"{folder} cannot be read ({error}): {_ADVICE}") from error
        return cls(manifest, tries, columns, folder)

    def lookup(self, key: str) -> tuple[Name, ...]:
        """Give all meanings of a key (`figway.text.fold` of a name), in the order of `model.SOURCES`."""
        return self._lookup(key)

    def entity(self, curie: str) -> Entity | None:
        """Give the entity of a CURIE, None where the lexicon has none."""
        return self._entity(curie)

    def owners(self, xref: str) -> tuple[str, ...]:
        """Give the CURIEs of the entities that name this CURIE as theirs elsewhere (`uniprot:P31749`).

        >>> Lexicon.load().owners("ensembl:ENSG00000142208")
        ('hgnc:391',)
        """
        number = self._strings.get(xref)
        if number is None:
            return ()
        texts, entities = self._xrefs
        first, last = bisect_left(texts, number), bisect_right(texts, number)
        return tuple(self._curie(int(entity)) for entity in entities[first:last])

    def names_of(self, curies: Iterable[str]) -> Iterator[tuple[str, Name]]:
        """Give all names of these entities, each with its key."""
        import numpy as np

        numbers = [number for number in map(self._entities.get, curies) if number is not None]
        wanted = np.zeros(len(self._columns["entities.kind"]), np.bool_)
        wanted[numbers] = True
        start = np.frombuffer(self._start, np.uint32)
        rows = np.flatnonzero(wanted[np.frombuffer(self._owner, np.uint32)])
        sources = self.manifest.name_sources
        for row, key in zip(rows.tolist(), (np.searchsorted(start, rows, "right") - 1).tolist(), strict=True):
            text = self._strings.restore_key(self._text[row])
            name = Name(text, sources[self._source[row]], self._curie(self._owner[row]))
            yield self._keys.restore_key(key), name

    def gene(self, symbol: str) -> Entity | None:
        """Give the human gene with this current HGNC symbol, letter for letter."""
        for name in self.lookup(fold(symbol)):
            if name.source == "hgnc_symbol" and name.name == symbol:
                return self.entity(name.entity)
        return None

    def has_prefix(self, key: str) -> bool:
        """Say whether any name's key starts with this."""
        return next(self._keys.iterkeys(key), None) is not None

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Go through the keys that start with a prefix, in the order of the trie."""
        yield from self._keys.iterkeys(prefix)

    def names_from(self, source: str) -> list[tuple[str, str]]:
        """Give every name of one source with its key, sorted by key.

        >>> Lexicon.load().names_from("mesh_organism")[0][0] < "b"
        True
        """
        if source not in self.manifest.name_sources:
            return []
        number = self.manifest.name_sources.index(source)
        rows = (match.start() for match in re.finditer(re.escape(bytes([number])), self._source, re.DOTALL))
        text, key = self._strings.restore_key, self._keys.restore_key
        return sorted((key(bisect_right(self._start, row) - 1), text(self._text[row])) for row in rows)

    def is_english(self, word: str) -> bool:
        """Say whether a word, as written, is one of the commonest English words (which are lower-case)."""
        return word in self._english

    def english_words(self) -> Iterator[str]:
        """Go through the common English words."""
        yield from self._english.iterkeys()

    def fingerprint(self) -> str:
        """Give a hash of what the lexicon holds."""
        return self.manifest.fingerprint()

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Lexicon.load, (str(self.path),)

    def _find(self, key: str) -> tuple[Name, ...]:
        number = self._keys.get(key)
        if number is None:
            return ()
        text, curie, sources = self._strings.restore_key, self._curie, self.manifest.name_sources
        first, end = self._start[number], self._start[number + 1]
        rows = zip(self._text[first:end], self._source[first:end], self._owner[first:end], strict=True)
        return tuple([Name(text(name), sources[source], curie(owner)) for name, source, owner in rows])

    @cached_property
    def _xrefs(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Give the columns of cross-references the other way round: their texts, sorted, and their entities."""
        import numpy as np

        texts = np.frombuffer(self._columns["entities.xrefs"], np.uint32)
        start = np.frombuffer(self._columns["entities.xrefs.start"], np.uint32)
        counts = start[1:] - start[:-1]
        entities = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        order = np.argsort(texts, kind="stable")
        return texts[order], entities[order]

    def _entity_of(self, curie: str) -> Entity | None:
        number = self._entities.get(curie)
        if number is None:
            return None
        columns, text = self._columns, self._strings.restore_key
        return Entity(
            self._curie(number),
            self.manifest.kinds[columns["entities.kind"][number]],
            text(columns["entities.name"][number]),
            self._all("entities.xrefs", number, text),
            self._all("entities.members", number, self._curie),
            self._all("entities.parents", number, self._curie),
        )

    def _all(self, column: str, number: int, text: Callable[[int], str]) -> tuple[str, ...]:
        """Give the texts that a column has for an entity: none mostly."""
        start = self._columns[f"{column}.start"]
        first, end = start[number], start[number + 1]
        return tuple([text(i) for i in self._columns[column][first:end]]) if end > first else ()


def read_manifest(folder: Path) -> Manifest:
    """Read a lexicon's manifest; raises LexiconError where there is none that this figway can read."""
    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    except FileNotFoundError as error:
        raise LexiconError(f"there is no lexicon in {folder}: {_ADVICE}") from error
    except (OSError, ValidationError) as error:
        raise LexiconError(f"{folder / 'manifest.json'} is damaged: {_ADVICE}") from error
    if manifest.format != FORMAT:
        raise LexiconError(
            f"the lexicon in {folder} is of format {manifest.format}, this figway reads {FORMAT}: {_ADVICE}"
        )
    if manifest.byteorder != sys.byteorder:
        raise LexiconError(f"the lexicon in {folder} was built on a {manifest.byteorder}-endian machine: {_ADVICE}")
    absent = {f"{name}.marisa" for name in TRIES} | {f"{name}.bin" for name in COLUMNS}
    if absent := absent - set(manifest.files):
        raise LexiconError(f"the manifest in {folder} lacks {', '.join(sorted(absent))}: {_ADVICE}")
    return manifest


def _check_file(path: Path, note: FileNote) -> None:
    if not path.is_file() or path.stat().st_size != note.size:
        raise LexiconError(f"{path} is missing or damaged ({note.size} bytes expected): {_ADVICE}")
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != note.sha256:
            raise LexiconError(f"{path} is damaged (its sha256 differs from the manifest's): {_ADVICE}")


def _map_column(path: Path, code: Literal["I", "B"]) -> memoryview[int]:
    if path.stat().st_size == 0:
        return memoryview(b"").cast(code)
    with path.open("rb") as stream:
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)).cast(code)

"""Write a drafted lexicon as the files that `figway.lexicon.load` maps: same draft, same bytes."""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

import marisa_trie

from figway.lexicon.draft import Draft
from figway.lexicon.load import COLUMNS
from figway.lexicon.model import KINDS, FileNote, Manifest, SourceNote


def write_lexicon(draft: Draft, english: Iterable[str], sources: Sequence[SourceNote], folder: Path) -> Manifest:
    """Write a lexicon into a folder, the manifest last, and return that.

    Each file is written under a temporary name and renamed. Raises OSError, and ValueError where a name or a
    member points at an entity that is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tries = _number_strings(draft, english)
    columns = _name_columns(draft, tries) | _entity_columns(draft, tries)
    files = {f"{name}.marisa": trie.tobytes() for name, trie in tries.items()}
    files |= {f"{name}.bin": columns[name].tobytes() for name in COLUMNS}
    notes = {name: FileNote(size=len(data), sha256=hashlib.sha256(data).hexdigest()) for name, data in files.items()}
    counts = draft.counts() | {"english": len(tries["english"])}
    manifest = Manifest(byteorder=sys.byteorder, files=notes, sources=tuple(sources), counts=counts)
    files["manifest.json"] = (manifest.model_dump_json(indent=1) + "\n").encode()
    for name, data in files.items():
        temporary = folder / f".{name}.part"
        temporary.write_bytes(data)
        temporary.replace(folder / name)
    return manifest


def _number_strings(draft: Draft, english: Iterable[str]) -> dict[str, marisa_trie.Trie]:
    strings = {name for rows in draft.names.values() for _, _, name in rows}
    for entity in draft.entities.values():
        strings.add(entity.name)
        strings.update(entity.xrefs)
    return {
        "keys": marisa_trie.Trie(sorted(draft.names)),
        "strings": marisa_trie.Trie(sorted(strings)),
        "entities": marisa_trie.Trie(sorted(draft.entities)),
        "english": marisa_trie.Trie(sorted(set(english))),
    }


def _name_columns(draft: Draft, tries: dict[str, marisa_trie.Trie]) -> dict[str, array[int]]:
    keys, strings, entities = tries["keys"], tries["strings"], tries["entities"]
    start, text, owner, source = array("I", [0]), array("I"), array("I"), array("B")
    for number in range(len(keys)):
        for rank, curie, name in sorted(draft.names[keys.restore_key(number)]):
            if curie not in entities:
                raise ValueError(f"the name {name!r} points at {curie}, which is not in the lexicon")
            text.append(strings[name])
            owner.append(entities[curie])
            source.append(rank)
        start.append(len(text))
    return {"names.start": start, "names.text": text, "names.entity": owner, "names.source": source}


def _entity_columns(draft: Draft, tries: dict[str, marisa_trie.Trie]) -> dict[str, array[int]]:
    strings, numbers = tries["strings"], tries["entities"]
    entities = [draft.entities[numbers.restore_key(number)] for number in range(len(numbers))]
    columns = {
        "entities.kind": array("B", (KINDS.index(entity.kind) for entity in entities)),
        "entities.name": array("I", (strings[entity.name] for entity in entities)),
    }
    columns |= _ragged("entities.xrefs", ([strings[x] for x in entity.xrefs] for entity in entities))
    for field in ("members", "parents"):
        rows = [getattr(entity, field) for entity in entities]
        if lost := {curie for row in rows for curie in row if curie not in numbers}:
            raise ValueError(f"{field} point at {sorted(lost)[:5]}, which are not in the lexicon")
        columns |= _ragged(f"entities.{field}", ([numbers[curie] for curie in row] for row in rows))
    return columns


def _ragged(name: str, rows: Iterable[list[int]]) -> dict[str, array[int]]:
    start, flat = array("I", [0]), array("I")
    for row in rows:
        flat.extend(row)
        start.append(len(flat))
    return {f"{name}.start": start, name: flat}

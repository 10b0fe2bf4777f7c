"""Read MeSH: descriptor and supplementary XML as published, or tables of identifier, name, synonyms, ..."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from figway.errors import LexiconError
from figway.lexicon.sources.files import open_binary, open_text, read_records, split
from figway.lexicon.sources.rows import Heading, Mapping, Supplement


def read_descriptors(path: Path) -> Iterator[Heading]:
    """Go through `desc20XX.xml[.gz]`, one descriptor in memory at a time."""
    with open_binary(path) as stream:
        for record in read_records(stream, "DescriptorRecord"):
            name = record.findtext("DescriptorName/String", "")
            trees = tuple(e.text or "" for e in record.iterfind("TreeNumberList/TreeNumber"))
            yield Heading(f"mesh:{record.findtext('DescriptorUI', '')}", name, _synonyms(record, name), trees)


def read_supplements(path: Path) -> Iterator[Supplement]:
    """Go through `supp20XX.xml[.gz]`, one supplementary concept in memory at a time."""
    where = "HeadingMappedToList/HeadingMappedTo/DescriptorReferredTo/DescriptorUI"
    with open_binary(path) as stream:
        for record in read_records(stream, "SupplementalRecord"):
            name = record.findtext("SupplementalRecordName/String", "")
            headings = dict.fromkeys(f"mesh:{(e.text or '').lstrip('*')}" for e in record.iterfind(where))
            identifier = f"mesh:{record.findtext('SupplementalRecordUI', '')}"
            yield Supplement(identifier, name, _synonyms(record, name), tuple(headings))


def read_descriptor_table(path: Path) -> Iterator[Heading]:
    """Go through a headerless table of identifier, name, synonyms and tree numbers (both split by '|')."""
    for fields in _fields(path, 4):
        yield Heading(f"mesh:{fields[0]}", fields[1], split(fields[2], "|"), split(fields[3], "|"))


def read_supplement_table(path: Path) -> Iterator[Supplement]:
    """Go through a headerless table of identifier, name, synonyms ('|') and headings mapped to (',')."""
    for fields in _fields(path, 4):
        headings = tuple(f"mesh:{i.lstrip('*')}" for i in split(fields[3], ","))
        yield Supplement(f"mesh:{fields[0]}", fields[1], split(fields[2], "|"), headings)


def read_mappings(path: Path) -> Iterator[Mapping]:
    """Go through a headerless table of equivalents: 'MESH', id, name, vocabulary, id, name."""
    for fields in _fields(path, 5):
        if fields[0] == "MESH":
            space = fields[3].lower().replace("up", "uniprot") if fields[3] == "UP" else fields[3].lower()
            yield Mapping(f"mesh:{fields[1]}", f"{space}:{fields[4].split(':')[-1]}")


def _fields(path: Path, width: int) -> Iterator[list[str]]:
    short = 0
    with open_text(path) as stream:
        for number, line in enumerate(stream, 1):
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) >= width:
                yield fields
            elif (short := short + 1) > 10 or number == 1:
                raise LexiconError(
                    f"{path}, line {number}, has {len(fields)} fields, not {width}: is it the right file?"
                )


def _synonyms(record: Element, name: str) -> tuple[str, ...]:
    """Give all terms of all concepts but the name itself, the preferred concept's first."""
    concepts = sorted(record.iterfind("ConceptList/Concept"), key=lambda c: c.get("PreferredConceptYN") != "Y")
    terms = (e.text or "" for concept in concepts for e in concept.iterfind("TermList/Term/String"))
    return tuple(dict.fromkeys(term for term in terms if term and term != name))

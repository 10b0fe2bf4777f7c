"""Let a person correct figures: each act becomes a file in the library's folder `corrections`, seen at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from figway.corrections import Correction, read_corrections, write_correction
from figway.records import FigureRecord, Member
from figway.serve.pages import found, page, root_of, site_of

router = APIRouter(include_in_schema=False)
ACTS = ("accept", "reject", "rename", "accept-relation", "reject-relation", "title", "organisms", "kind", "undo")
_LISTED = 60
Text = Annotated[str, Form(max_length=2000)]


@router.get("/curate")
def queue(request: Request) -> Response:
    """List figures by how unsure they are: the least certain names first."""
    site = site_of(request)
    _curator(request)
    rows = []
    for record in filter(None, (site.record(card.figid) for card in site.cards)):
        unsure = sorted((m for m in record.mentions if m.kind != "other" and m.score < 0.9), key=lambda m: m.score)
        doubt = sum(1 - m.score for m in unsure) + sum(1 - r.score for r in record.relations if r.score < 0.5)
        rows.append((doubt, record, unsure[:6], len(read_corrections(site.library.path, record.figid))))
    rows.sort(key=lambda row: (-row[0], row[1].figid))
    return page(request, "curate.html", here="curate", rows=rows[:_LISTED])


@router.post("/figures/{figid}/corrections")
def correct(
    request: Request, figid: str, act: Text, mention: Text = "", relation: Text = "", name: Text = "",
    why: Text = "", text: Text = "",
) -> Response:  # fmt: skip
    """Take one act and lead back to the figure, which shows it."""
    who = _curator(request)
    record = found(request, figid)
    if act not in ACTS:
        raise HTTPException(400, f"There is no act {act[:40]!r}; there are {', '.join(ACTS)}.")
    library = site_of(request).library.path
    if act == "undo":
        mine = [path for path, c in read_corrections(library, record.figid) if c.who == who]
        if not mine:
            raise HTTPException(400, "There is nothing of yours to undo on this figure.")
        mine[-1].unlink(missing_ok=True)
    else:
        fields = _fields(record, act, mention, relation, name.strip(), text.strip())
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        write_correction(library, Correction(figid=record.figid, act=act, who=who, when=now, why=why.strip(), **fields))
    site_of(request).changed()
    return RedirectResponse(
        f"{root_of(request)}figures/{quote(record.figid)}.html?{'after=' + quote(mention) if mention else ''}#curate",
        303,
    )


def _curator(request: Request) -> str:
    who = site_of(request).settings.curator
    if not who:
        raise HTTPException(403, "Nobody can correct figures here; start the server with --curate NAME.")
    return who


def _fields(record: FigureRecord, act: str, mention: str, relation: str, name: str, text: str) -> dict[str, Any]:
    """Gather what an act needs; answers 400 in words where something is missing."""
    if act == "title":
        if not text:
            raise HTTPException(400, "A title cannot be empty.")
        return {"text": text}
    if act == "organisms":
        return {"organisms": tuple(o.strip() for o in text.split(",") if o.strip())}
    if act == "kind":
        if text not in ("pathway", "composite", "other"):
            raise HTTPException(400, "A figure is a pathway, composite or other.")
        return {"figure_kind": text}
    if act.endswith("relation"):
        if not relation.isdecimal() or len(relation) > 6 or int(relation) >= len(record.relations):
            raise HTTPException(400, "Choose a relation first.")
        r = record.relations[int(relation)]
        return {
            "source": r.source,
            "target": r.target,
            "sign": r.sign,
            "source_ids": r.source_ids,
            "target_ids": r.target_ids,
        }
    meant = next((m for m in record.mentions if m.id == mention), None)
    if meant is None:
        raise HTTPException(400, "Choose a label first.")
    place = {"mention": meant.id, "word": meant.word, "polygon": meant.polygon}
    return {**place, **_named(name)} if act == "rename" else place


def _named(name: str) -> dict[str, Any]:
    """Look a name or CURIE up in the lexicon; answers 400 where it names nothing."""
    from figway.lexicon.load import Lexicon
    from figway.text import fold

    lexicon = Lexicon.load()
    entity = lexicon.entity(name) or lexicon.gene(name)
    if entity is None:
        names = lexicon.lookup(fold(name)) if name else ()
        entity = next((e for n in names if (e := lexicon.entity(n.entity))), None)
    if entity is None:
        raise HTTPException(
            400,
            f"figway knows nothing of the name {name[:80]!r}; give a symbol, a name or an identifier such as hgnc:391.",
        )
    members = [m for m in map(lexicon.entity, entity.members) if m]
    return {
        "symbol": entity.name, "entity_kind": entity.kind, "identifiers": (entity.id, *entity.xrefs),
        "members": tuple(Member(symbol=m.name, identifiers=(m.id, *m.xrefs)) for m in members),
    }  # fmt: skip

"""Hand a question on: as a token short enough for a link, and as links to other services."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, ValidationError

from figway.enrich.model import HUMAN, Answer, Question
from figway.errors import InputError

LONGEST = 1 << 20
"""Characters that an unpacked token has at most, so that a small one cannot fill the memory."""

_LONGEST_LINK = 8000


def pack_question(question: Question) -> str:
    """Give a question as a token of letters, digits, '-' and '_', from which it can be asked again.

    >>> unpack_question(pack_question(Question(query="AKT1"))).query
    'AKT1'
    """
    text = json.dumps(
        question.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"), ensure_ascii=False
    )
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpack_question(token: str) -> Question:
    """Give the question of a token; raises InputError where it is none."""
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)), LONGEST)
        if not unpacker.eof:
            raise InputError("the link is cut off, or asks for too much.")
        return Question.model_validate_json(raw)
    except (ValueError, zlib.error, ValidationError) as error:
        raise InputError("the link is damaged: no question can be read from it.") from error


class HandOver(NamedTuple):
    """Hold how a list is handed to another service: a link, or a form with fields where it takes no link."""

    name: str
    url: str
    method: str = "GET"
    fields: tuple[tuple[str, str], ...] = ()


def hand_over(genes: Sequence[str], title: str = "figway") -> tuple[HandOver, ...]:
    """Give the ways to send human gene symbols to Enrichr, g:Profiler and STRING.

    A list too long for a link is given as a form.
    """
    if not genes:
        return ()
    profiler = {"organism": "hsapiens", "query": "\n".join(genes)}
    string = {"identifiers": "\r".join(genes), "species": "9606"}
    lines = (("list", "\n".join(genes)), ("description", title))
    return (
        HandOver("Enrichr", "https://maayanlab.cloud/Enrichr/enrich", "POST", lines),
        _link("g:Profiler", "https://biit.cs.ut.ee/gprofiler/gost", profiler),
        _link("STRING", "https://string-db.org/cgi/network", string),
    )


def human_genes(answer: Answer) -> list[str]:
    """List the symbols of the human genes that a query was understood as."""
    return [i.label for i in answer.reading.items if i.kind == "gene" and i.organism in (HUMAN, "")]


def _link(name: str, url: str, fields: dict[str, str]) -> HandOver:
    link = f"{url}?{urlencode(fields)}"
    return HandOver(name, link) if len(link) <= _LONGEST_LINK else HandOver(name, url, "POST", tuple(fields.items()))


class Shared(BaseModel):
    """Hold an answer with all that is needed to ask again and to hand the list on: what `--json` prints."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="strings")

    question: Question
    token: str
    answer: Answer
    hand_over: tuple[HandOver, ...] = ()


def share(answer: Answer) -> Shared:
    """Give an answer with its token and the links to other services."""
    question = answer.question
    return Shared(
        question=question, token=pack_question(question), answer=answer, hand_over=hand_over(human_genes(answer))
    )

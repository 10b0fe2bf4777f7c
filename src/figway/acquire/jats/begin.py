"""Begin the records of an article's figures: one record a picture, and one for a figure without any."""

from __future__ import annotations

import re
from dataclasses import dataclass

from figway import derive
from figway.acquire.jats.model import JatsArticle, JatsFigure, Picture
from figway.records import Figure, FigureImage, FigureRecord

_SUFFIX = re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|bmp|eps|svg|emf|wmf|ai)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Hold one picture of a figure: the record that begins with it, and the names of its file, the best first.

    `names` is empty where the article names no picture; names often lack the suffix of the file.
    """

    record: FigureRecord
    names: tuple[str, ...]
    figure: JatsFigure


def records(parsed: JatsArticle, default: str = "") -> tuple[Drawn, ...]:
    """Begin a record for every picture of every figure, in the order of the article.

    `default` names the article where it gives no PMC id itself. Of several pictures of one figure the first alone
    has the alias, for the others are parts of it. Two figures that show one picture have a record each.
    """
    pmcid = parsed.article.pmcid or derive.pmcid_of(default)
    article = parsed.article.model_copy(update={"pmcid": pmcid})
    prefix = (
        pmcid or derive.safe_name(parsed.article.doi or default) if (pmcid or parsed.article.doi or default) else ""
    )
    found: list[Drawn] = []
    taken: set[str] = set()
    aliases: set[str] = set()
    for index, figure in enumerate(parsed.figures, 1):
        for part, picture in enumerate(figure.pictures or (None,)):
            figid = _figid_of(figure, picture, index, prefix, taken)
            taken.add(figid.lower())
            begun = _figure(figure, picture, pmcid, article.title)
            short = _short(figure, begun)
            alias = derive.alias(pmcid, short) if part == 0 else ""
            alias = "" if alias in aliases else alias
            aliases.add(alias)
            record = FigureRecord(
                figid=figid,
                figid_alias=alias,
                figure=begun.model_copy(
                    update={
                        "number": begun.number or (short if short != derive.UNKNOWN_NUMBER else ""),
                        "figtype": derive.figtype(short),
                        "image": FigureImage(licence=figure.licence or article.licence),
                    }
                ),
                article=article,
                warnings=parsed.warnings,
            )
            found.append(Drawn(record, picture.names if picture else (), figure))
    return tuple(found)


def _short(figure: JatsFigure, begun: Figure) -> str:
    """Give the short number of a figure; file names count only for figures of the article proper."""
    proper = figure.place not in ("sub-article", "supplement")
    return derive.number(begun.number, begun.filename if proper else "")


def _figure(figure: JatsFigure, picture: Picture | None, pmcid: str, papertitle: str) -> Figure:
    caption = figure.caption or figure.title
    return Figure(
        number=figure.label,
        figtitle=derive.figtitle(figure.title, caption, papertitle),
        caption=caption,
        figlink=f"/pmc/articles/{pmcid}/figure/{figure.id}/" if pmcid and figure.id else "",
        filename=picture.name.rsplit("/", 1)[-1] if picture else "",
        sentences=figure.sentences,
    )


def _figid_of(figure: JatsFigure, picture: Picture | None, index: int, prefix: str, taken: set[str]) -> str:
    """Give a figid that no other figure of the article has."""
    own = figure.id or f"figure{index}"
    stem = _SUFFIX.sub("", picture.name.rsplit("/", 1)[-1]) if picture else own
    tries = (stem or own, f"{stem}-{own}", *(f"{stem}-{own}-{n}" for n in range(2, len(taken) + 3)))
    for name in (_figid(stem, prefix) for stem in tries):
        if name.lower() not in taken:
            return name
    raise AssertionError  # one more name is tried than there are


def _figid(stem: str, prefix: str) -> str:
    name = derive.safe_name(stem)
    return name if not prefix or name.startswith(f"{prefix}__") else f"{prefix}__{name}"

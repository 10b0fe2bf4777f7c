"""Read what is known of a figure from a YAML or JSON file beside it, in the field names that are in use.

Read are the names of the page, of the files that PFOCR's harvester writes, and of figway's own records. What
others found in the picture (genes, scores, organisms) is never taken over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from figway import derive
from figway.acquire.repair import repair
from figway.errors import MetadataError
from figway.records import Article, Figure

try:
    from yaml import CBaseLoader as BaseLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader  # type: ignore[assignment]

SUFFIXES = (".yml", ".yaml", ".json")

# Field in the file -> field of the record.
_FIELDS = {
    "pmcid": "article.pmcid",
    "pmc_id": "article.pmcid",
    "version": "article.version",
    "pmid": "article.pmid",
    "doi": "article.doi",
    "papertitle": "article.title",
    "article_title": "article.title",
    "authors": "article.authors",
    "reftext": "article.reftext",
    "citation": "article.reftext",
    "journal": "article.journal",
    "journal_title": "article.journal",
    "journal_nlm_ta": "article.journal_nlm_ta",
    "journa_nlm_ta": "article.journal_nlm_ta",
    "publisher": "article.publisher",
    "publisher_name": "article.publisher",
    "year": "article.year",
    "date": "article.date",
    "pub_date": "article.date",
    "epub_date": "article.date",
    "keywords": "article.keywords",
    "licence": "article.licence",
    "license": "article.licence",
    "retracted": "article.retracted",
    "abstract": "article.abstract",
    "number": "figure.number",
    "figtype": "figure.figtype",
    "figtitle": "figure.figtitle",
    "figure_title": "figure.figtitle",
    "title": "figure.figtitle",
    "caption": "figure.caption",
    "figlink": "figure.figlink",
    "figure_link": "figure.figlink",
    "filename": "figure.filename",
    "image_filename": "figure.filename",
    "sentences": "figure.sentences",
}
_LISTS = {"article.authors": ";", "article.keywords": "|", "figure.sentences": "\n"}
# What others found in the picture, and what their pages hold for their sites.
_IGNORED = frozenset(
    {"genes", "chemicals", "diseases", "organisms", "organism", "organisms_ner", "annotations", "mentions"}
    | {
        "relations",
        "stated",
        "text",
        "panels",
        "kind",
        "pathway_score",
        "automl_pathway",
        "provenance",
        "warnings",
    }
    | {"pmc_ranked_result_index", "ndex", "wpid", "seo", "schema-jsonld", "redirect_from", "figid_alias"}
    | {"schema_version", "page", "image"}
)
_NOTHING = frozenset({"", "NA", "~", "null", "None", ".na", ".na.character"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """Hold what a file says of a figure and of its paper, and what was noticed while reading it."""

    figure: Figure = field(default_factory=Figure)
    article: Article = field(default_factory=Article)
    figid: str = ""
    warnings: tuple[str, ...] = ()


def find_metadata(image: Path) -> Path | None:
    """Find the file of an image: beside it, in a folder `metadata` beside it, or in one beside its folder."""
    folders = (image.parent, image.parent / "metadata", image.parent.parent / "metadata")
    candidates = (folder / (image.stem + suffix) for folder in folders for suffix in SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def read_metadata(path: Path) -> Metadata:
    """Read a metadata file; raises MetadataError with file, line and what was expected, or OSError."""
    text = _decode(path)
    fields = _load(path, text)
    for part in ("figure", "article"):
        if isinstance(fields.get(part), Mapping):
            fields = _flatten(fields, part)
    return _Reader(path, text).read(fields)


def _decode(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise MetadataError(f"{path}, line {line}: not UTF-8; save the file as UTF-8") from error


def _load(path: Path, text: str) -> dict[str, Any]:
    try:
        if path.suffix == ".json":
            fields = json.loads(text)
        else:
            fields = next((d for d in yaml.load_all(text, Loader=BaseLoader) if d), {})
    except json.JSONDecodeError as error:
        raise MetadataError(f"{path}, line {error.lineno}: not JSON: {error.msg}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"{path}, line {line}: not YAML: {error.problem}; expected `field: value`"
        raise MetadataError(message) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise MetadataError(f"{path}: not YAML: {error}; expected `field: value` on each line") from error
    if not isinstance(fields, dict):
        kind = "a list" if isinstance(fields, list) else "plain text"
        raise MetadataError(f"{path}, line 1: expected fields, `caption: ...` and the like, found {kind}")
    return {str(name): value for name, value in fields.items()}


def _flatten(fields: dict[str, Any], part: str) -> dict[str, Any]:
    """Lift the figure or article of a figway record to the top level, where its title gets an own name."""
    inner = dict(fields.pop(part))
    if part == "article" and "title" in inner:
        inner["papertitle"] = inner.pop("title")
    return {**fields, **inner}


class _Reader:
    """Turn loaded fields into the parts of a record, noting what was repaired or not understood."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.warnings: list[str] = []

    def read(self, fields: Mapping[str, Any]) -> Metadata:
        parts: dict[str, dict[str, Any]] = {"figure": {}, "article": {}}
        for name, value in fields.items():
            if name in _IGNORED or name == "figid":
                continue
            target = _FIELDS.get(name.lower().replace("-", "_").replace(" ", "_"))
            if target is None:
                self.warnings.append(f"{self.path.name}: unknown field {name!r} is not used")
                continue
            part, attribute = target.split(".")
            converted = self._convert(name, target, value)
            if converted and not parts[part].get(attribute):
                parts[part][attribute] = converted
        figid = self._text("figid", fields.get("figid"))
        figure = Figure.model_validate(parts["figure"])
        article = Article.model_validate(parts["article"])
        return Metadata(figure, article, figid, tuple(self.warnings))

    def _convert(self, name: str, target: str, value: Any) -> Any:
        if target in _LISTS:
            return self._list(name, value, _LISTS[target])
        text = self._text(name, value)
        convert = _CONVERT.get(target, _one_line)
        return convert(text)

    def _list(self, name: str, value: Any, separator: str) -> tuple[str, ...]:
        values = value if isinstance(value, list) else self._text(name, value).split(separator)
        return tuple(item for v in values if (item := _one_line(self._text(name, v))))

    def _text(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, list | dict):
            kind = "a list" if isinstance(value, list) else "fields"
            raise MetadataError(f"{self.path}, line {self._line(name)}: {name}: expected text, found {kind}")
        text = str(value)
        if text.strip() in _NOTHING:
            return ""
        fixed = repair(text)
        if fixed != text:
            self.warnings.append(f"{self.path.name}: {name}: text that was decoded wrongly is repaired")
        return fixed

    def _line(self, name: str) -> int:
        """Find the line on which a field begins."""
        lines = self.text.splitlines()
        return next((i for i, line in enumerate(lines, 1) if line.lstrip(" {\"'").startswith(name)), 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _caption(text: str) -> str:
    """Keep paragraphs, drop carriage returns and runs of blanks."""
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _pmcid(text: str) -> str:
    text = _one_line(text)
    return f"PMC{text}" if text.isdigit() else derive.pmcid_of(text) or text


_CONVERT: dict[str, Callable[[str], Any]] = {
    "article.pmcid": _pmcid,
    "article.abstract": _caption,
    "article.retracted": lambda text: text.strip().lower() in ("true", "yes", "1"),
    "figure.caption": _caption,
    "figure.figlink": derive.figlink,
}

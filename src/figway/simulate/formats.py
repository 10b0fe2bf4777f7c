"""Read and write logic models: rules text, .bnet, SBML-qual (.sbml, .xml) and .aeon."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from figway.errors import InputError, UsageError
from figway.files import write_whole
from figway.simulate.model import LogicModel
from figway.simulate.qual import part_names, write_qual
from figway.simulate.rules import closed, read_rules, write_rules

if TYPE_CHECKING:
    from biodivine_aeon import BooleanNetwork

FORMATS = (".rules", ".txt", ".bnet", ".sbml", ".xml", ".aeon")


def load_model(path: Path) -> LogicModel:
    """Read a model from a file, by the end of its name; raises InputError, UsageError or OSError."""
    suffix = _suffix(path)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no text in UTF-8: {error.reason} at byte {error.start}.") from error
    if suffix == ".bnet":
        return read_bnet(text, str(path))
    if suffix in (".rules", ".txt"):
        return read_rules(text, str(path), path.stem)
    from biodivine_aeon import BooleanNetwork

    try:
        if suffix == ".aeon":
            return _of_engine(BooleanNetwork.from_aeon(text), path.stem)
        bare, labels = part_names(text.encode())
        model = _of_engine(BooleanNetwork.from_sbml(bare), path.stem)
        return replace(model, labels={v: labels[v] for v in labels if v in model.labels})
    except (RuntimeError, ValueError, etree.XMLSyntaxError) as error:
        raise InputError(f"{path} is no logic model in {suffix[1:]}: {error}.") from error


def save_model(model: LogicModel, path: Path) -> None:
    """Write a model to a file, by the end of its name; raises InputError, UsageError or OSError."""
    suffix = _suffix(path)
    if suffix in (".rules", ".txt"):
        text = write_rules(model)
    elif suffix == ".bnet":
        text = write_bnet(model)
    elif suffix == ".aeon":
        text = model.engine().to_aeon()
    else:
        closed(model, "an SBML-qual file")
        text = write_qual(model)
    write_whole(path, text)


def read_bnet(text: str, where: str = "the .bnet file") -> LogicModel:
    """Read a model in the format of BoolNet and PyBoolNet, `target, factors`; an input is its own factor."""
    lines = []
    for raw in text.splitlines():
        line = raw.split("#")[0].strip()
        if not line or re.fullmatch(r"targets\s*,\s*factors", line, re.IGNORECASE):
            lines.append("")
            continue
        target, comma, factors = (part.strip() for part in line.partition(","))
        if not comma:
            lines.append(line)  # no rule: the reader of rules says so, with the number of the line
            continue
        lines.append(f'"{target}" = {"input" if factors == target else factors}')
    return read_rules("\n".join(lines), where)


def write_bnet(model: LogicModel) -> str:
    """Write a model as .bnet, its variables under their ids; raises InputError where it leaves questions open."""
    closed(model, "a .bnet file")
    values = {"true": "1", "false": "0"}
    rows = [f"{v}, {re.sub('true|false', lambda m: values[m[0]], model.rules.get(v, v))}" for v in model.labels]
    return "\n".join(("targets, factors", *rows)) + "\n"


def _of_engine(network: BooleanNetwork, title: str) -> LogicModel:
    names = network.variable_names()
    unknowns = {name: name for name in network.explicit_parameter_names()}
    rules = {v: str(f) for v in names if (f := network.get_update_function(v)) is not None}
    return LogicModel({v: v for v in names}, rules, unknowns, title)


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(f"{path}: a logic model is a file that ends in {', '.join(FORMATS)}.")
    return suffix

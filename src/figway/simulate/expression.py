"""Read logic expressions as people write them: names of nodes, `&`, `|`, `!` and brackets.

    AKT & !PTEN          "Ca2+ (ER)" and (IP3R or RyR)          not calcineurin          1

`and`, `or`, `not`, `true` and `false` may stand for `&`, `|`, `!`, `1` and `0`. A name that holds a space or one
of ``( ) & | ! " = ,`` stands in double quotes. What is given back names variables by their ids and uses the engine's
own signs, so that it needs no further reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from figway.errors import InputError

_TOKEN = re.compile(r"""(?P<sign>[()&|!])|"(?P<quoted>[^"]+)"|(?P<name>[^\s()&|!"=,]+)""")
_WORDS = {"and": "&", "or": "|", "not": "!", "true": "1", "false": "0"}
_VALUES = {"1": "true", "0": "false"}
_ID = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class ExpressionError(InputError):
    """Signal that a logic expression cannot be understood; the message says where."""


def read_expression(text: str, find: Callable[[str], str]) -> str:
    """Turn an expression into the engine's form; `find` gives the id of a name.

    Raises ExpressionError, or what `find` raises for a name that it does not know.

    >>> read_expression("AKT and not (PTEN | 0)", str.lower)
    'akt & !(pten | false)'
    """
    out: list[str] = []
    depth, at, want = 0, 0, True
    while rest := text[at:].lstrip():
        at = len(text) - len(rest)
        token = _TOKEN.match(text, at)
        if token is None:
            raise _wrong(text, at, f"{text[at]!r} has no meaning here; names with such characters stand in quotes")
        sign = token["sign"] or _WORDS.get((token["name"] or "").lower(), "")
        if sign in _VALUES or token["name"] in _VALUES:
            operand = _VALUES[sign or token["name"]]
        elif not sign:
            operand = find(token["quoted"] or token["name"])
        else:
            operand = ""
        opens = bool(operand) or sign in ("(", "!")
        if opens != want:
            expected = "a name, a bracket or '!'" if want else "'&', '|' or the end"
            raise _wrong(text, at, f"{token[0]!r} stands where {expected} was expected")
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            raise _wrong(text, at, "')' closes a bracket that was never opened")
        out.append(operand or (f" {sign} " if sign in "&|" else sign))
        want = not operand and sign != ")"
        at = token.end()
    if want:
        raise _wrong(text, len(text), "it ends where a name was expected")
    if depth:
        raise _wrong(text, len(text), f"{depth} bracket{'s' * (depth > 1)} left open")
    return "".join(out)


def write_expression(text: str, name: Callable[[str], str]) -> str:
    """Turn an expression in the engine's form into one for people; `name` gives the label of an id.

    >>> write_expression("akt & !p", {"akt": "AKT", "p": "p 53"}.__getitem__)
    'AKT & !"p 53"'
    """
    values = {word: value for value, word in _VALUES.items()}
    return _ID.sub(lambda m: values.get(m[0]) or quote(name(m[0])), text)


def quote(label: str) -> str:
    """Put a label in quotes where it would not be read as one name without them."""
    label = " ".join(label.split()).replace('"', "'")
    token = _TOKEN.fullmatch(label)
    plain = token is not None and token["name"] and label.lower() not in (*_WORDS, *_VALUES, "input")
    return label if plain else f'"{label}"'


def names_in(text: str) -> frozenset[str]:
    """Give the ids that an expression in the engine's form names."""
    return frozenset(_ID.findall(text)) - {"true", "false"}


def put(text: str, values: dict[str, str]) -> str:
    """Put other terms in the place of ids in an expression in the engine's form.

    >>> put("a & !b", {"b": "false"})
    'a & !false'
    """
    return _ID.sub(lambda m: values.get(m[0], m[0]), text)


def _wrong(text: str, at: int, what: str) -> ExpressionError:
    return ExpressionError(f"cannot read the expression {text.strip()!r}, character {at + 1}: {what}.")

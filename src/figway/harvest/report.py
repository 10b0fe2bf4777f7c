"""Tell what a harvest holds: what was found, what was passed over and why, what failed."""

from __future__ import annotations

from typing import Any

from figway.harvest.ledger import Ledger

REASONS = {
    "licence": "of a licence that was not chosen",
    "retracted": "retracted",
    "excluded": "on the list of what to exclude",
    "not available": "whose full text no service gives",
    "no PMC id": "without a PMC id",
    "caption": "whose caption does not match",
    "no picture": "without a picture in the article",
    "not asked for": "not asked for",
    "replaced": "not in the newest version of their article",
    "no service has the picture": "whose picture no service has",
    "service": "because a service did not give them",
    "unreadable": "that cannot be read",
    "cannot be written": "that cannot be written",
    "internal": "through an error inside figway",
}
_STATES = {
    "done": "fetched",
    "todo": "left to do",
    "skipped": "passed over",
    "missing": "missing",
    "failed": "failed; the next run tries them again",
}


def report(ledger: Ledger) -> dict[str, Any]:
    """Count windows, articles and figures by state and reason, and list what failed, is missing or was not listed."""
    windows = ledger.windows()
    return {
        "windows": {"searched": len(windows), "done": sum(window["done"] for window in windows)},
        "unfinished_windows": [window for window in windows if not window["done"]],
        "articles": _table(ledger, "articles"),
        "figures": _table(ledger, "figures"),
        "failed": [_trouble(row) for row in (*ledger.articles("failed"), *ledger.figures("failed"))],
        "missing": [_trouble(row) for row in ledger.figures("missing")],
        "retracted": ledger.retracted(),
    }


def lines(counted: dict[str, Any]) -> list[str]:
    """Write a report for people."""
    windows = counted["windows"]
    told = []
    if windows["searched"]:
        told.append(f"windows   {windows['searched']} searched, {windows['done']} with nothing left to do")
    for table in ("articles", "figures"):
        for state in _STATES:
            for reason, number in counted[table].get(state, {}).items():
                why = REASONS.get(reason, reason)
                told.append(f"{table:<9} {number} {_STATES[state]}{f' ({why})' if why else ''}")
    if counted["retracted"]:
        told.append(f"retracted {len(counted['retracted'])} articles; their records say so")
    return told


def _table(ledger: Ledger, table: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (state, reason), number in ledger.counts(table).items():
        found.setdefault(state, {})[reason] = number
    return found


def _trouble(row: dict[str, Any]) -> dict[str, str]:
    return {"id": row["id"], "reason": row["reason"], "detail": row["detail"]}

"""Write nodes as JSON lines of KGX (https://kgx.readthedocs.io), each thing once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from figway.export.biolink import node_row
from figway.network import Network


def write_all(networks: Iterable[Network], stream: BinaryIO) -> None:
    """Write one line a thing, as the first figure has it; only ids are held."""
    seen: set[str] = set()
    for network in networks:
        for node in network.nodes:
            row = node_row(node)
            if row["id"] not in seen:
                seen.add(row["id"])
                stream.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

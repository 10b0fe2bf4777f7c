"""Write edges as JSON lines of KGX (https://kgx.readthedocs.io); edges of a group become one of each member."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from figway.export.biolink import edge_row
from figway.network import Network, pairs


def write_all(networks: Iterable[Network], stream: BinaryIO) -> None:
    """Write one line an edge between nodes."""
    for network in networks:
        for edge in pairs(network):
            row = edge_row(edge, network)
            stream.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

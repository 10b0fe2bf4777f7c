"""Make networks of records: nodes, groups and signed edges, of one figure or merged over many."""

from figway.network.build import build
from figway.network.merge import Merger, identity, merge
from figway.network.model import Edge, FigureRef, Group, Hold, Network, Node, Sighting
from figway.network.views import fold_names, pairs, select

__all__ = [
    "Edge",
    "FigureRef",
    "Group",
    "Hold",
    "Merger",
    "Network",
    "Node",
    "Sighting",
    "build",
    "fold_names",
    "identity",
    "merge",
    "pairs",
    "select",
]

"""Compare a figure with pathways and figures: what they share, what only one has, and which are nearest."""

from figway.compare.families import Families, FamilyMatch
from figway.compare.keys import Keys
from figway.compare.share import Comparison, Content, SharedEdge, compare, nearest

__all__ = ["Comparison", "Content", "Families", "FamilyMatch", "Keys", "SharedEdge", "compare", "nearest"]

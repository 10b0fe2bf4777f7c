"""Compare a figure with pathways: what they share, what only one has, and which pathways are nearest."""

from figway.compare.keys import Keys
from figway.compare.share import Comparison, Content, SharedEdge, compare, nearest

__all__ = ["Comparison", "Content", "Keys", "SharedEdge", "compare", "nearest"]

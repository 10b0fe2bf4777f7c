"""Find the figures that a list of genes, chemicals and diseases is enriched in."""

from figway.enrich.cache import open_sets
from figway.enrich.engine import Enricher
from figway.enrich.model import Answer, EnrichedSet, FigureSet, Item, Question
from figway.enrich.sets import Sets, pack_sets, replace_sets
from figway.enrich.stored import SetsGatherer, stored_sets

__all__ = [
    "Answer",
    "EnrichedSet",
    "Enricher",
    "FigureSet",
    "Item",
    "Question",
    "Sets",
    "SetsGatherer",
    "open_sets",
    "pack_sets",
    "replace_sets",
    "stored_sets",
]

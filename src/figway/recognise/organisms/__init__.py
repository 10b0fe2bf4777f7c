"""Tell which organisms a figure is about, with the words that say so, and whether human genes fit it.

Names come from the lexicon (MeSH tree B) and from `organisms.tsv`, which lists what articles write and MeSH does
not (mice, patients, cell lines); Latin abbreviations are resolved by the full name where one stands in the text.
"""

from figway.recognise.organisms.decide import Organisms, organisms_of

__all__ = ["Organisms", "organisms_of"]

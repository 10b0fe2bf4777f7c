"""Know the names of genes, families, complexes, chemicals, diseases, processes and places.

`Lexicon.load()` opens the lexicon that ships with figway; `figway.lexicon.build` makes another from the
publishers' files.
"""

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity, Manifest, Name

__all__ = ["Entity", "Lexicon", "Manifest", "Name"]

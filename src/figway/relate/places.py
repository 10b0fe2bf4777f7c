"""Name the cell's places that labels stand for: nucleus, cytosol, mitochondrion, membrane, outside of the cell.

Names follow the cellular components of the Gene Ontology. Cells and tissues are no compartments here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from figway.text import fold

NAMES: dict[str, tuple[str, ...]] = {
    "nucleus": ("nucleus", "nuclei", "cell nucleus", "nucleoplasm"),
    "nucleolus": ("nucleolus", "nucleoli"),
    "cytoplasm": ("cytoplasm", "cytoplasma"),
    "cytosol": ("cytosol",),
    "intracellular region": ("intracellular", "intracellular space", "inside of cell"),
    "mitochondrion": ("mitochondrion", "mitochondria", "mitochondrial matrix"),
    "mitochondrial intermembrane space": ("intermembrane space", "mitochondrial intermembrane space"),
    "endoplasmic reticulum": ("er", "endoplasmic reticulum", "rough er", "rer", "smooth er", "er membrane"),
    "endoplasmic reticulum lumen": ("er lumen", "lumen of er", "endoplasmic reticulum lumen"),
    "Golgi apparatus": ("golgi", "golgi apparatus", "golgi complex", "golgi body", "cis golgi", "trans golgi"),
    "Golgi lumen": ("golgi lumen",),
    "trans-Golgi network": ("tgn", "trans golgi network"),
    "plasma membrane": ("plasma membrane", "cell membrane", "cellular membrane", "plasmalemma"),
    "extracellular region": (
        "extracellular", "extracellular space", "extracellular region", "extracellular fluid", "outside of cell",
        "extracellular milieu", "extracellular environment",
    ),
    "extracellular matrix": ("ecm", "extracellular matrix"),
    "endosome": ("endosome", "endosomes"),
    "early endosome": ("early endosome", "early endosomes"),
    "late endosome": ("late endosome", "late endosomes"),
    "recycling endosome": ("recycling endosome", "recycling endosomes"),
    "lysosome": ("lysosome", "lysosomes"),
    "peroxisome": ("peroxisome", "peroxisomes"),
    "autophagosome": ("autophagosome", "autophagosomes"),
    "autolysosome": ("autolysosome", "autophagolysosome"),
    "phagosome": ("phagosome", "phagosomes"),
    "vacuole": ("vacuole", "vacuoles"),
    "multivesicular body": ("mvb", "multivesicular body"),
    "chloroplast": ("chloroplast", "chloroplasts"),
    "apoplast": ("apoplast",),
    "periplasmic space": ("periplasm", "periplasmic space"),
    "synaptic cleft": ("synaptic cleft",),
}  # fmt: skip
WIDE = frozenset(
    (
        *("nucleus", "cytoplasm", "cytosol", "intracellular region"),
        *("extracellular region", "extracellular matrix", "apoplast"),
    )
)
"""Places that may take up much of a figure and reach its borders."""
_ASIDE = re.compile(r"\s*\([^()]*\)\s*|[.:;,*]+$")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {fold(word): name for name, words in NAMES.items() for word in words}


def place_of(word: str) -> str:
    """Give the compartment that a label names, or nothing.

    >>> place_of("Endoplasmic reticulum (ER)"), place_of("NUCLEUS"), place_of("nuclear export")
    ('endoplasmic reticulum', 'nucleus', '')
    """
    return _known().get(fold(_ASIDE.sub("", word)), "")

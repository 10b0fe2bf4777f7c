"""Choose texts such as figures hold: gene symbols with their decorations, phrases, terms, look-alike strings."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path

GREEK = "αβγδεζηθκλμνπρστφχψωΔΩ"
STEMS = [
    "IFN",
    "TNF",
    "TGF",
    "IL-1",
    "IKK",
    "NF-κB",
    "IκB",
    "NFκB",
    "PKC",
    "PLC",
    "eIF2",
    "HIF-1",
    "PPAR",
    "GSK3",
    "GSK-3",
    "IFNGR",
    "ERK",
    "RAR",
    "ER",
    "CaMKII",
    "PI3K",
    "AMPK",
    "Gα",
    "Gβγ",
    "p38",
    "p65",
    "p53",
    "LXR",
    "RXR",
    "SREBP-1",
    "MIP-1",
    "TCR",
    "FcεRI",
    "FcγR",
    "CD3",
    "LT",
    "integrin",
    "tubulin",
    "catenin",
    "actin",
    "synuclein",
    "actinin",
]
PLAIN = [
    "H2O2",
    "Ca2+",
    "PIP2",
    "PIP3",
    "IP3",
    "DAG",
    "cAMP",
    "cGMP",
    "ATP",
    "ADP",
    "GTP",
    "GDP",
    "NADPH",
    "NADH",
    "ROS",
    "NO",
    "RNA",
    "DNA",
    "mRNA",
    "dsRNA",
    "ssRNA",
    "LPS",
    "GPCR",
    "RTK",
    "Mg2+",
    "Na+",
    "K+",
    "Zn2+",
    "O2",
    "CO2",
    "H+",
    "Fe2+",
    "5-HT",
    "AKT",
    "MEK1/2",
    "ERK1/2",
    "JAK1",
    "JAK2",
    "TYK2",
    "STAT1",
    "STAT3",
    "mTORC1",
    "mTOR",
    "TLR4",
    "TLR3",
    "MyD88",
    "TRAF6",
    "TRIF",
    "RIG-I",
    "MDA5",
    "MAVS",
    "TBK1",
    "IRF3",
    "IRF7",
    "IRF9",
    "ISGF3",
    "TAK1",
    "JNK",
    "Ub",
    "P",
    "Nrf2",
    "Keap1",
    "p21",
    "p27",
    "CDK4/6",
    "Cyclin",
    "D1",
    "Bcl-2",
    "Bax",
]
LOOKALIKES = "Il1|O0oQD5S8B6G2Z7TCcgq9"


class Words:
    """Draw random texts; everything follows from the random generator that is given."""

    def __init__(self, hgnc: Path, mesh: Path, metadata: Path, kept: set[str]) -> None:
        with hgnc.open(encoding="utf-8") as stream:
            genes = list(csv.DictReader(stream, delimiter="\t"))
        names = [r["Approved symbol"] for r in genes if r["Locus type"] == "gene with protein product"]
        names += [n for r in genes for k in ("Alias symbols", "Previous symbols") for n in r[k].split(", ")]
        self.genes = [n for n in names if 2 <= len(n) <= 9]
        with mesh.open(encoding="utf-8") as stream:
            rows = [row for row in csv.reader(stream, delimiter="\t") if len(row) > 3]
        self.terms = [row[1] for row in rows if 4 <= len(row[1]) <= 28]
        self.substances = [row[1] for row in rows if row[3].startswith("D") and 4 <= len(row[1]) <= 24]
        texts = [json.loads(p.read_text("utf-8")) for p in sorted(metadata.glob("*.json"))]
        self.captions = [f"{t.get('caption', '')} {t.get('papertitle', '')}".split() for t in texts]
        self.captions = [c for c in self.captions if len(c) > 8]
        self.kept = kept | {" "}

    def draw(self, rng: random.Random) -> str:
        """Give one text of kept characters only, at most 24 long."""
        while True:
            kind = rng.choices(("gene", "greek", "phrase", "term", "code", "plain"), (40, 14, 25, 8, 8, 5))[0]
            text = " ".join(getattr(self, f"_{kind}")(rng).split())
            if text and len(text) <= 24 and set(text) <= self.kept:
                return text

    def _gene(self, rng: random.Random) -> str:
        name = rng.choice(self.genes)
        name = rng.choices((name, name.capitalize(), name.lower(), name.upper()), (70, 14, 6, 10))[0]
        shape = rng.random()
        if shape < 0.06:
            name = rng.choice(("p-", "P-", "c-", "pro-", "anti-", "t-", "n", "m", "h")) + name
        elif shape < 0.12:
            name += rng.choice(("-P", "-GTP", "R", "s", "-/-", " mRNA", "/2", "1/2", "2/3", "*", "+", "-L", " kinase"))
        elif shape < 0.2:
            name += rng.choice("/-, :") + rng.choice(self.genes)
        elif shape < 0.25:
            name = rng.choice("([") + name + rng.choice(")]")
        return name

    def _greek(self, rng: random.Random) -> str:
        stem = rng.choice(STEMS) if rng.random() < 0.6 else rng.choice(self.genes)[:5]
        letter = rng.choice("αβγκεδ" if rng.random() < 0.8 else GREEK)
        text = stem + rng.choice(("", "", "-", "-", " ")) + letter
        more = rng.random()
        if more < 0.2:
            text += "/" + rng.choice("βγα")
        elif more < 0.35:
            text += rng.choice("123R")
        return text

    def _phrase(self, rng: random.Random) -> str:
        words = rng.choice(self.captions)
        start = rng.randrange(len(words))
        text = " ".join(words[start : start + rng.randint(1, 4)]).strip("().,;:")
        return rng.choices((text, text.capitalize(), text.upper(), text.title()), (60, 20, 10, 10))[0]

    def _term(self, rng: random.Random) -> str:
        text = rng.choice(self.terms)
        return text if rng.random() < 0.7 else text.lower()

    def substance(self, rng: random.Random) -> str:
        """Give the name of a substance as figures write it: mostly in small letters, now and then with a prefix."""
        text = rng.choice(self.substances)
        text = text.lower() if rng.random() < 0.6 else text
        if rng.random() < 0.2:
            text = rng.choice(("L-", "D-", "α-", "β-", "γ-", "N-", "acetyl-", "phospho-", "5-", "3-", "2-oxo")) + text
        return text + rng.choice((" 6-P", "-1-P", "-CoA", " 1,6-BP", "ate")) if rng.random() < 0.06 else text

    def _code(self, rng: random.Random) -> str:
        shape = rng.random()
        if shape < 0.4:
            return "".join(rng.choice(LOOKALIKES) for _ in range(rng.randint(2, 6)))
        if shape < 0.7:
            letters = "".join(rng.choice("abcdefghiklmnopqrstuvwyz") for _ in range(3))
            return letters + rng.choice("ABCDEFGHIJKLMNOPRSTUVWXYZ")
        return re.sub(
            r"\d", lambda _: rng.choice("0123456789"), rng.choice(("STM000", "PA0000", "Z000", "b0000", "0.05"))
        )

    def _plain(self, rng: random.Random) -> str:
        return rng.choice(PLAIN)

"""Choose texts to draw: genes as often as pathways hold them, their aliases, lists, Greek, phrases, numbers."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from training.reading.words import Words

from figway.recognise.company import memberships

BEFORE = ("p-", "p", "P-", "c-", "t-", "pro-", "anti-", "cl-", "m", "s", "h", "n", "a")
AFTER = ("-P", "R", "s", "-/-", " mRNA", "*", "+", "-GTP", "-GDP", " kinase", "-L", " (P)", "-R", "L", "RE", " siRNA")
SHORT = [
    "P",
    "Ub",
    "GF",
    "Ac",
    "Me",
    "ER",
    "NO",
    "O2",
    "IP3",
    "SH2",
    "Ca2+",
    "Na+",
    "K+",
    "H+",
    "Zn",
    "PM",
    "PH",
    "C3",
    "a",
    "b",
    "c",
    "d",
    "i",
    "ii",
    "iii",
    "A",
    "B",
    "C",
    "D",
    "1",
    "2",
    "3",
    "4",
]
DRUGS = ("U0126", "LY294002", "SB203580", "SP600125", "PD98059", "MK-2206", "AZD6244", "BAY 11-7082", "GW9662", "H89")


class Texts:
    """Draw random texts; everything follows from the generator that is given."""

    def __init__(self, hgnc: Path, words: Words) -> None:
        self.words = words
        known = memberships()
        self.names: list[list[str]] = []
        self.weights: list[float] = []
        with hgnc.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream, delimiter="\t"):
                identifier = "hgnc:" + row["HGNC ID"].rpartition(":")[2]
                if identifier in known:
                    aliases = f"{row['Alias symbols']}, {row['Previous symbols']}".split(", ")
                    self.names.append([row["Approved symbol"], *(a for a in aliases if 2 <= len(a) <= 10)])
                    self.weights.append(float(known[identifier].bit_count()))

    def draw(self, rng: random.Random) -> str:
        """Give one text of characters that the recogniser knows, at most 36 long."""
        makers = (self._gene, self._list, self.words.draw, self._two, self._odd)
        while True:
            text = rng.choices(makers, (42, 8, 38, 5, 7))[0](rng).strip()
            if text and len(text) <= 36 and set(text) <= self.words.kept:
                return text

    def plain(self, rng: random.Random) -> str:
        """Give a phrase or a term, four of five in small letters: names of substances, species, places, processes."""
        while True:
            makers = (self.words._phrase, self.words._term, self.words.substance)
            text = rng.choice(makers)(rng).strip()
            text = text.lower() if rng.random() < 0.5 else text.capitalize() if rng.random() < 0.6 else text
            if 3 < len(text) <= 36 and set(text) <= self.words.kept:
                return text

    def _name(self, rng: random.Random) -> str:
        (names,) = rng.choices(self.names, self.weights)
        name = names[0] if len(names) == 1 or rng.random() < 0.5 else rng.choice(names[1:])
        return rng.choices((name, name.upper(), name.capitalize(), name.lower()), (72, 12, 13, 3))[0]

    def _gene(self, rng: random.Random) -> str:
        name, shape = self._name(rng), rng.random()
        if shape < 0.1:
            return rng.choice(BEFORE) + name
        return name + rng.choice(AFTER) if shape < 0.18 else name

    def _list(self, rng: random.Random) -> str:
        name = self._name(rng)
        if name[-1].isdigit() and rng.random() < 0.6:
            return name + rng.choice(("/", ",", "-")) + str(int(name[-1]) + 1)
        return name + rng.choice(("/", "-", ":", ", ", "+", " ")) + self._name(rng)

    def _two(self, rng: random.Random) -> str:
        return rng.choice(SHORT)

    def _odd(self, rng: random.Random) -> str:
        kind = rng.random()
        if kind < 0.3:
            return rng.choice(DRUGS)
        if kind < 0.4:
            return f"{self._name(rng)}_{rng.choice((self._name(rng), 'm', 'c', 'ER', 'mito', 'in', 'ext', '1'))}"
        number = rng.choice((f"{rng.randint(0, 120)}", f"{rng.random():.2f}", f"{rng.randint(1, 90)}%", "*", "-1.5"))
        return f"{number} {rng.choice(('min', 'h', 'nM', 'kDa', 'mm', ''))}"

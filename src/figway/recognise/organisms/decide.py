"""Decide from what is named and how genes are spelt what a figure is about and whether human genes fit it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from figway.lexicon.load import Lexicon
from figway.recognise.organisms.names import Named, binomials, names_in, trees_of
from figway.recognise.organisms.spelling import labels_of, share_known, spelt
from figway.recognise.organisms.table import FOREIGN, VAGUE, Group, Taxon
from figway.records import FigureRecord
from figway.text import normalize

HUMAN = "Homo sapiens"
WEIGHTS = {"title": 3, "caption": 2, "printed": 1, "abstract": 1, "spelling": 1}
"""How much one naming counts, by where it stands."""
MINOR = 5
"""An organism named so many times less than the first is not what the figure is about."""
FEWEST_NAMINGS = 3
"""Weight of the names of plants, fungi, bacteria that it takes to withhold human genes where few labels are read."""
FEWEST_SYMBOLS = 3
"""Labels that look like gene symbols it takes before their share of human names says anything."""
MOST_KNOWN: dict[Group, float] = {
    "plant": 0.75,
    "fungus": 0.6,
    "bacterium": 0.5,
    "archaeon": 0.5,
    "phage": 0.5,
    "protist": 0.5,
}
"""Human genes are kept where at least this share of those labels are human names: hosts of microbes."""
MOST_KNOWN_BODY = 0.25
"""The same where title or caption speak of tissues, cells or illnesses of animals."""


@dataclass(frozen=True, slots=True)
class Organism:
    """Hold an organism with its words: (place, word, times)."""

    taxon: Taxon
    weight: int
    seen: tuple[tuple[str, str, int], ...]

    @property
    def near(self) -> bool:
        """Tell whether title, caption or the picture name it, not the abstract alone."""
        return any(place != "abstract" for place, _, _ in self.seen)

    @property
    def why(self) -> str:
        """Say where it was named, in which words and how often."""
        parts = (f"{word!r} in {place}" + (f" ({n} times)" if n > 1 else "") for place, word, n in self.seen)
        return f"{self.taxon.name}: " + ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Organisms:
    """Hold the organisms a paper names, the most named first, and whether human genes fit the figure."""

    named: tuple[Organism, ...] = ()
    human_genes: bool = True
    reason: str = ""

    @property
    def all_named(self) -> tuple[str, ...]:
        """Give all that is named, viruses too, without the vague words: the record's `organisms_ner`."""
        return tuple(o.taxon.name for o in self.named if o.taxon.name not in VAGUE)

    @property
    def published(self) -> tuple[str, ...]:
        """Give what the figure is about: the record's `organisms`; human last where human genes are kept and no
        animal is named."""
        cells = [o for o in self.named if o.taxon.group != "virus"]
        exact = [o for o in cells if o.taxon.name not in VAGUE and not _is_rank_of_another(o, cells)]
        about = [o for o in exact if o.near] or exact
        about = [o for o in about if o.weight * MINOR > about[0].weight]
        if not about and not self.human_genes:
            about = [o for o in self.named if o.taxon.group in FOREIGN or o.taxon.group == "virus"]
        names = tuple(o.taxon.name for o in about)
        return names if self._has_animal or not self.human_genes else (*names, HUMAN)

    @property
    def _has_animal(self) -> bool:
        return any(o.taxon.group == "animal" and o.taxon.name not in VAGUE for o in self.named)

    @property
    def why(self) -> tuple[str, ...]:
        """Give a line for each organism, and one for what was decided about human genes."""
        lines = [o.why for o in self.named]
        if self.human_genes and not self._has_animal:
            lines.append(f"{HUMAN}: taken for granted, for no animal is named")
        return (*lines, self.reason) if self.reason else tuple(lines)


def organisms_of(record: FigureRecord, lexicon: Lexicon) -> Organisms:
    """Count the organisms that title, caption, abstract and picture name, and decide about human genes."""
    places = _places(record)
    species = binomials(places.values(), lexicon)
    labels = labels_of(line.text for line in record.text)
    seen = {place: names_in(text, lexicon, species) for place, text in places.items()}
    named = _organisms(seen, spelt(labels, lexicon), lexicon)
    body = _speaks_of_animals(seen, named)
    known, symbols = share_known(labels, lexicon)
    reason = _foreign(named, body, known, symbols) or _viral(named, body, known, symbols)
    return Organisms(named, not reason, reason)


def _places(record: FigureRecord) -> dict[str, str]:
    figure, article = record.figure, record.article
    repeated = figure.caption.startswith(figure.figtitle)
    texts = {
        "title": article.title,
        "caption": figure.caption if repeated else f"{figure.figtitle} . {figure.caption}",
        "abstract": " . ".join((article.abstract, *figure.sentences)),
        "printed": " . ".join(line.text for line in record.text),
    }
    return {place: normalize(text) for place, text in texts.items()}


def _organisms(
    seen: dict[str, list[Named]], styles: Sequence[tuple[Taxon, tuple[str, ...]]], lexicon: Lexicon
) -> tuple[Organism, ...]:
    """Add up the namings of each organism; everyday words count where surer ones bear them out."""
    every = [(place, named) for place, names in seen.items() for named in names if named.taxon.name != "-"]
    sure = {named.taxon for _, named in every if named.use == "sure"}
    words: dict[str, Counter[tuple[str, str]]] = {}
    taxa: dict[str, Taxon] = {}
    for place, (taxon, word, use) in every:
        if use == "sure" or _supported(taxon, sure, lexicon):
            if taxon.trees or taxon.name not in taxa:
                taxa[taxon.name] = taxon
            words.setdefault(taxon.name, Counter())[place, word] += 1
    for taxon, labels in styles:
        taxa.setdefault(taxon.name, taxon)
        words.setdefault(taxon.name, Counter())["spelling", ", ".join(labels[:5])] += len(labels)
    found = []
    for name, counts in words.items():
        weight = sum(WEIGHTS[place] * n for (place, _), n in counts.items())
        taxon = taxa[name] if taxa[name].trees else taxa[name]._replace(trees=trees_of(name, lexicon))
        found.append(Organism(taxon, weight, tuple((p, w, n) for (p, w), n in counts.items())))
    return tuple(sorted(found, key=lambda o: (-o.weight, o.taxon.name)))


def _supported(taxon: Taxon, sure: set[Taxon], lexicon: Lexicon) -> bool:
    """Tell whether surely named taxa bear out an everyday word: the same or a kindred one, for plants any."""
    if taxon.group == "plant":
        return any(other.group == "plant" for other in sure)
    mine = trees_of(taxon.name, lexicon)
    return any(
        taxon.name == other.name
        or any(x.startswith(y) or y.startswith(x) for x in mine for y in trees_of(other.name, lexicon))
        for other in sure
        if other.group == taxon.group
    )


def _speaks_of_animals(seen: dict[str, list[Named]], named: Sequence[Organism]) -> bool:
    """Tell whether title or caption speak of tissues or illnesses of animals, or of a host that is no plant."""
    uses = {"body"} if any(o.taxon.group == "plant" for o in named) else {"body", "host"}
    return any(n.use in uses for place in ("title", "caption") for n in seen[place])


def _is_rank_of_another(organism: Organism, others: Sequence[Organism]) -> bool:
    """Tell a genus, family or order (Lepidoptera) beside a species of it (Bombyx mori)."""
    return " " not in organism.taxon.name and any(
        tree.startswith(mine)
        for other in others
        if other is not organism and " " in other.taxon.name
        for tree in other.taxon.trees
        for mine in organism.taxon.trees
    )


def _weight(named: Sequence[Organism], group: str, *, exact: bool = False) -> int:
    return sum(o.weight for o in named if o.taxon.group == group and not (exact and o.taxon.name in VAGUE))


def _foreign(named: Sequence[Organism], body: bool, known: float, symbols: int) -> str:
    """Say why a figure without animals gets no human genes, or '' where it does."""
    specific = [o for o in named if o.taxon.group in FOREIGN and (o.taxon.name not in VAGUE or _spelt(o))]
    plants = [o for o in named if o.taxon.group == "plant"]
    if _weight(named, "animal") or not (specific or plants):
        return ""
    if sum(o.weight for o in specific) < 2 and (body or _weight(plants, "plant") < 4):
        return ""
    main = max(FOREIGN, key=lambda g: _weight(named, g))
    limit = MOST_KNOWN_BODY if body else MOST_KNOWN[main]
    if symbols < FEWEST_SYMBOLS:
        few = body or sum(o.weight for o in specific or plants) < FEWEST_NAMINGS
        return "" if few else _reason(specific or plants, main, "")
    if known >= limit:
        return ""
    return _reason(specific or plants, main, f", and {known:.0%} of the labels that look like gene symbols are human")


def _viral(named: Sequence[Organism], body: bool, known: float, symbols: int) -> str:
    """Say why a figure about a virus alone gets no human genes: nothing names a host and no label is known."""
    viruses = [o for o in named if o.taxon.group == "virus"]
    if not viruses or len(viruses) < len(named) or body or _weight(viruses, "virus") < 4:
        return ""
    if symbols < 2 * FEWEST_SYMBOLS or known >= 0.1:
        return ""
    return _reason(viruses, "virus", f", and {known:.0%} of the labels that look like gene symbols are human")


def _spelt(organism: Organism) -> bool:
    return any(place == "spelling" for place, _, _ in organism.seen)


def _reason(organisms: Sequence[Organism], group: str, labels: str) -> str:
    names = ", ".join(o.taxon.name for o in organisms[:4])
    return f"no human genes: the paper names only {names} ({group}){labels}"

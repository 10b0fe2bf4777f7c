"""Answer questions about one library's sets; what several questions share is kept between them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Lock

import numpy as np

from figway import __version__
from figway.enrich.clusters import Clusters, cluster_sets
from figway.enrich.identifiers import Names, split_words
from figway.enrich.model import KINDS, Answer, EnrichedSet, Question, Reading
from figway.enrich.ora import Floats, odds_ratio, over_representation
from figway.enrich.rank import Ranking, preranked, read_ranking
from figway.enrich.sets import Ints, Sets
from figway.enrich.universe import Flags, Universe, all_alike, count_overlap, passing, settle
from figway.errors import UsageError
from figway.lexicon import Lexicon

MOST_WORDS = 100_000
"""Lists of more words than this are refused: no organism has as many genes."""

_KEPT = 32


class Enricher:
    """Test lists of genes, chemicals and diseases against the figures of a library.

    >>> from figway.enrich import Enricher, Question, open_sets
    >>> enricher = Enricher(open_sets("my-library"))  # doctest: +SKIP
    >>> answer = enricher.ask(Question(query="AKT1 TP53 MDM2"))  # doctest: +SKIP
    >>> answer.sets[0].id, answer.sets[0].fdr  # doctest: +SKIP
    """

    def __init__(self, sets: Sets, lexicon: Lexicon | None = None) -> None:
        self.sets = sets
        self.lexicon = lexicon or Lexicon.load()
        self._universes: OrderedDict[str, Universe] = OrderedDict()
        self._lock = Lock()
        self._clusters: Clusters | None = None
        self._names = lru_cache(maxsize=8)(lambda kinds: Names(self.lexicon, self.sets.find, kinds))

    def ask(self, question: Question) -> Answer:
        """Answer a question; raises UsageError where nothing of the query can be tested."""
        if question.ranked:
            return self._rank(question)
        names = self._names(question.kinds)
        reading = read_list(question.query, names, "query")
        sets, clusters = self._sets(question)
        background = read_list(question.background, names, "background") if question.background.strip() else None
        universe = self._universe(question, reading, background, sets)
        keys = {item.key for item in reading.items}
        shown = [sets.numbers[key] for key in keys if key in sets.numbers]
        query = np.array(sorted(n for n in shown if universe.drawable[n]), np.int64)
        drawn = len(query) + self._drawn_outside(keys, background, sets)
        notes = _notes(reading, background, drawn, len(query), sets)
        overlap = count_overlap(sets, query)[universe.tested]
        result = over_representation(overlap, universe.size[universe.tested], drawn, universe.background)
        listed = _best(result.p, result.fdr, overlap, question)
        rows = tuple(
            self._row(int(universe.tested[i]), query, universe, sets, clusters, drawn).model_copy(
                update={"p": float(result.p[i]), "fdr": float(result.fdr[i])}
            )
            for i in listed
        )
        return self._answer(question, reading, background, universe, drawn, notes, rows).model_copy(
            update={"significant": int(((result.fdr <= question.fdr) & (overlap > 0)).sum())}
        )

    def _rank(self, question: Question) -> Answer:
        names = self._names(question.kinds)
        ranking = read_ranking(question.query, names, self.sets)
        sets, clusters = self._sets(question)
        drawable = np.zeros(sets.item_count, bool)
        drawable[ranking.items] = True
        universe = settle(sets, drawable, ranking.outside, passing(sets, question), question)
        result = preranked(sets, ranking, universe, question.permutations)
        order = _best(result.p, result.fdr, np.ones(len(result.p), np.int64), question)
        rows = []
        for i in order:
            number = int(universe.tested[i])
            edge = result.leading_edge(int(i))
            rows.append(
                self._row(number, edge, universe, sets, clusters, 0).model_copy(
                    update={
                        "score": float(result.score[i]),
                        "normalised": None if result.normalised is None else float(result.normalised[i]),
                        "p": float(result.p[i]),
                        "fdr": float(result.fdr[i]),
                    }
                )
            )
        notes = (*_ranking_notes(ranking),)
        size = len(ranking.items) + ranking.outside
        answer = self._answer(question, ranking.reading, None, universe, size, notes, tuple(rows))
        return answer.model_copy(update={"significant": int((result.fdr <= question.fdr).sum())})

    def _sets(self, question: Question) -> tuple[Sets, Clusters | None]:
        if question.by == "figure":
            return self.sets, None
        with self._lock:
            if self._clusters is None:
                self._clusters = cluster_sets(self.sets)
        return self._clusters.sets, self._clusters

    def _universe(self, question: Question, reading: Reading, background: Reading | None, sets: Sets) -> Universe:
        query = [sets.numbers[item.key] for item in reading.items if item.key in sets.numbers]
        if not query:
            raise UsageError(_nothing(reading))
        drawable = all_alike(sets, query)
        outside = 0
        if background is not None:
            kinds = {item.kind for item in background.items}
            given = np.zeros(sets.item_count, bool)
            given[[sets.numbers[item.key] for item in background.items if item.key in sets.numbers]] = True
            listed = np.isin(sets.item_kind, [KINDS.index(kind) for kind in kinds])
            drawable = (drawable & ~listed) | given
            outside = sum(item.key not in sets.numbers for item in background.items)
        key = _key(drawable, outside, question)
        return self._keep(key, lambda: settle(sets, drawable, outside, passing(sets, question), question))

    def _keep(self, key: str, make: Callable[[], Universe]) -> Universe:
        with self._lock:
            if key in self._universes:
                self._universes.move_to_end(key)
                return self._universes[key]
        made = make()
        with self._lock:
            self._universes[key] = made
            while len(self._universes) > _KEPT:
                self._universes.popitem(last=False)
        return made

    def _drawn_outside(self, keys: set[str], background: Reading | None, sets: Sets) -> int:
        if background is None:
            return 0
        return sum(item.key in keys and item.key not in sets.numbers for item in background.items)

    def _row(
        self, number: int, query: Ints, universe: Universe, sets: Sets, clusters: Clusters | None, drawn: int
    ) -> EnrichedSet:
        own = sets.items_of(number)
        members = own[np.isin(own, query, assume_unique=True, kind="table")]
        size, overlap, background = int(universe.size[number]), len(members), universe.background
        expected = size * drawn / background if background else 0.0
        return EnrichedSet(
            id=sets.ids[number],
            title=sets.titles[number],
            paper=sets.papers[number],
            year=int(sets.year[number]),
            size=size,
            overlap=tuple(sorted(sets.labels[i] for i in members)),
            expected=expected,
            fold=overlap / expected if expected else 0.0,
            odds_ratio=odds_ratio(overlap, size, drawn, background) if drawn else 0.0,
            p=1.0,
            fdr=1.0,
            identical=tuple(sets.ids[i] for i in universe.identical(number)),
            cluster=clusters.others(number) if clusters else (),
        )

    def _answer(
        self,
        question: Question,
        reading: Reading,
        background: Reading | None,
        universe: Universe,
        drawn: int,
        notes: tuple[str, ...],
        rows: tuple[EnrichedSet, ...],
    ) -> Answer:
        return Answer(
            question=question,
            reading=reading,
            background=background,
            background_size=universe.background,
            query_size=drawn,
            tested=len(universe.tested),
            figures=universe.figures,
            significant=0,
            notes=notes,
            sets=rows,
            library=self.sets.fingerprint[:16],
            figway=__version__,
        )


def read_list(text: str, names: Names, what: str) -> Reading:
    """Split and understand a pasted list; raises UsageError where it is empty or far too long."""
    words = split_words(text, names.is_known)
    if not words:
        raise UsageError(f"the {what} is empty: give names or identifiers, one a line or separated by commas.")
    if len(words) > MOST_WORDS:
        raise UsageError(f"the {what} has {len(words)} words; at most {MOST_WORDS} are taken.")
    return names.read(words)


def _best(p: Floats, fdr: Floats, overlap: Ints, question: Question) -> Ints:
    """Give the places of the sets to list, the least p first, then the larger overlap."""
    found = np.flatnonzero((overlap > 0) & (fdr <= question.fdr))
    order = found[np.lexsort((found, -overlap[found], p[found]))]
    return order[: question.limit]


def _key(drawable: Flags, outside: int, question: Question) -> str:
    asked = question.model_copy(update={"query": "", "background": "", "fdr": 0.0, "limit": None})
    digest = hashlib.sha256(np.packbits(drawable).tobytes())
    digest.update(f"{outside} {asked.model_dump_json()}".encode())
    return digest.hexdigest()


def _nothing(reading: Reading) -> str:
    if not reading.items:
        first = reading.not_understood[0]
        return f"none of the {reading.words} words of the query was understood; the first, {first.word!r}: {first.why}."
    return f"nothing of the query is in any figure of this library ({_labels([i.label for i in reading.items])})."


def _notes(reading: Reading, background: Reading | None, drawn: int, shown: int, sets: Sets) -> tuple[str, ...]:
    notes = []
    if reading.not_understood:
        notes.append(f"{len(reading.not_understood)} of {reading.words} words were not understood.")
    repeated = reading.words - len(reading.not_understood) - len(reading.items)
    if repeated:
        notes.append(f"{repeated} words name something that another word of the list names, too.")
    absent = [item.label for item in reading.items if item.key not in sets.numbers]
    if absent:
        notes.append(f"{len(absent)} are in no figure of the library: {_labels(absent)}.")
    if background is not None:
        left_out = len(reading.items) - drawn
        if left_out:
            notes.append(f"{left_out} are not in the background and were left out.")
        if background.not_understood:
            count = len(background.not_understood)
            notes.append(f"{count} of {background.words} words of the background were not understood.")
    orthologs = sum(item.how == "symbol of an ortholog" for item in reading.items)
    if orthologs:
        notes.append(f"{orthologs} symbols of mouse or rat were taken for their human orthologs.")
    return tuple(notes)


def _ranking_notes(ranking: Ranking) -> list[str]:
    notes = []
    if ranking.reading.not_understood:
        notes.append(f"{len(ranking.reading.not_understood)} of {ranking.reading.words} words were not understood.")
    if ranking.repeated:
        notes.append(f"{ranking.repeated} lines name what another line names, too; the larger number in size counts.")
    if ranking.outside:
        notes.append(f"{ranking.outside} are in no figure of the library; they take part in the ranking.")
    return notes


def _labels(labels: Sequence[str], shown: int = 10) -> str:
    return ", ".join(labels[:shown]) + (", ..." if len(labels) > shown else "")

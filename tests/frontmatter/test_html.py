"""Check the view of a record in a notebook."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from figway.frontmatter import record_html
from figway.records import Article, Figure, FigureRecord, GeneRow, Mention, Relation


class Checker(HTMLParser):
    """Collect the text and tags of a page and see that each tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check(record: FigureRecord) -> Checker:
    checker = Checker()
    checker.feed(record_html(record))
    checker.close()
    assert checker.open == []
    assert checker.seen <= {"div", "b", "a", "span", "table", "tr", "th", "td"}
    return checker


def test_title_paper_and_names_are_shown() -> None:
    record = FigureRecord(
        figid="PMC1__f1",
        figure=Figure(figtitle="AKT signalling", number="Figure 1"),
        article=Article(title="On AKT", reftext="A B. 2020.", pmcid="PMC1"),
        mentions=(Mention(id="m1", word="Akt", kind="gene", symbol="AKT1", identifiers=("hgnc:391",), score=0.5),),
        relations=(Relation(source="Akt", target="GLUT4", sign="-"),),
    )
    text = check(record).text
    for expected in ("AKT signalling", "Figure 1", "On AKT", "A B. 2020.", "Akt", "hgnc:391", "0.50", "⊣", "GLUT4"):
        assert expected in text
    assert record._repr_html_() == record_html(record)


def test_a_record_without_mentions_shows_its_rows() -> None:
    gene = GeneRow(word="АКТ", symbol="AKT", source="bioentities_symbol", hgnc_symbol="AKT2", entrez="208")
    assert "AKT2" in check(FigureRecord(figid="x", genes=(gene,))).text


@given(st.text(alphabet="<>&\"'/ab=", min_size=1))
def test_nothing_of_the_text_becomes_markup(text: str) -> None:
    record = FigureRecord(
        figid=text,
        figure=Figure(figtitle=text, number=text),
        article=Article(title=text, pmcid=text),
        mentions=(Mention(id="m", word=text, kind="gene", symbol=text, identifiers=(text,)),),
    )
    assert check(record).text.count(text) >= 4


def test_a_long_record_stays_short() -> None:
    mentions = tuple(Mention(id=f"m{i}", word="AKT", kind="gene") for i in range(1000))
    assert "800 more" in check(FigureRecord(figid="x", mentions=mentions)).text

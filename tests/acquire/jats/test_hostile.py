"""Give the parser what is damaged, wrapped, hostile or simply of another age, and mutated XML by the thousand."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figway.acquire import jats
from figway.errors import ArticleError

MUTANTS = int(os.environ.get("FIGWAY_MUTANTS", "2000"))
"""How many mutated files a run of the tests tries; 10,000 were tried for docs/sources.md."""
WHOLE = """<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.1 20151215//EN" "a.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML">
<front><journal-meta><journal-id journal-id-type="nlm-ta">J Test</journal-id></journal-meta><article-meta>
<article-id pub-id-type="pmc">PMC17</article-id><article-id pub-id-type="doi">10.1234/x.17</article-id>
<title-group><article-title>On <italic>TP53</italic> &amp; Ca<sup>2+</sup></article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Roe</surname><given-names>Jane</given-names></name>
</contrib></contrib-group><pub-date pub-type="ppub"><month>3</month><year>2019</year></pub-date><volume>4</volume>
<abstract abstract-type="graphical"><p><graphic xlink:href="ga1.jpg"/></p></abstract></article-meta></front>
<body><sec><p>As drawn (<xref ref-type="fig" rid="f1">Figs. 1</xref>&#8211;<xref ref-type="fig" rid="f3">3</xref>), it
is so. E. coli is not. See Fig. 3.</p><fig id="f1"><label>Figure 1.</label><caption><title>Signals</title><p>MEK&#945;
activates ERK<sub>2</sub>.</p></caption><alternatives><graphic specific-use="print" xlink:href="f1bw"/><graphic
xlink:href="f1col"/></alternatives></fig></sec></body>
<back><app><fig-group><label>Figure 3</label><caption><p>Two parts.</p></caption><fig id="f3"><label>A</label>
<graphic xlink:href="f3a"/><graphic xlink:href="f3b"/></fig></fig-group></app></back>
<floats-group><fig id="f2"><label>Scheme 1</label><caption><p>No picture.</p></caption></fig></floats-group>
<sub-article><body><fig id="f9"><graphic xlink:href="f1col"/></fig></body></sub-article></article>"""


def test_figures_are_found_wherever_they_stand() -> None:
    drawn = jats.records(jats.parse(WHOLE.encode()))
    assert [(d.record.figid, d.record.figid_alias, d.figure.place, d.names) for d in drawn] == [
        ("PMC17__ga1", "PMC17__GA1", "abstract", ("ga1.jpg",)),
        ("PMC17__f1col", "PMC17__F1", "body", ("f1col", "f1bw")),
        ("PMC17__f3a", "PMC17__F3a", "appendix", ("f3a",)),
        ("PMC17__f3b", "", "appendix", ("f3b",)),
        ("PMC17__f2", "PMC17__S1", "floats", ()),
        ("PMC17__f1col-f9", "", "sub-article", ("f1col",)),
    ]
    by_id = {d.figure.id: d.record for d in drawn}
    assert by_id["f1"].figure.caption == "MEKα activates ERK₂."
    assert by_id["f1"].figure.figtitle == "Signals"
    assert by_id["f3"].figure.number == "Figure 3A"
    assert by_id["f3"].figure.caption == "Two parts."
    assert by_id["f1"].figure.sentences == ("As drawn (Figs. 1–3), it is so.",)
    assert by_id["f2"].figure.sentences == ()
    assert by_id["f1"].article.title == "On TP53 & Ca²⁺"
    assert by_id["f1"].article.reftext == "Jane Roe. J Test. 2019 Mar;4."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-7"])
def test_encodings_namespaces_and_wrappers_change_nothing(encoding: str) -> None:
    plain = jats.parse(WHOLE.encode())
    text = WHOLE.replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
    assert jats.parse(text.encode(encoding, "xmlcharrefreplace")) == plain
    inner = WHOLE[WHOLE.index("<article ") :]
    assert list(jats.parse_all(f"<pmc-articleset>{inner}{inner}</pmc-articleset>".encode())) == [plain, plain]
    spaced = inner.replace("<article ", '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" ', 1)
    oai = f'<OAI-PMH xmlns="x"><GetRecord><record><metadata>{spaced}</metadata></record></GetRecord></OAI-PMH>'
    assert list(jats.parse_all(oai.encode())) == [plain]


def test_named_entities_of_old_document_types_are_read_without_them() -> None:
    text = WHOLE.replace("&#945;", "&alpha;").replace("&#8211;", "&ndash;")
    assert jats.parse(text.encode()).figures == jats.parse(WHOLE.encode()).figures


def bomb(levels: int, attribute: bool) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    use = f'<fig id="&l{levels - 1};"/>' if attribute else f"<p>&l{levels - 1};</p>"
    return f'<!DOCTYPE article [<!ENTITY l0 "lol">{entities}]><article><body>{use}</body></article>'.encode()


@pytest.mark.parametrize("attribute", [False, True])
def test_a_billion_laughs_are_refused_at_once(attribute: bool) -> None:
    start = time.process_time()
    with pytest.raises(ArticleError, match="entit"):
        jats.parse(bomb(30, attribute), "bomb.xml")
    assert time.process_time() - start < 2


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    for declared in (f'<!ENTITY s SYSTEM "{secret.as_uri()}">', '<!ENTITY s SYSTEM "http://localhost:9/x">'):
        text = f"<!DOCTYPE article [{declared}]><article><body><fig id='f'><label>&s;</label></fig></body></article>"
        assert "SECRET" not in str(jats.parse(text.encode()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>403", "HTML page"),
        (b'{"error": "no such article"}', "JSON text"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"plain text", "not XML"),
        (b"<pmc-articleset><Reply error='gone'>No article</Reply></pmc-articleset>", "No article"),
        (b"<nitf><body/></nitf>", "root is <nitf>"),
        (WHOLE.encode()[:1500], "cut short"),
        (b"<article>" + b"<p>" * 5000, "cut short"),
    ],
)
def test_what_is_no_whole_article_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(ArticleError, match=said) as caught:
        list(jats.parse_all(data, "a.xml"))
    assert str(caught.value).startswith("a.xml: ")


def test_faults_inside_a_whole_article_cost_no_figure() -> None:
    text = WHOLE.replace("&amp;", "&").replace("<p>No picture.</p>", "<p>No <b picture.</p>")
    parsed = jats.parse(text.encode())
    assert {f.id for f in parsed.figures} >= {"f1", "f2", "f3"}
    assert "faults" in parsed.warnings[0]


def mutated(data: bytes, random_: random.Random) -> bytes:
    """Damage XML as disks, editors and attackers do: bytes, tags, attributes, entities, pieces out of place."""
    out = bytearray(data)
    for _ in range(random_.choice((1, 1, 2, 3, 8, 40))):
        at, end = sorted(random_.randrange(len(out) + 1) for _ in range(2))
        end = min(end, at + random_.choice((1, 3, 20, 400)))
        piece = random_.choice(
            (b"", bytes([random_.randrange(256)]), b"<fig>", b"</fig>", b"<p>" * 300, b"&x;", b"&alpha;", b"\0", b"]]>",
             b"<caption>", b"<xref rid='f1 f2'>", b"<alternatives>", b"<graphic/>", b"<!--", b"<mml:msup/>", b"<sup>",
             b"rid='", b"Figs. 1-99999, 3", b"<!DOCTYPE a [", b"\xff\xfe", bytes(out[at:end]) * 3)
        )  # fmt: skip
        out[at:end] = piece
        out = out or bytearray(b"<")
    return bytes(out)


def test_mutated_articles_neither_crash_nor_hang_the_parser() -> None:
    random_ = random.Random(20)
    shared = sorted(Path(os.environ.get("FIGWAY_SHARED", "../shared")).glob("articles/**/PMC*.xml"))
    small = [path.read_bytes() for path in shared if path.stat().st_size < 80_000][:3]
    read = refused = 0
    for number in range(MUTANTS):
        data = mutated(WHOLE.encode() if number % 20 or not small else random_.choice(small), random_)
        start = time.process_time()
        try:
            for parsed in jats.parse_all(data):
                assert all(d.record.figid for d in jats.records(parsed))
                read += 1
        except ArticleError:
            refused += 1
        assert time.process_time() - start < 5
    assert read > MUTANTS * 0.2
    assert refused > MUTANTS * 0.1


@given(st.recursive(
    st.text(max_size=30),
    lambda inner: st.tuples(
        st.sampled_from(["fig", "p", "caption", "label", "graphic", "alternatives", "xref", "sup", "sub", "title",
                         "body", "sub-article", "fig-group", "supplementary-material", "media", "abstract",
                         "tex-math"]),
        st.dictionaries(st.sampled_from(["id", "rid", "href", "specific-use"]), st.text(max_size=8), max_size=2),
        st.lists(inner, max_size=5),
    ),
    max_leaves=30,
))  # fmt: skip
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_fig_of_any_tree_is_told(tree: object) -> None:
    from lxml import etree

    root = etree.Element("article")
    _grow(root, tree)
    parsed = jats.parse(etree.tostring(root))
    assert sum(f.element == "fig" for f in parsed.figures) == len(list(root.iter("fig")))
    assert len(jats.records(parsed)) >= len(parsed.figures)


def _grow(parent: object, tree: object) -> None:
    from lxml import etree

    if isinstance(tree, str):
        etree.SubElement(parent, "p").text = "".join(c for c in tree if c.isprintable())  # type: ignore[call-overload]
        return
    tag, attributes, inner = tree  # type: ignore[misc]
    element = etree.SubElement(parent, tag)  # type: ignore[call-overload]
    for name, value in attributes.items():
        element.set(name, "".join(c for c in value if c.isprintable()))
    for part in inner:
        _grow(element, part)

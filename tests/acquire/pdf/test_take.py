"""Check that figures and captions are taken out of PDF files drawn here, and that bad files are told."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from figway.acquire.folder import find_inputs
from figway.acquire.pdf.layout import figures
from figway.acquire.pdf.pages import Pdf
from figway.acquire.pdf.take import take
from figway.classify.duplicates import find_duplicates, picture_hash
from figway.errors import PackageError
from figway.examples import paths
from figway.library import Library
from figways import run

WIDTH, HEIGHT = A4
LEFT, RIGHT, COLUMN = 45, 310, 240
TEXT = (
    "The cells were lysed and the proteins were separated as described above, and the signal was measured twice. "
    "Activation of the receptor leads to phosphorylation of downstream kinases, which then enter the nucleus. "
)
CAPTIONS = (
    "Figure 1. The EGFR cascade. Growth factors bind the receptor, and KRAS, RAF and MEK are activated one after "
    "another, until ERK enters the nucleus; see Figure 2 for what follows.",
    "Figure 2. Apoptosis. Death receptors and mitochondria activate caspases, which cleave many proteins.",
)


class Paper:
    """Draw an article of two columns, with figures where they are put."""

    def __init__(self, path: Path, **options: object) -> None:
        self.canvas = Canvas(str(path), pagesize=A4, invariant=True, **options)

    def text(self, x: float, y: float, words: str, *, size: float = 9.5, width: float = COLUMN) -> float:
        """Write a paragraph from y downwards; give where it ends. y is from the top of the page."""
        self.canvas.setFont("Times-Roman", size)
        for line in simpleSplit(words, "Times-Roman", size, width):
            self.canvas.drawString(x, HEIGHT - y - size, line)
            y += 1.15 * size
        return y

    def picture(self, x: float, y: float, width: float, picture: Image.Image) -> float:
        height = width * picture.height / picture.width
        self.canvas.drawImage(ImageReader(picture), x, HEIGHT - y - height, width, height)
        return y + height

    def body(self, x: float, y: float, until: float) -> None:
        while y < until - 60:
            y = self.text(x, y, TEXT * 2) + 6

    def save(self) -> None:
        self.canvas.showPage()
        self.canvas.save()


def examples() -> list[Image.Image]:
    chosen = {path.stem: path for path in paths()}
    return [Image.open(chosen[name]).convert("RGB") for name in ("egfr_cascade", "apoptosis_lineart")]


def same(a: Image.Image, b: Image.Image) -> bool:
    return len(find_duplicates({n: picture_hash(np.asarray(p)) for n, p in (("a", a), ("b", b))})) == 1


def article(path: Path, *, over: bool = False, **options: object) -> list[Image.Image]:
    """Draw an article: a figure in a column, another over the full width of the next page, and text that names both."""
    pictures, paper = examples(), Paper(path, **options)
    paper.canvas.setTitle("Receptors and kinases in the cells of many tissues")
    paper.text(LEFT, 50, "Receptors and kinases in the cells of many tissues", size=18, width=500)
    paper.text(LEFT, 100, "doi: 10.1234/cells.2021.77")
    paper.body(LEFT, 130, 400)
    if over:
        end = paper.text(LEFT, 420, CAPTIONS[0], size=8)
        end = paper.picture(LEFT, end + 4, COLUMN, pictures[0])
    else:
        end = paper.text(LEFT, paper.picture(LEFT, 420, COLUMN, pictures[0]) + 6, CAPTIONS[0], size=8)
    paper.text(LEFT, end + 25, "Results", size=13)
    paper.text(LEFT, end + 45, "Figure 2 shows what follows. " + TEXT)
    paper.body(RIGHT, 130, 800)
    paper.canvas.showPage()
    if over:
        end = paper.text(LEFT, 60, CAPTIONS[1], size=8, width=500)
        end = paper.picture(LEFT + 50, end + 4, 400, pictures[1])
    else:
        end = paper.text(LEFT, paper.picture(LEFT + 50, 60, 400, pictures[1]) + 6, CAPTIONS[1], size=8, width=500)
    paper.body(LEFT, end + 30, 800)
    paper.body(RIGHT, end + 30, 800)
    paper.save()
    return pictures


def taken(path: Path, into: Path) -> tuple[list[str], list[dict[str, str]]]:
    folder = take(path, into)
    names = sorted(p.name for p in folder.glob("*.png"))
    return names, [yaml.safe_load(p.read_text("utf-8")) for p in sorted(folder.glob("*.yml"))]


@pytest.mark.parametrize("over", [False, True], ids=["captions under", "captions over"])
def test_figures_and_captions_of_an_article(tmp_path: Path, over: bool) -> None:
    pictures = article(tmp_path / "PMC123.pdf", over=over)
    names, known = taken(tmp_path / "PMC123.pdf", tmp_path / "out")
    assert names == ["PMC123__fig1.png", "PMC123__fig2.png"]
    assert [each["caption"] for each in known] == list(CAPTIONS)
    assert [each["number"] for each in known] == ["Figure 1", "Figure 2"]
    assert {each["doi"] for each in known} == {"10.1234/cells.2021.77"}
    assert {each["papertitle"] for each in known} == {"Receptors and kinases in the cells of many tissues"}
    for name, picture in zip(names, pictures, strict=True):
        assert same(Image.open(tmp_path / "out" / "PMC123" / name), picture)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path, turn: int) -> None:
    picture = examples()[0]
    paper = Paper(tmp_path / "a.pdf", pageCompression=0)
    canvas, (width, height) = paper.canvas, A4
    across, up = {90: (height, 0), 180: (width, height), 270: (0, width)}[turn]  # reportlab turns the sheet, too
    canvas.translate(across, up)
    canvas.rotate(turn)
    canvas.setPageRotation(turn)
    end = paper.picture(LEFT, 80, COLUMN, picture)
    paper.text(LEFT, end + 6, CAPTIONS[1], size=8)
    paper.save()
    (name,), (known,) = taken(tmp_path / "a.pdf", tmp_path / "out")
    assert known["caption"] == CAPTIONS[1]
    assert same(Image.open(tmp_path / "out" / "a" / name), picture)


def test_drawn_lines_and_labels_are_one_figure(tmp_path: Path) -> None:
    """A figure of strokes and text, as many articles have, with panels that white parts."""
    paper = Paper(tmp_path / "a.pdf")
    canvas = paper.canvas
    paper.body(LEFT, 60, 200)
    canvas.setFont("Helvetica", 8)
    for row in range(3):
        for column in range(2):
            x, y = 60 + 110 * column, HEIGHT - 250 - 60 * row
            canvas.roundRect(x, y, 50, 20, 4)
            canvas.drawCentredString(x + 25, y + 7, ("EGFR", "KRAS", "RAF1", "MEK1", "ERK2", "MYC")[2 * row + column])
            canvas.line(x + 50, y + 10, x + 80, y + 10)
    end = paper.text(LEFT, 420, CAPTIONS[1], size=8)
    paper.body(LEFT, end + 30, 800)
    paper.save()
    with Pdf(tmp_path / "a.pdf") as pdf:
        (found,) = figures(tuple(pdf.pages()))
    assert found.box is not None
    x0, y0, x1, y1 = found.box
    assert (58 <= x0 <= 61, 228 <= y0 <= 231, 249 <= x1 <= 252, 369 <= y1 <= 372) == (True,) * 4, found.box
    names, _ = taken(tmp_path / "a.pdf", tmp_path / "out")
    assert Image.open(tmp_path / "out" / "a" / names[0]).width == pytest.approx((x1 - x0 + 2) * 300 / 72, abs=3)


def test_tables_are_no_figures(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    end = paper.text(LEFT, paper.picture(LEFT, 60, COLUMN, examples()[0]) + 6, CAPTIONS[1], size=8)
    top = paper.text(LEFT, end + 30, "Table 1. Primers that were used.", size=8) + 4
    for row in range(6):
        paper.canvas.line(LEFT, HEIGHT - top - 14 * row, LEFT + COLUMN, HEIGHT - top - 14 * row)
        paper.text(LEFT + 4, top + 14 * row + 2, f"gene {row}     ACGTACGT", size=8)
    paper.save()
    with Pdf(tmp_path / "a.pdf") as pdf:
        (found,) = figures(tuple(pdf.pages()))
    assert found.label == "Figure 2"
    assert found.box is not None
    assert found.box[3] < end


def test_a_caption_on_the_page_after_its_figure(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.picture(60, 60, 450, examples()[0])
    paper.canvas.showPage()
    end = paper.text(LEFT, 60, CAPTIONS[1], size=8, width=500)
    paper.body(LEFT, end + 30, 700)
    paper.save()
    (name,), (known,) = taken(tmp_path / "a.pdf", tmp_path / "out")
    assert (name, known["caption"]) == ("a__fig2.png", CAPTIONS[1])
    assert same(Image.open(tmp_path / "out" / "a" / name), examples()[0])


def test_a_file_that_is_one_figure(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "model.pdf")
    paper.picture(60, 60, 450, examples()[0])
    paper.save()
    names, _ = taken(tmp_path / "model.pdf", tmp_path / "out")
    assert names == ["model.png"]
    assert same(Image.open(tmp_path / "out" / "model" / "model.png"), examples()[0])


def test_pictures_keep_their_own_pixels(tmp_path: Path) -> None:
    picture = examples()[0].resize((800, 667))
    paper = Paper(tmp_path / "a.pdf")
    paper.picture(60, 60, 250, picture)  # 230 dots an inch
    paper.save()
    names, _ = taken(tmp_path / "a.pdf", tmp_path / "out")
    width = Image.open(tmp_path / "out" / "a" / names[0]).width
    assert abs(width - 800) < 12


def bad_files() -> Sequence[tuple[str, bytes, str]]:
    def drawn(text: str = "Figure 1. A model.", **options: object) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=True, **options)
        canvas.drawString(100, 100, text)
        canvas.save()
        return out.getvalue()

    scan = io.BytesIO()
    examples()[0].save(scan, "PDF", save_all=True, append_images=[examples()[1]])
    return (
        ("locked", drawn(encrypt=StandardEncryption("secret", strength=128)), "encrypted with a password"),
        ("cut", drawn()[:300], "damaged"),
        ("noise", b"%PDF-1.4\n" + bytes(range(256)) * 8, "damaged"),
        ("page", b"<!DOCTYPE html><html>Please log in</html>", "no PDF but a web page"),
        ("empty", b"", "an empty file"),
        ("plain", drawn("A letter."), "no figure with a caption"),
        ("scan", scan.getvalue(), "a scan?"),
    )


@pytest.mark.parametrize(("name", "data", "said"), bad_files(), ids=[each[0] for each in bad_files()])
def test_a_bad_file_is_told_and_leaves_nothing(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(data)
    with pytest.raises(PackageError, match=said.replace("?", r"\?")) as told:
        take(path, tmp_path / "out")
    assert str(path) in str(told.value)
    assert not list((tmp_path / "out").rglob("*"))


def test_a_caption_without_its_figure_is_kept(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    end = paper.text(LEFT, 60, CAPTIONS[1], size=8)
    paper.body(LEFT, end + 40, 700)
    paper.save()
    names, (known,) = taken(tmp_path / "a.pdf", tmp_path / "out")
    assert (names, known["caption"]) == ([], CAPTIONS[1])


@settings(max_examples=60)
@given(st.data())
def test_damaged_files_never_crash(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    article(folder / "a.pdf", pageCompression=0)
    whole = bytearray((folder / "a.pdf").read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=30)):
        whole[place] = data.draw(st.integers(0, 255))
    (folder / "b.pdf").write_bytes(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))])
    told, found = "", ()
    try:
        with Pdf(folder / "b.pdf") as pdf:
            found = tuple(figures(tuple(pdf.pages())))
    except PackageError as error:
        told = str(error)
    assert len(found) <= len(CAPTIONS)
    assert "b.pdf" in told or not told


def test_a_run_reads_a_pdf_and_resumes(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    article(tmp_path / "papers" / "PMC123.pdf")
    (tmp_path / "papers" / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = run("run", tmp_path / "papers", "--out", tmp_path / "library", "-j", 1, "--no-relations")
    assert done.code == 1
    assert "bad.pdf: damaged" in done.err
    library = Library(tmp_path / "library")
    assert library.figids() == ["PMC123__fig1", "PMC123__fig2"]
    record = library["PMC123__fig1"]
    assert record.figure.caption == CAPTIONS[0]
    assert (record.figure.number, record.article.pmcid) == ("Figure 1", "PMC123")
    assert {"EGFR", "KRAS"} <= {gene.hgnc_symbol for gene in record.genes}
    again = run("run", tmp_path / "papers", "--out", tmp_path / "library", "-j", 1, "--no-relations")
    assert "2 already up to date" in again.err


def test_the_pdf_beside_an_article_s_xml_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "PMC1.1"
    folder.mkdir()
    (folder / "PMC1.1.xml").write_text("<article><body><fig id='F1'><label>Figure 1</label></fig></body></article>")
    for name in ("PMC1.1.pdf", "supplement.pdf"):
        (folder / name).write_bytes(b"%PDF-")
    found = find_inputs([tmp_path], tmp_path / "out")
    assert not found.failures
    assert len(find_inputs([folder / "PMC1.1.pdf"], tmp_path / "out").failures) == 1, "what is named is taken"


def test_without_a_library_a_pdf_is_told(tmp_path: Path) -> None:
    article(tmp_path / "a.pdf")
    done = run("classify", tmp_path)
    assert done.code == 2
    assert "--out" in done.err

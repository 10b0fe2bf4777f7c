"""Write the files of a figure into a library: image, page, tables, overlay and, last, the record."""

from __future__ import annotations

from pathlib import Path

from figway.files import write_whole
from figway.library import Library
from figway.partial import without_signatures
from figway.records import FigureRecord
from figway.run.options import Options


class Writer:
    """Write figures as the options of a run ask for."""

    def __init__(self, library: Library, options: Options) -> None:
        self.library = library
        self.options = options

    def is_whole(self, record: FigureRecord) -> bool:
        """Tell whether page and overlay of a figure are there."""
        drawn = self.options.overlays and record.figure.image.path
        overlay = self.library.overlay_path(record.figid)
        return self.library.page_path(record.figid).exists() and (overlay.exists() or not drawn)

    def write(self, record: FigureRecord, image: Path | None = None, old: FigureRecord | None = None) -> None:
        """Write all files of a figure, the JSON record last: it says that the others are there.

        `image` is the picture to be kept, where it is not the library's own; `old` the record that stood there.
        """
        if image is not None and record.figure.image.path:
            self.library.keep_image(image, record.figid, link=self.options.link)
        self._write_page(record)
        self._write_overlay(record)
        write_whole(self.library.record_path(record.figid), record.to_json())
        if old is not None and old.figure.image.path not in ("", record.figure.image.path):
            (self.library.path / old.figure.image.path).unlink(missing_ok=True)

    def update(self, record: FigureRecord) -> None:
        """Write what differs from the stored files of this figure, whose picture is the same: nothing, or all.

        Where only signatures differ, the page is signed anew, and tables and overlay stand.
        """
        path = self.library.record_path(record.figid)
        old, new = path.read_bytes(), record.to_json().encode()
        if old == new:
            return
        if without_signatures(old) != without_signatures(new):
            self._write_page(record)
            self._write_overlay(record)
        elif not self._sign_page(record):
            self._write_page(record)
        write_whole(path, new)

    def _write_page(self, record: FigureRecord) -> None:
        from figway.frontmatter import tables, write_page

        page = write_page(record, page_format=self.options.page_format, families=self.options.families)
        path = self.library.page_path(record.figid)
        path.parent.mkdir(exist_ok=True)
        for name in (tables.file_name(record.figid, n) for n in tables.NAMES):
            if name not in page.tables:
                (path.parent / name).unlink(missing_ok=True)
        for name, table in page.tables.items():
            write_whole(path.parent / name, table)
        write_whole(path, page.markdown)

    def _sign_page(self, record: FigureRecord) -> bool:
        """Put new signatures into a page; tell whether it has a place for them."""
        from figway.frontmatter import sign_page

        path = self.library.page_path(record.figid)
        try:
            signed = sign_page(path.read_bytes().decode(), record)
        except UnicodeDecodeError:  # somebody else wrote it
            return False
        if signed is None:
            return False
        write_whole(path, signed)
        return True

    def _write_overlay(self, record: FigureRecord) -> None:
        overlay = self.library.overlay_path(record.figid)
        if not (self.options.overlays and record.figure.image.path):
            overlay.unlink(missing_ok=True)  # one that was drawn before may show what the record no longer says
            return
        from figway.overlay import overlay_svg

        overlay.parent.mkdir(exist_ok=True)
        up = "../" * len(overlay.parent.relative_to(self.library.path).parts)
        write_whole(overlay, overlay_svg(record, up + record.figure.image.path))

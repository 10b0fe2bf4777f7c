"""Turn records into published pages and back: Markdown with YAML front matter, TSV tables beside it."""

from figway.frontmatter.html import record_html
from figway.frontmatter.page import Page, load_page, read_page, sign_page, write_page
from figway.frontmatter.tables import file_name

__all__ = ["Page", "file_name", "load_page", "read_page", "record_html", "sign_page", "write_page"]

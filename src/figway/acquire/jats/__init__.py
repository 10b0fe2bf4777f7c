"""Read articles in JATS or NLM XML: what the paper is, and every figure with all that is said of it. Pure.

    article = jats.parse(Path("PMC7719781.xml").read_bytes())
    for figure in article.figures:
        print(figure.label, figure.title, [picture.name for picture in figure.pictures])
    for drawn in jats.records(article):       # one record a picture, as `figway run` begins it
        print(drawn.record.figid, drawn.names)

All versions of the tag sets are read alike, from NLM 1.0 to JATS 1.4, with or without a namespace, a document type
or a wrapper (efetch's `pmc-articleset`, OAI-PMH). No document type is ever fetched and no entity expanded.
"""

from figway.acquire.jats.article import parse, parse_all
from figway.acquire.jats.begin import Drawn, records
from figway.acquire.jats.model import JatsArticle, JatsFigure, Picture

__all__ = ["Drawn", "JatsArticle", "JatsFigure", "Picture", "parse", "parse_all", "records"]

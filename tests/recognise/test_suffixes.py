"""Check that the table of ends, by which suffixes are told apart, leaves none out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figway.recognise.keys import _SUFFIXES, suffixes_of

PATTERNS = tuple(dict.fromkeys(pattern.pattern for pattern, *_ in _SUFFIXES))


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_a_suffix_matches_ends_as_the_table_says(pattern: str, data: st.DataObject) -> None:
    form = data.draw(st.from_regex(pattern)).rstrip("\n")
    if form and re.search(pattern, form):
        assert pattern in [known.pattern for known, _, _ in suffixes_of(form)]

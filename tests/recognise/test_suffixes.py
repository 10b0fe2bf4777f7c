"""Check that the table of last characters, by which suffixes are told apart, leaves none out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figway.recognise.keys import _SUFFIXES, suffixes_ending_in

PATTERNS = tuple(dict.fromkeys(pattern.pattern for pattern, *_ in _SUFFIXES))


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_a_suffix_matches_ends_in_one_of_its_characters(pattern: str, data: st.DataObject) -> None:
    form = data.draw(st.from_regex(pattern)).rstrip("\n")
    if form and re.search(pattern, form):
        assert pattern in [known.pattern for known, _, _ in suffixes_ending_in(form[-1])]

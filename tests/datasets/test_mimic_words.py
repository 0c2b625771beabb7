"""Words of notes against a loop over characters."""

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from skmedcode.datasets._mimic_words import caml_words, clean_words

TEXT = st.text(st.sampled_from("aB1 2_-.\né½²"), max_size=40)


def words_of(text, inside):
    words = "".join(c if inside(c) else " " for c in text).split()
    return [word for word in words if not word.isnumeric()]


@given(TEXT)
def test_caml(text):
    expected = words_of(text, lambda c: c == "_" or c.isalnum())
    assert caml_words(text).split(" ") == [word.lower() for word in expected] or not expected
    assert caml_words(text) == " ".join(expected).lower()


@given(TEXT)
def test_clean(text):
    ascii_letters = set(string.ascii_lowercase + string.digits)
    middle = words_of(f"a {text.lower()} a", ascii_letters.__contains__)
    assert clean_words(f"a {text} a").split() == middle


@given(TEXT)
def test_clean_is_what_its_authors_describe(text):
    step = re.sub("[^a-z0-9]+", " ", text.lower())
    step = re.sub(r"(\s\d+)+\s", " ", step)
    assert clean_words(text) == re.sub(r"\s+", " ", step).strip()

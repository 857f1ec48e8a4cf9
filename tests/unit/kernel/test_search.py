"""Signs of texts: pairs and single characters, numbers as wholes; and which a word asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.kernel.search import signs_of, wanted, whole


@pytest.mark.parametrize(("word", "signs"), [
    ("路灯", ["路灯"]), ("曾", ["曾"]), ("垃圾站", ["垃圾", "圾站"]), ("路灯 井盖", ["路灯", "井盖"]), ("K5路", ["k5", "5路"]), ("Ｋ５", ["k5"]), ("……", []), ("灯。", ["灯"])])
def test_a_word_asks_for_its_pairs_or_the_one_character_it_is(word, signs):
    assert wanted(word) == signs


def test_numbers_and_names_are_found_as_wholes_only():
    signs = signs_of("村口", numbers=["CZ2026-00001", "", "清江镇"]).split()
    assert signs == ["村", "口", "村口", "ncz202600001", "n清江镇"]
    assert (whole("cz2026-00001"), whole("县"), whole("—")) == ("ncz202600001", "", "")


@given(st.text(max_size=40), st.data())
def test_every_piece_of_a_text_is_found_by_its_signs(text, data):
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    if text.casefold() == text and piece.isalnum() and text.isalnum():
        assert set(wanted(piece)) <= set(signs_of(text).split())

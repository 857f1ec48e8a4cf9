"""The reference pages say what the code says."""

import pytest

from tests.reference import GENERATED, PAGES, ROOMS, chinese_of, generate, models_of


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_a_reference_page_equals_the_code(name: str) -> None:
    assert (PAGES / name).read_text(encoding="utf-8") == generate(name), "run: python -m tests.reference"


def test_every_table_has_its_chinese_word() -> None:
    assert [model._meta.label for room in ROOMS for model in models_of(room) if not chinese_of(model)] == []


def test_one_word_means_one_table() -> None:
    words = [chinese_of(model) for room in ROOMS for model in models_of(room)]
    assert sorted({word for word in words if words.count(word) > 1}) == []

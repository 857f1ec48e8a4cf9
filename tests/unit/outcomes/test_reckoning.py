"""Names of companies, whole shares, money: plain arithmetic."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedbed.outcomes.reckoning import names
from seedbed.outcomes.reckoning.money import read_fen, write_wan, write_yuan
from seedbed.outcomes.reckoning.shares import WHOLE, percent, split
from seedbed.outcomes.reckoning.standards import FIRST, check

tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any)


@tried
@given(WEIGHTS, st.integers(0, 10**6))
def test_shares_add_up_exactly_and_keep_within_one_of_the_exact_part(weights: list[int], total: int) -> None:
    shares = split(weights, total)
    assert sum(shares) == total
    assert all(abs(share * sum(weights) - weight * total) < sum(weights) for share, weight in zip(shares, weights, strict=True))


@tried
@given(WEIGHTS)
def test_nothing_is_given_to_nobody_and_equal_weights_differ_by_one_at_most(weights: list[int]) -> None:
    shares = split(weights)
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)
    for weight in set(weights):
        same = [share for share, other in zip(shares, weights, strict=True) if other == weight]
        assert max(same) - min(same) in (0, 1)


def test_three_people_share_a_lead_by_largest_remainder() -> None:
    assert split([1, 1, 1]) == [3334, 3333, 3333]
    assert split([2, 1]) == [6667, 3333]
    assert (percent(3334), percent(WHOLE), percent(5000)) == ("33.34 %", "100 %", "50 %")


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_shares_of_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="shares need"):
        split(weights)


@pytest.mark.parametrize(("a", "b"), [
    ("佛山市青禾建材有限公司", "青禾建材"), ("广东省佛山市三水区得心斋食品有限公司", "佛山得心斋食品集团"),
    ("深圳市（前海）明德精密科技股份有限公司", "深圳市前海明德精密科技有限公司"), ("Qinghe Materials Co., Ltd.", "qinghe materials"),
])
def test_names_of_one_company_are_alike(a: str, b: str) -> None:
    assert names.alike(a, [(7, names.key(b))]) == [7]


@pytest.mark.parametrize(("a", "b"), [
    ("佛山市青禾建材有限公司", "佛山市宏图机械有限公司"), ("佛山市青禾建材有限公司", "佛山市青云食品有限公司"),
])
def test_names_of_two_companies_are_not(a: str, b: str) -> None:
    assert names.alike(a, [(7, names.key(b))]) == []


@tried
@given(st.text(min_size=1, max_size=40))
def test_a_name_is_always_like_itself(name: str) -> None:
    assert names.alike(name, [(7, names.key(name))]) == [7]


@tried
@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_the_same_from_both_sides(a: str, b: str) -> None:
    assert names.likeness(a, b) == names.likeness(b, a)


@pytest.mark.parametrize(("text", "fen"), [
    ("1200万元", 1_200_000_000), ("3.5亿", 35_000_000_000), ("50,000", 5_000_000), ("0.01 元", 1), ("１", 100), ("0", None), ("-3", None),
    ("0.001", None), ("约3亿", None), ("", None), ("9999999999999", None),
])
def test_amounts_are_read_as_whole_fen_or_not_at_all(text: str, fen: int | None) -> None:
    assert read_fen(text) == fen


def test_amounts_are_written_in_yuan_and_in_wan() -> None:
    assert (write_yuan(120_000_001), write_wan(1_200_000_000), write_wan(35_050_000)) == ("1,200,000.01", "1,200", "35.05")


@pytest.mark.parametrize("kind", FIRST)
def test_the_first_standards_keep_their_own_rules(kind: str) -> None:
    assert check(kind, FIRST[kind].content) == ""
    assert check(kind, {}) != ""
    assert check(kind, dict.fromkeys(FIRST[kind].content, -1)) != ""

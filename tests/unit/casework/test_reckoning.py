"""What a notice shows, and its digest."""

import pytest

from seedbed.casework.reckoning import digest, snapshot


def test_a_snapshot_keeps_name_and_unit_only() -> None:
    assert snapshot([{"name": " 甲某 ", "unit": "乙局"}]) == [{"name": "甲某", "unit": "乙局"}]


@pytest.mark.parametrize("row", [{"name": "甲某"}, {"name": "甲某", "unit": "乙局", "id_number": "431003199302133046"}])
def test_a_snapshot_refuses_more_or_less(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a notice shows"):
        snapshot([row])


def test_the_digest_depends_on_everything_shown() -> None:
    rows = [{"name": "甲某", "unit": "乙局"}]
    whole = digest("公示", "文字", rows)
    others = {digest("公示", "文字", rows), digest("公示2", "文字", rows), digest("公示", "", rows), digest("公示", "文字", [])}
    assert (len(whole), len(others), whole in others) == (64, 4, True)

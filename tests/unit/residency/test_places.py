"""Towns as addresses name them."""

import pytest

from seedbed.residency.reckoning.places import town_of


@pytest.mark.parametrize(("address", "town"), [
    ("佛山市南海区狮山镇工业大道3号", "狮山镇"), ("佛山市禅城区石湾镇街道工业大道9号", "石湾镇街道"), ("佛山市顺德区容桂街道1号", "容桂街道"),
    ("郴州市桂阳县流峰镇", "流峰镇"), ("佛山市三水区", ""), ("", ""),
])
def test_the_town_of_an_address(address: str, town: str) -> None:
    assert town_of(address) == town

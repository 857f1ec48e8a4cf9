"""Suggestions of duplicates: how alike two texts are."""

from seedbed.casework.reckoning.likeness import groups, likeness


def test_alike_and_not_alike() -> None:
    assert likeness("村口路灯不亮", "村口的路灯坏了，晚上不亮") > 0.5
    assert likeness("村口路灯不亮", "自来水压力不够") == 0.0
    assert likeness("路灯", "路灯") == 0.0  # too short to say
    assert likeness("路灯不亮！", "路灯不亮") == 1.0


def test_groups_put_alike_texts_together_the_largest_first() -> None:
    texts = {1: "水渠淤堵没有水", 2: "村口路灯不亮", 3: "村口的路灯不亮了", 4: "村口路灯坏了不亮", 5: "办证要跑三次"}
    assert groups(texts, least=0.5) == [[2, 3, 4], [1], [5]]


def test_texts_from_one_place_need_less_in_common() -> None:
    texts = {1: "村口路灯晚上不亮", 2: "路灯坏了三盏没人修", 3: "路灯又坏了走路怕"}
    assert [groups(texts, least=0.4, places=dict.fromkeys(texts, place), near=0.1) for place in ("石泉村",)] == [[[1, 2, 3]]]
    assert groups(texts, least=0.4, places={1: "石泉村", 2: "樟树村", 3: "上河村"}, near=0.1) == [[1], [2], [3]]

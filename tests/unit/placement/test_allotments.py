"""Rows of a finished allotment are understood as a person would, and never guessed where two answers are possible."""

from seedbed.placement.reckoning.allotments import Found, Known, Person, Place

KNOWN = Known(
    people=[Person(1, "2026-2-001", "李伟", "桂阳县教育局"), Person(2, "2026-2-002", "李伟", "郴州市商务局"), Person(3, "2026-2-003", "欧阳婷", "郴州市商务局")],
    places=[Place(10, 7, "佛山市榆木家居有限公司", "研发中心项目助理", 2), Place(11, 7, "佛山市榆木家居有限公司", "总经理助理", 1),
            Place(12, 8, "佛山市远山家具有限公司", "供应链部主管助理", 1)],
    hosts={7: "佛山市榆木家居有限公司", 8: "佛山市远山家具有限公司"},
)


def test_people_of_one_name_are_told_apart_by_unit_or_number() -> None:
    assert KNOWN.person("欧 阳婷") == Found(3)
    assert KNOWN.person("李伟", unit="商务局") == Found(2)
    assert KNOWN.person("李伟", number="1") == Found(1)
    assert KNOWN.person("李伟") == Found(code="person_several", options=["2026-2-001 桂阳县教育局", "2026-2-002 郴州市商务局"])
    assert KNOWN.person("欧阳停") == Found(code="person_unknown", mend="欧阳婷")
    assert KNOWN.person("张三丰") == Found(code="person_unknown")


def test_hosts_are_found_by_a_part_that_only_one_has() -> None:
    assert KNOWN.host("佛山市榆木家居有限公司") == Found(7)
    assert KNOWN.host("榆木家居") == Found(7, read_as="佛山市榆木家居有限公司")
    assert KNOWN.host("远山家具有限责任公司") == Found(8, read_as="佛山市远山家具有限公司")
    assert KNOWN.host("佛山市").code == "host_several"
    assert KNOWN.host("佛山市榆术家居有限公司") == Found(code="host_unknown", mend="佛山市榆木家居有限公司")


def test_a_post_may_be_left_out_where_a_host_has_only_one() -> None:
    assert KNOWN.post(8, "") == Found(12, read_as="供应链部主管助理")
    assert KNOWN.post(7, None) == Found(code="post_missing", options=["研发中心项目助理", "总经理助理"])
    assert KNOWN.post(7, "项目助理") == Found(10, read_as="研发中心项目助理")
    assert KNOWN.post(7, "助理").code == "post_unknown"
    assert KNOWN.place({"person": "欧阳婷", "host": "远山家具", "title": None}) == (3, 12)
    assert KNOWN.place({"person": "李伟", "host": "榆木家居", "title": "总经理助理"}) == (None, 11)

"""Business scopes point at industries: by what is made, what is traded, what is served. Companies here are invented."""

import csv

import pytest

from seedbed.placement.reckoning.scope import DATA, Words, hits, read_words, suggest

CODES = {row["code"] for row in csv.DictReader((DATA.parents[1] / "directory" / "data" / "industries.csv").open(encoding="utf-8"))}


@pytest.mark.parametrize(("name", "scope", "division"), [
    ("佛山市青禾五金塑料厂", "加工、产销：五金制品，塑料制品。(依法须经批准的项目，经相关部门批准后方可开展经营活动)〓", "C33"),
    ("佛山市蓝谷铝业有限公司", "生产、销售：铝型材，五金制品", "C32"),
    ("佛山市得味贸易有限公司", "销售：日用电器，五金制品，塑料制品；国内商业、物资供销业", "F51"),
    ("佛山市康宁医药连锁店东湖分店", "零售：中成药，化学药制剂，保健食品", "F52"),
    ("佛山市青禾洁具有限公司", "销售：陶瓷制品，卫生洁具", "F51"),
    ("佛山市青禾卫浴有限公司", "制造：卫生洁具，水暖器材；销售：家用电器", "C30"),
    ("某某人寿保险股份有限公司三水营销服务部", "人寿保险；健康保险；意外伤害保险", "J68"),
    ("佛山市得味酒店有限公司", "住宿；中餐制售", "H61"),
    ("佛山市蓝谷物业管理有限公司", "物业管理服务；设计、制作广告", "K70"),
    ("佛山市蓝谷信息技术有限公司", "软件开发；销售：计算机配件", "I65"),
    ("佛山市蓝谷彩印厂", "包装装潢印刷品、其他印刷品印刷", "C23"),
    ("佛山市青禾路桥养护有限公司", "市政公用工程施工；道路货物运输", "E48"),
])
def test_the_first_proposal_is_in_the_right_division(name: str, scope: str, division: str) -> None:
    assert suggest(name, scope, read_words())[0].code[:3] == division


def test_what_stands_in_brackets_and_behind_the_permit_does_not_count() -> None:
    found = suggest("佛山市青禾有限公司", "制造：家具（不含人寿保险）。(依法须经批准的项目，银行存款)", read_words())
    assert {one.code[0] for one in found} == {"C"}


def test_a_longer_word_hides_a_shorter_one() -> None:
    words = [("五金制品", "C33"), ("五金", "C33"), ("塑料", "C292")]
    assert [(word, code) for _place, word, code in hits("塑料五金制品", words)] == [("塑料", "C292"), ("五金制品", "C33")]


def test_a_text_that_says_nothing_proposes_nothing() -> None:
    assert (suggest("某某公司", "", read_words()), suggest("", "合法经营", Words((), ()))) == ([], [])


def test_no_more_than_six_and_the_same_every_time() -> None:
    scope = "制造：家具，灯饰，五金，塑料制品，纸箱，服装，玩具，陶瓷，电池，涂料"
    found = suggest("佛山市青禾实业有限公司", scope, read_words())
    assert (len(found), found) == (6, suggest("佛山市青禾实业有限公司", scope, read_words()))


def test_every_word_stands_once_and_names_an_industry_there_is() -> None:
    for pairs in (read_words().things, read_words().services):
        words = [word for word, _code in pairs]
        assert (len(words), {code for _word, code in pairs} - CODES) == (len(set(words)), set())

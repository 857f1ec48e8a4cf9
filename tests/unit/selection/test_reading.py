"""What is read from texts: time in the Bay Area, unit and post, industries, conflicts, family."""

from dataclasses import replace
from datetime import date

import pytest

from seedbed.selection.reckoning import conflicts, eligibility, employers, industries
from seedbed.selection.reckoning.bay import Stay, counts, read_stay
from seedbed.selection.reckoning.eligibility import Facts
from seedbed.selection.reckoning.employers import Employer, split_employer
from seedbed.selection.reckoning.family import speaks_of_family


@pytest.mark.parametrize(("text", "kind", "months"), [
    ("佛山家电企业工作2年", "work", 24), ("深圳市某电子厂工作1年", "work", 12), ("广州实习半年", "internship", 6), ("珠海高校就读4年", "study", 48),
    ("", "none", None), ("无", "none", None), ("曾在东莞一家企业任职十个月", "work", 10), ("佛山挂职一年半", "work", 18), ("长沙某企业工作3年", "unclear", 36),
    ("惠州2年", "unclear", 24), ("珠海高校就读4年，佛山企业工作1年", "work", 12), ("2019年在广州工作", "work", None), ("香港中文大学攻读硕士", "study", None),
    ("东莞实习3个月、深圳求学2年", "internship", 3), ("中山 上班 两年", "work", 24),
])
def test_a_stay_is_read(text: str, kind: str, months: int | None) -> None:
    found = read_stay(text)
    assert (found.kind, found.months) == (kind, months)


@pytest.mark.parametrize(("kind", "months", "internship", "least", "expected"), [
    ("work", 24, False, 0, True), ("work", None, False, 0, True), ("work", None, False, 12, False), ("work", 6, False, 12, False),
    ("internship", 6, False, 0, False), ("internship", 6, True, 0, True), ("internship", 6, True, 12, False), ("study", 48, True, 0, False),
    ("unclear", 24, True, 0, False), ("none", None, True, 0, False),
])
def test_study_never_counts_and_internship_as_the_rule_says(kind: str, months: int | None, internship: bool, least: int, expected: bool) -> None:
    assert counts(kind, months, internship_counts=internship, least_months=least) is expected


def test_the_words_stay_as_evidence() -> None:
    assert read_stay("佛山家电企业工作2年") == Stay("work", 24, "佛山家电企业工作2年")


@pytest.mark.parametrize(("cell", "unit", "post"), [
    ("郴州市自然资源和规划局项目专干", "郴州市自然资源和规划局", "项目专干"), ("郴州市大数据中心中心副主任", "郴州市大数据中心", "中心副主任"),
    ("湘南国际物流园服务中心副主任", "湘南国际物流园服务中心", "副主任"), ("湖南资兴产业开发区管委会副科长", "湖南资兴产业开发区管委会", "副科长"),
    ("郴州市国资委副股长", "郴州市国资委", "副股长"), ("桂东县委宣传部项目专干", "桂东县委宣传部", "项目专干"), ("宜章县教育局 副股长", "宜章县教育局", "副股长"),
    ("郴州市发展和改革委员会办公室主任", "郴州市发展和改革委员会", "办公室主任"), ("郴州市发展和改革委员会总工程师", "郴州市发展和改革委员会", "总工程师"),
])
def test_unit_and_post_are_told_apart(cell: str, unit: str, post: str) -> None:
    assert split_employer(cell) == Employer(unit, post, "title")


def test_a_known_unit_decides_and_the_longest_first() -> None:
    known = ["郴州市", "郴州市商务局", "郴州市商务局投资促进中心"]
    assert split_employer("郴州市商务局投资促进中心副主任", known) == Employer("郴州市商务局投资促进中心", "副主任", "known")
    assert split_employer("郴州市国资委副股长", known) == Employer("郴州市国资委", "副股长", "title")
    assert split_employer("郴州市商务局外资科科长", known) == Employer("郴州市商务局", "外资科科长", "known")


def test_what_is_not_sure_is_said() -> None:
    assert split_employer("郴州市商务局外资科科长") == Employer("郴州市商务局", "外资科科长", "ending")
    assert split_employer("自由职业") == Employer("自由职业", "", "none")
    assert [split_employer(t).is_sure for t in ("郴州市商务局科长", "郴州市商务局外资科科长", "自由职业")] == [True, False, False]


@pytest.mark.parametrize(("name", "kind", "economic"), [
    ("郴州市发展和改革委员会", "government", True), ("资兴市教育局", "government", False), ("桂阳县委宣传部", "party", False), ("郴州市国资委", "government", True),
    ("湖南北湖工业园区服务中心", "park", True), ("郴州高新技术产业开发区管委会", "park", True), ("郴州市大数据中心", "institution", True), ("佛山市青禾建材有限公司", "company", False),
])
def test_the_kind_of_a_unit_is_guessed_from_its_name(name: str, kind: str, economic: bool) -> None:
    assert (employers.kind_of(name), employers.looks_economic(name)) == (kind, economic)


def test_a_county_is_found_without_its_kind() -> None:
    assert [employers.region_stem(n) for n in ("嘉禾县", "苏仙区", "资兴市", "江华瑶族自治县")] == ["嘉禾", "苏仙", "资兴", "江华瑶族"]


def test_wished_industries_become_divisions() -> None:
    wishes = industries.split_wishes("新材料、家居建材，智能家电产业、 ")
    assert wishes == ["新材料", "家居建材", "智能家电"]
    assert industries.codes_of(["家居建材", "陶瓷"]) == ["C21", "C30"]
    assert (industries.codes_of(["智能家电"]), industries.codes_of(["航天"])) == (["C38"], [])


def test_a_declared_conflict_is_parted_from_the_remark() -> None:
    assert conflicts.split_remark("配偶在佛山某企业任职；希望安排制造业企业") == ("配偶在佛山某企业任职", "希望安排制造业企业")
    assert conflicts.split_remark("希望安排制造业企业") == ("", "希望安排制造业企业")
    assert [conflicts.kind_of(t) for t in ("分管某企业项目审批", "配偶在佛山某企业任职")] == ["in_charge", "relative_works"]


@pytest.mark.parametrize(("text", "expected"), [
    ("配偶反对，孩子三岁", True), ("周末需回家", False), ("His wife is ill", True), ("the person works well", False), ("", False)])
def test_family_is_noticed(text: str, expected: bool) -> None:
    assert speaks_of_family(text) is expected


GOOD = Facts(recommended=True, born="1993-02", id_valid=True, rank="四级主任科员", in_line=True, trained_in=(), starts_on=date(2026, 10, 9))


def answer(key: str, facts: Facts, **setting: object) -> eligibility.Answer:
    """What one condition says."""
    return eligibility.screen(facts, [{"key": key, **setting}])[0]


@pytest.mark.parametrize(("key", "worse", "setting"), [
    ("recommended", {"recommended": False}, {}), ("id_valid", {"id_valid": False}, {}), ("rank", {"rank": ""}, {}), ("in_line", {"in_line": False}, {}),
    ("rank", {"rank": "九级职员"}, {"allowed": ["四级主任科员"]}), ("age", {"born": "1980-01"}, {"most": 40}), ("age", {"born": "2005-01"}, {"least": 25}),
    ("age", {"born": ""}, {"most": 40}), ("not_trained", {"trained_in": (2024,)}, {"years": 5}), ("not_trained", {"trained_in": (2001,)}, {"years": 0}),
    ("bay_clear", {"bay_unclear": True}, {}),
])
def test_each_condition_holds_for_the_good_and_fails_for_the_worse(key: str, worse: dict, setting: dict) -> None:
    assert (answer(key, GOOD, **setting).ok, answer(key, replace(GOOD, **worse), **setting).ok) == (True, False)


def test_a_condition_that_asks_refuses_nobody() -> None:
    facts = Facts(recommended=True, born="", id_valid=True, rank="", in_line=False, trained_in=(), starts_on=date(2026, 10, 9))
    asked = eligibility.screen(facts, [{"key": "rank", "effect": "ask"}, {"key": "in_line", "effect": "ask"}])
    refused = eligibility.screen(facts, [{"key": "rank", "effect": "refuse"}])
    assert (eligibility.is_eligible(asked), eligibility.is_eligible(refused)) == (True, False)


@pytest.mark.parametrize(("born", "day", "age"), [
    ("1993-02", date(2026, 1, 31), 32), ("1993-02", date(2026, 2, 1), 33), ("1986-12", date(2026, 11, 30), 39)])
def test_age_is_counted_by_the_month(born: str, day: date, age: int) -> None:
    assert eligibility.age_on(born, day) == age


def test_an_earlier_batch_counts_no_more_after_the_years() -> None:
    facts = replace(GOOD, trained_in=(2021, 2019))
    found = answer("not_trained", facts, years=5)
    assert (found.ok, found.params["year"]) == (True, 0)
    assert answer("not_trained", facts, years=6).params["year"] == 2021


@pytest.mark.parametrize("content", [{}, {"rules": [{"key": "luck"}]}, {"rules": [{"key": "rank"}, {"key": "rank"}]}, {"rules": [{"key": "rank", "effect": "maybe"}]}])
def test_conditions_that_are_not_well_formed_are_refused(content: dict) -> None:
    with pytest.raises(ValueError):
        eligibility.check_content(content)

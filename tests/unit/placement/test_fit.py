"""The parts of the fit, by hand-reckoned examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.placement.reckoning.fit import (
    PARTS,
    PersonFacts,
    PostFacts,
    codes_in,
    corpus_of,
    made_for,
    parts_of,
    person_post,
    related_industry,
    similar_work,
    values_of,
    wish,
)
from seedbed.placement.reckoning.industries import link, shared_level
from seedbed.placement.reckoning.levels import fit_of_levels
from seedbed.placement.reckoning.majors import families, families_in, fit_of_majors
from seedbed.placement.reckoning.similarity import Corpus, grams


@pytest.mark.parametrize(("text", "expected"), [
    ("机械设计制造及其自动化", ("mechanics", "electrics")),
    ("农业经济管理", ("agriculture", "economics", "management")),
    ("公共管理", ("public",)),
    ("国际经济与贸易", ("economics",)),
    ("土木、公共管理类", ("civil", "public")),
    ("机械、工业工程、管理类", ("mechanics", "industrial", "management")),
    ("信息管理与信息系统", ("computing",)),
    ("占星学", ()),
])
def test_families_named_in_a_text(text, expected):
    assert families_in(text) == expected


@pytest.mark.parametrize(("major", "wanted", "value"), [
    ("软件工程", "计算机、电子信息类", 100),
    ("会计学", "经济、管理类", 50),
    ("法学", "材料、化工、机械类", 0),
    ("土木工程", "不限", None),
    ("", "经济、管理类", None),
    ("占星学", "经济、管理类", None),
    ("土木工程", "", None),
])
def test_major_against_wanted_majors(major, wanted, value):
    found = fit_of_majors(major, wanted)
    assert (found.value if found else None) == value


def test_neighbouring_families_are_known_families():
    assert {near for family in families().values() for near in family.near} <= set(families())


@pytest.mark.parametrize(("a", "b", "level"), [
    ("C3071", "C3071", "class"), ("C3071", "C3072", "group"), ("C307", "C3071", "group"), ("C30", "C3071", "division"),
    ("C21", "C3071", "section"), ("G59", "C3071", ""),
])
def test_shared_level(a, b, level):
    assert shared_level(a, b) == level
    assert shared_level(b, a) == level


@pytest.mark.parametrize(("mine", "theirs", "value", "whole"), [
    ("C30", "C3071", 80, True), ("C307", "C3071", 90, True), ("C3071", "C3071", 100, True), ("C3072", "C3071", 75, False),
    ("C301", "C3071", 50, False), ("C21", "C3071", 25, False), ("G59", "C3071", 0, False), ("C", "C3071", 25, True),
])
def test_nearness_of_industries(mine, theirs, value, whole):
    found = link("wished", mine, theirs)
    assert (found.value, found.whole) == (value, whole)


def test_best_of_three_sources_counts_and_is_named():
    person = PersonFacts(1, leading=("C21",), serves=("C3072",), wished=("C30",))
    part = related_industry(person, PostFacts(1, 1, industries=("C3071",)))
    assert (part.value, part.facts["best"]["source"], len(part.facts["all"])) == (80, "wished", 3)


def test_without_industries_the_part_has_no_data():
    assert related_industry(PersonFacts(1), PostFacts(1, 1, industries=("C3071",))).code == "industry_unknown_person"
    assert related_industry(PersonFacts(1, leading=("C21",)), PostFacts(1, 1)).code == "industry_unknown_host"


@pytest.mark.parametrize(("rank", "wanted", "title", "value"), [
    ("四级主任科员", "", "人力资源部经理助理", 100),
    ("四级主任科员", "", "数字化部项目专员", 75),
    ("一级主任科员", "", "数字化部项目专员", 50),
    ("九级职员", "", "总经理助理", 25),
    ("正科级", "副科级以上", "数字化部项目专员", 75),
    ("", "", "总经理助理", None),
    ("正科级", "", "顾问", None),
])
def test_level_by_steps_apart(rank, wanted, title, value):
    found = fit_of_levels(rank, wanted, title)
    assert (found.value if found else None) == value


def test_person_fits_post_weighs_the_major_three_times():
    person = PersonFacts(1, major="软件工程", rank="一级主任科员", bay_experience="佛山家电企业工作2年")
    post = PostFacts(1, 1, title="数字化部项目专员", wanted_majors="计算机类", industries=("C3851",))
    part = person_post(person, post)
    assert part.value == 88  # (3 * 100 + 50 + 90) / 5
    assert [part.facts[name]["value"] for name in ("major", "level", "experience")] == [100, 50, 90]


def test_person_fits_post_leaves_out_what_is_unknown():
    assert person_post(PersonFacts(1, major="法学"), PostFacts(1, 1, wanted_majors="法学类")).value == 100
    assert person_post(PersonFacts(1), PostFacts(1, 1)).value is None


def test_experience_words_point_at_industries():
    assert codes_in("佛山家电企业工作2年") == ("C385",)
    assert codes_in("珠海高校就读4年") == ()


@pytest.mark.parametrize(("ranks", "value", "code"), [
    ({("post", 5): 1}, 100, "wish"), ({("post", 5): 3}, 70, "wish"), ({("offer", 2): 2}, 85, "wish"), ({("post", 5): 9}, 10, "wish"),
    ({("post", 6): 1}, 0, "wish_other"), ({}, None, "wish_none"), ({("post", 5): 4, ("offer", 2): 2}, 85, "wish"),
])
def test_wish_by_rank(ranks, value, code):
    part = wish(PersonFacts(1, wishes=ranks), PostFacts(5, 2))
    assert (part.value, part.code) == (value, code)


def test_post_made_for_a_person_counts_for_that_person_only():
    post = PostFacts(5, 2, made_for=1, made_by="host")
    assert (made_for(PersonFacts(1), post).value, made_for(PersonFacts(2), post).value) == (100, None)


def test_alike_texts_name_the_shared_words():
    person = PersonFacts(1, duties="园区招商洽谈、企业服务和项目落地")
    post = PostFacts(1, 1, title="产业园招商部专员", duties="参与园区招商洽谈、企业服务和投产跟踪", business="生产陶瓷砖")
    part = similar_work(person, post, corpus_of([person], [post]))
    assert part.facts == {"with": "work", "words": ["园区招商洽谈", "企业服务"]}
    assert 60 < part.value < 80


def test_texts_that_share_nothing_are_zero_and_empty_ones_no_data():
    corpus = Corpus(["学校基建", "陶瓷砖生产"])
    assert (corpus.likeness("学校基建", "陶瓷砖生产").value, corpus.likeness("学校基建", "学校基建").value) == (0, 100)
    assert corpus.likeness("", "陶瓷砖生产") is None


def test_grams_stay_within_runs_of_text():
    assert dict(grams("园区、ERP")) == {"园区": 1, "er": 1, "rp": 1, "erp": 1}


words = st.text(alphabet="园区招商企业服务物流管理专员ERP、。 ", max_size=30)
codes = st.lists(st.sampled_from(["C", "C30", "C307", "C3071", "C21", "G59", "I65"]), max_size=3).map(tuple)


@given(person=st.builds(PersonFacts, id=st.just(1), major=words, rank=words, duties=words, bay_experience=words, leading=codes, serves=codes, wished=codes),
       post=st.builds(PostFacts, id=st.just(1), offer=st.just(1), title=words, duties=words, wanted_majors=words, business=words,
                      industries=codes, need=st.none() | st.integers(0, 100), made_for=st.none() | st.just(1)))
def test_every_part_is_a_whole_number_up_to_100_or_no_data(person, post):
    corpus = corpus_of([person], [post])
    parts = parts_of(person, post, corpus)
    assert values_of(person, post, corpus) == {name: part.value for name, part in parts.items()}
    assert list(parts) == list(PARTS)
    assert [p for p in parts.values() if p.value is not None and not (isinstance(p.value, int) and 0 <= p.value <= 100)] == []


def test_a_text_of_the_corpus_and_another_are_as_alike_both_ways():
    texts = ["负责陶瓷新材料研发与检测", "陶瓷检测主管助理。协助检测", "材料研发", "人力资源", "", "和与"]
    corpus = Corpus(texts)
    others = [*texts, "研发检测不在其中", "陶瓷材料研发检测"]
    values = {(a, b): corpus.value(a, b) for a in others for b in others}
    assert values == {(a, b): values[b, a] for a, b in values}
    assert [values[a, texts[0]] for a in (texts[0], *texts[3:6])] == [100, 0, None, None]

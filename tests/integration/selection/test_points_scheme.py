"""A points scheme is drafted, its effect seen on every batch beside the fixed order, then decided as a version or dropped."""

import pytest
from django.test import Client
from django.urls import reverse

from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.selection import actions
from seedbed.selection.models import Application, Batch, Ranking, RuleDraft, RuleSet
from tests.cast import Cast
from tests.integration.selection import scene

EDUCATION = ("大学本科", "博士研究生", "硕士研究生", "大专", "大学本科", "硕士研究生", "大学本科")
STAYS = ("", "佛山家电企业工作2年", "深圳电子厂工作6年", "", "广州商贸公司工作1年", "", "东莞玩具厂实习2年")
FORM = {"method": "points", "ties": "younger", "order_first": "on", "internship_counts": "", "least_months": 0, "most": 9, "name": "积分办法（试行）", "source": "草案",
        "note": "先看结果再定", "place_park": 1, "points_park": 4, "place_economic": 2, "points_economic": 3, "place_bay_work": 0, "points_bay_work": 0,
        "place_talent": 3, "points_talent": 1, "points_bay_years": 1, "cap_bay_years": 4, "points_education": 2, "cap_education": 0}


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """Seven eligible people who differ in everything that is counted; three seats."""
    made = scene.ready_to_rank(cast, 7, seats=3, reserve_size=1)
    for n, row in enumerate(Application.objects.filter(batch=made).order_by("number")):
        row.education, row.bay_experience, row.bay_kind = EDUCATION[n], STAYS[n], ("none", "work", "work", "none", "work", "none", "internship")[n]
        row.in_economic, row.in_park, row.is_recruited_talent = n % 2 == 0, n in (3, 5), n == 6
        row.save()
    return made


def by_hand(batch: Batch) -> list[tuple[int, int]]:
    """(number, points) in the order of the scheme, counted as a clerk would from the words of the rules."""
    steps = {"大专": 0, "大学本科": 1, "硕士研究生": 2, "博士研究生": 3}
    years = {"佛山家电企业工作2年": 2, "深圳电子厂工作6年": 6, "广州商贸公司工作1年": 1}
    rows = []
    for a in Application.objects.filter(batch=batch).select_related("person"):
        rules = (a.in_park, a.in_economic, a.is_recruited_talent, years.get(a.bay_experience, 0), steps[a.education])
        points = min(9, 4 * rules[0] + 3 * rules[1] + rules[2] + min(4, rules[3]) + 2 * rules[4])
        rows.append((points, rules, a.person.birth_month, -a.number))
    return [(-number, points) for points, _rules, _born, number in sorted(rows, reverse=True)]


def test_from_draft_to_version(cast: Cast, client: Client, batch: Batch) -> None:
    sent = scene.post(client, cast.officer, "draft_rules", **FORM)
    draft = RuleDraft.objects.get()
    assert sent.url == reverse("selection:rule_draft", args=[draft.pk])
    actions.propose(batch, by=cast.actor("officer"))
    fixed = Ranking.objects.get()
    page = scene.get(client, cast.officer, "compare_draft", batch.pk, draft.pk).content.decode()
    line = by_hand(batch)
    numbers = {a.pk: a for a in Application.objects.select_related("person")}
    before = {numbers[row["id"]].number: row["position"] for row in fixed.rows}
    coming = [n for n, _points in line[:3] if before[n] > 3]
    assert coming, "the two forms differ in who gets a seat"
    card = page[page.index("将会入选"):page.index("将会落选")]
    for number, points in line:
        name = next(a.person.name for a in numbers.values() if a.number == number)
        assert (name in card) == (number in coming)
        position = line.index((number, points)) + 1
        if before[number] != position:
            assert f"{points}分" in page[page.rindex(name) - 400:page.rindex(name) + 700]
    overview = scene.get(client, cast.leader, "rule_draft", draft.pk).content.decode()
    assert f">{len(coming)}</td>" in overview and f">{sum(before[n] != i for i, (n, _p) in enumerate(line, 1))}</td>" in overview
    assert Ranking.objects.count() == 1 and not RuleSet.objects.filter(name="积分办法（试行）").exists()
    assert scene.post(client, cast.officer, "decide_rules", draft.pk, decided_by="", effective_from="2026-12-01").status_code == 200
    assert scene.post(client, cast.officer, "decide_rules", draft.pk, decided_by="郴组发〔2026〕9号", effective_from="2026-12-01").status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.decided_as.content, draft.decided_as.decided_by) == ("decided", draft.content, "郴组发〔2026〕9号")
    Batch.objects.filter(pk=batch.pk).update(priority=draft.decided_as)
    ranking = actions.propose(Batch.objects.get(pk=batch.pk), by=cast.actor("officer"))
    assert [(numbers[row["id"]].number, row["points"]) for row in ranking.rows] == line
    assert all(min(9, sum(points for _key, points in row["parts"])) == row["points"] for row in ranking.rows)
    told = scene.get(client, cast.officer, "ranking", batch.pk).content.decode()
    assert all(f"{points}分" in told for _number, points in line)


def test_a_draft_is_dropped_with_a_reason_and_then_stays(cast: Cast, client: Client, batch: Batch) -> None:
    by = cast.actor("officer")
    draft = actions.draft_rules(cast.department, by=by, name="积分", content={"method": "points", "rules": [{"key": "park", "points": 2}], "ties": []})
    assert scene.post(client, cast.officer, "drop_rules", draft.pk, note="").status_code == 409
    assert scene.post(client, cast.officer, "drop_rules", draft.pk, note="先不改").status_code == 302
    draft.refresh_from_db()
    assert draft.state == "dropped"
    assert scene.post(client, cast.officer, "decide_rules", draft.pk, decided_by="某文", effective_from="2026-12-01").status_code == 200
    assert draft.state == "dropped" and RuleSet.objects.filter(kind="priority").count() == 1


def test_who_may_not_and_what_is_not_well_formed(cast: Cast, client: Client, batch: Batch) -> None:
    content = {"method": "points", "rules": [{"key": "likes", "points": 2}], "ties": []}
    with pytest.raises(RuleBroken):
        actions.draft_rules(cast.department, by=cast.actor("officer"), name="点赞", content=content)
    with pytest.raises(Refused):
        actions.draft_rules(cast.department, by=cast.actor("clerk_a"), name="积分", content={"rules": [{"key": "park"}], "ties": []})
    assert scene.post(client, cast.officer, "draft_rules", **FORM | {"place_economic": 1}).status_code == 200
    assert not RuleDraft.objects.exists()

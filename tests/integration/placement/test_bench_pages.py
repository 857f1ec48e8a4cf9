"""The pages of the workbench show what is recounted here from the rows themselves."""

import io
import re
from collections import Counter

import pytest
from django.urls import reverse
from pypdf import PdfReader

from seedbed.placement import tasks
from seedbed.placement.actions import settings, trials
from seedbed.placement.models import HostOffer, Post, Trial, Wish
from seedbed.placement.queries import benches
from seedbed.placement.reckoning.trials import Question
from tests.cast import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    return log_in(client, cast.officer)


@pytest.fixture
def drafts(cast, batch, match):
    """Two drafts: the second with other weights, one lock and one rule."""
    by = cast.actor("officer")
    first = match(batch)
    settings.set_weights(batch, by=by, values={"person_post": 10, "related_industry": 60, "similar_work": 5, "wish": 5, "made_for": 30, "host_need": 5}, reason="试行")
    place = first.placements.exclude(post=None).order_by("application__number")[2]
    other = next(int(a["post"][1:]) for a in first.reasons.get(application=place.application_id).data["explanation"]["alternatives"] if a["possible"])
    settings.lock(place.application, by=by, post=Post.objects.get(pk=other), reason="企业点名")
    settings.set_rule(batch, by=by, kind="unit_cap", number=3)
    return first, match(batch)


def page(client, name, *args, **data):
    answer = client.get(reverse(f"placement:{name}", args=args), data)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return re.sub(r"<(td|tr|th) [^>]*>", r"<\1>", answer.content.decode())


def cents(value):
    return f"{value / 100:,.2f}"


def test_side_by_side_says_who_and_why(officer, batch, drafts):
    first, second = drafts
    body = page(officer, "side_by_side", batch.pk, d=[1, 2])
    a, b = ({p.application_id: p for p in d.placements.select_related("application__person", "post__offer__host__unit")} for d in drafts)
    differ = [k for k in a if a[k].post_id != b[k].post_id]
    assert differ and f"其余{len(a) - len(differ)}人" in body
    table = body.rsplit("<table", 1)[0].rsplit("<table", 1)[1] if "figures-table" in body.rsplit("<table", 1)[1] else body.rsplit("<table", 1)[1]
    shown = {p.application.person.name for p in a.values() if p.application.person.name in table}
    assert shown == {a[k].application.person.name for k in differ}
    for draft in drafts:
        assert cents(draft.run.fit_total) in body
    for k in differ:
        price = next(x for x in first.reasons.get(application=k).data["explanation"]["alternatives"] if int(x["post"][1:]) == b[k].post_id)
        assert not price["fit_loss"] or cents(price["fit_loss"]) in table
    assert "产业关联 25 → 60" in body and "锁定" in body and "3" in body
    assert table in page(officer, "compare", second.pk, first.pk)


def test_the_leaders_sheet_is_one_page_in_both_forms(officer, batch, drafts):
    url = reverse("placement:comparison", args=[batch.pk, "pdf"])
    answer = officer.get(url, {"d": [1, 2]})
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    text = "".join(pages[0].extract_text().split())
    assert len(pages) == 1
    for draft in drafts:
        assert cents(draft.run.fit_total) in text
    assert officer.get(reverse("placement:comparison", args=[batch.pk, "docx"]), {"d": [1, 2]}).status_code == 200
    assert officer.get(reverse("placement:comparison", args=[batch.pk, "xlsx"])).status_code == 404
    assert officer.get(url, {"d": [1]}).status_code == 404


def test_the_board_tells_every_price_and_leads_to_the_move(officer, drafts):
    first, _second = drafts
    body = page(officer, "board", first.pk)
    for place in first.placements.select_related("application__person"):
        assert place.application.person.name in body
    place = first.placements.exclude(post=None).order_by("pk").first()
    told = officer.get(reverse("placement:prices", args=[place.pk])).json()
    explanation = first.reasons.get(application=place.application_id).data["explanation"]
    assert set(told["posts"]) == {row["post"][1:] for row in (*explanation["alternatives"], *explanation["closed"])}
    for price in explanation["alternatives"]:
        line = told["posts"][price["post"][1:]]
        kind = "shut" if not price["possible"] else "dear" if price["loss"] else "cheap"
        assert line["kind"] == kind
        assert kind != "dear" or price["placed_loss"] or cents(price["fit_loss"]) in line["text"]
    assert told["move"] == reverse("placement:move", args=[place.pk])


def test_pictures_hold_the_recounted_numbers(officer, batch, drafts):
    draft = drafts[0]
    body = page(officer, "pictures", draft.pk)
    places = list(draft.placements.select_related("application__unit__region", "post__offer__host__unit__region"))
    flows = Counter((p.application.unit.region.name, p.post.offer.host.unit.region.name) for p in places if p.post)
    assert dict(benches.flows_between(places)) == dict(flows)
    for (home, away), count in flows.items():
        assert f"<td>{home}</td><td>{away}</td><td>{count}</td>" in body
    tens = [sum(10 * i <= (p.fit or -1) / 100 < 10 * i + 10 or (i == 9 and p.fit == 10000) for p in places) for i in range(10)]
    assert benches.fits_by_tens(places) == tens
    assert sum(tens) == draft.run.placed
    for name, seats, wishing, placed in benches.seats_and_demand(draft):
        offer = HostOffer.objects.get(batch=batch, host__unit__name=name)
        posts = Post.objects.filter(offer=offer)
        assert seats == sum(p.seats_max for p in posts)
        assert wishing == len({w.application_id for w in Wish.objects.filter(application__batch=batch) if w.offer_id == offer.pk or w.post in posts})
        assert placed == sum(p.post in posts for p in places if p.post)
    side = benches.sides_of([draft])[0]
    met = benches.wishes_met(side)
    ranks = {(w.application_id, w.post_id): w.rank for w in Wish.objects.filter(application__batch=batch)}
    got = [ranks.get((p.application_id, p.post_id)) for p in places]
    assert (met["first"], met["second"], sum(met.values())) == (got.count(1), got.count(2), len(places))
    assert met["none"] == len({p.application_id for p in places} - {a for a, _p in ranks})


def test_rates_are_those_of_the_rows(officer, batch, drafts):
    draft = drafts[0]
    places = list(draft.placements.select_related("application__person", "application__unit"))
    wishing = set(Wish.objects.filter(application__batch=batch).values_list("application", flat=True))
    own = {w.application_id: w.post_id for w in Wish.objects.filter(application__batch=batch, rank=1)}
    for measure, rows in {
        "placed": [(p, p.post_id is not None) for p in places], "any_wish": [(p, p.wish_rank is not None) for p in places if p.application_id in wishing],
        "first_wish": [(p, own[p.application_id] == p.post_id) for p in places if p.application_id in wishing],
    }.items():
        found, whole = benches.rates_of(draft, measure)["sex"]
        assert (whole.hits, whole.count) == (sum(hit for _p, hit in rows), len(rows))
        for rate in found:
            same = [hit for p, hit in rows if not rate.folded and p.application.person.sex == rate.group] or [hit for _p, hit in rows]
            assert (rate.hits, rate.count) == (sum(same), len(same))
            assert rate.count >= 5
    chosen = benches.measured(draft, "selected")
    assert Counter(hit for _a, hit in chosen) == Counter(a.state == "chosen" for a, _hit in chosen)
    for measure in benches.MEASURES:
        assert "Wilson" in page(officer, "fairness", draft.pk, measure=measure) or "95" in page(officer, "fairness", draft.pk, measure=measure)


def test_a_question_from_the_form_to_the_slider(officer, batch, drafts):
    draft = drafts[1]
    page(officer, "workbench", batch.pk)
    body = page(officer, "what_if", draft.pk)
    fields = dict(re.findall(r'name="(weight_\w+)" value="(\d+)"', body))
    assert len(fields) == 6
    refused = officer.post(reverse("placement:what_if", args=[draft.pk]), fields)
    assert (refused.status_code, Trial.objects.count()) == (200, 0)
    refused = officer.post(reverse("placement:what_if", args=[draft.pk]), fields | {"withdraw": "没有此人", "new_name": "新厂", "new_industry": "Z99"})
    assert "没有此人" in refused.content.decode() and "Z99" in refused.content.decode()
    offer = draft.placements.exclude(post=None).first().post.offer_id
    person = draft.placements.exclude(post=None).last().application
    sent = officer.post(reverse("placement:what_if", args=[draft.pk]), fields | {"close": offer, "withdraw": person.person.name})
    trial = Trial.objects.get()
    assert sent.url == reverse("placement:trial", args=[trial.pk])
    assert trial.question["close"] == [offer] and trial.question["withdraw"] == [person.pk] and trial.question["weights"] == {}
    assert "hx-get" in page(officer, "trial", trial.pk)
    tasks.trial(trial.pk)
    assert officer.get(reverse("placement:trial_progress", args=[trial.pk])).headers["HX-Refresh"] == "true"
    trial.refresh_from_db()
    for step, point in enumerate(trial.answer["points"]):
        body = page(officer, "trial", trial.pk, step=step)
        names = {move["person"] for move in point["moves"]}
        table = body[body.index('id="step"'):]
        assert table.count("<tr>") - 1 == len(names)
        assert cents(point["old_fit"]) in table
    assert person.person.name in body


def test_the_curve_page_and_a_question_without_answer(officer, cast, batch, drafts):
    draft = drafts[1]
    sent = officer.post(reverse("placement:balance", args=[draft.pk]))
    trial = Trial.objects.get()
    assert sent.url == reverse("placement:trial", args=[trial.pk])
    tasks.trial(trial.pk)
    trial.refresh_from_db()
    body = page(officer, "trial", trial.pk)
    for point in trial.answer["points"]:
        assert f"<td>{point['moved']}</td><td>{point['placed']}</td><td>{cents(point['fit'])}</td><td>{point['blocking']}</td>" in body
    hard = trials.ask_what_if(draft, by=cast.actor("officer"), question=Question(rules={"host_minimum": 9}))
    tasks.trial(hard.pk)
    assert "互相矛盾" in page(officer, "trial", hard.pk)

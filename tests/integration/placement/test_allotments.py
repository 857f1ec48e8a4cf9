"""A finished allotment is dropped in, mended by cell and judged; every number of the judgement is found again."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from seedbed.kernel.models import ImportJob
from seedbed.placement import tasks
from seedbed.placement.actions import settings
from seedbed.placement.models import Placement, Post, Trial
from seedbed.placement.states.matching import RunState
from seedbed.selection.models import Application
from tests.cast import log_in
from tests.integration.placement.recount import Recount
from tests.integration.placement.town import allotment_book, make_batch

pytestmark = pytest.mark.django_db
WEIGHTS = {"person_post": 30, "related_industry": 25, "similar_work": 15, "wish": 15, "made_for": 30, "host_need": 5}


@pytest.fixture
def officer(client, cast):
    return log_in(client, cast.officer)


@pytest.fixture
def recount(batch):
    return Recount(batch, WEIGHTS)


def by_hand(recount: Recount) -> dict[int, int]:
    """An allotment as one makes it by hand: down the list, each to the first open post with a seat."""
    left, places = {p.pk: p.seats_max for p in recount.posts}, {}
    for person in recount.people:
        post = next(p.pk for p in recount.posts if recount.open[person.pk, p.pk] and left[p.pk])
        left[post] -= 1
        places[person.pk] = post
    return places


def sheet(places: dict[int, int], **how: object) -> SimpleUploadedFile:
    """The allotment as a browser sends it."""
    return SimpleUploadedFile("分配表.xlsx", allotment_book(places, **how))


def bring_in(client, batch, file) -> ImportJob:
    answer = client.post(reverse("placement:allotment", args=[batch.pk]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return ImportJob.objects.get(kind="placement.allotment")


def judged(client, batch, job) -> Trial:
    answer = client.post(reverse("placement:allotment_judge", args=[batch.pk, job.pk]))
    trial = Trial.objects.get(kind="allotment")
    assert answer.url == reverse("placement:trial", args=[trial.pk])
    tasks.trial(trial.pk)
    trial.refresh_from_db()
    assert (trial.state, trial.fault) == (RunState.DONE, {})
    return trial


def best_if(recount: Recount, allowed: dict[tuple[int, int], bool]) -> tuple[int, int] | None:
    """Return (placed, fit) of the best plan over fewer pairs."""
    kept, recount.open = recount.open, allowed
    try:
        return recount.best()
    finally:
        recount.open = kept


def test_a_clean_allotment_from_file_to_judgement(officer, cast, batch, recount):
    places = by_hand(recount)
    fixed = tuple(sorted(places)[2:5])
    job = bring_in(officer, batch, sheet(places, fixed=fixed))
    assert job.counts["with_errors"] == 0
    assert "每一行都已识别" in officer.get(reverse("placement:allotment_job", args=[batch.pk, job.pk])).content.decode()
    before = list(Placement.objects.values())
    trial = judged(officer, batch, job)
    answer = trial.answer
    assert list(Placement.objects.values()) == before
    assert {int(a): p for a, p in trial.question["places"].items()} == places and sorted(trial.question["fixed"]) == list(fixed)
    total = sum(recount.fits[key] for key in places.items())
    best = recount.best()
    assert (answer["own"]["fit"], answer["own"]["placed"]) == (total, len(places))
    assert (answer["best"]["placed"], answer["best"]["fit"]) == best
    assert answer["breaks"] == [] and recount.holds(places)
    assert {int(a): fit for a, (fit, _rank) in answer["fits"].items()} == {a: recount.fits[a, p] for a, p in places.items()}
    for point in answer["points"]:
        after = places | {m["person"]: m["to"] for m in point["moves"]}
        assert recount.holds(after)
        assert (point["placed"], point["fit"]) == (len(after), sum(recount.fits[key] for key in after.items()))
    check_gain(answer, recount, places)
    check_choices(answer, recount, places, best)
    locked = {key: may and (key[0] not in fixed or places[key[0]] == key[1]) for key, may in recount.open.items()}
    together = best_if(recount, locked)
    assert (answer["joint"]["placed_loss"], answer["joint"]["fit_loss"]) == (best[0] - together[0], best[1] - together[1])
    body = officer.get(reverse("placement:trial", args=[trial.pk])).content.decode()
    for figure in (total, best[1], answer["joint"]["fit_loss"], answer["gain"]["fit"] - total):
        assert f"{figure / 100:,.2f}" in body


def check_gain(answer, recount, places):
    """Nobody loses, and no plan in which nobody loses is better."""
    least = {a: recount.fits[a, p] for a, p in places.items()}
    found = answer["gain"]
    after = places | {m["person"]: m["to"] for m in found["moves"]}
    assert all(recount.fits[a, p] >= least[a] for a, p in after.items()) and recount.holds(after)
    allowed = {(a, p): may and recount.fits[a, p] >= least[a] for (a, p), may in recount.open.items()}
    assert (len(after), sum(recount.fits[key] for key in after.items())) == (found["placed"], found["fit"]) == best_if(recount, allowed)


def check_choices(answer, recount, places, best):
    """What a single choice costs is what another solver loses when it is forced."""
    assert {c["person"] for c in answer["choices"]} == set(places)
    for choice in answer["choices"]:
        forced = recount.best((choice["person"], choice["post"]))
        assert (choice["placed_loss"], choice["fit_loss"]) == (best[0] - forced[0], best[1] - forced[1])


def test_what_it_breaks_is_named(officer, cast, batch, recount):
    places = by_hand(recount)
    settings.set_rule(batch, by=cast.actor("officer"), kind="unit_cap", number=1)
    people = {a.pk: a for a in recount.people}
    woman = next(a for a in places if people[a].person.sex == "female")
    men = next(p for p in recount.posts if p.pk != places[woman])
    Post.objects.filter(pk=men.pk).update(lodging="men")
    places[woman] = men.pk
    crowd = next(p for p in recount.posts if p.pk != men.pk and p.seats_max == 1)
    extra = [a for a in places if a != woman and places[a] != crowd.pk][:2]
    places |= dict.fromkeys(extra, crowd.pk)
    trial = judged(officer, batch, bring_in(officer, batch, sheet(places)))
    found = trial.answer["breaks"]
    closed = {(b["person"], b["post"], b["detail"]) for b in found if b["code"] == "closed"}
    assert closed == {(a, p, "lodging_men") for a, p in places.items() if p == men.pk and people[a].person.sex == "female"}
    seats = {b["post"]: (b["count"], b["limit"]) for b in found if b["code"] == "seats"}
    counts = {p.pk: sum(q == p.pk for q in places.values()) for p in recount.posts}
    assert seats == {p.pk: (counts[p.pk], p.seats_max) for p in recount.posts if counts[p.pk] > p.seats_max}
    offers = {p.pk: p.offer_id for p in recount.posts}
    crowded = {}
    for a, p in places.items():
        crowded[offers[p], people[a].unit_id] = crowded.get((offers[p], people[a].unit_id), 0) + 1
    told = sorted((int(b["where"][1:]), b["count"]) for b in found if b["code"] == "rule")
    assert told == sorted((offer, n) for (offer, _unit), n in crowded.items() if n > 1)
    body = officer.get(reverse("placement:trial", args=[trial.pk])).content.decode()
    assert people[woman].person.name in body and men.title in body


def test_faults_are_shown_by_cell_and_mended(officer, cast, batch, recount):
    places = by_hand(recount)
    file = sheet(places, short=False)
    book = load_workbook(io.BytesIO(file.read()))
    page = book.active
    name, host = page["B3"].value, page["D4"].value
    page["B3"].value = name[:1] + "X" + name[1:]
    page["D4"].value = host.replace("有限公司", "有限公司分厂")
    page["E5"].value = "没有的岗位"
    page["B7"].value = page["B6"].value
    page["C7"].value = page["C6"].value
    data = io.BytesIO()
    book.save(data)
    job = bring_in(officer, batch, SimpleUploadedFile("分配表.xlsx", data.getvalue()))
    faults = {f["cell"]: f["code"] for row in job.rows.all() for f in row.faults if f["severity"] == "error"}
    assert {cell: faults.get(cell) for cell in ("B3", "D4", "E5", "B7")} == {
        "B3": "person_unknown", "D4": "host_unknown", "E5": "post_unknown", "B7": "person_again"}
    refused = officer.post(reverse("placement:allotment_judge", args=[batch.pk, job.pk]))
    assert (refused.status_code, Trial.objects.count()) == (409, 0)
    officer.post(reverse("placement:allotment_accept", args=[batch.pk, job.pk]), {"code": ["person_unknown", "host_unknown"]})
    row5, row7 = job.rows.get(number=5), job.rows.get(number=7)
    title = Post.objects.get(pk=list(places.values())[2]).title
    officer.post(reverse("placement:allotment_mend", args=[batch.pk, job.pk, row5.pk]), {"key": "title", "text": title})
    officer.post(reverse("placement:allotment_leave", args=[batch.pk, job.pk, row7.pk]), {"decision": "leave"})
    job.refresh_from_db()
    assert job.counts["with_errors"] == 0
    assert officer.get(reverse("placement:allotment_errors", args=[batch.pk, job.pk])).status_code == 200
    trial = judged(officer, batch, job)
    want = dict(places)
    del want[list(places)[4]]
    assert {int(a): p for a, p in trial.question["places"].items()} == want


def test_a_file_may_come_before_anybody_is_released(officer, cast, db):
    fresh = make_batch(cast, people=6, hosts=3)
    posts = list(Post.objects.filter(offer__batch=fresh).order_by("pk"))
    places = {a.pk: posts[i % len(posts)].pk for i, a in enumerate(Application.objects.filter(batch=fresh).order_by("number"))}
    trial = judged(officer, fresh, bring_in(officer, fresh, sheet(places)))
    assert trial.answer["own"]["people"] == 6
    officer.post(reverse("placement:allotment", args=[fresh.pk]), {"file": sheet(places)})
    second = ImportJob.objects.filter(kind="placement.allotment", status="staged").get()
    officer.post(reverse("placement:allotment_discard", args=[fresh.pk, second.pk]))
    second.refresh_from_db()
    assert (second.status, second.rows.count()) == ("discarded", 0)

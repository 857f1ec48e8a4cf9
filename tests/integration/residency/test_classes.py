"""Opening a class, groups and posts, arrivals by exception, where everyone is."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from seedbed.gatherings.models import Circle, CircleMember
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.placement.models import Placement
from seedbed.residency.actions import classes
from seedbed.residency.actions.classes import Seat
from seedbed.residency.models import ClassMember, StudyGroup, TrainingClass
from seedbed.residency.queries import classes as queries
from seedbed.selection.models import Batch
from tests.cast import Cast, log_in, open_account
from tests.integration.residency.ground import open_ground, placed_batch

pytestmark = pytest.mark.django_db


def test_the_class_book_names_committee_and_groups_with_their_leaders(cast: Cast) -> None:
    ground = open_ground(cast, people=4, hosts=2)
    classes.divide(ground.row, by=cast.actor("officer"), count=2)
    ClassMember.objects.filter(pk=ground.mine.pk).update(duty="monitor", leads_group=True)
    client = log_in(Client(), cast.officer)
    book = client.get(reverse("residency:class_book", args=[ground.row.pk, "docx"]))
    document = Document(io.BytesIO(b"".join(book.streaming_content)))
    text = "\n".join(p.text for p in document.paragraphs)
    me = cast.people["applicant"].name
    ground.mine.refresh_from_db()
    assert (f"班长：{me}" in text, f"{ground.mine.group}（组长：{me}）" in text, len(document.tables)) == (True, True, 2)
    assert client.get(reverse("residency:class_book", args=[ground.row.pk, "txt"])).status_code == 404


def test_everybody_placed_becomes_a_member_once(cast):
    batch = placed_batch(cast)
    for name in ("service_team", "clerk_a", "applicant", "system_admin"):
        with pytest.raises(Refused):
            classes.open_class(batch, by=cast.actor(name))
    row = classes.open_class(batch, by=cast.actor("officer"))
    assert set(row.members.values_list("placement", flat=True)) == set(Placement.objects.filter(batch=batch).values_list("pk", flat=True))
    assert CircleMember.objects.filter(circle=row.circle, until=None).count() == 6
    with pytest.raises(RuleBroken, match="已开设"):
        classes.open_class(batch, by=cast.actor("officer"))
    assert TrainingClass.objects.count() == 1


def test_a_batch_without_placed_people_opens_no_class(cast):
    batch = placed_batch(cast)
    Placement.objects.filter(batch=batch).delete()
    with pytest.raises(RuleBroken):
        classes.open_class(batch, by=cast.actor("officer"))
    assert TrainingClass.objects.count() == 0


def test_who_leaves_and_who_moves_up(ground):
    officer = ground.cast.actor("officer")
    gone = ground.other.placement
    Placement.objects.filter(pk=gone.pk).update(state="ended_early", ended_at=timezone.now())
    assert classes.take_in(ground.row, by=officer) == 0
    assert CircleMember.objects.filter(circle=ground.row.circle, until=None).count() == 5
    assert ground.other.pk not in queries.people_of(ground.row).values_list("pk", flat=True)
    ClassMember.objects.filter(pk=ground.mine.pk).delete()
    assert [p.pk for p in queries.newcomers(ground.row)] == [ground.mine.placement_id]
    assert classes.take_in(ground.row, by=officer) == 1


def test_groups_are_nearly_equal_and_neighbours_stay_together(ground):
    officer = ground.cast.actor("officer")
    classes.divide(ground.row, by=officer, count=4)
    sizes = [group.members.count() for group in StudyGroup.objects.all()]
    assert (len(sizes), sum(sizes), max(sizes) - min(sizes)) == (4, 6, 1)
    classes.divide(ground.row, by=officer, count=1)
    assert list(StudyGroup.objects.values_list("number", flat=True)) == [1]
    for bad in (0, 7):
        with pytest.raises(RuleBroken):
            classes.divide(ground.row, by=officer, count=bad)


def test_posts_swap_in_one_act_and_make_the_council(ground):
    officer, mine, other = ground.cast.actor("officer"), ground.mine.pk, ground.other.pk
    classes.set_groups(ground.row, by=officer, seats={mine: Seat(1, "monitor"), other: Seat(1, "study", leads=True)})
    classes.set_groups(ground.row, by=officer, seats={mine: Seat(1, "study", leads=True), other: Seat(1, "monitor")})
    found = dict(ClassMember.objects.filter(pk__in=[mine, other]).values_list("pk", "duty"))
    assert found == {mine: "study", other: "monitor"}
    council = dict(CircleMember.objects.filter(circle=ground.row.council, until=None).values_list("person", "keeps"))
    assert council == {ground.mine.person_id: False, ground.other.person_id: True}
    for bad in ({mine: Seat(1, "monitor"), other: Seat(1, "monitor")}, {mine: Seat(1, leads=True), other: Seat(1, leads=True)}, {mine: Seat(leads=True)}):
        with pytest.raises(RuleBroken):
            classes.set_groups(ground.row, by=officer, seats=bad)
    assert dict(ClassMember.objects.filter(pk__in=[mine, other]).values_list("pk", "duty")) == found


def test_arrivals_are_noted_by_exception(ground, client):
    log_in(client, ground.cast.service_team)
    address = reverse("residency:arrivals", args=[ground.row.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = client.post(address, {"on": tomorrow.isoformat(), "missing": [ground.other.pk]})
    assert (refused.status_code, "期还没有到" in refused.content.decode(), Placement.objects.filter(state="active").count()) == (200, True, 0)
    done = client.post(address, {"on": timezone.localdate().isoformat(), "missing": [ground.other.pk]})
    assert done.status_code == 302
    assert dict(Placement.objects.values_list("pk", "state")) == {
        pk: "planned" if pk == ground.other.placement_id else "active" for pk in Placement.objects.values_list("pk", flat=True)}
    assert "还有1人待报到" in client.get(address).content.decode()


def test_where_everyone_is_by_district_and_town(ground, client):
    log_in(client, ground.cast.service_team)
    offer = ground.mine.placement.post.offer
    offer.host.address = "佛山市南海区狮山镇工业大道3号"
    offer.host.save()
    page = client.get(reverse("residency:whereabouts", args=[ground.row.pk])).content.decode()
    assert ("狮山镇" in page, ground.mine.person.name in page, "从不记录个人位置" in page) == (True, True, True)
    assert sum(len(members) for towns in queries.whereabouts(ground.row).values() for members in towns.values()) == 6


def test_trainees_see_the_class_and_strangers_do_not(ground, client):
    stranger = open_account("stranger", "officer", ground.cast.unit_b)
    answers = []
    for account in (ground.cast.applicant, stranger):
        log_in(client, account)
        answers.append(client.get(reverse("residency:people", args=[ground.row.pk])).status_code)
    assert answers == [200, 404]


@pytest.mark.parametrize("page", ["people", "leaves", "whereabouts", "class"])
def test_pages_ask_as_many_questions_for_more_people(ground, client, page):
    log_in(client, ground.cast.officer)
    address, counts = reverse(f"residency:{page}", args=[ground.row.pk]), []
    away = list(ClassMember.objects.exclude(pk=ground.mine.pk))
    kept = [(m.pk, m.placement_id, m.person_id) for m in away]
    client.get(address)  # the first request of a session asks more
    for people in (1, 6):
        if people == 1:
            ClassMember.objects.filter(pk__in=[m.pk for m in away]).delete()
            Placement.objects.filter(pk__in=[place for _pk, place, _person in kept]).update(state="withdrawn", ended_at=timezone.now())
        else:
            Placement.objects.filter(state="withdrawn").update(state="planned", ended_at=None)
            ClassMember.objects.bulk_create([ClassMember(training_class=ground.row, placement_id=place, person_id=person) for _pk, place, person in kept])
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_class_closes_after_its_last_day_and_only_then(ground, client):
    officer, row = ground.cast.actor("officer"), ground.row
    with pytest.raises(RuleBroken, match="尚未结束"):
        classes.close_class(row, by=officer)
    Batch.objects.filter(pk=row.batch_id).update(ends_on=timezone.localdate())
    classes.note_arrivals(row, by=officer, on=timezone.localdate(), except_for=[ground.other.pk])
    with pytest.raises(RuleBroken, match=ground.other.person.name):
        classes.close_class(row, by=officer)
    assert set(Placement.objects.filter(batch=row.batch).values_list("state", flat=True)) == {"active", "planned"}
    classes.note_arrivals(row, by=officer, on=timezone.localdate())
    page = log_in(client, ground.cast.officer).post(reverse("residency:close", args=[row.pk]), follow=True).content.decode()
    assert "6 名学员" in page
    row.refresh_from_db()
    assert (row.closed_on, row.batch.state) == (timezone.localdate(), "closed")
    assert set(Placement.objects.filter(batch=row.batch).values_list("state", flat=True)) == {"completed"}
    assert CircleMember.objects.filter(circle__in=[row.circle, row.council], until=None).count() == 0
    with pytest.raises(RuleBroken, match="已关闭"):
        classes.close_class(row, by=officer)


def test_the_first_page_reminds_of_what_classes_wait_for(ground, client):
    client = log_in(client, ground.cast.officer)
    today = timezone.localdate()
    Batch.objects.filter(pk=ground.row.batch_id).update(starts_on=today - timedelta(days=92), ends_on=today)
    client.get(reverse("portal:home"))  # the first page of a session writes it
    with CaptureQueriesContext(connection) as one:
        page = client.get(reverse("portal:home")).content.decode()
    assert ("办理结业" in page, "有2家企业到期应走访" in page) == (True, True)
    for n in range(2):
        circles = [Circle.objects.create(desk=ground.cast.root, name=f"第{n}班") for _ in range(2)]
        batch = Batch.objects.create(plan=ground.row.batch.plan, ordinal=90 + n, name=f"第{n}期", unit=ground.cast.root, host_region=ground.row.batch.host_region,
                                     starts_on=ground.row.batch.starts_on, ends_on=timezone.localdate(), seats=1)
        TrainingClass.objects.create(batch=batch, circle=circles[0], council=circles[1], leave_rule=ground.row.leave_rule)
    with CaptureQueriesContext(connection) as three:
        page = client.get(reverse("portal:home")).content.decode()
    assert (page.count("办理结业"), len(three)) == (3, len(one))

"""Certificates: numbered, checked by whoever holds the paper, revoked with a reason."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedbed.assessment import actions as assessment
from seedbed.directory import actions as directory
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.papers import render_pdf
from seedbed.kernel.papers.pdf import pages_in
from seedbed.kernel.sealed import unseal
from seedbed.outcomes import papers
from seedbed.outcomes.actions import certificates as actions
from seedbed.outcomes.models import BatchRound, Certificate
from seedbed.outcomes.queries import certificates as reads
from seedbed.outcomes.reckoning.certificates import masked, number_of, shown_code, typed
from tests.cast import SETUP, Cast, log_in
from tests.integration.assessment import scene
from tests.integration.outcomes.scene import batch_at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded(cast: Cast):
    """A batch whose assessment after the course is released."""
    batch = batch_at_work(cast)
    done = scene.make_round(cast, [cast.people["applicant"], cast.people["other_applicant"]], scene.ALONE)
    assessment.add_assessor(done, by=cast.actor("officer"), who="group", account=cast.officer)
    scene.give_all(cast, done, {"officer": [90, 80]})
    assessment.close_round(done, by=cast.actor("officer"))
    assessment.propose_grades(done, by=cast.actor("officer"))
    BatchRound.objects.create(batch=batch, round=done, stage="after")
    with pytest.raises(RuleBroken):
        actions.issue_certificates(batch, by=cast.actor("officer"))
    assessment.release_round(done, by=cast.actor("leader"))
    return batch


def test_a_certificate_is_issued_once_in_a_running_number(cast: Cast, graded) -> None:
    officer, year, desk = cast.actor("officer"), timezone.localdate().year, graded.unit_id
    with pytest.raises(Refused):
        actions.issue_certificates(graded, by=cast.actor("clerk_a"))
    (first,) = actions.issue_certificates(graded, by=officer, except_for={cast.people["other_applicant"].pk})
    (second,) = actions.issue_certificates(graded, by=officer)
    assert [first.number, second.number] == [number_of(year, desk, 1), number_of(year, desk, 2)]
    with pytest.raises(RuleBroken):
        actions.issue_certificates(graded, by=officer)
    actions.revoke_certificate(first, by=officer, reason="结业后查实不符合条件")
    (again,) = actions.issue_certificates(graded, by=officer)
    assert (again.number, again.person_id, Certificate.objects.filter(state="issued").count()) == (number_of(year, desk, 3), first.person_id, 2)
    with pytest.raises(RuleBroken):
        actions.revoke_certificate(first, by=officer, reason="再次")
    seen = {name: reads.certificates_visible_to(cast.actor(name)).count() for name in ("applicant", "other_applicant", "officer", "clerk_a", "service_team")}
    assert seen == {"applicant": 2, "other_applicant": 1, "officer": 3, "clerk_a": 0, "service_team": 0}


def test_whoever_holds_the_paper_can_have_it_checked_and_sees_no_name(cast: Cast, graded, client: Client) -> None:
    row, _other = actions.issue_certificates(graded, by=cast.actor("officer"))
    code, page = unseal(row.code_sealed), reverse("outcomes:certificate_check")
    assert code not in row.code_lookup
    for number, given, words in ((row.number, "22222-22222", "不对应"), (row.number, shown_code(code).lower(), "证书有效"), ("999", code, "不对应")):
        text = client.post(page, {"number": number, "code": given}).content.decode()
        assert (words in text, row.person.name in text) == (True, False)
    actions.revoke_certificate(row, by=cast.actor("leader"), reason="证书信息有误")
    text = client.post(page, {"number": row.number, "code": code}).content.decode()
    assert ("证书已撤销" in text, "证书信息有误" in text) == (True, False)
    log_in(client, cast.applicant)
    assert client.get(reverse("outcomes:certificate_paper", args=[row.pk, "pdf"])).status_code == 404


def test_all_certificates_of_a_batch_are_printed_on_a_page_each(cast: Cast, graded, client: Client) -> None:
    made = actions.issue_certificates(graded, by=cast.actor("officer"))
    sheets = [papers.certificate(row, code) for row, code in actions.print_certificates(graded, by=cast.actor("officer"))]
    assert pages_in(render_pdf(sheets)) == len(made) == 2
    assert shown_code(unseal(made[0].code_sealed)) in sheets[0].paragraphs[1]
    log_in(client, cast.applicant)
    mine = next(row for row in made if row.person_id == cast.people["applicant"].pk)
    assert client.get(reverse("outcomes:certificate_paper", args=[mine.pk, "docx"])).content[:2] == b"PK"
    other = next(row for row in made if row != mine)
    assert client.get(reverse("outcomes:certificate_paper", args=[other.pk, "docx"])).status_code == 404


def test_numbers_and_codes_are_read_however_they_are_typed() -> None:
    assert (typed(" ２０２６ 002-0007 "), typed("abcde-fghjk"), masked("欧阳立"), masked("李")) == ("20260020007", "ABCDEFGHJK", "欧**", "李*")


def test_twenty_certificates_leave_only_after_a_second_person_released_them(cast: Cast, graded, client: Client) -> None:
    (row, _other) = actions.issue_certificates(graded, by=cast.actor("officer"))
    Certificate.objects.bulk_create([
        Certificate(desk=row.desk, batch=graded, person=directory.add_person(cast.unit_b, by=SETUP, name=f"学员{n}"), year=row.year, sequence=100 + n, number=f"N{n}",
                    code_sealed=row.code_sealed, code_lookup=row.code_lookup, issued_on=row.issued_on) for n in range(18)])
    log_in(client, cast.officer)
    answer = client.post(reverse("outcomes:certificates_print", args=[graded.pk, "pdf"]))
    assert (answer.status_code, answer.headers["Location"].startswith(reverse("directory:release_ask"))) == (302, True)

"""The API: who comes in by token or session, what is read and done, what a token can never do."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from seedbed.config.api import api
from seedbed.directory import actions as directory
from seedbed.directory.models import AccessToken, Account
from seedbed.directory.queries.names import names_of
from seedbed.directory.queries.tokens import SCOPES, actor_of_token
from seedbed.kernel.faults import Refused, RuleBroken
from seedbed.kernel.models import AuditEvent
from seedbed.selection.models import Application, Batch, UnitQuota
from tests.cast import Cast, log_in
from tests.integration.selection import scene


def token_of(cast: Cast, name: str, *scopes: str) -> str:
    """A token of a person of the cast; with every scope unless some are named."""
    return directory.issue_token(cast.accounts[name], by=cast.actor(name), label="数据交换", scopes=list(scopes or SCOPES), days=30)[1]


def ask(token: str, path: str, **query: Any) -> Any:
    """Read with a token."""
    return Client().get(f"/api/{path}", query, headers={"Authorization": f"Bearer {token}"})


def tell(token: str, path: str, body: Any, **headers: str) -> Any:
    """Do something with a token."""
    return Client().post(f"/api/{path}", json.dumps(body), content_type="application/json", headers={"Authorization": f"Bearer {token}"} | headers)


# -- coming in -----------------------------------------------------------------------------------------------


def test_without_token_or_session_nobody_comes_in(cast: Cast) -> None:
    for token in ("", "sbt_nonsense", "sbt_a.b", "sbt_\udc80.x".encode("utf-8", "replace").decode()):
        answer = ask(token, "selection/batches")
        assert (answer.status_code, set(answer.json())) == (401, {"detail"})


def test_a_session_reads_and_writes_only_with_the_forms_token(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    strict = log_in(Client(enforce_csrf_checks=True), cast.officer)
    assert strict.get("/api/selection/batches").json()["items"][0]["id"] == batch.pk
    answer = strict.post(f"/api/selection/batches/{batch.pk}/screen-batch", "{}", content_type="application/json")
    assert answer.status_code == 403


def test_a_token_dies_with_its_time_its_account_or_by_hand(cast: Cast) -> None:
    texts = [token_of(cast, "officer") for _n in range(2)]
    first, second = AccessToken.objects.order_by("pk")
    directory.revoke_token(first, by=cast.actor("officer"))
    AccessToken.objects.filter(pk=second.pk).update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1))
    assert [ask(text, "directory/units").status_code for text in texts] == [401, 401]
    other = token_of(cast, "clerk_a")
    assert ask(other, "directory/units").status_code == 200
    directory.close_account(cast.clerk_a, by=cast.actor("system_admin"), reason="调离")
    assert ask(other, "directory/units").status_code == 401


def test_a_role_that_is_taken_away_ends_at_the_next_request(cast: Cast) -> None:
    token = token_of(cast, "officer")
    scene.make_batch(cast)
    assert len(ask(token, "selection/batches").json()["items"]) == 1
    grant = cast.officer.grants.get()
    directory.end_grant(grant, by=cast.actor("security_admin"), reason="转岗")
    assert ask(token, "selection/batches").json()["items"] == []


def test_only_the_digest_is_kept_and_the_use_is_noted(cast: Cast) -> None:
    token = token_of(cast, "officer")
    row = AccessToken.objects.get()
    assert (token in str(vars(row)), row.hint, row.last_used_on) == (False, token[:12], None)
    ask(token, "directory/units")
    row.refresh_from_db()
    assert row.last_used_on == timezone.localdate()


def test_a_token_makes_no_token_and_only_its_owner_or_the_security_administrator_ends_it(cast: Cast) -> None:
    by = actor_of_token(token_of(cast, "officer"))
    with pytest.raises(RuleBroken, match="令牌"):
        directory.issue_token(cast.officer, by=by, label="再来一个", scopes=["read:selection"], days=1)
    row = AccessToken.objects.get()
    with pytest.raises(Refused):
        directory.revoke_token(row, by=cast.actor("leader"), reason="不需要")
    with pytest.raises(RuleBroken):
        directory.revoke_token(row, by=cast.actor("security_admin"))
    directory.revoke_token(row, by=cast.actor("security_admin"), reason="疑似泄露")
    assert AccessToken.objects.get().is_open is False


def test_the_page_shows_a_new_token_once(cast: Cast, client: Client) -> None:
    log_in(client, cast.clerk_a)
    form = {"label": "月报", "scopes": ["read:selection"], "days": "30"}
    assert client.post("/directory/tokens/", form | {"scopes": []}).status_code == 200
    assert client.post("/directory/tokens/", form).status_code == 302
    first, second = client.get("/directory/tokens/").content.decode(), client.get("/directory/tokens/").content.decode()
    assert (first.count("sbt_"), second.count("sbt_")) == (2, 1)  # the whole token once, and its beginning in the list


# -- scopes --------------------------------------------------------------------------------------------------


def test_scopes_narrow_reading_and_writing_by_room(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    token = token_of(cast, "officer", "read:selection")
    assert (ask(token, "selection/batches").status_code, ask(token, "directory/units").status_code) == (200, 403)
    refused = tell(token, f"selection/batches/{batch.pk}/move-batch", {"move": "open"})
    assert (refused.status_code, Batch.objects.get().state) == (403, "planning")
    writer = token_of(cast, "officer", "write:selection")
    done = tell(writer, f"selection/batches/{batch.pk}/move-batch", {"move": "open"})
    assert (done.status_code, Batch.objects.get().state) == (200, "open")
    assert ask(writer, "selection/batches").status_code == 403


# -- reading -------------------------------------------------------------------------------------------------


def test_lists_are_walked_by_key_and_narrowed(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    rows = [scene.add_application(batch, scene.add_person(cast.unit_a, n)) for n in range(5)]
    token = token_of(cast, "officer")
    seen, after = [], 0
    while after is not None:
        page = ask(token, "selection/applications", after=after, limit=2, batch=batch.pk).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert seen == [row.pk for row in rows]
    assert ask(token, "selection/applications", batch=batch.pk + 1).json() == {"items": [], "next": None}
    assert ask(token, "selection/applications", limit=201).status_code == 422


def test_who_applied_sees_the_outward_state_only(cast: Cast) -> None:
    batch = scene.ready_to_rank(cast, 2)
    own = scene.add_application(batch, cast.people["applicant"], state="eligible", position=1)
    token = token_of(cast, "applicant")
    assert ask(token, f"selection/applications/{own.pk}").status_code == 404
    told = ask(token, f"selection/own-applications/{own.pk}").json()
    assert (told["state"], "position" in told, "screening" in told) == ("审核中", False, False)
    assert ask(token_of(cast, "other_applicant"), f"selection/own-applications/{own.pk}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, django_assert_num_queries: Any) -> None:
    batch, token, counts = scene.make_batch(cast), token_of(cast, "officer"), []
    ask(token, "selection/applications")
    for amount in (1, 3, 40):
        for n in range(Application.objects.count(), amount):
            scene.add_application(batch, scene.add_person(cast.unit_a, n))
        with django_assert_num_queries(4 if amount else 0, exact=False) as found:
            assert len(ask(token, "selection/applications").json()["items"]) == amount
        counts.append(len(found))
    assert len(set(counts)) == 1


# -- writing -------------------------------------------------------------------------------------------------


def test_an_act_goes_the_same_way_as_on_the_page(cast: Cast) -> None:
    batch, token = scene.make_batch(cast), token_of(cast, "officer")
    answer = tell(token, f"selection/batches/{batch.pk}/set-quota", {"unit_id": cast.unit_a.pk, "may_recommend": 3, "may_be_chosen": None})
    quota = UnitQuota.objects.get()
    assert answer.json() == {"action": "selection.set_quota", "kind": "selection.unitquota", "id": quota.pk, "told": {}}
    event = AuditEvent.objects.filter(action="selection.set_quota").latest("seq")
    assert (event.actor_id, event.actor_label, names_of([event])[event.seq]) == (str(cast.officer.pk), "· 数据交换", "何干事 · 数据交换")


@pytest.mark.parametrize(("body", "status"), [
    ({"may_recommend": 3}, 422), ({"unit_id": 987654321, "may_recommend": 3, "may_be_chosen": None}, 404),
    ({"unit_id": "x", "may_recommend": 3, "may_be_chosen": None}, 422), ({"state": "released", "unit_id": 1, "may_recommend": 1, "may_be_chosen": 1}, 422),
    ([], 422),
])
def test_what_does_not_fit_is_told_and_changes_nothing(cast: Cast, body: Any, status: int) -> None:
    batch = scene.make_batch(cast)
    answer = tell(token_of(cast, "officer"), f"selection/batches/{batch.pk}/set-quota", body)
    assert (answer.status_code, UnitQuota.objects.count()) == (status, 0)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2101-01-01"])
def test_a_day_far_from_ours_is_not_readable(cast: Cast, day: str) -> None:
    batch = scene.make_batch(cast)
    answer = tell(token_of(cast, "officer"), f"selection/batches/{batch.pk}/copy-batch", {"plan_id": batch.plan_id, "starts_on": day})
    assert (answer.status_code, answer.json()["faults"][0]["where"], Batch.objects.count()) == (422, "starts_on", 1)


def test_a_text_is_emptied_by_an_empty_text_never_by_null(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    application = scene.add_application(batch, scene.add_person(cast.unit_a, 1), bay_experience="佛山家电企业工作2年")
    token, path = token_of(cast, "officer"), f"selection/applications/{application.pk}/correct"
    assert tell(token, path, {"reason": "核实", "bay_experience": None}).status_code == 422
    assert tell(token, path, {"reason": "核实", "bay_experience": ""}).status_code == 200
    application.refresh_from_db()
    assert (application.bay_experience, application.bay_kind) == ("", "none")


def test_refusals_keep_their_order_and_their_sentence(cast: Cast) -> None:
    batch = scene.make_batch(cast)
    path = f"selection/batches/{batch.pk}/release"
    assert tell(token_of(cast, "clerk_b"), path, {}).status_code == 404
    assert tell(token_of(cast, "officer"), path, {}).status_code == 409
    answer = tell(token_of(cast, "leader"), path, {})
    assert (answer.status_code, "统一发布选派结果" in answer.json()["detail"], answer["Cache-Control"]) == (409, True, "no-store")
    assert tell(token_of(cast, "leader"), f"selection/batches/{batch.pk}/screen-batch", {}).status_code == 403


def test_an_old_version_is_told_as_conflict(cast: Cast) -> None:
    batch, token = scene.make_batch(cast), token_of(cast, "officer")
    first = tell(token, f"selection/batches/{batch.pk}/change-batch", {"version": batch.version, "seats": 9})
    second = tell(token, f"selection/batches/{batch.pk}/change-batch", {"version": batch.version, "seats": 8})
    assert (first.status_code, second.status_code, Batch.objects.get().seats) == (200, 409, 9)


def test_the_same_key_takes_effect_once_and_gets_the_same_answer(cast: Cast) -> None:
    plan, token = scene.make_plan(cast), token_of(cast, "officer")
    body = {"starts_on": "2027-03-01", "ends_on": "2027-06-01", "host_region_id": "4406", "seats": 5}
    answers = [tell(token, f"selection/plans/{plan.pk}/add-batch", body, **{"Idempotency-Key": "batch-1"}) for _n in range(3)]
    assert (Batch.objects.count(), [a.status_code for a in answers], len({a.content for a in answers})) == (1, [200] * 3, 1)
    other = tell(token, f"selection/plans/{plan.pk}/add-batch", body | {"seats": 6}, **{"Idempotency-Key": "batch-1"})
    assert (other.status_code, Batch.objects.count()) == (422, 1)


# -- the description -----------------------------------------------------------------------------------------


def test_the_description_is_for_those_who_are_known(cast: Cast, client: Client) -> None:
    token = token_of(cast, "clerk_a")
    for path in ("docs", "openapi.json"):
        assert (client.get(f"/api/{path}").status_code, ask("sbt_nonsense", path).status_code, ask(token, path).status_code) == (302, 302, 200)


def test_every_operation_needs_somebody_and_says_how_it_fails(cast: Cast, client: Client) -> None:
    described = log_in(client, cast.clerk_a).get("/api/openapi.json").json()
    operations = [(path, op) for path, methods in described["paths"].items() for op in methods.values()]
    assert [path for path, op in operations if not op.get("security")] == []
    assert [path for path, op in operations if not {"401", "403", "404", "422"} <= set(op["responses"])] == []
    assert [path for path, op in operations if "requestBody" in op and not {"409", "503"} <= set(op["responses"])] == []


def test_the_page_of_the_description_brings_nothing_from_outside(cast: Cast, client: Client) -> None:
    page = log_in(client, cast.clerk_a).get("/api/docs").content.decode()
    assert ("//" in page.replace("http://www.w3.org", ""), "POST /api/selection/batches/{id}/set-quota" in page, "<style" in page) == (False, True, False)


def test_the_description_is_made_once_for_each_language() -> None:
    first = api.get_openapi_schema()
    with override("en"):
        english = api.get_openapi_schema()
    assert (api.get_openapi_schema() is first, english is first) == (True, False)


def test_no_sealed_column_and_no_digest_is_given_out(cast: Cast, client: Client) -> None:
    text = json.dumps(log_in(client, cast.clerk_a).get("/api/openapi.json").json()["components"])
    assert [word for word in ("sealed", "lookup", "secret", "password", "willingness_sealed", "sheet_said") if word in text] == []


def test_an_inactive_owner_is_the_only_loss_of_a_token_for_others(cast: Cast) -> None:
    token = token_of(cast, "clerk_a")
    Account.objects.filter(pk=cast.clerk_b.pk).update(is_active=False)
    assert ask(token, "directory/people").status_code == 200

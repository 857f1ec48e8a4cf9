"""One of everything, made by the named cast: what the walkers over all pages look at.

The trainee of unit A owns what belongs to a person; the rest belongs to the department. `ARGUMENTS` says
with which object each page is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from seedbed.casework import actions as casework
from seedbed.directory import actions as directory
from seedbed.directory.actions import releases, sheets
from seedbed.directory.queries import site
from seedbed.directory.queries.releases import Outgoing
from seedbed.directory.workbooks import PEOPLE
from seedbed.kernel.actor import of_job
from seedbed.kernel.models import OutboxMessage
from seedbed.kernel.workbooks import staging
from seedbed.kernel.workbooks.trips import Place
from seedbed.kernel.workbooks.writing import write_sheet
from seedbed.portal import actions as portal
from seedbed.portal.actions import erasing
from tests.cast import Cast, log_in, open_account
from tests.county import make_cases
from tests.living import make_living
from tests.outings import make_outings
from tests.training import make_training

PUBLIC = of_job("public")
# Column of the table of rights -> account of the cast; None is nobody signed in.
ROLES: dict[str, str | None] = {
    "anonymous": None, "trainee": "applicant", "other_trainee": "other_applicant", "clerk_a": "clerk_a", "clerk_b": "clerk_b",
    "officer": "officer", "leader": "leader", "service_team": "service_team", "host_link": None, "system_admin": "system_admin",
    "security_admin": "security_admin", "audit_admin": "audit_admin", "other_officer": "other_officer",
}


@dataclass
class World:
    """The cast and one object of each kind, by name."""

    cast: Cast
    objects: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.objects[name]

    def client(self, role: str) -> Client:
        """Return the browser of a column of the table, signed in once."""
        if role not in self.clients:
            account = ROLES[role]
            self.clients[role] = client = Client(raise_request_exception=False)
            if account:
                log_in(client, self.cast.accounts[account])
            if role == "host_link":
                client.post(reverse("placement:host_code", args=[self["token"]]), {"code": self["code"]})
        return self.clients[role]


def make_world(cast: Cast) -> World:
    """Make one of everything through the actions of real life."""
    world = World(cast)
    cast.accounts["other_officer"] = open_account("other_officer", "officer", cast.unit_b)
    by = cast.actor("officer")
    rows = [{"name": "甲某", "unit": "资兴市住房和城乡建设局"}, {"name": "乙某", "unit": "桂阳县教育局"}]
    draft = casework.open_notice(cast.department, by=by, kind="selection", title="拟选派人员公示（草稿）", rows=rows)
    notice = casework.open_notice(cast.department, by=by, kind="selection", title="拟选派人员公示", rows=rows)
    casework.publish(notice, by=cast.actor("leader"))
    objection, secret = casework.object_to(notice, by=PUBLIC, content="情况与公示不符", identity="李某 13907350001")
    complaint, _secret = portal.complain(site(), by=PUBLIC, kind="complaint", content="页面打不开", contact="王某")
    tie = directory.declare_tie(cast.people["applicant"], by=cast.actor("applicant"), kind="relative_works", other=cast.company)
    newcomer = directory.open_account(None, by=cast.actor("system_admin"), username="newcomer", display_name="新同志", password="Fresh-start-2026!")
    proposed = directory.propose_grant(newcomer, by=cast.actor("system_admin"), role="clerk", unit=cast.unit_b)
    directory.publish_notice(site(), by=by, purpose="host", text_zh="向接收企业提供姓名、岗位、报到时间。", text_en="Name, post and arrival go to the host.")
    OutboxMessage.objects.create(key="world", channel="inbox", recipient=str(cast.applicant.pk), subject="您有一条消息", body="请查看",
                                 due_at=notice.published_at)
    world.objects = {
        "unit": cast.unit_a, "person": cast.people["applicant"], "tie": tie, "account": newcomer, "grant": proposed, "draft": draft,
        "access": directory.issue_token(cast.applicant, by=cast.actor("applicant"), label="日程读取", scopes=["read:selection"], days=30)[0],
        "notice": notice, "objection": objection, "complaint": complaint, "secret": secret, "message": OutboxMessage.objects.get(key="world"),
    }
    world.objects |= _going_out(cast)
    world.objects["erasure"] = erasing.ask_erasure(cast.people["applicant"], by=by, ground="achieved", paper="本人书面申请")
    world.objects |= make_training(cast)
    world.objects |= make_living(cast, world["late"])
    world.objects |= make_cases(cast)
    world.objects |= make_outings(cast, world["county"], world["case"])
    return world


def _going_out(cast: Cast) -> dict[str, Any]:
    """The people of unit A as a list that came back from its clerk, and a list that waits for its release."""
    by, place = cast.actor("clerk_a"), Place(PEOPLE, cast.unit_a)
    sheet = PEOPLE.sheet(cast.unit_a, by)
    file = SimpleUploadedFile("人员.xlsx", write_sheet(sheet, releases.hand_out(place, by=by)))
    job = sheets.stage_sheet(place, by=by, parcel=staging.read_upload(file, sheet))
    asked = releases.ask_release(Outgoing.of("people", "人员", cast.unit_a, cast.unit_a.pk, 60), by=by, purpose="核对人员")
    return {"listed": job, "listed_row": job.rows.order_by("number")[0], "export": asked}


def _pk(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world[name].pk}


def _number(world: World) -> dict[str, Any]:
    return {"number": world["notice"].number}


def _named(**names: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {key: world[name].pk for key, name in names.items()}


def _doing(name: str, act: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world[name].pk, "name": act}


def _of_list(**names: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"name": "people", "pk": world["unit"].pk} | {key: world[name].pk for key, name in names.items()}


def _token(world: World) -> dict[str, Any]:
    return {"token": world["token"]}


# Which object a page is opened with, by room and object.
OBJECTS: dict[str, dict[str, str]] = {
    "casework": {
        "draft": "notice_file change publish take_down", "objection": "objection accept handle answer reveal",
        "ticket": "ticket ticket_take ticket_hand_over ticket_step ticket_solve ticket_rate ticket_reopen ticket_read",
    },
    "cases": {"case": "case", "case_file": "file"},
    "grassroots": {"outing": "outing outing_case calendar", "answer": "answer_approve answer_withdraw", "project": "project", "class_of_problems": "class", "charge": "charge_end", "outing_paper": "signed",
                   "reception": "book booked"},
    "portal": {"complaint": "complaint_file open_complaint answer_complaint", "message": "read_message", "erasure": "erasure erasure_copy erasure_refuse erasure_open"},
    "directory": {
        "unit": "unit change_unit industries_of", "person": "person change_person reveal", "tie": "end_tie",
        "account": "account reset_password close_account propose_grant", "grant": "approve_grant refuse_grant end_grant", "access": "revoke_token",
        "export": "release release_refuse",
    },
    "selection": {
        "programme": "change_programme add_plan", "plan": "change_plan add_batch", "rules": "rule_set", "rule_draft": "rule_draft decide_rules drop_rules",
        "batch": "settings change_batch copy_batch set_quota applications corrections_file screening screen_all screening_file ranking propose "
                 "compare ranking_file intake template mine apply discard_draft withdraw recommendations unit_file "
                 "unit_corrections unit_sheet",
        "application": "application screen overrule judge_stay declare_conflict decide send_back give_up reveal correct sounding "
                       "recommendation recommend return_to_person",
        "import": "import answer accept_mends take_import discard_import import_errors",
    },
    "placement": {
        "host": "host host_edit host_vet host_industries host_tie",
        "campaign": "campaign campaign_change campaign_move campaign_target campaign_remind campaign_links campaign_links_made relay_add companies company_add",
        "relay": "relay_passed_on relay_drop", "company": "company company_change company_answer company_take_up company_link",
        "asked_link": "company_link_made company_code",
        "offer": "offer offer_ask offer_accept offer_decline offer_settings offer_seats post_add link_make",
        "post": "post post_edit post_close post_open post_for post_contact", "mine": "wishes wishes_on_paper",
        "link": "link_made link_code link_revoke", "late": "batch consents release announce matching weights match_rules where change_orders workbench side_by_side",
        "rule": "rule_remove", "lock": "lock_remove", "ban": "ban_remove", "pair": "pair_remove", "run": "run run_progress",
        "older": "draft draft_check draft_confirm draft_publish draft_reopen draft_recheck board pictures fairness what_if balance", "place": "reason move ask_review prices",
        "trial": "trial trial_progress",
        "review": "answer_review", "placement": "placement withdraw end_early arrive change_propose", "order": "change_order change_refuse",
    },
    "assessment": {
        "round": "round round_release assessor_add round_file", "scheme": "scheme scheme_next", "assessor": "link_make link_made",
        "sheet": "sheet sheet_drop", "mark": "mark_change", "result": "result excuse grade appeal", "appeal": "appeal_answer",
    },
    "outcomes": {
        "late": "batch words assess credit lead_add visit_add practice_add follow_ups follow_up_plan certificates certificates_issue sharing_add need_add", "lead": "lead lead_join lead_change lead_hand_over lead_report lead_amount lead_shares lead_give_up lead_take_up",
        "handed": "lead_sign_for lead_send_back", "amount": "lead_document",
        "practice": "practice practice_propose practice_decline practice_adopt practice_prove practice_take", "follow_up": "follow_up",
        "target": "target", "trained": "hours hours_add", "certificate": "certificate_revoke", "sharing": "sharing sharing_echo sharing_taken",
        "need": "need need_hand_over need_answer need_lead need_ticket",
    },
    "gatherings": {
        "circle": "circle plan plan_series", "gathering": "gathering change record cancel excuse come_after_all agree",
        "item": "item_finish item_drop item_reopen",
    },
    "residency": {
        "late": "open", "class": "class take_in close people divide arrivals whereabouts leaves branch branch_propose branch_appoint branch_approve branch_plan works dossiers "
                 "wishes wish_for tickets visits council class_settings burden contacts",
        "visit": "visit", "finding": "finding_mend", "help": "lesson", "wish": "wish_take_back wish_answer wish_refuse",
        "work": "work work_fetch_back work_accept work_return work_comment", "dossier": "dossier", "entry": "entry_revise entry_comment",
        "leave": "leave_grant leave_refuse leave_take_back leave_return", "expense": "expense expense_refuse", "gift": "gift_receive gift_decide",
        "member": "contact_read",
    },
}
ARGUMENTS: dict[str, Callable[[World], dict[str, Any]]] = {
    "account_confirm_email": lambda world: {"key": "none"},
    "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "none"},
    **{f"cases:{page}": _doing(name, act) for page, name, act in (
        ("act", "case", "note"), ("part", "case_part", "back"), ("clock", "case_clock", "extend"), ("extension", "case_extension", "decide"),
        ("call", "case_call", "exclude"), ("link", "case_link", "undo"), ("file_act", "case_file", "drop"))},
    "cases:letter": lambda world: {"pk": world["case_closed"].pk, "form": "docx"}, "cases:paper": lambda world: {"pk": world["case"].pk, "form": "docx"},
    "cases:extension_letter": lambda world: {"pk": world["case_granted"].pk, "form": "docx"},
    **{f"grassroots:{page}": _doing(name, act) for page, name, act in (
        ("outing_act", "outing", "matter"), ("matter_act", "matter", "end"), ("signed_act", "outing_paper", "drop"), ("project_act", "project", "plan"), ("class_act", "class_of_problems", "join"))},
    "grassroots:table": lambda world: {"pk": world["outing"].pk, "form": "docx"}, "grassroots:lists": lambda world: {"pk": world["project"].pk, "form": "docx"},
    "cases:monthly": lambda world: {"form": "docx"}, "cases:setting_add": lambda world: {"what": "route"},
    "casework:notice": _number, "casework:object": _number,
    "selection:move_batch": lambda world: {"pk": world["batch"].pk, "move": "close_applications"},
    "selection:remove_quota": lambda world: {"pk": world["batch"].pk, "unit": world.cast.unit_a.pk},
    "selection:list_file": lambda world: {"pk": world["batch"].pk, "recipient": "office"},
    "selection:paper": lambda world: {"pk": world["batch"].pk, "kind": "docx"},
    "selection:compare_draft": _named(pk="batch", draft="rule_draft"),
    "selection:next_rules": lambda world: {"kind": "priority"},
    "selection:edit_row": _named(pk="import", row="row"), "selection:leave_row": _named(pk="import", row="row"),
    "selection:take_row": _named(pk="import", row="row"), "selection:give_up_missing": _named(pk="import", application="application"),
    "placement:host_tie_end": _named(pk="host", tie="host_tie"), "placement:compare": _named(pk="published", other="older"),
    "placement:comparison": lambda world: {"pk": world["late"].pk, "form": "docx"},
    "placement:paper": lambda world: {"batch": world["late"].pk, "name": "meeting", "form": "docx"},
    **{f"placement:{name}": _named(batch="late") for name in (
        "campaigns", "campaign_add", "offers", "offer_add", "hosts_vet", "posts_import", "posts_template", "posts_export", "wish_window", "papers", "papers_zip")},
    **{f"placement:{name}": _named(batch="late") for name in ("allotment", "allotment_template")},
    **{f"placement:allotment_{name}": _named(batch="late", job="allotted") for name in ("job", "errors", "answer", "accept", "judge", "discard")},
    **{f"placement:allotment_{name}": _named(batch="late", job="allotted", staged="allotted_row") for name in ("mend", "leave")},
    **{f"placement:posts_{name}": _named(batch="late", job="job") for name in ("job", "answer", "accept", "take", "discard", "errors")},
    **{f"placement:posts_{name}": _named(batch="late", job="job", staged="staged") for name in ("mend", "decide", "take_row")},
    "residency:visit_add": _named(pk="class", offer="dossier"),
    **{f"residency:{name}": lambda world: {"pk": world["class"].pk, "kind": "expenses"} for name in ("register", "register_add", "register_file")},
    **{f"residency:{name}": lambda world: {"pk": world["expense"].pk, "kind": "expenses"} for name in ("line_paper", "line_strike")},
    "residency:journal": lambda world: {"day": world["day"]},
    "residency:class_book": lambda world: {"pk": world["class"].pk, "form": "docx"},
    "residency:branch_file": lambda world: {"pk": world["class"].pk, "form": "docx"},
    "gatherings:feed": lambda world: {"token": world["feed"]},
    "outcomes:paper": lambda world: {"pk": world["late"].pk, "name": "report", "form": "docx"},
    "outcomes:word_marks": lambda world: {"pk": world["late"].pk, "sheet": world["word_sheet"].pk},
    "outcomes:certificates_print": lambda world: {"pk": world["late"].pk, "form": "docx"},
    "outcomes:certificate_paper": lambda world: {"pk": world["certificate"].pk, "form": "docx"},
    "outcomes:standard_next": lambda world: {"kind": "coverage"},
    "assessment:round_step": lambda world: {"pk": world["round"].pk, "move": "close"},
    "assessment:word": lambda world: {"token": world["word"]}, "assessment:word_code": lambda world: {"token": world["word"]},
    "assessment:word_sheet": lambda world: {"token": world["word"], "pk": world["word_sheet"].pk},
    **{f"directory:sheet{name}": _of_list() for name in ("", "_export")},
    **{f"directory:sheet_{name}": _of_list(job="listed") for name in ("job", "errors", "answer", "accept", "take", "discard")},
    **{f"directory:sheet_{name}": _of_list(job="listed", row="listed_row") for name in ("mend", "decide", "take_row")},
    **{f"placement:request_{name}": lambda world: {"token": world["asked_token"]} for name in ("page", "code", "answer")},
    "residency:host_wish": _token,
    **{f"placement:host_{name}": _token for name in ("page", "code", "seats", "decline", "next_year")},
    **{f"{room}:{page}": _pk(name) for room, names in OBJECTS.items() for name, pages in names.items() for page in pages.split()},
}

# What stands behind the addresses of the API, by room and collection.
API_OBJECTS = {
    "directory": {"units": "unit", "people": "person", "ties": "tie"},
    "casework": {"notices": "draft", "objections": "objection", "cases": "case", "parts": "case_part", "clocks": "case_clock"},
    "selection": {"units": "unit", "programmes": "programme", "plans": "plan", "rule-sets": "rules", "batches": "batch", "applications": "application",
                  "own-applications": "application", "imports": "import"},
    "placement": {"units": "unit", "hosts": "host", "offers": "offer", "posts": "post", "runs": "run", "drafts": "older", "places": "place",
                  "reviews": "review", "placements": "placement", "change-orders": "order", "batches": "late", "applications": "mine",
                  "trials": "trial", "campaigns": "campaign", "campaign-targets": "campaign_target", "relays": "relay", "companies": "company", "wishes": "wished",
                  "wished-applications": "mine"},
    "gatherings": {"circles": "circle", "gatherings": "gathering", "items": "item"},
    "grassroots": {"outings": "outing", "matters": "matter", "problem-classes": "class_of_problems", "answers": "answer"},
    "residency": {"classes": "class", "members": "member", "leaves": "leave", "works": "work", "visits": "visit", "findings": "finding", "wishes": "wish"},
    "assessment": {"schemes": "scheme", "rounds": "round", "assessments": "result", "appeals": "appeal"},
    "outcomes": {"batches": "late", "leads": "lead", "visits": "company_visit", "practices": "practice", "follow-ups": "follow_up", "targets": "target", "hours": "hours"},
}


def _api_arguments(world: World, name: str) -> dict[str, Any] | None:
    """The object behind an address of the API; None for lists."""
    route = str(dict(all_patterns())[name].pattern)
    if "lists/" in route:
        return {"name": "people", "id": world["unit"].pk} | ({"job": world["listed"].pk} if "<job>" in route else {})
    if "<id>" not in route:
        return None
    room, collection = route.split("/")[:2]
    return {"id": world[API_OBJECTS[room][collection]].pk}


def all_patterns(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> list[tuple[str, URLPattern]]:
    """Return every address of the site by its full name."""
    found: list[tuple[str, URLPattern]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += all_patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            found.append((":".join((*spaces, entry.name or "")), entry))
    return found


def all_names() -> list[str]:
    """Return the full name of every address once."""
    return list(dict.fromkeys(name for name, _entry in all_patterns()))


def address(world: World, name: str) -> str:
    """Return the path of a page for the world's object."""
    if name.startswith("api:"):
        return reverse(name, kwargs=_api_arguments(world, name))
    return reverse(name, kwargs=ARGUMENTS[name](world) if name in ARGUMENTS else None)


def other_address(name: str) -> str:
    """Return the path of the same page for an object that never existed."""
    wanted = dict(all_patterns())[name]
    parts = {key: 987_654_321 if key in ("id", "job") else _never(conv) for key, conv in wanted.pattern.converters.items()}
    return reverse(name, kwargs=parts)


def never_address(world: World, name: str) -> str:
    """Return the path of the world's page with other numbers, which were never given; words, such as kinds of lists, stay."""
    mine = (_api_arguments(world, name) or {}) if name.startswith("api:") else resolve(address(world, name)).kwargs
    if not any(isinstance(value, int) for value in mine.values()):
        return other_address(name)
    return reverse(name, kwargs={key: 987_654_321 if isinstance(value, int) else value for key, value in mine.items()})


def _never(converter: Any) -> Any:
    return 987_654_321 if type(converter).__name__ == "IntConverter" else "never-was"

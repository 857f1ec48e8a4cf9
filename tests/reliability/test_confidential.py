"""A confidential case leaves no trace for anybody not on it: the whole site looks as if it had never been.

One case is confidential from the first moment, one is worked on openly by its handlers and made confidential when it is
already in a class, linked, charged to a leader and told of in messages. Both go through every step. Outsiders with wide
rights open every page, file and list of the API before and after: what they see must be the same, to the last count.
The same walk as one of the handlers finds both.
"""

import contextlib
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from operator import or_

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import CharField, JSONField, Model, Q, TextField
from django.db.models.functions import Cast
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from seedbed.casework import tasks
from seedbed.casework.actions import cases, clocks, guarding
from seedbed.casework.models import Case, Clock
from seedbed.casework.queries import whole
from seedbed.casework.workbooks import BROUGHT, ORDERS
from seedbed.grassroots.actions import classes, outings
from seedbed.kernel import trail
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import AuditEvent, OutboxMessage
from seedbed.kernel.workbooks import writing
from tests.cast import log_in, make_cast, open_account
from tests.county import County, make_cases, make_county, picture
from tests.outings import make_outings
from tests.reliability.scanning import body_of
from tests.rights import Undo

WORDS, NAME, PHONE, STEP, REASON = "矿渣夜里倒入青溪丙", "戊小某", "13907357001", "已约谈业主丁", "涉及举报人己"
ORDER = "市长热线7001号"
CANARIES = (WORDS, NAME, PHONE, STEP, REASON, ORDER)
OUTSIDERS = ("officer", "clerk_unit", "security_admin", None)
# Other lines, files of people, what every visitor has: no case is spoken of there.
ELSEWHERE = re.compile(r"/(api/)?(selection|placement|residency|outcomes|assessment|static|account|language|healthz)|/directory/.*[/=]\d|.*\.pdf")
CHANGING = re.compile(r'(nonce|value)="[^"]{20,}"|<[^>]*docProps[^>]*>|\d{4}-\d\d-\d\dT[\d:.+Z-]+|\b\d\d:\d\d(:\d\d)?\b')


def make_office() -> County:
    """A city at work, with open cases, a class, outings; three people of the desk and a unit who are let in, others who are not."""
    cast = make_cast()
    made = make_cases(cast)
    made |= make_outings(cast, made["county"], made["case"])
    cast.accounts |= {"handler": open_account("handler", "officer", cast.root), "checker": open_account("checker", "officer", cast.root),
                      "clerk_unit": open_account("clerk_unit", "clerk", cast.unit_a)}
    county = made["county"]
    county.outing, county.problem, county.open_case = made["outing"], made["class_of_problems"], made["case"]
    return county


# -- what is kept from them --------------------------------------------------------------------------------


def hidden_from_birth(county: County) -> Case:
    """A confidential case that is worked on from the register to the call-back and comes back."""
    as_ = county.cast.actor
    case = county.case("handler", text=WORDS, name=NAME, phone=PHONE, confidential=True, urgency="urgent")
    admit(case, county)
    whole_way(case, county)
    guarding.call_back(case, by=as_("checker"), reached=True, solved="no", satisfied="no", word=WORDS)
    cases.reopen(case, by=as_("handler"), reason=STEP)
    return case


def hidden_later(county: County) -> tuple[Case, str]:
    """A case of a bench meeting that joins a class, is linked and charged to a leader, and is then made confidential."""
    as_, cast = county.cast.actor, county.cast
    handler = as_("handler")
    case, secret = outings.register_matter(county.outing, by=handler, desk=county.desk, told=county.told(text=WORDS, name=NAME, phone=PHONE, place="青溪丁", external=ORDER))
    guarding.unlink(guarding.link(case, by=handler, other=county.open_case, kind="repeat"), by=handler, reason=REASON)
    guarding.link(case, by=handler, other=county.open_case, kind="same")
    guarding.attach_file(case, by=handler, file=SimpleUploadedFile(f"{WORDS}.png", picture()), label=STEP)
    classes.join(county.problem, by=handler, case=case)
    outings.take_charge(case, by=handler, leader=cast.people["leader"])
    cases.assign(case, by=handler, lead=cast.unit_a)
    clocks.ask_extension(case.clocks.get(purpose="handle"), by=as_("clerk_a"), amount=3, reason=REASON)
    clocks.pause_clock(case.clocks.get(purpose="handle"), by=handler, reason="awaits_caller", remark=STEP)
    Clock.objects.filter(case=case, purpose="sign").update(alert_at=timezone.now() - timedelta(minutes=1), started_at=timezone.now() - timedelta(days=20))
    for clock in Clock.objects.filter(case=case, purpose="sign"):
        tasks.tell(clock.pk)
    outings.keep_table(county.outing, by=handler, file=SimpleUploadedFile("签字.png", picture()))
    guarding.follow(case, by=as_("officer"))
    guarding.make_confidential(case, by=handler, reason=REASON)
    admit(case, county)
    whole_way(case, county)
    return case, secret


def lying_open() -> list[str]:
    """Every table that holds a word of the confidential cases in clear; the trail keeps the reason that was given for it."""
    return [model._meta.label for model in apps.get_models() if model is not AuditEvent and _says(model)]


def _says(model: type[Model]) -> bool:
    texts = {f"text_{field.attname}": Cast(field.attname, TextField()) for field in model._meta.concrete_fields if isinstance(field, CharField | TextField | JSONField)}
    anywhere = reduce(or_, (Q(**{f"{name}__contains": word}) for name in texts for word in CANARIES), Q(pk=None))
    return bool(model._default_manager.annotate(**texts).filter(anywhere).exists())


def admit(case: Case, county: County) -> None:
    cast, handler = county.cast, county.cast.actor("handler")
    case.refresh_from_db()
    if case.state == "registered":
        cases.assign(case, by=handler, lead=cast.unit_a)
    for name in ("checker", "leader", "clerk_a"):
        guarding.admit(case, by=handler, account=cast.accounts[name])


def whole_way(case: Case, county: County) -> None:
    as_ = county.cast.actor
    part = case.assignments.exclude(state="returned").get()
    cases.sign_for(part, by=as_("clerk_a"))
    case.refresh_from_db()
    guarding.read_caller(case, by=as_("clerk_a"), reason=REASON)
    cases.add_step(case, by=as_("clerk_a"), text=STEP)
    cases.report(case, by=as_("clerk_a"), outcome="solved", answer=STEP)
    cases.rework(case, by=as_("handler"), reason=REASON)
    cases.report(case, by=as_("clerk_a"), outcome="solved", answer=STEP)
    cases.review(case, by=as_("handler"), text=STEP)
    cases.approve(case, by=as_("leader"), text=STEP)
    cases.check(case, by=as_("checker"), finding=STEP, holds=True)
    cases.strike_off(case, by=as_("handler"))


# -- the walk ------------------------------------------------------------------------------------------------


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every address that needs no object."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, ":".join(filter(None, (space, entry.namespace))))
        elif isinstance(entry, URLPattern) and entry.name and not entry.pattern.converters:
            yield reverse(f"{space}:{entry.name}" if space else entry.name)


def starts() -> list[str]:
    """Where the walk begins: every address without an object, and the same lists searched, narrowed, printed."""
    lists = [reverse("cases:cases") + query for query in ("?show=all", "?show=late", "?show=closed", f"?q={WORDS[:2]}", f"?q={WORDS}", f"?q={PHONE}", "?q=青溪", "?q=M")]
    sheets = [reverse("cases:monthly", args=["docx"]), reverse("portal:search") + f"?q={WORDS[:3]}", reverse("portal:search") + f"?q={NAME}"]
    return list(dict.fromkeys([*addresses(), *lists, *sheets]))


def walk(client: Client, more: list[str] | None = None) -> dict[str, str]:
    """Open everything a person can reach, and some addresses besides, and return what each answers."""
    seen: dict[str, str] = {}
    todo = [*starts(), *(more or [])]
    with contextlib.suppress(Undo), transaction.atomic():  # a page that notes who opened it does so for this walk only
        _walk(client, todo, seen)
        raise Undo
    return seen


def _walk(client: Client, todo: list[str], seen: dict[str, str]) -> None:
    while todo:
        path = todo.pop()
        if path in seen or ELSEWHERE.match(path):
            continue
        answer = client.get(path)
        seen[path] = f"{answer.status_code} " + CHANGING.sub("", body_of(answer) if answer.status_code == 200 else answer.headers.get("Location", ""))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            todo += [link.split("#")[0].replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', answer.content.decode())]


def browser(county: County, name: str | None) -> Client:
    client = Client()
    return log_in(client, county.cast.accounts[name]) if name else client


@pytest.mark.django_db
def test_the_site_looks_to_outsiders_as_if_a_confidential_case_had_never_been() -> None:
    county = make_office()
    before = {name: walk(browser(county, name)) for name in OUTSIDERS}
    later, secret = hidden_later(county)
    assert lying_open() == []
    birth = hidden_from_birth(county)
    guarding.attach_file(birth, by=county.cast.actor("handler"), file=SimpleUploadedFile(f"{WORDS}.png", picture()), label=STEP)
    assert (lying_open(), [STEP in guarding.read_case(row, by=county.cast.actor("handler")) for row in (later, birth)]) == ([], [True, True])
    traces = (*CANARIES, later.number, birth.number, f"/{later.pk}/", f"/{birth.pk}/")
    handler = walk(browser(county, "handler"))
    own = [path for path in handler if f"/{later.pk}/" in path or f"/{birth.pk}/" in path]
    places = {path.split("?")[0] for path, text in handler.items() if birth.number in text}
    assert {reverse("portal:inbox"), reverse("cases:cases"), reverse("cases:case", args=[birth.pk])} <= places
    assert len(own) > 6
    for name in OUTSIDERS:
        after = walk(browser(county, name), own)
        shown = [path for path, text in after.items() if any(trace in text.replace(path, "") for trace in traces) and path not in own and "?q=" not in path]
        differ = [path for path, text in before[name].items() if after[path] != text]
        assert (name, shown, differ, sorted(set(after) - set(before[name]) - set(own))) == (name, [], [], [])
        assert {after[path][:3] for path in own} == {"404" if name else "302"}
    assert_numbers_show_no_gap(county, later, secret)


def assert_numbers_show_no_gap(county: County, later: Case, secret: str) -> None:
    """The freed number goes to the next case; the person reads the progress under the old one."""
    following = county.case("officer", text="渠道垮塌")
    numbers = sorted(int(number[-5:]) for number in Case.objects.filter(confidential=False).values_list("number", flat=True))
    assert (following.number, numbers) == (later.former_number, list(range(1, len(numbers) + 1)))
    client = Client()
    page = client.post(reverse("cases:progress"), {"number": later.former_number, "secret": secret}, follow=True).content.decode()
    assert (STEP in page, whole.external_numbers(county.desk)) == (True, set())



@pytest.mark.django_db
def test_every_answer_to_an_outsider_is_that_for_a_case_that_never_was() -> None:
    """Numbers that are typed in, likely duplicates, the public page, the trail: none tells that there is something."""
    county = make_office()
    case, as_ = hidden_from_birth(county), county.cast.actor
    never = f"{case.number[:-1]}{'2' if case.number[-1] != '2' else '3'}"
    officer = browser(county, "officer")

    def answers(number: str) -> list[str]:
        asked = ((reverse("cases:act", args=[county.open_case.pk, "link"]), {"number": number, "kind": "same"}),
                 (reverse("grassroots:class_act", args=[county.problem.pk, "join"]), {"number": number}), (reverse("cases:progress"), {"number": number, "secret": "aaaa-bbbb-cccc"}))
        return [CHANGING.sub("", officer.post(path, data).content.decode().replace(number, "")) for path, data in asked]

    assert answers(case.number) == answers(never)
    told = {"text": WORDS, "area": county.village.pk, "category": county.road.pk, "name": "", "phone": ""}
    assert officer.post(reverse("cases:register"), told).status_code == 302
    lines = AuditEvent.objects.filter(act_id__in=AuditEvent.objects.filter(object_type="casework.Case", object_id=str(case.pk)).values("act_id"))
    kept = " ".join(f"{line.object_label} {line.note} {[pair for pair in line.changes.values() if pair]}" for line in lines if line.object_type.startswith("casework."))
    assert ([trace for trace in (*CANARIES, case.number) if trace in kept], list(trail.verify())) == ([], [])
    guarding.dismiss(case, by=as_("handler"), account=county.cast.clerk_a)
    assert OutboxMessage.objects.filter(key__startswith=f"case:{case.pk}:", recipient=str(county.cast.clerk_a.pk)).count() == 0


@pytest.mark.django_db
def test_a_work_order_whose_case_is_confidential_comes_in_as_if_it_were_new_and_those_on_the_case_are_told() -> None:
    county = make_county(make_cast())
    county.cast.accounts["handler"] = open_account("handler", "officer", county.cast.root)
    case, by = county.case("handler", text=WORDS, confidential=True, external=ORDER), county.cast.actor

    def bring(client: Client, number: str) -> tuple[int, str]:
        line = {"external": number, "text": "井盖破损", "category": "道路照明", "area": "石泉村", "urgency": "normal"}
        answer = client.post(reverse("cases:orders"), {"file": SimpleUploadedFile("工单.xlsx", writing.write_sheet(ORDERS, [line], keys=BROUGHT))}, follow=True)
        return answer.status_code, CHANGING.sub("", next(str(message) for message in answer.context["messages"]))

    officer, handler = browser(county, "officer"), browser(county, "handler")
    assert [bring(officer, number) for number in (ORDER, f"{ORDER}之二")] == [(200, "导入1件，以前已有0件。")] * 2
    again = Case.objects.get(external=ORDER)
    told = OutboxMessage.objects.filter(key__startswith=f"case:{case.pk}:order:{again.pk}:").values_list("recipient", flat=True)
    assert (list(told), [bring(person, ORDER) for person in (officer, handler)], Case.objects.filter(external=ORDER).count()) == (
        [str(county.cast.accounts["handler"].pk)], [(200, "导入0件，以前已有1件。")] * 2, 1)
    guarding.make_confidential(again, by=by("handler"), reason=REASON)
    with pytest.raises(RuleBroken):
        county.case("handler", external=ORDER)


@pytest.mark.django_db
def test_a_number_of_a_confidential_case_counts_nothing() -> None:
    """Whoever registers one learns neither how many there are nor, from keys in addresses, what came between."""
    county = make_county(make_cast())
    rows = [county.case("clerk_a", confidential=True) for _n in range(3)]
    steps = [after.pk - before.pk for before, after in itertools.pairwise(rows)]
    assert (len({row.number[-6:] for row in rows}), {row.number[:7] for row in rows}, min(steps) > 1) == (3, {f"CZM{timezone.localdate().year}"}, True)

"""Writes of hosts and of what each offers to a batch."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory import actions as directory
from seedbed.directory.models import Unit
from seedbed.directory.queries import notice_in_force, site
from seedbed.directory.queries import whole as directory_whole
from seedbed.kernel.actions import action, add, change, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.identity import Flaw, check_uscc
from seedbed.kernel.workflow import perform
from seedbed.placement import rules
from seedbed.placement.models import Host, HostOffer
from seedbed.placement.queries.links import CONSENT
from seedbed.placement.states.hosts import HOST_MOVES, OFFER_MOVES
from seedbed.selection.models import Batch

UNIT_FIELDS = {"name", "region_id"}
PROFILE = {"address", "business", "lodging", "source", "remark"}
NOTICE_ZH = (
    "为安排驻点实训，方案发布后，您所去的驻点企业可以看到您的姓名、实训岗位和到岗日期，除此之外不提供其他信息（身份证号、民族、政治面貌、联系电话、"
    "工作单位等均不提供）。用途仅限于接收学员，安排结束后不再显示。您可以不同意，也可以随时撤回同意；不同意或撤回不影响您参加培训，届时由服务小组另行与企业对接。"
)
NOTICE_EN = (
    "So that your host can receive you, it sees, after publication, your name, your post and the day of your arrival, and nothing else (no ID "
    "number, ethnicity, political status, telephone or unit). It is shown only for receiving you and only while the placement lasts. You may "
    "decline, or withdraw your consent at any time; this does not affect your taking part, and the service team then speaks with the host."
)
VETTING = ("vet", "vet_on_conditions", "refuse", "stop", "reopen")


@action("placement.add_host", allow=rules.adds_host, label=gettext_lazy("Add a host"))
def add_host(keeper: Unit, *, by: Actor, name: str, uscc: str, region_id: str | None = None, **profile: Any) -> Host:
    """Register a company as a host of `keeper`; it begins as a candidate.

    A company that the directory knows by its unified social credit code is taken from there. With the first
    host the privacy notice on what hosts see is published, unless there is one. Refused:
    a code that does not add up, a unit that is no company, a company that is a host already.
    """
    code = check_uscc(uscc)
    require(not isinstance(code, Flaw), code.text if isinstance(code, Flaw) else "")
    unit = directory_whole.unit_by_uscc(str(code))
    if unit is None:
        unit = directory.add_unit(None, by=by, name=name, kind="company", uscc=str(code), region_id=region_id)
    require(unit.kind == "company", _("%(name)s has this credit code and is no company.") % {"name": unit.name})
    require(not Host.objects.filter(unit=unit).exists(), _("%(name)s is a host already.") % {"name": unit.name})
    _tell_people(by)
    return add(Host(unit=unit, keeper=keeper, **_known(profile, PROFILE)))


def _tell_people(by: Actor) -> None:
    """Publish, with the first host, what a host will see of a person, so that consent can be given in time."""
    office = site()
    if office is not None and notice_in_force(CONSENT) is None:
        directory.publish_notice(office, by=by, purpose=CONSENT, text_zh=NOTICE_ZH, text_en=NOTICE_EN)


@action("placement.change_host", allow=rules.keeps_host, label=gettext_lazy("Change a host"))
def change_host(host: Host, *, by: Actor, version: int | None = None, **fields: Any) -> Host:
    """Change the profile of a host; name and region are changed in the directory, vetting has its own acts."""
    unit_fields = {name: fields.pop(name) for name in UNIT_FIELDS & fields.keys()}
    changed = {name: value for name, value in unit_fields.items() if getattr(host.unit, name) != value}
    if changed:
        directory.change_unit(host.unit, by=by, **changed)
    return change(host, version=version, **_known(fields, PROFILE))


def _known(fields: dict[str, Any], names: set[str]) -> dict[str, Any]:
    unknown = fields.keys() - names
    if unknown:
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    return fields


@action("placement.set_host_industries", allow=rules.vets_host, label=gettext_lazy("Set the industries of a host"))
def set_host_industries(host: Host, *, by: Actor, codes: list[str]) -> Host:
    """Say to which industries (GB/T 4754-2017) the company belongs; unknown codes are refused."""
    known = set(directory_whole.industries().filter(code__in=codes).values_list("code", flat=True))
    unknown = [code for code in codes if code not in known]
    require(not unknown, _("There is no industry with the code %(code)s.") % {"code": "、".join(unknown)})
    directory.set_industries(host.unit, by=by, relation="own", codes=codes)
    note(host, "industries")
    return host


@action("placement.add_condition", allow=rules.vets_host, label=gettext_lazy("Add a condition for a host"))
def add_condition(host: Host, *, by: Actor, condition: str, reason: str) -> Host:
    """Add what a host has to do before it takes people again; an accepted host is from now on accepted on conditions.

    One that is not accepted keeps the sentence as a remark, where it is read when it is vetted.
    """
    require(condition.strip() and reason.strip(), _("Write down the conditions."))
    together = f"{host.conditions}\n{condition.strip()}".strip()
    if host.state == "conditional":
        return change(host, conditions=together, text=reason)
    if host.state == "vetted":
        return perform(host, HOST_MOVES, "vet_on_conditions", by=by, note=reason, reason=reason.strip(), conditions=together)
    return change(host, remark=f"{host.remark}\n{condition.strip()}".strip(), text=reason)


@action("placement.vet_host", allow=rules.vets_host, label=gettext_lazy("Vet a host"))
def vet_host(host: Host, *, by: Actor, move: str, reason: str, conditions: str = "") -> Host:
    """Move a host along the table of vetting, always with a reason, on conditions with the conditions.

    A host that is refused or stopped takes no part in matches from now on; who is placed there stays.
    """
    require(move in VETTING, _("There is no such step."))
    if move == "vet_on_conditions":
        require(conditions.strip(), _("Write down the conditions."))
    changes: dict[str, Any] = {"reason": reason.strip(), "conditions": conditions.strip() if move == "vet_on_conditions" else ""}
    if move != "reopen":
        changes |= {"vetted_by_id": by.account_id, "vetted_at": timezone.now()}
    return perform(host, HOST_MOVES, move, by=by, note=reason, **changes)


@action("placement.vet_hosts", allow=rules.runs_batch, label=gettext_lazy("Vet several hosts"))
def vet_hosts(batch: Batch, *, by: Actor, hosts: list[Host], reason: str) -> int:
    """Accept several hosts of a batch at once with one reason; returns how many. All or none."""
    require(hosts, _("Pick at least one host."))
    for host in hosts:
        vet_host(host, by=by, move="vet", reason=reason)
    return len(hosts)


@action("placement.invite_host", allow=rules.keeps_host, label=gettext_lazy("List a host for a batch"))
def invite_host(host: Host, *, by: Actor, batch: Batch) -> HostOffer:
    """List a host for a batch, not asked yet. Refused for hosts that were refused or stopped."""
    require(rules.fills_batch(by, batch), _("You may not list hosts for this batch."))
    require(host.state not in {"refused", "stopped"}, _("%(host)s was refused or stopped.") % {"host": host})
    require(not HostOffer.objects.filter(host=host, batch=batch).exists(),
            _("%(host)s is listed for this batch already.") % {"host": host})
    return add(HostOffer(host=host, batch=batch))


@action("placement.ask_host", allow=rules.keeps_offer, label=gettext_lazy("Ask the host"))
def ask_host(offer: HostOffer, *, by: Actor) -> HostOffer:
    """Note that the host was asked whether it takes people."""
    return perform(offer, OFFER_MOVES, "ask", by=by, reason="", answered_at=None)


@action("placement.accept_offer", allow=rules.answers_offer, label=gettext_lazy("The host is willing"))
def accept_offer(offer: HostOffer, *, by: Actor) -> HostOffer:
    """Note that the host is willing: said by the host through its link, or entered by those who keep it."""
    return perform(offer, OFFER_MOVES, "accept", by=by, reason="", answered_at=timezone.now())


@action("placement.decline_offer", allow=rules.answers_offer, label=gettext_lazy("The host declines"))
def decline_offer(offer: HostOffer, *, by: Actor, reason: str) -> HostOffer:
    """Note that the host declines, with its reason. Refused while people are placed there: withdraw them first."""
    require(reason.strip(), _("Give the reason."))
    require(not offer.posts.filter(taken__gt=0).exists(),
            _("People are placed at this host. The office has to find other posts for them first."))
    return perform(offer, OFFER_MOVES, "decline", by=by, note=reason, reason=reason.strip(), answered_at=timezone.now())


@action("placement.state_next_year", allow=rules.answers_offer, label=gettext_lazy("State interest in the next year"))
def state_next_year(offer: HostOffer, *, by: Actor, next_year: str) -> HostOffer:
    """Keep whether the host wants to be asked again next year: yes, perhaps or no."""
    require(next_year in {"yes", "maybe", "no"}, _("Choose yes, perhaps or no."))
    return change(offer, next_year=next_year)


@action("placement.set_offer_bound", allow=rules.keeps_offer, label=gettext_lazy("Set from how many people the host is used"))
def set_offer_bound(offer: HostOffer, *, by: Actor, min_used: int, version: int | None = None) -> HostOffer:
    """Say that the host takes nobody or at least `min_used` people (0: no bound)."""
    require(0 <= min_used <= 200, _("This is a number from 0 to 200."))
    return change(offer, version=version, min_used=min_used)

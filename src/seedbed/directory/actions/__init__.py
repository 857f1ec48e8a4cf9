"""Writes of the directory."""

import re
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import lazy_pinyin

from seedbed.directory import roles, rules
from seedbed.directory.models import (
    AccessToken,
    Account,
    ConsentRecord,
    Grant,
    Person,
    PrivacyNotice,
    Site,
    Tie,
    Unit,
    UnitClosure,
    UnitIndustry,
)
from seedbed.directory.queries import notice_in_force, tokens, whole
from seedbed.directory.states import GRANT_MOVES
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.identity import mask_mobile, mask_resident_id
from seedbed.kernel.models import ApprovalPaper
from seedbed.kernel.workflow import perform

# Surnames whose reading the library's most frequent choice gets wrong.
SURNAMES = {"曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "乐": "yue", "朴": "piao"}


def sort_key(name: str, *, person: bool = False) -> str:
    """Return the pinyin under which a name is sorted; surnames with a reading of their own are known."""
    syllables = lazy_pinyin(name)
    if person and name[:1] in SURNAMES and syllables:
        syllables[0] = SURNAMES[name[0]]
    return " ".join(syllables).lower()[:120]


def lay_paths() -> None:
    """Make the paths of the forest anew from the parents, inside an act that laid units under their old keys."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    paths = []
    for unit in parents:
        above: int | None = unit
        for depth in count():
            if above is None:
                break
            paths.append(UnitClosure(ancestor_id=above, descendant_id=unit, depth=depth))
            above = parents.get(above)
    UnitClosure.objects.all().delete()
    UnitClosure.objects.bulk_create(paths)


@action("directory.set_up_site", allow=rules.setup, label=gettext_lazy("Set up the site"))
def set_up_site(root: Unit, *, by: Actor, name: str, home_region: str | None = None, profile: str = "small",
                is_demo: bool = False) -> Site:
    """Create the site's one row with its top unit. Refused if there is one already."""
    require(not Site.objects.exists(), _("This site is set up already."))
    return add(Site(pk=1, name=name, root=root, home_region_id=home_region, profile=profile, is_demo=is_demo))


@action("directory.change_profile", allow=rules.runs_office, label=gettext_lazy("Change the office profile"))
def change_profile(site: Site, *, by: Actor, profile: str) -> Site:
    """Choose small or full office: whether the second person is a signed paper or an account."""
    return change(site, profile=profile)


@action("directory.add_unit", allow=rules.keeps_units, label=gettext_lazy("Add a unit"))
def add_unit(parent: Unit | None, *, by: Actor, name: str, kind: str, **fields: Any) -> Unit:
    """Add a unit under `parent` (None: a new root) and its paths. Names are unique under one parent."""
    name = re.sub(r"\s+", "", name) if re.search(r"[\u4e00-\u9fff]", name) else name.strip()
    require(name, _("A unit needs a name."))
    require(
        not Unit.objects.filter(parent=parent, name=name).exists(),
        _("There is already a unit called %(name)s here.") % {"name": name},
    )
    unit = add(Unit(parent=parent, name=name, kind=kind, sort_key=sort_key(name), **fields))
    above = UnitClosure.objects.filter(descendant=parent).values_list("ancestor_id", "depth") if parent else []
    paths = [UnitClosure(ancestor_id=a, descendant=unit, depth=d + 1) for a, d in above]
    UnitClosure.objects.bulk_create([*paths, UnitClosure(ancestor=unit, descendant=unit, depth=0)])
    return unit


@action("directory.change_unit", allow=rules.keeps_units, label=gettext_lazy("Change a unit"))
def change_unit(unit: Unit, *, by: Actor, version: int | None = None, **fields: Any) -> Unit:
    """Change facts of a unit; its place in the forest stays."""
    require("parent" not in fields and "parent_id" not in fields, _("A unit is not moved by changing its facts."))
    if "name" in fields:
        fields["sort_key"] = sort_key(fields["name"])
    return change(unit, version=version, **fields)


@action("directory.set_industries", allow=rules.keeps_units, label=gettext_lazy("Set the industries of a unit"))
def set_industries(unit: Unit, *, by: Actor, relation: str, codes: list[str]) -> Unit:
    """Replace the industries of one relation (own, serves, leading) by `codes`; a code that GB/T 4754 does not know is refused."""
    unknown = sorted(set(codes) - set(whole.industries().filter(pk__in=codes).values_list("pk", flat=True)))
    require(not unknown, _("There is no industry with the code %(codes)s.") % {"codes": "、".join(unknown)[:80]})
    have = {link.industry_id: link for link in unit.industry_links.filter(relation=relation)}
    for code, link in have.items():
        if code not in codes:
            remove(link)
    for code in dict.fromkeys(codes):
        if code not in have:
            add(UnitIndustry(unit=unit, industry_id=code, relation=relation))
    note(unit, "industries", changes={"relation": None})
    return unit


@action("directory.set_all_industries", allow=rules.keeps_units, label=gettext_lazy("Set the industries of a unit"))
def set_all_industries(unit: Unit, *, by: Actor, codes: dict[str, list[str]]) -> Unit:
    """Replace the industries of every relation named in `codes`."""
    for relation, wanted in codes.items():
        set_industries(unit, by=by, relation=relation, codes=wanted)
    return unit


def sealed_fields(id_number: str = "", mobile: str = "") -> dict[str, Any]:
    """Return the columns under which an ID number and a mobile number are kept: sealed, lookup, masked."""
    fields: dict[str, Any] = {}
    if id_number:
        fields |= {"id_sealed": sealed.seal(id_number), "id_lookup": sealed.lookup(id_number), "id_masked": mask_resident_id(id_number)}
    if mobile:
        fields |= {"mobile_sealed": sealed.seal(mobile), "mobile_masked": mask_mobile(mobile)}
    return fields


@action("directory.add_person", allow=rules.keeps_people_of,
        label=gettext_lazy("Add a person"))
def add_person(unit: Unit, *, by: Actor, name: str, id_number: str = "", mobile: str = "", **fields: Any) -> Person:
    """Add a person of `unit`. An ID number that is known already is refused: one person once."""
    require(name.strip(), _("A person needs a name."))
    if id_number and whole.person_by_id_number(id_number) is not None:
        raise RuleBroken(_("This ID number belongs to a person who is registered already."))
    return add(Person(unit=unit, name=name, sort_key=sort_key(name, person=True), **sealed_fields(id_number, mobile), **fields))


@action("directory.change_person", allow=rules.keeps_people, label=gettext_lazy("Change a person"))
def change_person(person: Person, *, by: Actor, version: int | None = None, id_number: str = "", mobile: str = "",
                  **fields: Any) -> Person:
    """Change facts of a person; sealed values are only replaced, never read here."""
    if id_number:
        holder = whole.person_by_id_number(id_number)
        require(holder is None or holder.pk == person.pk, _("This ID number belongs to another person."))
    if "name" in fields:
        fields["sort_key"] = sort_key(fields["name"], person=True)
    return change(person, version=version, **sealed_fields(id_number, mobile), **fields)


@action("directory.reveal", allow=rules.role_for_unit("officer", "clerk"), label=gettext_lazy("Show a sealed value"))
def reveal(person: Person, *, by: Actor, field: str, reason: str) -> str:
    """Return the ID number or mobile number in clear; the trail keeps who saw which and why."""
    require(field in {"id", "mobile"}, _("There is no such sealed field."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    note(person, "revealed", changes={f"{field}_sealed": None}, text=reason)
    return sealed.unseal(getattr(person, f"{field}_sealed"))


@action("directory.note_opened", allow=rules.role_for_unit("officer", "leader", "clerk"), label=gettext_lazy("Open a person's file"))
def note_opened(person: Person, *, by: Actor) -> None:
    """Leave a line that somebody opened the file; the person can read it."""
    note(person, "opened")


@action("directory.open_account", allow=rules.keeps_accounts, label=gettext_lazy("Open an account"))
def open_account(person: Person | None, *, by: Actor, username: str, display_name: str, password: str,
                 must_change_password: bool = True) -> Account:
    """Open a log-in. It may do nothing until a role is granted; the first password must be changed."""
    require(re.fullmatch(r"[a-z][a-z0-9._-]{2,39}", username),
            _("A log-in name has 3 to 40 small letters, digits, dots, and begins with a letter."))
    require(not Account.objects.filter(username=username).exists(), _("This log-in name is taken."))
    account = Account(username=username, display_name=display_name, person=person,
                      must_change_password=must_change_password)
    _check_password(password, account)
    account.set_password(password)
    return add(account)


@action("directory.reset_password", allow=rules.keeps_accounts, label=gettext_lazy("Reset a password"))
def reset_password(account: Account, *, by: Actor, password: str) -> Account:
    """Give a new first password; running sessions of the account end."""
    _check_password(password, account)
    account.set_password(password)
    change(account, password=account.password, must_change_password=True)
    end_sessions(account)
    return account


@action("directory.change_own_password", allow=rules.is_self, label=gettext_lazy("Change the own password"))
def change_own_password(account: Account, *, by: Actor) -> Account:
    """Note that the person chose a password of their own; the log-in library has checked and stored it."""
    return change(account, must_change_password=False)


@action("directory.close_account", allow=rules.keeps_accounts, label=gettext_lazy("Close an account"))
def close_account(account: Account, *, by: Actor, reason: str) -> Account:
    """Close a log-in; its sessions end at once. The last security administrator cannot be closed."""
    require(account.pk != by.account_id, _("Nobody closes the own account."))
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    _keep_one_security_admin(account)
    change(account, is_active=False, text=reason)
    end_sessions(account)
    return account


def end_sessions(account: Account) -> None:
    """End every running session of an account."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise RuleBroken(" ".join(str(m) for m in fault.messages))


def _keep_one_security_admin(account: Account) -> None:
    others = whole.active_security_admins().exclude(account=account)
    if whole.active_security_admins().filter(account=account).exists():
        require(others.exists(), _("The last security administrator stays: appoint another one first."))


@action("directory.propose_grant", allow=rules.keeps_accounts, label=gettext_lazy("Propose a role"))
def propose_grant(account: Account, *, by: Actor, role: str, unit: Unit | None) -> Grant:
    """Propose a role for an account; it takes force when the security administrator approves.

    Refused: an administrator role beside any other role (the three are separated), a business role for
    an administrator, a role for oneself.
    """
    known = roles.BY_KEY.get(role)
    require(known, _("There is no such role."))
    require(account.pk != by.account_id, _("Nobody proposes roles for the own account."))
    held = set(account.grants.filter(state__in=["proposed", "active"]).values_list("role", flat=True))
    families = {roles.BY_KEY[r].family for r in held}
    if known is not None and known.family == "administration":
        require(not held, _("An administrator holds no other role: the three administrators are separated."))
    require("administration" not in families, _("An administrator sees no business data and gets no business role."))
    return add(Grant(account=account, role=role, unit=unit, proposed_by_id=by.account_id))


@action("directory.approve_grant", allow=rules.approves_grant, label=gettext_lazy("Approve a role"))
def approve_grant(grant: Grant, *, by: Actor) -> Grant:
    """Put a proposed role into force; another person than the proposer and the one who gets it."""
    return perform(grant, GRANT_MOVES, "approve", by=by, granted_by_id=by.account_id, granted_at=timezone.now())


@action("directory.refuse_grant", allow=rules.approves_grant, label=gettext_lazy("Refuse a role"))
def refuse_grant(grant: Grant, *, by: Actor, reason: str) -> Grant:
    """Refuse a proposed role with a reason."""
    return perform(grant, GRANT_MOVES, "refuse", by=by, note=reason, ended_at=timezone.now())


@action("directory.end_grant", allow=rules.approves_grant, label=gettext_lazy("End a role"))
def end_grant(grant: Grant, *, by: Actor, reason: str) -> Grant:
    """Take a role back; the next request of its holder is refused. The last security administrator stays."""
    if grant.role == "security_admin":
        _keep_one_security_admin(grant.account)
    return perform(grant, GRANT_MOVES, "end", by=by, note=reason, ended_at=timezone.now())


@action("directory.declare_tie", allow=rules.runs_office | rules.is_self, label=gettext_lazy("Declare a tie"))
def declare_tie(first: Person | Unit, *, by: Actor, kind: str, other: Person | Unit, source: str = "") -> Tie:
    """Register a tie between two sides; from then on `conflict_between` counts it."""
    tie = Tie(kind=kind, source=source or by.label)
    setattr(tie, "person" if isinstance(first, Person) else "unit", first)
    setattr(tie, "other_person" if isinstance(other, Person) else "other_unit", other)
    return add(tie)


@action("directory.end_tie", allow=rules.runs_office, label=gettext_lazy("End a tie"))
def end_tie(tie: Tie, *, by: Actor, reason: str) -> Tie:
    """Mark a tie as no longer in force, with the reason."""
    require(reason.strip(), _("Give a reason: the trail keeps it."))
    return change(tie, ended_at=timezone.now(), text=reason)


@action("directory.publish_notice", allow=rules.runs_office, label=gettext_lazy("Publish a privacy notice"))
def publish_notice(site: Site, *, by: Actor, purpose: str, text_zh: str, text_en: str) -> PrivacyNotice:
    """Publish the next version of a notice; consents to older versions no longer count."""
    before = notice_in_force(purpose)
    version = before.version + 1 if before else 1
    return add(PrivacyNotice(purpose=purpose, version=version, text_zh=text_zh, text_en=text_en, effective_from=timezone.localdate()))


@action("directory.give_consent", allow=rules.may_consent, label=gettext_lazy("Record a consent"))
def give_consent(person: Person, *, by: Actor, purpose: str, paper_number: str = "") -> ConsentRecord:
    """Record consent to the newest version of a notice: by the person on screen, or from a signed paper."""
    notice = notice_in_force(purpose)
    require(notice, _("There is no privacy notice for this purpose yet."))
    own = by.account is not None and by.account.person_id == person.pk
    require(own or paper_number.strip(), _("Enter the number of the signed consent paper."))
    require(not ConsentRecord.objects.filter(person=person, notice=notice, withdrawn_at=None).exists(),
            _("This consent is recorded already."))
    return add(ConsentRecord(person=person, notice=notice, given_at=timezone.now(), way="screen" if own else "paper",
                             paper_number=paper_number))


@action("directory.withdraw_consent", allow=rules.may_consent, label=gettext_lazy("Withdraw a consent"))
def withdraw_consent(person: Person, *, by: Actor, purpose: str) -> Person:
    """Withdraw consent; what was shown to others before stays recorded, nothing is shown from now on."""
    for record in ConsentRecord.objects.filter(person=person, notice__purpose=purpose, withdrawn_at=None):
        change(record, withdrawn_at=timezone.now())
    note(person, "consent withdrawn")
    return person


@action("directory.file_approval", allow=rules.role_anywhere("officer"), label=gettext_lazy("Enter an approval paper"))
def file_approval(site: Site, *, by: Actor, number: str, issuer: str, issued_on: date, purpose: str) -> ApprovalPaper:
    """Enter the superior's signed paper that stands for the second person; small-office profile only."""
    require(site.profile == Site.Profile.SMALL,
            _("This site runs with a second person in the system; a paper does not replace them."))
    require(number.strip() and issuer.strip(), _("Enter the paper's number and who signed it."))
    require(issued_on <= timezone.localdate(), _("The paper's date lies in the future."))
    return add(ApprovalPaper(number=number.strip(), issuer=issuer.strip(), issued_on=issued_on, purpose=purpose,
                             entered_by_id=by.account_id))


@action("directory.issue_token", allow=rules.is_self, label=gettext_lazy("Issue an access token"))
def issue_token(account: Account, *, by: Actor, label: str, scopes: list[str], days: int) -> tuple[AccessToken, str]:
    """Issue a token by which a program acts in the own name; return it with its text, which is shown once.

    A token never makes a token, does only what its account may do, and of that only what its scopes name.
    """
    require(by.scopes is None, _("A token cannot make tokens; sign in yourself."))
    require(label.strip(), _("Say what the token is for."))
    require(scopes and set(scopes) <= set(tokens.SCOPES), _("Choose what the token may do."))
    require(1 <= days <= tokens.LONGEST.days, _("A token is valid for one day to one year."))
    text = tokens.new_secret()
    return add(AccessToken(account=account, label=label.strip()[:60], hint=text[: tokens.HINT], digest=tokens.digest_of(text),
                           scopes=sorted(scopes), expires_at=timezone.now() + timedelta(days=days))), text


@action("directory.revoke_token", allow=rules.revokes_token, label=gettext_lazy("Revoke an access token"))
def revoke_token(token: AccessToken, *, by: Actor, reason: str = "") -> AccessToken:
    """End a token at once: one's own, or as security administrator anybody's with the reason."""
    require(token.revoked_at is None, _("This token is revoked already."))
    require(token.account_id == by.account_id or reason.strip(), _("Give a reason: the trail keeps it."))
    return change(token, revoked_at=timezone.now(), text=reason)

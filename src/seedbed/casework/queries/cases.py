"""Reads of cases. Every list, count, search and suggestion for a person starts from `cases_visible_to`."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from seedbed.casework.models import (
    Assignment,
    CallBack,
    Case,
    CaseDesk,
    CaseFile,
    CaseFollow,
    CaseLink,
    Category,
    Route,
)
from seedbed.casework.queries import sight as sights
from seedbed.casework.queries.sight import MANY, OFFICE, UNIT, belonging, sight_of
from seedbed.casework.reckoning.likeness import shared
from seedbed.casework.states import AssignmentState, CaseState
from seedbed.directory.models import Account, Grant, Unit, UnitClosure
from seedbed.directory.queries import reach
from seedbed.directory.queries.whole import accounts_holding
from seedbed.kernel import sealed
from seedbed.kernel.actor import Actor
from seedbed.kernel.search import Holds, signs_of, wanted, whole

FEW = 6  # desks of one office, each looked through in its own order
LIKE_DAYS, LIKE_ROWS, LIKE_FROM, LIKE_SHOWN = 180, 200, 0.28, 5


def _without_barred(actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    sight = sight_of(actor)
    rows = rows.exclude(pk__in=sights.barred(actor)) if sight.barred else rows
    return rows.exclude(pk__in=sights.recused(actor)) if sight.recused else rows


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases the actor may see.

    Open ones: office of the desk, people of the units that work on them, whoever entered them. Confidential ones:
    only who is on them. Never those about the actor's own unit, never those from which the actor stepped aside.
    """
    sight = sight_of(actor)
    known = Q(confidential=False)
    if not (sight.desks and sight.all_desks):
        own = Q(entered_by=actor.account_id, entered_by__isnull=False)
        known &= Q(desk__in=sight.desks) | Q(lead__in=sight.units) | Q(pk__in=sights.helped(sight)) | own
    if sight.admitted:
        known |= Q(pk__in=sights.admitted(actor).values("pk"))
    return _without_barred(actor, Case.objects.filter(known))


def shelves(actor: Actor, *, searched: bool = False) -> list[QuerySet[Case]]:
    """Return what the actor may see in parts that each have an index: of a desk, led or assisted by a unit, entered by oneself, confidential.

    For the office of all desks it is one part: the newest cases are found by going back from the last one; where words are
    `searched`, for that of any desk: words that many cases have are met soon on the way back, others lead to few.
    """
    sight, rows = sight_of(actor), Case.objects.filter(confidential=False)
    if sight.desks and (sight.all_desks or searched):
        return [cases_visible_to(actor)]
    desks = [rows.filter(desk=desk) for desk in sight.desks] if len(sight.desks) <= FEW else [rows.filter(desk__in=sight.desks)]
    led, own = rows.filter(lead__in=sight.units), rows.filter(entered_by=actor.account_id, entered_by__isnull=False)
    parts = [*desks, led, rows.filter(pk__in=sights.helped(sight)), own, *([sights.admitted(actor)] if sight.admitted else [])]
    return [_without_barred(actor, part) for part in parts]


def with_names(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Read what a list shows of the rows, and the names that go with it."""
    names = ("category__code", "category__name_zh", "category__name_en", "area__name", "lead__name")
    return rows.select_related("category", "area", "lead").only("number", "title", "confidential", "urgency", "state", "due_at", "closed_at", "category", "area", "lead", *names)


def open_cases(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Narrow to what is not closed."""
    return rows.filter(closed_at=None)


def late_cases(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Narrow to what is open although its safe end has passed."""
    return open_cases(rows).filter(due_at__lte=timezone.now())


def within(rows: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
    """Narrow to a category with those below it, or to a place with those below it."""
    if name == "category":
        return rows.filter(Q(category=value) | Q(category__parent=value))
    return rows.filter(area__in=sights.few(UnitClosure.objects.filter(ancestor=value).values("descendant")))


def handles(actor: Actor, case: Case) -> bool:
    """Tell whether the actor sees the case, which is the first condition of doing anything to it."""
    return cases_visible_to(actor).filter(pk=case.pk).exists()


def who_may_see(case: Case, accounts: QuerySet[Account]) -> list[Account]:
    """Return those among some accounts who may know of the case; messages go to nobody else.

    The same as asking `cases_visible_to` for each of them, in one question.
    """
    if case.confidential:
        known = Q(pk__in=case.access.values("account"))
    else:
        hands = [case.lead_id, *case.assignments.filter(kind="assist").exclude(state=AssignmentState.RETURNED).values_list("unit", flat=True)]
        known = _holding(OFFICE, [case.desk.unit_id]) | _holding(UNIT, hands) | Q(pk=case.entered_by_id)
    below = UnitClosure.objects.filter(ancestor__in=case.bars.values("unit")).values("descendant")
    barred = Q(pk__in=Grant.objects.filter(state="active", unit__in=below).values("account")) | Q(person__unit__in=below) | Q(pk__in=case.recusals.values("account"))
    return list(accounts.filter(known, is_active=True).exclude(barred).distinct().order_by("pk"))


def _holding(roles: tuple[str, ...], units: list[int | None]) -> Q:
    above = UnitClosure.objects.filter(descendant__in=[unit for unit in units if unit]).values("ancestor")
    return Q(pk__in=Grant.objects.filter(role__in=roles, state="active", unit__in=above).values("account"))


def office_of(case: Case) -> QuerySet[Account]:
    """Return the officers and leaders of the desk of a case."""
    return (accounts_holding("officer", case.desk.unit_id) | accounts_holding("leader", case.desk.unit_id)).distinct()


def officers_at(desk: CaseDesk) -> QuerySet[Account]:
    """Return the officers nearest to a desk: those of its own unit, or of the next unit above it that has any."""
    above = UnitClosure.objects.filter(descendant=desk.unit_id).order_by("depth").values_list("ancestor", flat=True)
    for unit in above:
        held = Account.objects.filter(is_active=True, pk__in=Grant.objects.filter(role="officer", state="active", unit=unit).values("account"))
        if held.exists():
            return held
    return Account.objects.none()


def found(rows: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Narrow to cases with these words in title, text or place, with this whole number, or in the place of this name; what is sealed is never searched."""
    words = [(word, wanted(word), whole(word)) for word in text.split()[:5]]
    if not all(signs for _word, signs, _number in words):
        return rows.none()
    if words:
        rows = rows.filter(Holds(*((signs, number) for _word, signs, number in words)))
    for word, _signs, number in words:
        if len(word) > 2:  # signs may stand apart: the word itself is looked for in what they found
            said = Q(title__icontains=word) | Q(words__icontains=word) | Q(place__icontains=word)
            rows = rows.filter(said | Q(signs__contains=f"{number} ") if number else said)
    return rows


def signs_for(case: Case) -> str:
    """Return by what a case is found: the words of what was told and its place; and, as wholes, its numbers and the places around it."""
    around = UnitClosure.objects.filter(descendant=case.area_id, ancestor__kind="area").order_by("depth").values_list("ancestor__name", flat=True)
    return signs_of(case.title, case.words, case.place, numbers=[case.number, case.external, *around])


def alike(actor: Actor, *, text: str, area: Unit, category: Category, without: int | None = None) -> list[tuple[Case, int]]:
    """Return likely duplicates among what the actor may see: same area and category within half a year, by common signs.

    Confidential cases are never compared, not even for those on them.
    """
    since = timezone.now() - timedelta(days=LIKE_DAYS)
    near = sights.few(UnitClosure.objects.filter(ancestor=area).values("descendant"))
    rows = cases_visible_to(actor).filter(confidential=False, area__in=near, category=category, received_at__gte=since).exclude(pk=without)
    mine = _pairs(signs_of(text))  # of the others they are stored: what they say is not read again
    scored = [(shared(mine, _pairs(signs)), pk) for pk, signs in rows.order_by("-pk").values_list("pk", "signs")[:LIKE_ROWS]]
    best = sorted((pair for pair in scored if pair[0] >= LIKE_FROM), key=lambda pair: (-pair[0], pair[1]))[:LIKE_SHOWN]
    found = Case.objects.only("number", "title", "state", "place").in_bulk([pk for _score, pk in best])
    return [(found[pk], round(100 * score)) for score, pk in best]


def _pairs(signs: str) -> set[str]:
    return {sign for sign in signs.split() if len(sign) == 2}


def desks() -> QuerySet[CaseDesk]:
    """Return the case desks; names of organisations are no secret."""
    return CaseDesk.objects.select_related("unit").order_by("pk")


def desk_for(area: Unit) -> CaseDesk | None:
    """Return the nearest desk at or above an area."""
    above = UnitClosure.objects.filter(descendant=area)
    depth = dict(above.values_list("ancestor", "depth"))
    rows = list(CaseDesk.objects.filter(unit__in=depth).select_related("unit"))
    return min(rows, key=lambda desk: depth[desk.unit_id], default=None)


def areas() -> QuerySet[Unit]:
    """Return the places of which a case can be: cities, counties, towns, villages, the smallest last."""
    return Unit.objects.filter(kind="area", is_active=True).order_by("sort_key", "pk")


def categories() -> QuerySet[Category]:
    """Return the categories in use that have none below them."""
    return Category.objects.filter(in_use=True).exclude(pk__in=Category.objects.filter(parent__isnull=False).values("parent")).order_by("code")


def routed(desk: CaseDesk, category: Category, area: Unit) -> Unit | None:
    """Return the unit that takes a category in an area: the nearest area counts before the category's parent."""
    depth = dict(UnitClosure.objects.filter(descendant=area).values_list("ancestor", "depth"))
    for code in (category.pk, category.parent_id):
        rows = list(Route.objects.filter(desk=desk, category=code).filter(Q(area=None) | Q(area__in=depth)).select_related("unit")) if code else []
        if rows:
            return min(rows, key=lambda row: depth.get(row.area_id or 0, 99)).unit
    return None


def links_of(actor: Actor, case: Case) -> list[tuple[CaseLink, Case]]:
    """Return the links of a case in force with the other case, as far as the actor may see that one."""
    rows = CaseLink.objects.filter(Q(case=case) | Q(other=case), undone_at=None).select_related("case", "other")
    pairs = [(row, row.other if row.case_id == case.pk else row.case) for row in rows]
    if not pairs:
        return []
    seen = set(cases_visible_to(actor).filter(pk__in=[other.pk for _row, other in pairs]).values_list("pk", flat=True))
    return [(row, other) for row, other in pairs if other.pk in seen]


def by_receipt(number: str, secret: str) -> Case | None:
    """Return the case of a receipt, only with its secret word."""
    digest = sealed.lookup(f"case:{secret.strip()}")
    number = number.strip().upper()
    rows = Case.objects.filter(Q(number=number) | Q(former_number=number), secret_digest=digest).exclude(secret_digest="")
    return rows.select_related("category", "area").first()


def waits_for_unit(actor: Actor) -> QuerySet[Assignment]:
    """Return the parts that wait to be signed for or worked on by units of the actor."""
    rows = Assignment.objects.filter(belonging(cases_visible_to(actor)), unit__in=reach(actor, "clerk"), state__in=[AssignmentState.GIVEN, AssignmentState.SIGNED])
    return rows.select_related("case__category", "unit").filter(case__state__in=[CaseState.ASSIGNED, CaseState.WORKING]).order_by("case__due_at", "pk")


def looked_at_again(actor: Actor, until: date) -> QuerySet[Case]:
    """Return planned cases of the actor's desks whose day of looking again has come by `until`."""
    desks_of = sight_of(actor).desks
    return cases_visible_to(actor).filter(desk__in=desks_of, closed_at__isnull=False, review_on__lte=until).order_by("review_on", "pk")


def waits_for_desk(actor: Actor) -> dict[str, int]:
    """Return how many cases of the actor's desks wait for routing, reviews, a check, striking off."""
    desks_of = sight_of(actor).desks
    rows = open_cases(cases_visible_to(actor)).filter(desk__in=desks_of, state__in=["registered", "reported", "reviewed", "approved", "checked"])
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def may_be_admitted(case: Case) -> QuerySet[Account]:
    """Return the accounts that can be put on a confidential case: office of its desk, people of its units."""
    held = accounts_holding("officer", case.desk.unit_id) | accounts_holding("leader", case.desk.unit_id)
    for unit in case.assignments.exclude(state=AssignmentState.RETURNED).values_list("unit", flat=True):
        held = held | accounts_holding("clerk", unit)
    return held.distinct().order_by("display_name")


def may_be_recused(actor: Actor, case: Case) -> QuerySet[Account]:
    """Return who else sees a case and may have to step aside."""
    seeing = who_may_see(case, admitted(case) if case.confidential else may_be_admitted(case))
    return Account.objects.filter(pk__in=[account.pk for account in seeing if account.pk != actor.account_id]).order_by("display_name", "pk")


def recused_from(case: Case) -> QuerySet[Account]:
    """Return who stepped aside from a case."""
    return Account.objects.filter(pk__in=case.recusals.values("account")).order_by("display_name", "pk")


def units_that_work() -> QuerySet[Unit]:
    """Return the units to which a case can be given: those with somebody who signs for it."""
    return Unit.objects.filter(is_active=True, pk__in=Grant.objects.filter(role="clerk", state="active").values("unit")).order_by("sort_key", "pk")


def units_to_bar(case: Case) -> QuerySet[Unit]:
    """Return the units that can be barred from a case."""
    return units_that_work().exclude(pk__in=case.bars.values("unit"))


def units_barred(case: Case) -> QuerySet[Unit]:
    """Return the units that are barred from a case."""
    return Unit.objects.filter(pk__in=case.bars.values("unit")).order_by("sort_key", "pk")


def with_follow(actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Read along whether the actor follows a case."""
    return rows.annotate(followed=Exists(CaseFollow.objects.filter(case=OuterRef("pk"), account=actor.account_id)))


def followers(case: Case) -> QuerySet[Account]:
    """Return who follows a case."""
    return Account.objects.filter(pk__in=CaseFollow.objects.filter(case=case).values("account")).order_by("pk")


def admitted(case: Case) -> QuerySet[Account]:
    """Return who is on a confidential case."""
    return Account.objects.filter(pk__in=case.access.values("account")).order_by("display_name", "pk")


def numbered(actor: Actor, number: str) -> Case | None:
    """Return the case with a number among those the actor sees."""
    return cases_visible_to(actor).filter(number=number.strip().upper()).select_related("desk").first()


def parts_visible_to(actor: Actor) -> QuerySet[Assignment]:
    """Return the parts of cases that the actor sees."""
    return Assignment.objects.filter(belonging(cases_visible_to(actor))).select_related("case__desk", "unit")


def calls_visible_to(actor: Actor) -> QuerySet[CallBack]:
    """Return the call-backs of cases that the actor sees."""
    return CallBack.objects.filter(belonging(cases_visible_to(actor))).select_related("case__desk")


def links_visible_to(actor: Actor) -> QuerySet[CaseLink]:
    """Return the links of cases of which the actor sees both."""
    seen = cases_visible_to(actor)
    return CaseLink.objects.filter(belonging(seen), belonging(seen, "other")).select_related("case")


def files_of(actor: Actor, case: Case) -> QuerySet[CaseFile]:
    """Return the files of a case, if the actor sees it."""
    files = case.files if handles(actor, case) else CaseFile.objects.none()
    return files.select_related("document", "by").order_by("pk")


def files_visible_to(actor: Actor) -> QuerySet[CaseFile]:
    """Return the files of cases that the actor sees."""
    return CaseFile.objects.filter(belonging(cases_visible_to(actor))).select_related("case__desk", "document", "by").order_by("pk")


def places_for(actor: Actor) -> QuerySet[Unit]:
    """Return the places a person can choose: those in reach; where there are none, those of the nearest desk."""
    own = areas().filter(pk__in=reach(actor, *UNIT))
    return own if own.exists() else areas()


def own_place(actor: Actor, places: QuerySet[Unit]) -> Unit | None:
    """Return the place among some in which the actor works, or the only one there is."""
    first = list(places[:2])
    person = actor.account.person if actor.account is not None else None
    return first[0] if len(first) == 1 else places.filter(pk=person.unit_id).first() if person is not None else None


def places_to_filter_by(actor: Actor, chosen: str = "") -> QuerySet[Unit]:
    """Return the places by which a list is narrowed: those one can choose; of very many those with a desk and the one chosen, the others are found by name."""
    own = areas().filter(pk__in=reach(actor, *UNIT))
    few = own[: MANY + 1].count()
    if 0 < few <= MANY:
        return own
    if not few and areas()[: MANY + 1].count() <= MANY:
        return areas()
    some = Q(pk__in=CaseDesk.objects.values("unit"))
    return areas().filter(some | Q(pk=chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else some)


def category_called(text: str) -> Category | None:
    """Return the category with this code or name."""
    text = text.strip()
    return categories().filter(Q(code=text) | Q(name_zh=text) | Q(name_en__iexact=text)).first()


def area_called(text: str) -> Unit | None:
    """Return the only place with this full or short name."""
    text = text.strip()
    found = list(areas().filter(Q(name=text) | Q(short_name=text))[:2])
    return found[0] if len(found) == 1 else None


def work_orders(actor: Actor) -> QuerySet[Case]:
    """Return the work orders of the hotline among what the actor sees, without the confidential ones."""
    rows = cases_visible_to(actor).exclude(external="").filter(confidential=False)
    return rows.select_related("category", "area", "lead").order_by("pk")


def own_desk(actor: Actor) -> CaseDesk | None:
    """Return the desk that the actor runs as officer or leader, the first where there are several."""
    return CaseDesk.objects.filter(unit__in=reach(actor, *OFFICE)).select_related("unit").order_by("pk").first()


def routes_of(desk: CaseDesk) -> QuerySet[Route]:
    """Return the routes of a desk."""
    return Route.objects.filter(desk=desk).select_related("category", "area", "unit")


def all_categories() -> QuerySet[Category]:
    """Return every category with the one it belongs to, by code."""
    return Category.objects.select_related("parent").order_by("code")


def units_for_desk(actor: Actor) -> QuerySet[Unit]:
    """Return the units in reach that can become a case desk."""
    return Unit.objects.filter(pk__in=reach(actor, *OFFICE), is_active=True).exclude(pk__in=CaseDesk.objects.values("unit")).order_by("sort_key", "pk")

"""A batch ready to be matched: the demo's invented people and companies, written straight into the tables.

The ways by which rows normally come in (workbooks, forms) have tests of their own.
"""

import io
from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone
from openpyxl import Workbook

from seedbed.demo import city
from seedbed.directory import actions as directory
from seedbed.directory.models import Person, Region, Unit, UnitIndustry
from seedbed.placement.models import Host, HostOffer, Post, Wish
from seedbed.selection.models import Application, Batch, Programme, YearPlan
from tests.cast import SETUP, Cast

CODES = {"新材料": ["C26", "C30"], "家居建材": ["C21", "C30"], "装备制造": ["C34", "C35"], "电子信息": ["C39"], "食品加工": ["C13", "C14"],
         "数字经济": ["I64", "I65"], "现代物流": ["G59"], "医药健康": ["C27"], "陶瓷": ["C307"]}
LODGING = {"单人公寓": "any", "员工宿舍双人间": "any", "宿舍男女不限": "any", "仅限男生宿舍": "men", "": "arranged"}


def make_batch(cast: Cast, *, people: int = 46, hosts: int = 23, extra: int = 0) -> Batch:
    """Make a batch whose decisions are proposed (`people` chosen, `extra` on the reserve list) and its hosts."""
    programme = Programme.objects.create(name="年轻干部赴大湾区沉浸式培训", unit=cast.root)
    plan = YearPlan.objects.create(programme=programme, year=2026, target=100)
    region = Region.objects.get(pk="4406")
    batch = Batch.objects.create(
        plan=plan, ordinal=2, name="2026年第二期", unit=cast.root, host_region=region, starts_on=date(2026, 12, 1),
        ends_on=date(2027, 3, 1), seats=people, state="proposed", proposed_by=cast.officer, proposed_at=timezone.now(),
        last_number=people + extra,
    )
    units = {spec.name: _unit(cast, spec) for spec in city.UNITS}
    for number, spec in enumerate(city.applicants()[: people + extra], start=1):
        _application(batch, units[spec.unit], spec, number, "proposed" if number <= people else "reserve")
    for spec in city.hosts()[:hosts]:
        _host(cast, batch, spec)
    return batch


def make_large(cast: Cast, *, people: int, hosts: int) -> Batch:
    """Make a batch of any size out of the invented people and companies, told apart by numbers; two seats at each further host."""
    batch = make_batch(cast, people=min(46, people), hosts=min(23, hosts))
    units, specs, companies = {unit.name: unit for unit in Unit.objects.all()}, city.applicants(), city.hosts()
    for number in range(47, people + 1):
        spec = specs[number % len(specs)]
        _application(batch, units[spec.unit], replace(spec, name=f"{spec.name}{number}"), number, "proposed")
    for number in range(23, hosts):
        company = companies[number % 23]
        _host(cast, batch, replace(company, name=f"{company.name}{number}", uscc=None, posts=tuple(replace(p, seats="2") for p in company.posts[:1])))
    batch.seats = batch.last_number = people
    batch.save()
    some_wishes(batch)
    return batch


def _unit(cast: Cast, spec: city.UnitSpec) -> Unit:
    unit = Unit.objects.filter(name=spec.name).first() or directory.add_unit(
        cast.root, by=SETUP, name=spec.name, kind=spec.kind, region_id=spec.region, is_economic=spec.economic)
    for relation, codes in (("serves", spec.serves), ("leading", spec.leading)):
        UnitIndustry.objects.bulk_create([UnitIndustry(unit=unit, industry_id=code, relation=relation) for code in codes])
    return unit


def _application(batch: Batch, unit: Unit, spec: city.Applicant, number: int, state: str) -> Application:
    person = Person.objects.create(
        name=spec.name, sort_key=f"{number:03d}", sex=spec.sex, unit=unit, political_status=spec.political_status,
        id_sealed="x", id_lookup=f"lookup-{number}", id_masked="431***********0000")
    return Application.objects.create(
        batch=batch, person=person, unit=unit, number=number, source="import", state=state, position=number, post=spec.post,
        rank=spec.rank, political_status=spec.political_status, education=spec.education, school=spec.school, major=spec.major,
        duties=spec.duties, bay_experience=spec.bay_experience, in_park=spec.in_park, in_economic=spec.in_economic,
        wished_industries="、".join(spec.wishes), wished_codes=sorted({c for w in spec.wishes for c in CODES.get(w, [])}),
        submitted_at=timezone.now(),
    )


def _host(cast: Cast, batch: Batch, spec: city.HostSpec) -> HostOffer:
    unit = Unit.objects.filter(name=spec.name).first() or directory.add_unit(
        None, by=SETUP, name=spec.name, kind="company", region_id=spec.region, uscc=spec.uscc)
    UnitIndustry.objects.create(unit=unit, industry_id=spec.industry, relation="own")
    host = Host.objects.create(unit=unit, keeper=cast.root, business=spec.scope, state="vetted", reason="符合条件", vetted_at=timezone.now())
    offer = HostOffer.objects.create(host=host, batch=batch, willingness="willing", answered_at=timezone.now())
    for post in spec.posts:
        low, _, high = post.seats.partition("-")
        Post.objects.create(offer=offer, title=post.title, duties=post.duties, wanted_majors=post.majors, seats_min=int(low),
                            seats_max=int(high or low), lodging=LODGING[post.lodging_note])
    return offer


def wish(application: Application, *places: Post | HostOffer) -> None:
    """State wishes, first one first."""
    for rank, place in enumerate(places, start=1):
        name = "post" if isinstance(place, Post) else "offer"
        Wish.objects.create(application=application, rank=rank, **{name: place})


def some_wishes(batch: Batch, *, every: int = 2, count: int = 4) -> None:
    """Let every n-th person wish `count` posts, in an order that differs from person to person."""
    posts = list(Post.objects.filter(offer__batch=batch).order_by("pk"))
    for i, application in enumerate(Application.objects.filter(batch=batch).order_by("number")):
        if i % every == 0:
            wish(application, *(posts[(i * 7 + k * 11) % len(posts)] for k in range(min(count, len(posts)))))


def allotment_book(places: dict[int, int], *, fixed: tuple[int, ...] = (), short: bool = True) -> bytes:
    """An allotment (application → post) in the office's wording: a title, short names of companies, a column for what was fixed."""
    book = Workbook()
    page = book.active
    page.append(["2026年第二期人员分配表"])
    page.append(["序号", "姓名", "单位", "接收企业", "岗位", "是否指定"])
    posts = Post.objects.select_related("offer__host__unit").in_bulk()
    for n, (a, p) in enumerate(places.items(), 1):
        person, host = Application.objects.select_related("person", "unit").get(pk=a), posts[p].offer.host.unit.name
        page.append([n, person.person.name, person.unit.name, host.removeprefix("佛山市").removesuffix("有限公司") if short else host, posts[p].title,
                     "是" if a in fixed else ""])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def days(count: int) -> timedelta:
    """Return a span of days."""
    return timedelta(days=count)

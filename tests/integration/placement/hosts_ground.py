"""The ground of the tests on hosts: a batch, a host with posts, applications, and pages to look at."""

import datetime as dt
from typing import Any

from django.urls import reverse

from seedbed.directory.models import Unit
from seedbed.placement.actions import hosts, posts
from seedbed.placement.models import Host, HostOffer, Post
from seedbed.selection.models import Application, Batch, Programme, YearPlan
from tests.cast import SETUP, Cast, log_in

START = dt.date(2027, 3, 1)


def make_batch(cast: Cast, *, unit: Unit | None = None, ordinal: int = 1, seats: int = 10) -> Batch:
    """Make a batch of the organising department to Foshan."""
    unit = unit or cast.department
    programme = Programme.objects.get_or_create(unit=unit, name="赴大湾区沉浸式培训")[0]
    plan = YearPlan.objects.get_or_create(programme=programme, year=2027, defaults={"target": 100})[0]
    return Batch.objects.create(plan=plan, ordinal=ordinal, name=f"2027年第{ordinal}期", unit=unit, host_region_id="4406",
                                starts_on=START, ends_on=dt.date(2027, 6, 1), seats=seats)


def make_host(cast: Cast, *, vetted: bool = True) -> Host:
    """Make the cast's company a host of the department."""
    host = hosts.add_host(cast.department, by=SETUP, name=cast.company.name, uscc=cast.company.uscc, business="制造：卫生陶瓷、五金配件", address="佛山市三水区")
    return hosts.vet_host(host, by=SETUP, move="vet", reason="符合条件") if vetted else host


def make_offer(host: Host, batch: Batch) -> HostOffer:
    """List a host for a batch; it is willing."""
    return hosts.accept_offer(hosts.invite_host(host, by=SETUP, batch=batch), by=SETUP)


def make_post(offer: HostOffer, title: str = "总经理助理", **facts: Any) -> Post:
    """Add a post with two seats."""
    return posts.add_post(offer, by=SETUP, title=title, **({"seats": (1, 2)} | facts))


def make_application(cast: Cast, batch: Batch, name: str = "applicant", *, number: int = 1, state: str = "eligible") -> Application:
    """Register an application of one of the cast."""
    person = cast.people[name]
    place = {"position": number} if state in {"proposed", "reserve"} else {}
    return Application.objects.create(batch=batch, person=person, unit=person.unit, number=number, state=state, **place)


def get(client: Any, account: Any, name: str, *args: Any, **query: str) -> Any:
    """Open a page as somebody."""
    return log_in(client, account).get(reverse(f"placement:{name}", args=args), query)


def post(client: Any, account: Any, name: str, *args: Any, data: Any = None) -> Any:
    """Send a form as somebody."""
    return log_in(client, account).post(reverse(f"placement:{name}", args=args), data or {})

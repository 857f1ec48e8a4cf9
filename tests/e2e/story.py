"""The page's batch on the eve of its first day, its people at their browsers, and a calendar that the test moves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F
from django.utils import timezone

from seedbed.directory import actions as directory
from seedbed.directory.models import Person, Unit
from seedbed.placement.models import Placement, Post
from seedbed.residency.models import ClassMember, TrainingClass
from seedbed.selection.models import Application, Batch, YearPlan
from tests.cast import SETUP, Cast, make_cast, open_account
from tests.e2e.browsing import PHONE
from tests.e2e.officer import Officer
from tests.integration.residency.ground import placed_batch, publish

PEOPLE, PARTY, HOSTS = 46, 26, 23
FIRST, LAST = date(2023, 10, 9), date(2024, 1, 8)
COMMAND = "郴州市招商引资联合指挥部办公室"


@dataclass
class Clock:
    """What time it is on the site; the test moves it."""

    now: datetime

    def set(self, text: str) -> None:
        """Move to a day and hour in China, such as 2023-10-09 09:00."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


@dataclass
class Story:
    """The people of the story, each at a browser, and the calendar."""

    cast: Cast
    clock: Clock
    arrive: Callable[..., Any]
    batch: Batch
    seats: dict[str, Officer] = field(default_factory=dict)

    def at(self, when: str) -> None:
        """Go on to another day; everybody signs in anew."""
        self.clock.set(when)
        for name, person in self.seats.items():
            person.visitor.sign_in(self.cast.accounts[name])

    def who(self, name: str) -> Officer:
        """Return the person at the own browser: trainees with a phone."""
        if name not in self.seats:
            width = {"width": PHONE} if name in ("applicant", "other_applicant") else {}
            self.seats[name] = Officer(self.arrive(self.cast.accounts[name], **width))
            self.seats[name].visitor.patience = "load"
        return self.seats[name]

    @property
    def row(self) -> TrainingClass:
        """The class."""
        return TrainingClass.objects.get()

    @property
    def mine(self) -> ClassMember:
        """The place of the trainee whose year is told."""
        return ClassMember.objects.get(person=self.cast.people["applicant"])


def eve_of_the_first_day() -> tuple[Cast, Batch]:
    """Make the batch of October 2023: placed, published, nobody has arrived; and those who take part later."""
    cast = make_cast()
    batch = placed_batch(cast, people=PEOPLE, hosts=HOSTS)
    _seat_at_the_last_host(batch)
    publish(cast, batch)
    YearPlan.objects.filter(pk=batch.plan_id).update(year=2023)
    Batch.objects.filter(pk=batch.pk).update(name="2023年第二期", starts_on=FIRST, ends_on=date(2024, 1, 9))
    party = list(Application.objects.filter(batch=batch).order_by("number").values_list("person", flat=True)[:PARTY])
    Person.objects.filter(pk__in=Application.objects.filter(batch=batch).values("person")).update(political_status="群众")
    Person.objects.filter(pk__in=party).update(political_status="中共党员")
    command: Unit = directory.add_unit(cast.root, by=SETUP, name=COMMAND, kind="government", region_id="4310")
    for name, role, unit in (("investor", "clerk", command), ("assessor", "officer", cast.department), ("second_assessor", "officer", cast.department)):
        cast.accounts[name] = open_account(name, role, unit)
    return cast, Batch.objects.get(pk=batch.pk)


def _seat_at_the_last_host(batch: Batch) -> None:
    """The last person goes to the last host, so that all of them have somebody."""
    last = Post.objects.filter(offer__batch=batch).order_by("-offer", "-pk")[0]
    fullest = Placement.objects.filter(batch=batch).values("post__offer").annotate(n=Count("pk")).order_by("-n", "post__offer")[0]["post__offer"]
    place = Placement.objects.filter(batch=batch, post__offer=fullest).order_by("-application__number")[0]
    Post.objects.filter(pk=place.post_id).update(taken=F("taken") - 1)
    Post.objects.filter(pk=last.pk).update(taken=F("taken") + 1)
    Placement.objects.filter(pk=place.pk).update(post=last)

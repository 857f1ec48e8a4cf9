"""How long pages take with one batch in the site, and with a hundred and their journals; not part of the tests.

    .venv/bin/python -m benchmarks.batches [BATCHES [TRAINEES [DAYS]]]
    DATABASE_URL=… .venv/bin/python -m benchmarks.batches          on an empty PostgreSQL (its server gets a second database)

One batch is made as in real life: hosts, posts, placements, a class with groups and meetings, leave, a page full of leads,
practices and visits, and a journal of every trainee for every day. The people whom the office means to cover stand on its list
from the beginning, with their hours of training: those who fill all the batches. Then the database is copied aside, and in the
other one the batch is copied in bulk, straight into the tables: each next batch takes the next people of the list, twelve
batches are under way at the same time, the others are over, and every journal leaves its lines in the chained trail. Each page
is opened in both databases in turn; a column says how many times as long it took. Seconds are processor time, of the page and
of the database's own process together, so that other work on the machine does not count; the middle one is printed.
"""

import copy
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE": ""}

UNDER_WAY, ROUNDS, CHUNK, LIMIT, PAGE = 12, 6, 4000, 1.3, 50
TEXT = "跟着生产部排了一周计划，每天晨会十五分钟，问题不过夜。想把这个办法带回局里的项目调度会。" * 3
PAGES: tuple[tuple[str, str, str], ...] = (
    # who, page, the world's object its address needs
    ("officer", "portal:home", ""), ("leader", "portal:home", ""), ("trainee", "portal:home", ""),
    ("officer", "outcomes:batch", "batch"), ("officer", "outcomes:batches", ""), ("officer", "selection:batches", ""),
    ("officer", "residency:classes", ""), ("officer", "residency:class", "class"), ("officer", "residency:works", "class"),
    ("officer", "residency:people", "class"), ("officer", "residency:leaves", "class"), ("officer", "residency:whereabouts", "class"),
    ("officer", "residency:dossiers", "class"), ("officer", "residency:visits", "class"), ("officer", "placement:batch", "batch"),
    ("officer", "placement:where", "batch"), ("officer", "placement:hosts", ""), ("officer", "outcomes:leads", ""),
    ("officer", "outcomes:practices", ""), ("officer", "outcomes:visits", ""), ("officer", "outcomes:follow_ups", "batch"),
    ("officer", "outcomes:coverage", ""), ("officer", "outcomes:targets", ""), ("officer", "gatherings:schedule", ""),
    ("officer", "directory:people", ""), ("trainee", "residency:week", ""), ("trainee", "residency:my_works", ""),
    ("trainee", "residency:my_leave", ""), ("audit_admin", "portal:trail", ""), ("audit_admin", "portal:trail?object", "work"),
)


def parts(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Cut a stream of rows into lists."""
    found = iter(rows)
    while part := list(islice(found, size)):
        yield part


def store(rows: Iterable[Any]) -> list[Any]:
    """Write rows in bulk and return them with their keys."""
    kept: list[Any] = []
    for part in parts(rows):
        kept += type(part[0])._default_manager.bulk_create(part)
    return kept


def twin(row: Any, **fresh: Any) -> Any:
    """Return an unsaved copy of a row with other values."""
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.fields_cache = {}
    made.pk, made._state.adding = None, True
    for name, value in fresh.items():
        setattr(made, name, value)
    return made


def make_one(cast: Any, people: int, batches: int) -> dict[str, Any]:
    """Make the first batch through the actions of the product."""
    from seedbed.demo import yields
    from seedbed.gatherings import actions as gatherings
    from seedbed.outcomes.actions import coverage as targets
    from seedbed.residency.actions import classes, leave
    from seedbed.residency.models import Rhythm, TrainingClass
    from seedbed.selection.models import Batch
    from tests.integration.residency.ground import open_ground
    from tests.living import EVENING

    by = cast.actor("officer")
    ground = open_ground(cast, people=people, hosts=23)
    row, today = ground.row, ground.row.batch.starts_on + timedelta(days=30)
    Batch.objects.filter(pk=row.batch_id).update(starts_on=today - timedelta(days=89), ends_on=today + timedelta(days=3), seats=people)
    TrainingClass.objects.filter(pk=row.pk).update(journal_every=Rhythm.DAY)
    row = TrainingClass.objects.get(pk=row.pk)
    classes.note_arrivals(row, by=by, on=row.batch.starts_on)
    classes.divide(row, by=by, count=6)
    gatherings.plan_series(row.circle, by=by, first_on=row.batch.starts_on, last_on=row.batch.last_day, every_weeks=1, plan=EVENING)
    for member in list(row.members.all())[:6]:
        leave.ask_leave(member, by=by, first_on=today - timedelta(days=40), last_on=today - timedelta(days=39), reason="回单位办理交接事项")
    yields.leads_and_visits(row.batch, by, cast.root)
    targets.targets_from_batches(row.batch.unit, by=by)
    yields.assessments(row.batch, by, cast.actor("leader"))  # a certificate rests on the released result
    yields.practices(row.batch, by)
    fill_lists(row.batch)
    return {"batch": row.batch, "class": row, "people": populate(row, batches)}


def fill_lists(batch: Any) -> None:
    """Fill a page of leads, practices and visits, so that a list shows as many rows with one batch as with a hundred."""
    from seedbed.outcomes.models import CompanyVisit, Lead, Practice

    for model in (Lead, Practice, CompanyVisit):
        rows = list(model.objects.filter(batch=batch))
        days = [{"visited_on": rows[0].visited_on - timedelta(days=20 + n)} if model is CompanyVisit else {} for n in range(PAGE - len(rows))]
        store(twin(rows[n % len(rows)], **unique(rows[0], 500 + n), **more) for n, more in enumerate(days))


def populate(row: Any, batches: int) -> list[Any]:
    """Enter the people of all the batches to come as people to be covered, with some hours of training; the own ones first."""
    from seedbed.directory.models import Person
    from seedbed.outcomes.models import HoursEntry, Target

    own = list(Person.objects.filter(pk__in=row.members.values("person")).order_by("pk"))
    people = own + store(twin(one, id_lookup=f"copy{n}-{one.pk}") for n in range(batches - 1) for one in own)
    targets = {one.person_id: one for one in Target.objects.filter(person__in=own)}
    store(twin(targets[own[n % len(own)].pk], person_id=one.pk) for n, one in enumerate(people) if n >= len(own))
    year, desk = row.batch.starts_on.year, row.batch.unit_id
    store(HoursEntry(desk_id=desk, person_id=one.pk, year=year - n % 4, what="党校培训", days=5 + n % 9, basis="结业证书") for n, one in enumerate(people))
    return people


def unique(one: Any, number: int) -> dict[str, Any]:
    """What may stand once only on a site."""
    fresh = {"number": number, "uscc": ""}
    return {name: value for name, value in fresh.items() if hasattr(one, name)}


def write_journals(members: list[Any], first: Any, days: int, by: Any) -> list[Any]:
    """Write everybody's journal of every day; those of the last two days wait to be read."""
    from django.utils import timezone

    from seedbed.residency.models import Work

    now, today = timezone.now(), timezone.localdate()
    def rows() -> Iterator[Any]:
        for day in (first + timedelta(days=n) for n in range(days)):
            fresh = day > today - timedelta(days=2)
            for member in members:
                yield Work(member_id=member.pk, kind="journal", first_on=day, last_on=day, body=TEXT, state="handed_in" if fresh else "accepted",
                           handed_in_at=now, accepted_at=None if fresh else now, read_by_id=None if fresh else by, changed_at=now)

    made = store(rows())
    seal(lines_of(made, by))
    return made


def lines_of(works: list[Any], by: Any) -> Iterator[Any]:
    """The trail of a journal: begun and handed in by its author; every fifth also read by the office."""
    from seedbed.kernel.trail import Line

    for n, work in enumerate(works):
        author = f"account:{work.member_id}"
        said = {"member_id": [None, work.member_id], "first_on": [None, work.first_on.isoformat()], "body": None}
        yield Line("residency.begin_work", "added", "account", author, "学员", "residency.Work", str(work.pk), f"#{work.pk}", said, "", f"{work.pk:030d}a")
        yield Line("residency.hand_in", "hand_in", "account", author, "学员", "residency.Work", str(work.pk), f"#{work.pk}",
                   {"state": ["draft", "handed_in"]}, "", f"{work.pk:030d}b")
        if n % 5 == 0:
            yield Line("residency.accept_work", "accept", "account", str(by), "何干事", "residency.Work", str(work.pk), f"#{work.pk}",
                       {"state": ["handed_in", "accepted"]}, "", f"{work.pk:030d}c")


def seal(lines: Iterable[Any]) -> None:
    """Chain the lines onto the trail."""
    from django.db import transaction

    from seedbed.kernel import trail

    with transaction.atomic():
        for part in parts(lines):
            trail.append(part)


class Copier:
    """Copies a whole batch with everything that hangs on it."""

    def __init__(self, world: dict[str, Any], by: Any) -> None:
        from seedbed.gatherings.models import CircleMember, Gathering
        from seedbed.outcomes.models import CompanyVisit, Lead, Practice
        from seedbed.placement.models import HostOffer, Placement, Post
        from seedbed.residency.models import Leave

        batch, row = world["batch"], world["class"]
        self.batch, self.row, self.by, self.copies = batch, row, by, 0
        self.members = list(row.members.select_related("placement__application"))
        self.people = world["people"]
        self.offers, self.posts = list(HostOffer.objects.filter(batch=batch)), list(Post.objects.filter(offer__batch=batch))
        self.groups, self.leaves = list(row.groups.all()), list(Leave.objects.filter(member__training_class=row))
        self.circle_people = list(CircleMember.objects.filter(circle__in=[row.circle_id, row.council_id]))
        self.gatherings = list(Gathering.objects.filter(circle=row.circle))
        self.others = [(model, list(model.objects.filter(batch=batch))) for model in (Lead, Practice, CompanyVisit)]
        self.placements = {p.pk: p for p in Placement.objects.filter(batch=batch)}

    def copy(self, days: int) -> None:
        """Make the next copy: under way while few are, over and closed afterwards."""
        self.copies += 1
        over = self.copies >= UNDER_WAY
        shift = timedelta(weeks=2 * (self.copies - UNDER_WAY) + 15) if over else timedelta()
        batch = twin(self.batch, ordinal=1000 + self.copies, name=f"{self.batch.name}之{self.copies}", starts_on=self.batch.starts_on - shift,
                     ends_on=self.batch.ends_on - shift, state="closed" if over else self.batch.state)
        batch.save()
        size = len(self.members)
        people = dict(zip([p.pk for p in self.people[:size]], self.people[size * self.copies : size * (self.copies + 1)], strict=True))
        posts = self._posts(batch)
        members = self._class(batch, people, posts, batch.last_day if over else None)
        self._outcomes(batch)
        write_journals(members, batch.starts_on, days, self.by)

    def _posts(self, batch: Any) -> dict[int, int]:
        offers = dict(zip((o.pk for o in self.offers), store(twin(o, batch_id=batch.pk) for o in self.offers), strict=True))
        made = store(twin(p, offer_id=offers[p.offer_id].pk) for p in self.posts)
        return {old.pk: new.pk for old, new in zip(self.posts, made, strict=True)}

    def _class(self, batch: Any, people: dict[int, Any], posts: dict[int, int], closed: Any) -> list[Any]:
        circle, council = (twin(c) for c in (self.row.circle, self.row.council))
        circle.save()
        council.save()
        row = twin(self.row, batch_id=batch.pk, circle_id=circle.pk, council_id=council.pk, closed_on=closed)
        row.save()
        groups = {old.pk: new.pk for old, new in zip(self.groups, store(twin(g, training_class_id=row.pk) for g in self.groups), strict=True)}
        asked = store(twin(m.placement.application, batch_id=batch.pk, person_id=people[m.person_id].pk) for m in self.members)
        placed = store(self._placement(m, batch, people, posts, a, closed) for m, a in zip(self.members, asked, strict=True))
        members = store(twin(m, training_class_id=row.pk, placement_id=p.pk, person_id=p.person_id, group_id=groups.get(m.group_id))
                        for m, p in zip(self.members, placed, strict=True))
        new = {old.pk: made.pk for old, made in zip(self.members, members, strict=True)}
        store(twin(one, member_id=new[one.member_id]) for one in self.leaves)
        homes = {self.row.circle_id: circle.pk, self.row.council_id: council.pk}
        store(twin(one, circle_id=homes[one.circle_id], person_id=people[one.person_id].pk) for one in self.circle_people)
        shift = self.batch.starts_on - batch.starts_on
        store(twin(g, circle_id=circle.pk, series_id=None, starts_at=g.starts_at - shift, ends_at=g.ends_at - shift) for g in self.gatherings)
        return members

    def _placement(self, member: Any, batch: Any, people: dict[int, Any], posts: dict[int, int], application: Any, closed: Any) -> Any:
        from django.utils import timezone

        old = self.placements[member.placement_id]
        ended = {"state": "completed", "ended_at": timezone.now()} if closed else {}
        return twin(old, batch_id=batch.pk, application_id=application.pk, person_id=people[member.person_id].pk, post_id=posts[old.post_id], **ended)

    def _outcomes(self, batch: Any) -> None:
        for _model, rows in self.others:
            store(twin(one, batch_id=batch.pk, **unique(one, 1000 * self.copies + n)) for n, one in enumerate(rows))


def spent(backend: int) -> float:
    """Return the processor seconds this process has used, and the process of the database that works for it."""
    own = time.process_time()
    if not backend:
        return own  # SQLite works inside this process
    return own + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def backend_of(connection: Any) -> int:
    """Return the number of the PostgreSQL process behind the connection, 0 for SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def set_aside(connection: Any) -> str:
    """Copy the database as it is now, and return the name of the copy."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [f"{name}.one"])
        return f"{name}.one"
    connection.close()
    use(connection, "template1")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}_one" TEMPLATE "{name}"')
    use(connection, name)
    return f"{name}_one"


def use(connection: Any, name: str) -> None:
    """Go on in another database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def clock(world: dict[str, Any], clients: dict[str, Any], connection: Any, names: tuple[str, str]) -> Iterator[tuple[tuple[str, str], list[float], list[int]]]:
    """Open every page in two databases in turn; yield the middle time in milliseconds and the rows shown, of the first and the second."""
    from django.urls import reverse

    for role, name, needs in PAGES:
        page, _, asked = name.partition("?")
        path = reverse(page, args=[world[needs].pk] if needs and not asked else []) + (f"?{asked}={world[needs].pk}" if asked else "")
        times: dict[str, list[float]] = {place: [] for place in names}
        shown = {}
        for place in names * 2:
            use(connection, place)
            backend = backend_of(connection)
            for turn in range(ROUNDS + 2):
                begun = spent(backend)
                answer = clients[role].get(path)
                times[place] += [spent(backend) - begun] if turn > 1 else []  # the first ones read what is kept afterwards
                assert answer.status_code == 200, (path, answer.status_code)
            shown[place] = answer.content.count(b"<tr") + answer.content.count(b"<li")
        yield (role, name), [1000 * statistics.median(times[place]) for place in names], [shown[place] for place in names]


def main() -> None:
    """Make, measure, copy, measure again."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from seedbed.kernel.models import AuditEvent
    from seedbed.outcomes.models import Target
    from seedbed.residency.models import Work
    from tests.cast import log_in, make_cast

    batches, people, days = [int(x) for x in sys.argv[1:4]] + [100, 50, 90][len(sys.argv) - 1:]
    cast = make_cast()
    world = make_one(cast, people, batches)
    world["work"] = write_journals(list(world["class"].members.all()), world["batch"].starts_on, days, cast.officer.pk)[0]
    names = {"trainee": "applicant"}
    clients = {role: log_in(Client(), cast.accounts[names.get(role, role)]) for role in dict.fromkeys(who for who, _n, _o in PAGES)}
    tidy(connection)
    one, hundred = set_aside(connection), str(connection.settings_dict["NAME"])
    begun, copier = time.perf_counter(), Copier(world, cast.officer.pk)
    for _number in range(batches - 1):
        copier.copy(days)
    tidy(connection)
    print(f"{connection.vendor}: {batches} batches, {Work.objects.count():,} journals, {AuditEvent.objects.count():,} lines of the trail, "
          f"{Target.objects.count():,} people to be covered, made in {time.perf_counter() - begun:.0f} s", flush=True)
    for (role, name), (first, second), (rows, more) in clock(world, clients, connection, (one, hundred)):
        kind = "" if second <= LIMIT * first else "more is shown" if more > rows + 2 else "**slow**"
        print(f"| {name} ({role}) | {first:.0f} | {second:.0f} | {second / first:.2f} | {rows} → {more} | {kind} |", flush=True)
    connection.close()


def tidy(connection: Any) -> None:
    """Let PostgreSQL count its rows, as it does by itself on a site."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    tempfile.tempdir = os.environ.get("SEEDBED_BENCH_FOLDER") or None
    main()

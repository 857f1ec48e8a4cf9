"""Named actions: one transaction, one predicate, one effect per form, lines in the trail."""

from datetime import date

import pytest
from django.db import DataError, OperationalError, connection

from seedbed.directory import actions as directory
from seedbed.directory.models import Tie, Unit
from seedbed.kernel import actions as kernel
from seedbed.kernel.actions import (
    REGISTER,
    FormKey,
    action,
    add,
    allowed,
    change,
    form_key,
    note,
    remove,
    require,
)
from seedbed.kernel.actor import Actor, of_job
from seedbed.kernel.faults import AlreadyDone, KeyReused, Refused, RuleBroken, Stale
from seedbed.kernel.models import AuditEvent, OnceKey, Workday
from tests.cast import SETUP, Cast

JOB = of_job("test")
YES = lambda by, subject: True  # noqa: E731 - the simplest predicate


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Actions of a test disappear with it."""
    monkeypatch.setattr(kernel, "REGISTER", dict(REGISTER))


def day(number: int) -> Workday:
    """A calendar row that is not there yet."""
    return Workday(date=date(2030, 1, number), works=True, source="试")


@pytest.mark.django_db
def test_a_refused_act_writes_nothing_at_all(cast: Cast) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(Refused, match=r"本单位|不能|不可|无权|not"):
        directory.add_unit(cast.root, by=cast.actor("applicant"), name="新单位", kind="government")
    assert (AuditEvent.objects.count(), Unit.objects.filter(name="新单位").count()) == (before, 0)


@pytest.mark.django_db
def test_a_broken_rule_takes_everything_back(cast: Cast, register: None) -> None:
    @action("test.half", allow=YES, label="half")
    def half(subject: None, *, by: Actor) -> None:
        add(day(1))
        require(False, "规则不允许")

    before = AuditEvent.objects.count()
    with pytest.raises(RuleBroken, match="规则不允许"):
        half(None, by=JOB)
    assert (Workday.objects.count(), AuditEvent.objects.count()) == (0, before)


@pytest.mark.django_db
def test_an_act_without_a_line_is_a_fault_of_the_program(cast: Cast, register: None) -> None:
    @action("test.silent", allow=YES, label="silent")
    def silent(subject: None, *, by: Actor) -> None:
        """Write past the trail."""
        day(2).save(force_insert=True)

    with pytest.raises(RuntimeError, match="without a line in the trail"):
        silent(None, by=JOB)
    assert Workday.objects.count() == 0


@pytest.mark.django_db
def test_a_nested_act_joins_and_asks_again(cast: Cast, register: None) -> None:
    @action("test.inner", allow=lambda by, subject: False, label="inner")
    def inner(subject: None, *, by: Actor) -> None:
        """Nobody may."""
        add(day(3))

    @action("test.outer", allow=YES, label="outer")
    def outer(subject: None, *, by: Actor) -> None:
        """Begin, then fail inside."""
        add(day(4))
        inner(None, by=by)

    with pytest.raises(Refused):
        outer(None, by=JOB)
    assert Workday.objects.count() == 0


@pytest.mark.django_db
def test_lines_of_one_act_share_its_number_and_its_outermost_name(cast: Cast) -> None:
    directory.set_all_industries(cast.unit_a, by=cast.actor("officer"), codes={"serves": ["C30", "C31"], "leading": ["C21"]})
    lines = AuditEvent.objects.filter(action="directory.set_all_industries")
    assert (len({line.act_id for line in lines}), lines.filter(what="added").count()) == (1, 3)


@pytest.mark.django_db
def test_two_actions_of_one_name_cannot_be(register: None) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        action("directory.add_unit", allow=YES, label="again")(lambda subject, *, by: None)


@pytest.mark.django_db
def test_the_door_hears_the_same_word_as_the_act(cast: Cast) -> None:
    answers = [allowed("directory.add_unit", cast.actor(who), cast.root) for who in ("officer", "leader", "clerk_a", "applicant")]
    assert answers == [True, False, False, False]


@pytest.mark.django_db
def test_a_stale_version_changes_nothing(cast: Cast) -> None:
    old = Unit.objects.get(pk=cast.unit_a.pk)
    directory.change_unit(Unit.objects.get(pk=cast.unit_a.pk), by=cast.actor("officer"), version=old.version, short_name="资兴住建")
    with pytest.raises(Stale):
        directory.change_unit(old, by=cast.actor("officer"), version=old.version, short_name="住建")
    cast.unit_a.refresh_from_db()
    assert (cast.unit_a.short_name, cast.unit_a.version) == ("资兴住建", old.version + 1)


@pytest.mark.django_db
def test_only_what_really_changed_stands_in_the_line(cast: Cast) -> None:
    directory.change_unit(cast.unit_a, by=cast.actor("officer"), name=cast.unit_a.name, is_economic=False)
    line = AuditEvent.objects.filter(action="directory.change_unit").get()
    assert line.changes == {"is_economic": [True, False]}


@pytest.mark.django_db
def test_a_removed_row_leaves_its_line(cast: Cast, register: None) -> None:
    tie = directory.declare_tie(cast.unit_a, by=SETUP, kind="supervises", other=cast.company)

    @action("test.drop", allow=YES, label="drop")
    def drop(subject: Tie, *, by: Actor) -> None:
        """Remove a row."""
        remove(subject, text="登记错误")

    key = str(tie.pk)
    drop(tie, by=JOB)
    line = AuditEvent.objects.get(action="test.drop")
    assert (line.what, line.object_id, line.note, Tie.objects.count()) == ("removed", key, "登记错误", 0)


@pytest.mark.django_db
class TestFormKeys:
    """A form takes effect once, however often it is sent."""

    def send(self, key: str, digest: str, serial: int) -> None:
        """Do the act of a form."""
        token = form_key.set(FormKey(key, digest))
        try:
            REGISTER_DAY(day(serial), by=JOB)
        finally:
            form_key.reset(token)

    def test_the_same_form_again_is_already_done(self, db: None) -> None:
        self.send("k1", "d1", 1)
        with pytest.raises(AlreadyDone):
            self.send("k1", "d1", 2)
        assert (Workday.objects.count(), OnceKey.objects.count()) == (1, 1)

    def test_the_same_key_with_other_content_is_refused(self, db: None) -> None:
        self.send("k1", "d1", 1)
        with pytest.raises(KeyReused):
            self.send("k1", "d2", 2)
        assert Workday.objects.count() == 1

    def test_a_refused_act_leaves_its_key_free(self, db: None) -> None:
        with pytest.raises(RuleBroken):
            self.send("k1", "d1", 9)
        self.send("k1", "d1", 1)
        assert Workday.objects.count() == 1


@action("test.day", allow=YES, label="day")
def REGISTER_DAY(subject: Workday, *, by: Actor) -> Workday:
    """Add a calendar day; the ninth is refused."""
    require(subject.date.day != 9, "九号不行")
    return add(subject)


REGISTER.pop("test.day")


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_tried_again(register: None) -> None:
    tries = []

    @action("test.busy", allow=YES, label="busy")
    def busy(subject: None, *, by: Actor) -> int:
        """Fail twice as a busy database does, then write."""
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        add(day(5))
        return len(tries)

    assert (busy(None, by=JOB), AuditEvent.objects.filter(action="test.busy").count()) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_the_second_try_begins_with_rows_as_they_are_stored(register: None) -> None:
    rows, seen = [Workday.objects.create(date=date(2026, 10, n), works=True, source="表") for n in (1, 2, 3)], []

    @action("test.marks", allow=YES, label="marks")
    def marks(subject: Workday, *, by: Actor, other: Workday, more: list[Workday]) -> None:
        """Change three rows, and fail the first time after that as a busy database does."""
        seen.append([row.source for row in (subject, other, *more)])
        for row in (subject, other, *more):
            change(row, source="改过")
        if len(seen) == 1:
            raise OperationalError("database is locked")

    marks(rows[0], by=JOB, other=rows[1], more=[rows[2]])
    assert seen == [["表"] * 3] * 2


@pytest.mark.django_db(transaction=True)
def test_another_fault_of_the_database_is_not_tried_again(register: None) -> None:
    tries = []

    @action("test.broken", allow=YES, label="broken")
    def broken(subject: None, *, by: Actor) -> None:
        """Fail for good."""
        tries.append(1)
        raise OperationalError("no such table")

    with pytest.raises(OperationalError):
        broken(None, by=JOB)
    assert len(tries) == 1


@pytest.mark.django_db
def test_what_does_not_fit_its_field_is_answered_with_a_sentence(register: None) -> None:
    @action("test.too_long", allow=YES, label="too long")
    def too_long(subject: None, *, by: Actor) -> None:
        """Write a text that PostgreSQL measures and refuses."""
        raise DataError("value too long for type character varying(5)")

    with pytest.raises(RuleBroken, match="超出字段长度"):
        too_long(None, by=JOB)


@pytest.mark.django_db
def test_a_note_changes_nothing_but_the_trail(cast: Cast, register: None) -> None:
    @action("test.note", allow=YES, label="note")
    def look(subject: Unit, *, by: Actor) -> None:
        """Leave a line."""
        note(subject, "looked", text="因工作需要")

    version = cast.unit_a.version
    look(cast.unit_a, by=JOB)
    cast.unit_a.refresh_from_db()
    line = AuditEvent.objects.get(action="test.note")
    assert (cast.unit_a.version, line.what, line.note, line.object_label) == (version, "looked", "因工作需要", cast.unit_a.name)


@pytest.mark.django_db
def test_changing_outside_of_an_act_is_refused(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="only inside an @action"):
        change(cast.unit_a, short_name="x")
    assert connection.in_atomic_block

"""Many actors move the same cases, and workers are killed in the middle: no move is lost, doubled or half there."""

import os
from collections import Counter

import pytest

from seedbed.casework.models import Case, CaseDesk
from seedbed.kernel import trail
from tests.cast import make_cast, open_account
from tests.concurrency.moving import Book, run, wrong
from tests.county import make_county

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.slow]
ACTORS, SECONDS = int(os.environ.get("ACTORS", "12")), float(os.environ.get("ACTING", "2"))  # 200 and 60 for the long run
WORKERS, KILLS = (3, 2) if ACTORS < 100 else (8, 30)


def test_no_move_is_lost_or_doubled_when_workers_are_killed(tmp_path):
    cast = make_cast()
    county = make_county(cast)
    for _n in range(max(6, ACTORS // 4)):
        county.case()
    known = Case.objects.count()
    roles = [("officer", cast.root), ("clerk", cast.unit_a), ("leader", cast.root), ("officer", cast.root)]
    actors = [(open_account(f"actor_{n}", *roles[n % 4]), roles[n % 4][0]) for n in range(ACTORS)]
    killed = run(county, actors, tmp_path / "book", workers=WORKERS, seconds=SECONDS, kills=KILLS)
    book = Book(tmp_path / "book").lines()
    before = [["done", f"before-{pk}", pk, "register"] for pk in Case.objects.order_by("pk").values_list("pk", flat=True)[:known]]
    numbers = sorted(int(number[-5:]) for number in Case.objects.values_list("number", flat=True))
    print(Counter(kind for kind, *_rest in book), Counter(move for kind, _tried, _pk, move in book if kind == "done"), killed, len(numbers))  # read by the long run
    assert (wrong(before + book), numbers, CaseDesk.objects.get().last) == ([], list(range(1, len(numbers) + 1)), len(numbers))
    assert (killed, sum(kind == "done" for kind, *_rest in book) > WORKERS, list(trail.verify())) == (KILLS, True, [])

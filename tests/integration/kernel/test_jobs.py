"""Jobs: taken by name after the commit, and found again when they were lost."""

import pytest
from django.db import transaction

from seedbed.kernel import jobs


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A job that writes down which rows it was given."""
    monkeypatch.setattr(jobs, "REGISTER", {})
    done: list[int] = []
    jobs.register("test.count", waiting=lambda: [n for n in (7, 8) if n not in done])(done.append)
    return done


@pytest.mark.django_db(transaction=True)
def test_a_job_starts_only_after_the_commit(counted: list[int]) -> None:
    with transaction.atomic():
        jobs.enqueue("test.count", 7)
        assert counted == []
    assert counted == [7]


@pytest.mark.django_db(transaction=True)
def test_a_cause_taken_back_starts_no_job(counted: list[int]) -> None:
    with pytest.raises(ValueError, match="back"), transaction.atomic():
        jobs.enqueue("test.count", 7)
        raise ValueError("back")
    assert counted == []


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_finds_what_nobody_took(counted: list[int]) -> None:
    assert (jobs.sweep(), counted, jobs.sweep()) == (2, [7, 8], 0)

"""The workbooks of a batch for the command line: the same reading, comparing, taking and writing as on the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _

from seedbed.directory.actions.releases import require_release
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.models import ImportJob
from seedbed.kernel.workbooks import Sheet, staging
from seedbed.kernel.workbooks.writing import error_workbook, write_sheet
from seedbed.placement import workbooks as posts
from seedbed.placement.actions import intake as placement
from seedbed.placement.papers import KINDS, made
from seedbed.placement.queries import hosts as host_queries
from seedbed.placement.queries import intake as post_queries
from seedbed.placement.queries.papers import Outcome, outcome_of
from seedbed.selection import actions as selection
from seedbed.selection import workbooks as people
from seedbed.selection.models import Batch
from seedbed.selection.queries import applications_run_by, latest_ranking
from seedbed.selection.queries.intake import remembered_headings
from seedbed.selection.queries.outgoing import applications_going_out
from seedbed.selection.queries.ranking import placed_applications


@dataclass(frozen=True)
class Brought:
    """An import that was staged: its declaration, and how its rows are taken."""

    job: ImportJob
    sheet: Sheet
    take: Callable[[bool], Mapping[str, int]]


def _parcel(path: Path, sheet: Sheet, mapping: Mapping[str, str]) -> staging.Parcel:
    """The file is only read: it stays as its sender wrote it."""
    return staging.read_upload(SimpleUploadedFile(path.name, path.read_bytes()), sheet, mapping)


def _applicants(batch: Batch, path: Path, by: Actor) -> Brought:
    return _people(batch, path, by, people.applicants_sheet(batch))


def _corrections(batch: Batch, path: Path, by: Actor) -> Brought:
    return _people(batch, path, by, people.corrections_sheet(batch))


def _people(batch: Batch, path: Path, by: Actor, sheet: Sheet) -> Brought:
    job = selection.stage_import(batch, by=by, parcel=_parcel(path, sheet, remembered_headings(sheet.name)), declaration=sheet)
    return Brought(job, sheet, lambda good_only: vars(selection.take_import(batch, by=by, job=job, declaration=sheet, good_only=good_only)))


def _posts(batch: Batch, path: Path, by: Actor) -> Brought:
    sheet = posts.POSTS
    job = placement.stage_posts(batch, by=by, parcel=_parcel(path, sheet, post_queries.last_answers()), sheet=sheet)
    return Brought(job, sheet, lambda good_only: vars(placement.take_posts(batch, by=by, job=job, keeper=batch.unit, good_only=good_only)))


IMPORTS: Mapping[str, Callable[[Batch, Path, Actor], Brought]] = {"applicants": _applicants, "corrections": _corrections, "posts": _posts}


def faults_file(brought: Brought) -> bytes:
    """The rows with their faults marked, to be sent back."""
    return error_workbook(brought.sheet, staging.preview(brought.job, brought.sheet))


# -- out -----------------------------------------------------------------------------------------------------


def _people_of(batch: Batch, by: Actor) -> Any:
    return applications_run_by(by).filter(batch=batch).order_by("number")


def _ranking_file(batch: Batch, by: Actor) -> bytes:
    ranking = latest_ranking(batch)
    if ranking is None:
        raise RuleBroken(_("There is no order of priority yet."))
    return people.ranking_file(batch, ranking, placed_applications(by, batch))


def _posts_file(batch: Batch, by: Actor) -> bytes:
    rows = placement.export_posts(batch, by=by, posts=host_queries.posts_to_export(batch))
    return write_sheet(posts.POSTS, [posts.values_of(post.offer, post, phone) for post, phone in rows], title=batch.name)


EXPORTS: Mapping[str, Callable[[Batch, Actor], bytes]] = {
    "applicants": lambda batch, by: people.list_file(batch, _people_of(batch, by), "office"),
    "corrections": lambda batch, by: people.corrections_file(batch, _people_of(batch, by)),
    "meeting": lambda batch, by: people.list_file(batch, _people_of(batch, by), "meeting"),
    "screening": lambda batch, by: people.screening_file(batch, _people_of(batch, by)),
    "ranking": _ranking_file,
    "posts": _posts_file,
}


def written(kind: str, batch: Batch, by: Actor) -> bytes:
    """Return a list of a batch as a workbook. Raises `RuleBroken` where it holds many people and nobody has released it."""
    require_release(applications_going_out(batch, kind), by)
    return EXPORTS[kind](batch, by)


# -- for the archive -----------------------------------------------------------------------------------------

LISTS = ("applicants", "meeting", "screening")


def files_of(batch: Batch, by: Actor) -> dict[str, bytes]:
    """Return the papers and lists of a batch by file name, as far as they can be made; telephones are in none of them."""
    found = {f"{name}.xlsx": EXPORTS[name](batch, by) for name in LISTS}
    if latest_ranking(batch) is not None:
        found["ranking.xlsx"] = _ranking_file(batch, by)
    return found | _papers_of(outcome_of(batch))


def _papers_of(outcome: Outcome | None) -> dict[str, bytes]:
    if outcome is None:
        return {}
    ready = [kind for kind in KINDS if outcome.published or not kind.after_publication]
    papers = {f"{kind.name}.{form}": made(kind, form, outcome) for kind in ready for form in kind.forms}
    return {name: content for name, content in papers.items() if content}

"""One of everything of the line that goes to the grass roots, for the walkers; it belongs to unit A."""

from datetime import time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seedbed.casework.models import Case
from seedbed.directory.queries import site
from seedbed.grassroots.actions import classes, library, outings
from seedbed.grassroots.actions.classes import Root
from seedbed.grassroots.actions.outings import Plan
from seedbed.kernel.actor import of_job
from tests.cast import Cast
from tests.county import County, picture


def plan(county: County, **more: Any) -> Plan:
    """A bench meeting in the village today."""
    return Plan(**({"kind": "talk", "title": "村头板凳会", "on": timezone.localdate(), "area": county.village, "place": "村口大樟树下"} | more))


def root(county: County, **more: Any) -> Root:
    """Where the root of the lights lies."""
    return Root(**({"name": "村道路灯无人管护", "owner": county.cast.unit_a, "level": "county", "cause": "管护经费没有列入预算", "measure": "建立县级管护机制"} | more))


def make_outings(cast: Cast, county: County, case: Case) -> dict[str, Any]:
    """Make one of everything through the actions of real life."""
    clerk, officer = cast.actor("clerk_a"), cast.actor("officer")
    project = library.open_project(cast.unit_a, by=clerk, title="村道路灯管护调研", why="群众反映集中", lead=cast.people["clerk_a"], due_on=timezone.localdate() + timedelta(days=60))
    outing = outings.plan_outing(cast.unit_a, by=clerk, plan=plan(county, project=project), people=[cast.people["clerk_a"]])
    matter = outings.raise_matter(outing, by=clerk, words="医保缴费标准是多少")
    paper = outings.keep_table(outing, by=clerk, file=SimpleUploadedFile("签字.png", picture()))
    reception = outings.plan_outing(cast.unit_a, by=clerk, plan=plan(
        county, kind="reception", title="领导接待日", on=timezone.localdate() + timedelta(days=3), starts=time(9), receives=cast.people["leader"], slots=6))
    outings.publish_reception(reception, by=officer)
    outings.book(reception, by=of_job("public"), slot=1, alias="老李")
    answer = library.propose_answer(site(), by=clerk, question="医保缴费标准是多少", answer="按当年文件执行", source="医保发〔示例〕1号")
    library.add_material(site(), by=clerk, title="医保政策问答", words="缴费、报销、异地就医", source="医保发〔示例〕1号")
    row = classes.gather(cast.unit_a, by=clerk, root=root(county), cases=[case])
    return {"outing": outing, "matter": matter, "outing_paper": paper, "reception": reception, "answer": answer, "project": project, "class_of_problems": row,
            "charge": outings.take_charge(case, by=officer, leader=cast.people["leader"])}



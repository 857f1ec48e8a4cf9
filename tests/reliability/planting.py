"""Secrets, planted where people type them, to be looked for where they must not be."""

from django.utils import timezone

from seedbed.casework import actions as casework
from seedbed.casework.models import Objection
from seedbed.directory.queries import site
from seedbed.placement.actions import posts
from seedbed.portal import actions as portal
from seedbed.selection import actions as selection
from tests.cast import ID_OF_APPLICANT, open_account
from tests.integration.selection import scene
from tests.world import PUBLIC, World

MOBILE = "13907350000"
CONTACT = "13760995533"
PLANTED = {
    "objection": "反映其隐瞒兼职丙", "sender of the objection": "戊某 13907359991", "finding": "经查属实丁", "complaint": "窗口态度恶劣己",
    "sender of the complaint": "庚某 13907359992", "sounding": "其母病重需照料辛", "draft": "曾在某厂挂职壬",
    "ID number": ID_OF_APPLICANT, "mobile": MOBILE, "telephone of a contact": CONTACT,
}
# Who may read a secret on a page without opening it: its own writer, and of a sounding officer and leader of the batch.
MAY_READ = {"sounding": {"officer", "leader"}}


def plant(world: World) -> World:
    """Put a secret into every place that takes one."""
    officer = world.cast.actor("officer")
    world.objects["objection"] = _objection(world)
    world.objects["complaint"], _word = portal.complain(site(), by=PUBLIC, kind="complaint", content=PLANTED["complaint"],
                                                        contact=PLANTED["sender of the complaint"])
    selection.sound(world["application"], by=officer, heard_on=timezone.localdate(), willingness="willing", circumstances=PLANTED["sounding"])
    world.cast.accounts["writer"] = open_account("writer", "trainee", world.cast.unit_b, scene.add_person(world.cast.unit_b, 77))
    selection.save_draft(world["batch"], by=world.cast.actor("writer"), typed={"bay_experience": PLANTED["draft"]})
    posts.change_post(world["post"], by=officer, contact_name="王经理", phone=CONTACT)
    return world


def _objection(world: World) -> Objection:
    row, _word = casework.object_to(world["notice"], by=PUBLIC, content=PLANTED["objection"], identity=PLANTED["sender of the objection"])
    return casework.handle(casework.accept(row, by=world.cast.actor("officer")), by=world.cast.actor("officer"), finding=PLANTED["finding"])


def betrayed(text: str, role: str) -> list[str]:
    """Return which secrets a text shows that the role may not read."""
    return [what for what, secret in PLANTED.items() if secret in text and role not in MAY_READ.get(what, ())]

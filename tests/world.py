"""One of everything, made by the named cast: what the walkers over all pages look at.

The trainee of unit A owns what belongs to a person; the rest belongs to the department. `ARGUMENTS` says
with which object each page is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from seedbed.casework import actions as casework
from seedbed.directory import actions as directory
from seedbed.directory.queries import site
from seedbed.kernel.actor import of_job
from seedbed.kernel.models import OutboxMessage
from seedbed.portal import actions as portal
from tests.cast import Cast, log_in

PUBLIC = of_job("public")
# Column of the table of rights -> account of the cast; None is nobody signed in.
ROLES: dict[str, str | None] = {
    "anonymous": None, "trainee": "applicant", "other_trainee": "other_applicant", "clerk_a": "clerk_a", "clerk_b": "clerk_b",
    "officer": "officer", "leader": "leader", "service_team": "service_team", "host_link": None, "system_admin": "system_admin",
    "security_admin": "security_admin", "audit_admin": "audit_admin",
}


@dataclass
class World:
    """The cast and one object of each kind, by name."""

    cast: Cast
    objects: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.objects[name]

    def client(self, role: str) -> Client:
        """Return the browser of a column of the table, signed in once."""
        if role not in self.clients:
            account = ROLES[role]
            client = Client(raise_request_exception=False)
            self.clients[role] = log_in(client, self.cast.accounts[account]) if account else client
        return self.clients[role]


def make_world(cast: Cast) -> World:
    """Make one of everything through the actions of real life."""
    world = World(cast)
    by = cast.actor("officer")
    rows = [{"name": "甲某", "unit": "资兴市住房和城乡建设局"}, {"name": "乙某", "unit": "桂阳县教育局"}]
    draft = casework.open_notice(cast.department, by=by, kind="selection", title="拟选派人员公示（草稿）", rows=rows)
    notice = casework.open_notice(cast.department, by=by, kind="selection", title="拟选派人员公示", rows=rows)
    casework.publish(notice, by=cast.actor("leader"))
    objection, secret = casework.object_to(notice, by=PUBLIC, content="情况与公示不符", identity="李某 13907350001")
    complaint, _secret = portal.complain(site(), by=PUBLIC, kind="complaint", content="页面打不开", contact="王某")
    tie = directory.declare_tie(cast.people["applicant"], by=cast.actor("applicant"), kind="relative_works", other=cast.company)
    newcomer = directory.open_account(None, by=cast.actor("system_admin"), username="newcomer", display_name="新同志", password="Fresh-start-2026!")
    proposed = directory.propose_grant(newcomer, by=cast.actor("system_admin"), role="clerk", unit=cast.unit_b)
    directory.publish_notice(site(), by=by, purpose="host", text_zh="向接收企业提供姓名、岗位、报到时间。", text_en="Name, post and arrival go to the host.")
    OutboxMessage.objects.create(key="world", channel="inbox", recipient=str(cast.applicant.pk), subject="您有一条消息", body="请查看",
                                 due_at=notice.published_at)
    world.objects = {
        "unit": cast.unit_a, "person": cast.people["applicant"], "tie": tie, "account": newcomer, "grant": proposed, "draft": draft,
        "notice": notice, "objection": objection, "complaint": complaint, "secret": secret, "message": OutboxMessage.objects.get(key="world"),
    }
    return world


def _pk(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world[name].pk}


def _number(world: World) -> dict[str, Any]:
    return {"number": world["notice"].number}


ARGUMENTS: dict[str, Callable[[World], dict[str, Any]]] = {
    "account_confirm_email": lambda world: {"key": "none"},
    "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "none"},
    "casework:notice": _number, "casework:object": _number,
    "casework:notice_file": _pk("draft"), "casework:change": _pk("draft"), "casework:publish": _pk("draft"),
    "casework:take_down": _pk("draft"), "casework:objection": _pk("objection"), "casework:accept": _pk("objection"),
    "casework:handle": _pk("objection"), "casework:answer": _pk("objection"), "casework:reveal": _pk("objection"),
    "portal:complaint_file": _pk("complaint"), "portal:open_complaint": _pk("complaint"), "portal:answer_complaint": _pk("complaint"),
    "portal:read_message": _pk("message"),
    "directory:unit": _pk("unit"), "directory:change_unit": _pk("unit"), "directory:industries_of": _pk("unit"),
    "directory:person": _pk("person"), "directory:change_person": _pk("person"), "directory:reveal": _pk("person"),
    "directory:end_tie": _pk("tie"), "directory:account": _pk("account"), "directory:reset_password": _pk("account"),
    "directory:close_account": _pk("account"), "directory:propose_grant": _pk("account"), "directory:approve_grant": _pk("grant"),
    "directory:refuse_grant": _pk("grant"), "directory:end_grant": _pk("grant"),
}


def all_patterns(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> list[tuple[str, URLPattern]]:
    """Return every address of the site by its full name."""
    found: list[tuple[str, URLPattern]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += all_patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            found.append((":".join((*spaces, entry.name or "")), entry))
    return found


def all_names() -> list[str]:
    """Return the full name of every address once."""
    return list(dict.fromkeys(name for name, _entry in all_patterns()))


def address(world: World, name: str) -> str:
    """Return the path of a page for the world's object."""
    return reverse(name, kwargs=ARGUMENTS[name](world) if name in ARGUMENTS else None)


def other_address(name: str) -> str:
    """Return the path of the same page for an object that never existed."""
    wanted = {n: e for n, e in all_patterns()}[name]
    parts = {key: _never(conv) for key, conv in wanted.pattern.converters.items()}
    return reverse(name, kwargs=parts)


def _never(converter: Any) -> Any:
    return 987_654_321 if type(converter).__name__ == "IntConverter" else "never-was"

"""What is carried from stage to stage while the invented city is built."""

from dataclasses import dataclass, field

from seedbed.directory.founding import Founding
from seedbed.directory.models import Unit
from seedbed.directory.queries.whole import account_of_person
from seedbed.kernel.actor import Actor, of_account
from seedbed.placement.models import MatchDraft
from seedbed.residency.models import ClassMember
from seedbed.selection.models import Batch


@dataclass
class City:
    """The invented city while it is built: who acts, the batch, and the first passwords.

    `days_in` is how long ago the batch began, for stages in the middle of the stay; 0 for those before it.
    """

    founding: Founding
    officer: Actor
    leader: Actor
    units: dict[str, Unit] = field(default_factory=dict)
    batch: Batch | None = None
    days_in: int = 0
    draft: MatchDraft | None = None

    @property
    def the_batch(self) -> Batch:
        """The batch; from stage `empty` on."""
        assert self.batch is not None
        return self.batch


def trainee_first(members: list[ClassMember]) -> list[ClassMember]:
    """Return the members, the one with a log-in first."""
    return sorted(members, key=lambda m: account_of_person(m.person_id) is None)


def own_actor(member: ClassMember, fallback: Actor) -> Actor:
    """Return the actor of a member, or who types for those without a log-in."""
    account = account_of_person(member.person_id)
    return of_account(account) if account else fallback

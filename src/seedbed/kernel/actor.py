"""Who acts: an account, a signed link, or a named job of the system."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Actor:
    """The one who acts; every line of the trail names one.

    `kind` and `id` are opaque and stable; `label` is shown to people. `account` or `link` is the row
    behind it. `memo` keeps what was read about the actor for the length of one request or one act,
    never longer, so that a right that is taken away ends at the next request. `through` names the token
    by which a program acts for an account.
    """

    kind: Literal["account", "link", "job"]
    id: str
    label: str
    account: Any = None
    link: Any = None
    scopes: frozenset[str] | None = None
    through: str = ""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def kept_label(self) -> str:
        """What the trail keeps beside kind and number: never the name of an account, which pages look up when they show a line.

        A line can never be changed; so a person whose data are erased would stay in it by name.
        """
        if self.kind != "account":
            return self.label
        return f"· {self.through}" if self.through else ""

    @property
    def account_id(self) -> int | None:
        """Primary key of the account, or None for links and jobs."""
        return self.account.pk if self.account is not None else None


def of_account(account: Any) -> Actor:
    """Return the actor of a log-in account."""
    return Actor("account", str(account.pk), str(account), account=account)


def of_token(account: Any, label: str, scopes: frozenset[str]) -> Actor:
    """Return the actor of a program that holds a token of an account; the trail names both."""
    return Actor("account", str(account.pk), f"{account} · {label}", account=account, scopes=scopes, through=label)


def of_job(name: str) -> Actor:
    """Return the actor of a named system job, such as `casework.take_down`."""
    return Actor("job", name, name)


def of_link(link: Any) -> Actor:
    """Return the actor of a signed link."""
    return Actor("link", str(link.pk), link.label, link=link)

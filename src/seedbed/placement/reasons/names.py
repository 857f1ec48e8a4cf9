"""The names behind the keys of a stored reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Names:
    """Names by primary key. `people` stays empty where the reader may not see who the others are."""

    posts: Mapping[int, tuple[str, int]] = field(default_factory=dict)  # title, offer
    offers: Mapping[int, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)  # name of a rule, pair, lock or ban -> sentence

    def post(self, pk: int) -> str:
        """Return “post at host”."""
        title, offer = self.posts.get(pk, (_("a post that is gone"), 0))
        return _("%(post)s at %(host)s") % {"post": title, "host": self.offers.get(offer, "")}

    def person(self, pk: int) -> str:
        """Return a person's name, or words that name nobody."""
        return self.people.get(pk, _("another person"))

    def industry(self, code: str) -> str:
        """Return code and name of an industry."""
        return f"{code} {self.industries.get(code, '')}".strip()

    def thing(self, name: str) -> str:
        """Return what one of the engine's names stands for: a rule, lock, ban, seats, or a limit of moves."""
        kind, _sep, rest = name.partition(":")
        if name in self.settings:
            return self.settings[name]
        if kind in {"seats", "seats_min"}:
            return _("the seats of “%(post)s”") % {"post": self.post(_key(rest))}
        if kind in {"host_seats", "host_min"}:
            return _("the seats of %(host)s") % {"host": self.offers.get(_key(rest), "")}
        if kind == "lock":
            return _("the lock of %(name)s") % {"name": self.person(_key(rest))}
        if kind == "ban":
            return _("what is ruled out for %(name)s") % {"name": self.person(_key(rest.partition(":")[0]))}
        if name == "max_moves":
            return _("the limit of people who may change")
        return name

    def where(self, name: str) -> str:
        """Return a place of the engine: host, post, person or district."""
        if name.startswith("h"):
            return self.offers.get(_key(name), name)
        if name.startswith("p"):
            return self.post(_key(name))
        return self.person(_key(name)) if name.startswith("a") else name.lstrip("d")


def _key(name: str) -> int:
    return int(name[1:]) if name[1:].isdigit() else 0

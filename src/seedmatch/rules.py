"""Side rules: what a plan must keep besides seats. Each has a unique name that diagnoses use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Placements of these people (empty: all) at these hosts (empty: all)."""

    id: str
    hosts: Sequence[str] = ()
    people: Sequence[str] = ()


@dataclass(frozen=True)
class LodgingBySex:
    """Nobody who needs lodging goes to a host that has none for their sex."""

    name: str


@dataclass(frozen=True)
class AtMostPerHost:
    """At most ``limit`` people with the same value of ``tag`` at one host (empty hosts: every host)."""

    name: str
    tag: str
    limit: int
    value: str = ""
    hosts: Sequence[str] = ()


@dataclass(frozen=True)
class AtLeastPerGroup:
    """At least ``minimum`` placed people with ``tags[tag] == value`` in every group (none: each host).

    With ``when_used`` a group without anybody is allowed.
    """

    name: str
    tag: str
    value: str
    minimum: int
    groups: Sequence[Group] = ()
    when_used: bool = True


@dataclass(frozen=True)
class HostUsedOnlyIf:
    """A host gets nobody, or at least ``minimum`` people (empty hosts: every host)."""

    name: str
    minimum: int
    hosts: Sequence[str] = ()


@dataclass(frozen=True)
class Together:
    """All of these people at the same host, or none of them placed."""

    name: str
    people: Sequence[str]


@dataclass(frozen=True)
class Apart:
    """No two of these people at the same host."""

    name: str
    people: Sequence[str]


Rule = LodgingBySex | AtMostPerHost | AtLeastPerGroup | HostUsedOnlyIf | Together | Apart
RULE_KINDS: dict[str, type[Rule]] = {
    kind.__name__: kind
    for kind in (LodgingBySex, AtMostPerHost, AtLeastPerGroup, HostUsedOnlyIf, Together, Apart)
}

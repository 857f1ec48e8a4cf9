"""Steps of a case, written inside other acts; what is said about a confidential case lies under its seal."""

import json
from collections.abc import Iterable
from typing import Any

from seedbed.casework import notifications
from seedbed.casework.models import Case, CaseStep
from seedbed.casework.queries import cases
from seedbed.kernel import sealed
from seedbed.kernel.actions import add
from seedbed.kernel.actor import Actor

SEALED = "■"  # stands in a column whose words lie under the seal of the case


def kept(case: Case, name: str, text: str) -> dict[str, Any]:
    """Return a text under its field, sealed where the case is confidential."""
    return {name: "", f"{name}_sealed": sealed.seal(text)} if case.confidential else {name: text}


def step(case: Case, by: Actor, what: str, text: str = "", *, public: bool = False) -> CaseStep:
    """Write a step of a case; those who follow it and may still see it are told."""
    row = add(CaseStep(case=case, by=by.account, what=what, public=public, **(kept(case, "words", text.strip()) if text.strip() else {})))
    followers = cases.followers(case).exclude(pk=by.account_id)
    if followers.exists():
        notifications.case_moved(row, cases.who_may_see(case, followers))
    return row


def remark(case: Case, by: Actor, what: str, text: str, longest: int) -> str:
    """Return a remark for its own column; that of a confidential case becomes a sealed step, and the column only says so."""
    text = text.strip()[:longest]
    if not text or not case.confidential:
        return text
    step(case, by, what, text)
    return SEALED


def under_seal(pairs: Iterable[tuple[str, str]]) -> str:
    """Return words that lay open around a case, each with what it was, under one seal; nothing of nothing."""
    said = [(what, text) for what, text in pairs if text]
    return sealed.seal(json.dumps(said, ensure_ascii=False)) if said else ""


def from_seal(case: Case) -> list[tuple[str, str]]:
    """Return what `under_seal` kept of a case."""
    return [(what, text) for what, text in json.loads(sealed.unseal(case.particulars_sealed))] if case.particulars_sealed else []

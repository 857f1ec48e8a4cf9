"""Runs a piece of a test as one act, the way a room's action would."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from seedbed.kernel.actions import REGISTER, action
from seedbed.kernel.actor import Actor, of_job

R = TypeVar("R")
TESTER = of_job("tester")


def acted(body: Callable[[Actor], R], by: Actor = TESTER) -> R:
    """Run `body` inside an action of its own and give what it gives."""
    name = f"test.{uuid.uuid4().hex}"
    run = action(name, allow=lambda by, subject: True, label=name)(lambda subject, *, by: body(by))
    try:
        return run(None, by=by)
    finally:
        del REGISTER[name]

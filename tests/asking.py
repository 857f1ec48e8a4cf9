"""Asks the API everything its description allows, and much that it does not: `python -m tests.asking [EXAMPLES [PARTS]]` for long.

A check that is left out, with its reason: what fits the description may still break a rule of the field
(an end before a start, a unit without a quota); such answers are 409 or 422 with a sentence.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

LEFT_OUT = {"positive_data_acceptance"}
PROBED = 10  # times an operation is asked without its token too: who is let in does not depend on what is sent


class Undo(Exception):
    """Takes back what a request changed."""


def checks() -> list[Any]:
    """Return every check there is but those left out."""
    load_all_checks()
    return [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]


def described(token: str) -> Any:
    """Read the site's description as a program would."""
    with one_connection():
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application(), headers={"Authorization": f"Bearer {token}"})
    schema.config.update(headers={"Authorization": f"Bearer {token}"})
    return schema


@contextmanager
def one_connection() -> Iterator[None]:
    """Keep the database open between requests, as Django's own test client does: the test's transaction lives in it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def aim(case: Any, known: Mapping[str, int]) -> None:
    """Let keys that fit the description name things that are there, so that more than “not there” is answered."""
    collection = "/".join(case.operation.path.split("/")[2:4])
    if isinstance(case.path_parameters, dict) and _is_key(case.path_parameters.get("id")) and collection in known:
        case.path_parameters["id"] = known[collection]
    if isinstance(case.body, dict):
        case.body |= {name: known[name] for name, value in case.body.items() if name in known and _is_key(value)}


def _is_key(value: Any) -> bool:
    return str(value).isascii() and str(value).isdigit() and 0 < int(value) < 2**63


def ask_everything(token: str, *, examples: int, known: Mapping[str, int], part: int = 0, parts: int = 1) -> Counter[int]:
    """Ask every operation `examples` times with content that fits and content that does not; return the answers by status.

    Each request is taken back. Raises where an answer is not as the description says, or is a 500. One of several parts
    asks every so-manieth operation.
    """
    found: Counter[int] = Counter()
    for result in islice(described(token).get_all_operations(), part, None, parts):
        operation, begun = result.ok(), time.perf_counter()
        answers = ask(operation, token, examples, known)
        print(f"{operation.label:60} {sum(answers.values()):6} {time.perf_counter() - begun:8.1f} s", flush=True)
        found += answers
    return found


def ask(operation: Any, token: str, examples: int, known: Mapping[str, int]) -> Counter[int]:
    """Ask one operation; return the answers by status."""
    found: Counter[int] = Counter()
    every, headers = checks(), {"Authorization": f"Bearer {token}"}
    few = [check for check in every if check.__name__ != "ignored_auth"]
    strategy = operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def one(case: Any) -> None:
        aim(case, known)
        try:
            with one_connection(), transaction.atomic():
                response = case.call_and_validate(headers=headers, checks=every if sum(found.values()) < PROBED else few)
                found[response.status_code] += 1
                raise Undo
        except Undo:
            return

    one()
    return found


def main() -> int:
    """Run the test with as many examples as asked for, in several processes if wanted; 100 per operation are more than twenty thousand requests."""
    examples, parts = (sys.argv[1:] + ["100", "1"][len(sys.argv) - 1 :])[:2]
    # A long run is no hanging one: without the watch that dumps every thread after five minutes.
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-o", "faulthandler_timeout=0", "tests/integration/site/test_api_described.py"]
    asked = os.environ | {"API_EXAMPLES": examples, "API_PARTS": parts}
    running = [subprocess.Popen(command, env=asked | {"API_PART": str(part)}) for part in range(int(parts))]
    return max(one.wait() for one in running)


if __name__ == "__main__":
    sys.exit(main())

"""Between tables and engine: facts become a problem, a plan becomes plain data. The only door to the engine."""

from seedbed.placement.instance.allotments import judge
from seedbed.placement.instance.matching import (
    ENGINE_ERRORS,
    LIMITS,
    NoPlan,
    check_stored,
    engine_versions,
    host_id,
    key_of,
    person_id,
    places_beside,
    post_id,
    problem_of,
    read_batch,
    result_of,
    solve,
)
from seedbed.placement.instance.trials import balance, settings_of, what_if

__all__ = [
    "ENGINE_ERRORS",
    "LIMITS",
    "NoPlan",
    "balance",
    "check_stored",
    "engine_versions",
    "host_id",
    "judge",
    "key_of",
    "person_id",
    "places_beside",
    "post_id",
    "problem_of",
    "read_batch",
    "result_of",
    "settings_of",
    "solve",
    "what_if",
]

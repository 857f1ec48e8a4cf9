"""Keys of rows that are seen in addresses: in order of time, and the distance between two of them tells nothing."""

import secrets
import time
from datetime import UTC, datetime

EPOCH = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
CHANCE = 12  # bits of chance behind the milliseconds; together below 2**53 until 2095, so that every reader keeps them whole


def new_key() -> int:
    """Return a key above those of earlier milliseconds; how many rows lie between two of them cannot be told."""
    return ((time.time_ns() // 1_000_000 - EPOCH) << CHANCE) + secrets.randbelow(1 << CHANCE)

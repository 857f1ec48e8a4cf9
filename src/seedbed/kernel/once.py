"""Requests of programs that carry a key: claimed for the act, answered, and answered again to copies."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from seedbed.kernel.actions import FormKey, form_key
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import OnceKey


@contextmanager
def claiming(key: str, content: bytes) -> Iterator[None]:
    """Let acts inside take this key; without one nothing is claimed."""
    claimed = form_key.set(FormKey(f"api-{key}"[:64], hashlib.sha256(content).hexdigest())) if key else None
    try:
        yield
    finally:
        if claimed is not None:
            form_key.reset(claimed)


def keep(body: str) -> None:
    """Keep the answer that the first copy gets."""
    key = form_key.get()
    if key is not None:
        OnceKey.objects.filter(key=key.key, digest=key.digest, status=None).update(status=200, body=body)


def kept(by: Actor) -> str:
    """Return the answer that the first copy got; "" where it is not known."""
    key = form_key.get()
    found = OnceKey.objects.filter(actor=f"{by.kind}:{by.id}", key=key.key).first() if key is not None else None
    return found.body if found is not None else ""

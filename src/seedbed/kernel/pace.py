"""How often one address may use a form that needs no account; nothing about the sender is stored in clear."""

from django.core.cache import cache
from django.http import HttpRequest

from seedbed.kernel.sealed import lookup


def too_fast(request: HttpRequest, form: str, *, limit: int, seconds: int) -> bool:
    """Count one use and tell whether this address has passed `limit` uses within `seconds`.

    The key is a keyed digest that expires with the period, so that an anonymous sender stays anonymous.
    """
    key = "pace:" + lookup(f"{form}:{request.META.get('REMOTE_ADDR', '')}")[:40]
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:  # expired between the two calls
        return False

"""Sealed fields: AES-GCM under keys from a file outside the database; HMAC for lookup and uniqueness."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import Model, TextField

from seedbed.kernel.faults import SeedbedError


class WrongKey(SeedbedError):
    """The text was sealed with a key that this site does not hold, or it was damaged."""


def columns_of(model: type[Model]) -> list[str]:
    """Return the columns of a table that hold sealed texts."""
    return [f.attname for f in model._meta.concrete_fields if isinstance(f, TextField) and (f.attname == "sealed" or f.attname.endswith("_sealed"))]


@cache
def _keys(path: Path) -> dict[str, bytes]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        fresh = {"current": "k1", "k1": secrets.token_hex(32), "lookup": secrets.token_hex(32)}
        draft.write_text(json.dumps(fresh), encoding="ascii")
        try:
            os.link(draft, path)  # exclusive: of two processes that start together one wins
        except FileExistsError:
            pass
        draft.unlink()
    raw = json.loads(path.read_text(encoding="ascii"))
    return {name: value.encode() if name == "current" else bytes.fromhex(value) for name, value in raw.items()}


def seal(text: str) -> str:
    """Return `text` sealed under the current key, as `keyid:base64(nonce + ciphertext)`; "" stays ""."""
    if not text:
        return ""
    keys = _keys(settings.SEALED_KEY_FILE)
    name = keys["current"].decode()
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(keys[name]).encrypt(nonce, text.encode("utf-8"), name.encode())
    return f"{name}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str) -> str:
    """Return the text of a sealed value. Raises `WrongKey` if the key is missing or a bit was changed.

    To show the result to a person is an action with a reason; callers that only compute need none.
    """
    if not sealed:
        return ""
    name, _, payload = sealed.partition(":")
    key = _keys(settings.SEALED_KEY_FILE).get(name)
    if key is None:
        raise WrongKey(f"key {name} is not in {settings.SEALED_KEY_FILE}")
    raw = base64.b64decode(payload)
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], name.encode()).decode("utf-8")
    except InvalidTag:
        raise WrongKey("the sealed value was damaged or sealed elsewhere")


def lookup(text: str) -> str:
    """Return the keyed digest (64 hex digits) under which a sealed value is found and kept unique."""
    key = _keys(settings.SEALED_KEY_FILE)["lookup"]
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()

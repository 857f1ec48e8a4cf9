"""The zip: data as JSON, papers and workbooks, secrets under a key of their own, and a digest of each."""

import hashlib
import hmac
import json
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from seedbed.kernel.archives.gathering import Rows, as_data, secrets_of
from seedbed.kernel.faults import RuleBroken

FORM = 1
MANIFEST, SECRETS = "manifest.json", "secrets.sealed"
EPOCH = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Archive:
    """An archive that was read and found whole: what its manifest says, its data by table, its secrets opened."""

    manifest: dict[str, Any]
    data: Mapping[str, list[dict[str, Any]]]
    secrets: Mapping[str, str]


def new_key() -> str:
    """Return a new key; it is kept apart from the archive, as the site's keys are from its backup."""
    return secrets.token_hex(32)


def digests(rows: Rows, key: str) -> dict[str, str]:
    """Return what proves equality: a digest per table, and one of the secrets that only the key's holder can make."""
    found = {f"data/{model._meta.label_lower}.json": hashlib.sha256(as_data(group.values())).hexdigest() for model, group in rows.items()}
    return dict(sorted(found.items())) | {SECRETS: _keyed(secrets_of(rows), key)}


def _keyed(content: bytes, key: str) -> str:
    return hmac.new(bytes.fromhex(key), content, hashlib.sha256).hexdigest()


def pack(path: Path, rows: Rows, files: Mapping[str, bytes], about: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Write an archive; a file that is there is not touched. Returns the manifest."""
    members = {f"data/{model._meta.label_lower}.json": as_data(group.values()) for model, group in rows.items()} | {
        f"files/{name}": content for name, content in files.items()}
    opened = secrets_of(rows)
    nonce = secrets.token_bytes(12)
    members[SECRETS] = nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, opened, b"seedbed archive")
    manifest = {"form": FORM, **about, "rows": {m._meta.label_lower: len(g) for m, g in sorted(rows.items(), key=lambda pair: pair[0]._meta.label_lower)},
                "digests": digests(rows, key), "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(members.items())}}
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode()), *sorted(members.items())]:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return manifest


def check(path: Path) -> dict[str, Any]:
    """Compare every file of an archive with its manifest, without the key. Raises `RuleBroken` with what is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            names = set(archive.namelist()) - {MANIFEST}
            wrong = [name for name, digest in manifest["sha256"].items()
                     if name not in names or hashlib.sha256(archive.read(name)).hexdigest() != digest]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise RuleBroken(_("%(path)s is no archive, or it is damaged.") % {"path": path.name})
    if manifest.get("form") != FORM:
        raise RuleBroken(_("This archive was written by another version."))
    if wrong or names != set(manifest["sha256"]):
        raise RuleBroken(_("Not as they were written: %(names)s.") % {"names": "、".join(wrong or sorted(names ^ set(manifest["sha256"])))})
    return manifest


def read(path: Path, key: str) -> Archive:
    """Read an archive with its key. Raises `RuleBroken` where it is damaged or the key is another one."""
    manifest = check(path)
    with zipfile.ZipFile(path) as archive:
        data = {name.removeprefix("data/").removesuffix(".json"): json.loads(archive.read(name)) for name in manifest["sha256"] if name.startswith("data/")}
        sealed = archive.read(SECRETS)
    try:
        opened = AESGCM(bytes.fromhex(key)).decrypt(sealed[:12], sealed[12:], b"seedbed archive")
    except (InvalidTag, ValueError):
        raise RuleBroken(_("This is not the key of this archive."))
    return Archive(manifest, data, json.loads(opened))

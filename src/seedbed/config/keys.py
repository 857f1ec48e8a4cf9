"""Secrets live in files of the site's own folder, never in the repository."""

import os
import secrets
from pathlib import Path


def read_or_create(path: Path, *, size: int = 48) -> str:
    """Return the secret in `path`; make it on first use, readable by the owner only.

    Two processes that start together agree: the file is created exclusively, the loser reads.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(size), encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()

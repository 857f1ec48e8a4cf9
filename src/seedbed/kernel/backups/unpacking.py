"""Opens a backup and believes nothing that it did not check."""

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from seedbed.kernel.backups.manifest import (
    FILES,
    MANIFEST,
    SQLITE_MEMBER,
    TABLES,
    BackupRefused,
    Manifest,
    Member,
    loads,
)

CHUNK = 1024 * 1024
LARGEST_MANIFEST = 64 * CHUNK


def contents(path: Path) -> Manifest:
    """Return the manifest of a backup. Raises `BackupRefused` if the file is not one."""
    with _opened(path) as tar:
        return _manifest(tar)


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack a backup into an empty folder and return its manifest.

    Raises `BackupRefused` if one bit is wrong, a part is missing, or there is one too many.
    """
    with _opened(path) as tar:
        manifest = _manifest(tar)
        left = dict(manifest.members)
        while info := tar.next():
            expected = left.pop(info.name, None)
            if expected is None or not info.isfile() or not _is_ours(info.name):
                raise BackupRefused(_("The backup is damaged: “%(name)s” does not belong into it.") % {"name": info.name[:80]})
            source = tar.extractfile(info)
            assert source is not None  # a plain file always has content
            if _write(source, folder / info.name) != expected:
                raise BackupRefused(_("The backup is damaged: “%(name)s” is not as it was written.") % {"name": info.name})
    if left:
        raise BackupRefused(_("The backup is damaged: “%(name)s” is missing.") % {"name": min(left)})
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Open the archive; every way in which its bytes can be wrong ends in one sentence."""
    try:
        with gzip.open(path) as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as tar:
            yield tar
            while unzipped.read(CHUNK):
                pass  # to the last byte: the check sum stands at the end
    except FileNotFoundError:
        raise BackupRefused(_("There is no file %(path)s.") % {"path": path})
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as fault:
        raise BackupRefused(_("The backup is damaged or cut off (%(fault)s). Take another one.") % {"fault": fault})


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or first.size > LARGEST_MANIFEST:
        raise BackupRefused(_("This file is no backup of Seedbed."))
    source = tar.extractfile(first)
    assert source is not None
    return loads(source.read())


def _is_ours(name: str) -> bool:
    """Whether a name stays inside the folder it is unpacked into."""
    parts = PurePosixPath(name).parts
    return ".." not in parts and not name.startswith("/") and (name == SQLITE_MEMBER or name.startswith((FILES, TABLES)))


def _write(source: IO[bytes], target: Path) -> Member:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with open(target, "xb") as file:
        while chunk := source.read(CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    target.chmod(0o600)
    return Member(size, digest.hexdigest())

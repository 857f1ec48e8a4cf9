"""Keeps uploaded files: looked at before they are kept, under random names outside the web root, never run or shown inline.

The kernel has no address for them. A room serves its own, after its own check, with `open_for_download`.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import time
import unicodedata
import weakref
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from seedbed.kernel.actions import add, remove
from seedbed.kernel.actor import Actor
from seedbed.kernel.faults import RuleBroken
from seedbed.kernel.identity import clean_text
from seedbed.kernel.models import StoredFile

MEGABYTE = 1024 * 1024
QUOTA = 200 * MEGABYTE
MOST_PIXELS = 25_000_000
MOST_PIXELS_JPEG = 120_000_000
LONGEST_SIDE = 4_096
LONGEST_NAME = 120
DAY = 24 * 3600
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class FileRefused(RuleBroken):
    """The file is not kept; `code` names why, `str()` is the sentence."""

    def __init__(self, code: str, sentence: str | Promise, **params: object) -> None:
        self.code = code
        super().__init__(str(sentence) % params)


class Upload(Protocol):
    """What a form gives for an uploaded file."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterator[bytes]: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be kept: how it is recognised and what is kept of it."""

    media_type: str
    extensions: tuple[str, ...]
    keep: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Download:
    """Bytes and headers for an answer; the caller closes the file (a `FileResponse` does)."""

    file: BinaryIO
    headers: dict[str, str]


# --- what may be kept -----------------------------------------------------------------------------------


def _keep_pdf(data: bytes) -> bytes:
    head = data[:1024].lower()
    if b"<html" in head or b"<script" in head or b"PK\x05\x06" in data[-66_000:]:
        raise FileRefused("polyglot", _("The file is two kinds of file at once; it is not kept."))
    return data


def _keep_picture(data: bytes) -> bytes:
    """The picture drawn anew: without position, camera data, hidden text or anything behind its end."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            jpeg = picture.format == "JPEG"
            if picture.width * picture.height > (MOST_PIXELS_JPEG if jpeg else MOST_PIXELS):
                raise FileRefused("too_many_pixels", _("The picture is too large (%(width)d × %(height)d). Make it smaller and send it again."),
                                  width=picture.width, height=picture.height)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            drawn = ImageOps.exif_transpose(picture)
            drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _draw(drawn, jpeg)
    except Image.DecompressionBombError:
        raise FileRefused("too_many_pixels", _("The picture is far too large. Make it smaller and send it again."))
    except (OSError, ValueError, SyntaxError, EOFError):
        raise FileRefused("damaged_picture", _("The picture is damaged and cannot be read."))


def _draw(picture: Image.Image, jpeg: bool) -> bytes:
    bare = picture.convert("RGB" if jpeg else "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB")
    bare.info.clear()
    out = io.BytesIO()
    if jpeg:
        bare.save(out, "JPEG", quality=88)
    else:
        bare.save(out, "PNG")
    return out.getvalue()


def _keep_package(needed: str) -> Callable[[bytes], bytes]:
    def keep(data: bytes) -> bytes:
        try:
            entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError):
            raise FileRefused("damaged", _("The file is damaged or cut off."))
        names = {entry.filename for entry in entries}
        if needed not in names:
            raise FileRefused("kind", _("The content of the file is not what its name says."))
        if any(name.lower().endswith((".bin", ".exe", ".js", ".vbs")) and "vba" in name.lower() for name in names):
            raise FileRefused("macros", _("Files with macros are not kept. Save it without macros and send it again."))
        if len(entries) > 2_000 or sum(entry.file_size for entry in entries) > 300 * MEGABYTE:
            raise FileRefused("bomb", _("The file unpacks to far more than its size lets expect; it is not kept."))
        return data

    return keep


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", ("pdf",), _keep_pdf),
    "jpeg": Kind("image/jpeg", ("jpg", "jpeg"), _keep_picture),
    "png": Kind("image/png", ("png",), _keep_picture),
    "docx": Kind(_OPEN_XML + "wordprocessingml.document", ("docx",), _keep_package("word/document.xml")),
    "xlsx": Kind(_OPEN_XML + "spreadsheetml.sheet", ("xlsx",), _keep_package("xl/workbook.xml")),
    "ofd": Kind("application/ofd", ("ofd",), _keep_package("OFD.xml")),
}
PAPERS = ("pdf", "jpeg", "png", "docx", "ofd")
PICTURES = ("jpeg", "png")


def _sniff(data: bytes, extension: str) -> str:
    """The kind the bytes say; packages are told apart by the extension and then looked into."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"PK\x03\x04") and extension in ("docx", "xlsx", "ofd"):
        return extension
    return ""


# --- names ----------------------------------------------------------------------------------------------


def safe_name(name: str, extension: str) -> str:
    """A name to show and to offer for download: no path, no control or direction marks, one extension, at most 200 bytes."""
    stem = re.split(r"[/\\]", clean_text(unicodedata.normalize("NFC", name)).replace("\n", " "))[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    stem = re.sub(r'[<>:"|?*%;\x00-\x1f]', "", stem).replace(".", "_").strip(" _") or "file"
    while len(stem) > LONGEST_NAME or len(stem.encode()) > 200 - len(extension):
        stem = stem[:-1]
    return f"{stem}.{extension}"


# --- storing --------------------------------------------------------------------------------------------


def store(upload: Upload, *, kinds: Collection[str], by: Actor, limit: int = 0, quota: int = QUOTA) -> StoredFile:
    """Keep an uploaded file, inside an `@action`. Raises `FileRefused` with a sentence.

    `kinds` are names of `KINDS` (`PAPERS`, `PICTURES`). The bytes are on disk before the transaction commits
    and are taken away again if it does not.
    """
    limit = limit or settings.SEEDBED_UPLOAD_LIMIT
    owner = f"{by.kind}:{by.id}"
    data = _read(upload, limit)
    kind, extension = _recognise(data, upload.name or "", kinds)
    kept = KINDS[kind].keep(data)
    used = StoredFile.objects.filter(owner=owner).aggregate(total=Sum("size"))["total"] or 0
    if used + len(kept) > quota:
        raise FileRefused("quota", _("Your files would fill more than %(limit)d MB. Delete some first."), limit=quota // MEGABYTE)
    name = secrets.token_hex(20)
    _write(_path(name), kept)
    return add(StoredFile(name=name, original_name=safe_name(upload.name or "", extension), media_type=KINDS[kind].media_type,
                          size=len(kept), sha256=hashlib.sha256(kept).hexdigest(), owner=owner))


def _read(upload: Upload, limit: int) -> bytes:
    if (upload.size or 0) > limit:
        raise FileRefused("too_big", _("The file has %(size)d MB; at most %(limit)d MB are kept."),
                          size=-(-(upload.size or 0) // MEGABYTE), limit=limit // MEGABYTE)
    upload.seek(0)  # the act may run a second time after a deadlock
    data = b"".join(upload.chunks())
    if not data:
        raise FileRefused("empty", _("The file is empty."))
    if EICAR in data[:200]:
        raise FileRefused("virus", _("The file is marked as a virus; it is not kept."))
    return data


def _recognise(data: bytes, name: str, kinds: Collection[str]) -> tuple[str, str]:
    extension = re.sub(r"^.*\.", "", clean_text(name)).lower() if "." in name else ""
    kind = _sniff(data, extension)
    allowed = ", ".join(ext for wanted in kinds for ext in KINDS[wanted].extensions)
    if kind not in kinds:
        raise FileRefused("kind", _("This kind of file is not kept here. Allowed are: %(allowed)s."), allowed=allowed)
    if extension not in KINDS[kind].extensions:
        raise FileRefused("name", _("The content of the file is not what its name says."))
    return kind, extension


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name[:2] / name


class _Pending:
    """Stands for a file whose transaction has not committed; when it is dropped the file goes."""


def _write(path: Path, data: bytes) -> None:
    """Write the bytes to disk for good; they go again when the transaction is rolled back.

    Django tells nobody of a rollback, but it then drops the waiting callbacks, and with them `pending`.
    """
    pending = _Pending()
    undo = weakref.finalize(pending, path.unlink, missing_ok=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        raise FileRefused("disk", _("The file could not be written to the disk of the server. Tell the administrator; nothing was changed."))
    transaction.on_commit(lambda: _keep(pending, undo))


def _keep(pending: _Pending, undo: weakref.finalize) -> None:
    undo.detach()
    del pending


def discard(stored: StoredFile) -> None:
    """Delete a file, inside an `@action`; the bytes go after the transaction has committed."""
    path = _path(stored.name)
    remove(stored)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


# --- giving out -----------------------------------------------------------------------------------------


def open_for_download(stored: StoredFile) -> Download:
    """The file and the headers under which it may leave: as an attachment, of the type it was found to be, in a sandbox.

    Raises `FileRefused` where the bytes are gone or are not those that were stored.
    """
    path = _path(stored.name)
    if not path.exists() or path.stat().st_size != stored.size:
        raise FileRefused("gone", _("The file is missing on the server. Tell the administrator."))
    return Download(path.open("rb"), {
        "Content-Type": stored.media_type,
        "Content-Length": str(stored.size),
        "Content-Disposition": content_disposition_header(True, stored.original_name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    })


def is_whole(stored: StoredFile) -> bool:
    """Whether the bytes on disk are those that were stored."""
    path = _path(stored.name)
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == stored.sha256


def strays() -> list[Path]:
    """Files on disk that no row knows, as a crash between writing and committing leaves them."""
    found = [path for path in Path(settings.MEDIA_ROOT).glob("??/*") if path.is_file()]
    known = set(StoredFile.objects.values_list("name", flat=True))
    return sorted(path for path in found if path.name not in known)


def sweep_strays(now: float | None = None) -> int:
    """Delete strays older than a day (younger ones may belong to an act under way); returns how many. Runs each day."""
    before = (now or time.time()) - DAY
    old = [path for path in strays() if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)

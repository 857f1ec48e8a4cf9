"""Looks at the bytes of an uploaded file before anything opens it: kind, size, unpacked size, far cells."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from seedbed.kernel.workbooks.declaration import WorkbookRefused

MEGABYTE = 1024 * 1024
TAIL = 65_536
BROKEN = _("The file is damaged or cut off. Save it again in Excel or WPS and send it anew.")
TOO_LONG = _("There is content in row %(row)d; one file may hold at most %(limit)d rows. Split it, or delete what lies below the table.")
TOO_WIDE = _("There is content in column %(column)s; one sheet may have at most %(limit)d columns. Delete what lies right of the table.")
_BOMB = _("The file unpacks to far more than its size lets expect (limit %(limit)d MB); it is not opened.")
ALIEN = _("This is no workbook but another kind of file. Send xlsx, xls, ods or csv.")
LOCKED = _("The file is locked with a password. Remove the password and send it again.")


@dataclass(frozen=True)
class Bounds:
    """What one file may cost. Sizes in bytes; rows and columns are those with content."""

    size: int = 20 * MEGABYTE
    unpacked: int = 120 * MEGABYTE
    ratio: int = 150
    entries: int = 2_000
    rows: int = 20_000
    columns: int = 300
    seconds: int = 10
    memory: int = 400 * MEGABYTE


USUAL = Bounds()


@dataclass
class Findings:
    """What the look at the bytes brought to light: by part of the package, addresses of formulas and texts of error cells."""

    kind: str
    formulas: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    epoch1904: bool = False
    macros: bool = False


_SIGNATURES = (
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
)


def inspect(data: bytes, name: str, bounds: Bounds = USUAL) -> Findings:
    """Say what kind of table the bytes hold: `xlsx`, `ods`, `xls`, `csv`. Raises `WorkbookRefused` with the sentence.

    Costs at most one bounded pass over the unpacked parts; nothing is written and nothing is run.
    """
    if not data:
        raise WorkbookRefused("empty_file", _("The file is empty."))
    if len(data) > bounds.size:
        sentence = _("The file has %(size)d MB; at most %(limit)d MB are taken.")
        raise WorkbookRefused("too_big", sentence, size=-(-len(data) // MEGABYTE), limit=bounds.size // MEGABYTE)
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise WorkbookRefused("not_a_workbook", ALIEN, what=what)
    if data.startswith(b"PK"):
        return _inspect_package(data, bounds)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _inspect_old(data)
    return _inspect_text(data)


def _inspect_old(data: bytes) -> Findings:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise WorkbookRefused("encrypted", LOCKED)
    if "Workbook".encode("utf-16-le") not in data and "Book".encode("utf-16-le") not in data:
        raise WorkbookRefused("not_a_workbook", ALIEN)
    return Findings("xls", macros="_VBA_PROJECT".encode("utf-16-le") in data)


def _inspect_text(data: bytes) -> Findings:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        sentence = _("This is a web page under the name of a workbook. Open it in Excel or WPS and save it as xlsx.")
        raise WorkbookRefused("web_page", sentence)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\x00" in data:
        raise WorkbookRefused("not_a_workbook", ALIEN)
    return Findings("csv")


# --- packages (xlsx, ods) -------------------------------------------------------------------------------

_CELL = re.compile(rb'<(?:x:)?c (?:[^<>]*? )?r="([A-Z]{1,3})([0-9]{1,7})"(?:[^<>]*[^/<>])?>(<f[ >/])?')
_ERROR = re.compile(rb'<c (?:[^<>]*? )?r="([A-Z]{1,3}[0-9]{1,7})"[^<>]* t="e"[^<>]*>(?:<f[^<>]*>[^<]*</f>|<f[^<>]*/>)?<v>([^<]*)</v>')


def _inspect_package(data: bytes, bounds: Bounds) -> Findings:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise WorkbookRefused("damaged", BROKEN)
    if len(entries) > bounds.entries:
        raise WorkbookRefused("bomb", _BOMB, limit=bounds.unpacked // MEGABYTE)
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookRefused("encrypted", LOCKED)
    if sum(entry.file_size for entry in entries) > bounds.unpacked:
        raise WorkbookRefused("bomb", _BOMB, limit=bounds.unpacked // MEGABYTE)
    if "xl/workbook.bin" in names:
        raise WorkbookRefused("xlsb", _("Binary workbooks (xlsb) are not read. Save the file as xlsx and send it again."))
    if "xl/workbook.xml" in names:
        findings = Findings("xlsx", macros="xl/vbaProject.bin" in names)
    elif "content.xml" in names:
        findings = Findings("ods")
    else:
        raise WorkbookRefused("not_a_workbook", ALIEN)
    _look_through(data, entries, findings, bounds)
    return findings


def _look_through(data: bytes, entries: list[zipfile.ZipInfo], findings: Findings, bounds: Bounds) -> None:
    """One pass over every XML part, counting what really comes out, whatever the directory promises."""
    total = 0
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        size, tail = 0, b""
        watch = _watcher(entry.filename, findings, bounds)
        for number, chunk in enumerate(_unpack(data, entry)):
            size, total = size + len(chunk), total + len(chunk)
            if total > bounds.unpacked or (size > 5 * MEGABYTE and size > bounds.ratio * max(entry.compress_size, 1)):
                raise WorkbookRefused("bomb", _BOMB, limit=bounds.unpacked // MEGABYTE)
            if number == 0 and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk or chunk[:2] in (b"\xff\xfe", b"\xfe\xff")):
                raise WorkbookRefused("entities", _("The file holds definitions that no office program writes; it is not opened."))
            tail = watch(tail + chunk)
        watch(tail + b"<c ")


def _unpack(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    start = entry.header_offset
    if data[start:start + 4] != b"PK\x03\x04":
        raise WorkbookRefused("damaged", BROKEN)
    start += 30 + int.from_bytes(data[start + 26:start + 28], "little") + int.from_bytes(data[start + 28:start + 30], "little")
    packed = memoryview(data)[start:start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise WorkbookRefused("damaged", BROKEN)
    unpacker, rest = zlib.decompressobj(-15), bytes(packed)
    try:
        while rest and not unpacker.eof:
            chunk = unpacker.decompress(rest, MEGABYTE)
            rest = unpacker.unconsumed_tail
            if not chunk:
                break
            yield chunk
    except zlib.error:
        raise WorkbookRefused("damaged", BROKEN)


def _watcher(part: str, findings: Findings, bounds: Bounds) -> Callable[[bytes], bytes]:
    if part.startswith("xl/worksheets/"):
        formulas, errors = findings.formulas.setdefault(part, []), findings.errors.setdefault(part, {})
        return lambda text: _watch_cells(text, formulas, errors, bounds)
    if part == "xl/workbook.xml":
        return lambda text: _watch_epoch(text, findings)
    return lambda text: b""


def _watch_cells(text: bytes, formulas: list[str], errors: dict[str, str], bounds: Bounds) -> bytes:
    cut = text.rfind(b"<c ")
    cut = cut if cut > 0 else len(text)
    for letters, digits, formula in _CELL.findall(text, 0, cut):
        if int(digits) > bounds.rows + 50:
            raise WorkbookRefused("too_many_rows", TOO_LONG, row=int(digits), limit=bounds.rows)
        if len(letters) > 2 or (len(letters) == 2 and _position(letters) > bounds.columns):
            raise WorkbookRefused("too_many_columns", TOO_WIDE, column=letters.decode(), limit=bounds.columns)
        if formula and len(formulas) < 5_000:
            formulas.append((letters + digits).decode())
    if len(errors) < 5_000 and b't="e"' in text:
        errors.update((place.decode(), shown.decode("utf-8", "replace")) for place, shown in _ERROR.findall(text, 0, cut))
    return text[cut:cut + TAIL]


def _position(letters: bytes) -> int:
    position = 0
    for char in letters:
        position = position * 26 + char - 64
    return position


def _watch_epoch(text: bytes, findings: Findings) -> bytes:
    findings.epoch1904 = findings.epoch1904 or bool(re.search(rb'date1904="(1|true)"', text))
    return text[-200:]

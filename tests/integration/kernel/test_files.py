"""Uploaded files: what is kept, under which name, and how it leaves."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from seedbed.kernel import files
from seedbed.kernel.files import PAPERS, PICTURES, FileRefused
from seedbed.kernel.models import StoredFile
from seedbed.kernel.papers import Paper, render_docx, render_pdf
from tests.integration.kernel.acting import acted
from tests.unit.kernel.offices import package, table_xlsx

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def keep(name: str, data: bytes, kinds: tuple[str, ...] = PAPERS, **bounds: int) -> StoredFile:
    return acted(lambda by: files.store(SimpleUploadedFile(name, data), kinds=kinds, by=by, **bounds))


def refused(name: str, data: bytes, kinds: tuple[str, ...] = PAPERS, **bounds: int) -> str:
    with pytest.raises(FileRefused) as refusal:
        keep(name, data, kinds, **bounds)
    return refusal.value.code


def on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).glob("??/*") if path.is_file()]


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture with a position in its camera data."""
    out = io.BytesIO()
    picture = Image.new("RGB", size, "green")
    exif = picture.getexif()
    exif[0x8825] = {1: "N", 2: (25.0, 47.0, 0.0), 3: "E", 4: (113.0, 1.0, 0.0)}
    exif[0x010F] = "CANARY-CAMERA"
    picture.save(out, form, exif=exif)
    return out.getvalue()


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.django_db
class TestKeeping:
    def test_a_file_lies_under_a_random_name_with_its_digest(self) -> None:
        stored = keep("批复.pdf", PDF)
        assert (stored.original_name, stored.media_type, stored.size) == ("批复.pdf", "application/pdf", len(PDF))
        assert (stored.sha256, stored.owner) == (hashlib.sha256(PDF).hexdigest(), "job:tester")
        (path,) = on_disk()
        assert (path.name, path.read_bytes(), oct(path.stat().st_mode)[-3:]) == (stored.name, PDF, "600")
        assert files.is_whole(stored)

    @pytest.mark.parametrize("data,name", [(render_pdf(Paper("请示")), "a.pdf"), (render_docx(Paper("请示")), "a.docx"),
                                           (package({"OFD.xml": b"<OFD/>"}), "a.ofd")])
    def test_papers_of_offices_are_kept(self, data: bytes, name: str) -> None:
        assert keep(name, data).size == len(data)

    @pytest.mark.parametrize("form,name", [("JPEG", "现场.JPG"), ("PNG", "现场.png")])
    def test_a_picture_loses_its_position(self, form: str, name: str) -> None:
        stored = keep(name, photo(form), PICTURES)
        kept = on_disk()[0].read_bytes()
        with Image.open(io.BytesIO(kept)) as picture:
            assert (picture.size, dict(picture.getexif()), picture.format) == ((40, 30), {}, form)
        assert b"CANARY" not in kept
        assert stored.size == len(kept)

    def test_a_picture_is_turned_as_the_camera_meant_and_made_smaller(self) -> None:
        out = io.BytesIO()
        picture = Image.new("RGB", (5_000, 100), "red")
        exif = picture.getexif()
        exif[0x0112] = 6
        picture.save(out, "JPEG", exif=exif)
        keep("a.jpg", out.getvalue(), PICTURES)
        with Image.open(on_disk()[0]) as kept:
            assert kept.height > kept.width
            assert kept.height <= 4_096

    def test_what_hides_behind_a_picture_does_not_survive(self) -> None:
        keep("a.jpg", photo() + b"<script>alert(1)</script>", PICTURES)
        assert b"script" not in on_disk()[0].read_bytes()

    @pytest.mark.parametrize("name,kept", [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\x\\批复.pdf", "批复.pdf"), ("a\u202efdp.exe.pdf", "afdp_exe.pdf"), ("a\x00b.pdf", "ab.pdf"),
        ("..pdf", "file.pdf"), ("<b>\"x\".pdf", "bx.pdf"), ("名" * 300 + ".pdf", "名" * 65 + ".pdf"), ("a.PDF", "a.pdf"),
    ])
    def test_names_are_made_harmless(self, name: str, kept: str) -> None:
        upload = SimpleUploadedFile("x.pdf", PDF)
        upload._name = name
        stored = acted(lambda by: files.store(upload, kinds=PAPERS, by=by))
        assert stored.original_name == kept
        assert on_disk()[0].is_relative_to(settings.MEDIA_ROOT)

    @pytest.mark.parametrize("name,data,code", [
        ("a.pdf", b"", "empty"), ("a.svg", b"<svg onload='x'/>", "kind"), ("a.html", b"<html><script>", "kind"), ("a.pdf", b"<html>", "kind"),
        ("a.exe", b"MZ\x90\x00", "kind"), ("a.pdf.exe", PDF, "name"), ("a.jpg", PDF, "name"), ("a", PDF, "name"),
        ("a.pdf", b"%PDF-1.7 <script>x</script>", "polyglot"), ("a.pdf", PDF + package({"x": b"y"}), "polyglot"),
        ("a.pdf", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "virus"),
        ("a.jpg", b"GIF89a/*" + b"\0" * 99 + b"*/=alert(1)", "kind"), ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 99, "damaged_picture"),
        ("a.png", photo("PNG")[:60], "damaged_picture"), ("a.docx", b"PK\x03\x04broken", "damaged"), ("a.docx", package({"x": b"y"}), "kind"),
        ("a.docx", package({"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", package({"word/document.xml": b"<x/>"} | {f"{n}": b"" for n in range(2_001)}), "bomb"),
        ("a.xlsx", table_xlsx(["a"]), "kind"),
    ])
    def test_what_is_not_kept_is_answered_and_leaves_nothing(self, name: str, data: bytes, code: str) -> None:
        assert refused(name, data) == code
        assert (on_disk(), StoredFile.objects.count()) == ([], 0)

    def test_a_picture_of_too_many_pixels_is_not_drawn(self) -> None:
        out = io.BytesIO()
        Image.new("1", (6_000, 5_000)).save(out, "PNG")
        assert refused("a.png", out.getvalue()) == "too_many_pixels"
        head = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
        huge = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
        huge += struct.pack(">I", 4) + b"IDAT" + b"\0" * 4 + struct.pack(">I", zlib.crc32(b"IDAT" + b"\0" * 4))
        assert refused("a.png", huge) == "too_many_pixels"

    def test_size_and_quota_are_bounded(self) -> None:
        assert refused("a.pdf", PDF, limit=10) == "too_big"
        keep("a.pdf", PDF, quota=len(PDF) + 1)
        assert refused("b.pdf", PDF, quota=len(PDF) + 1) == "quota"

    def test_a_file_leaves_as_an_attachment_in_a_sandbox(self) -> None:
        download = files.open_for_download(keep("关于选派的批复.pdf", PDF))
        with download.file as file:
            assert file.read() == PDF
        assert download.headers == {
            "Content-Type": "application/pdf", "Content-Length": str(len(PDF)),
            "Content-Disposition": "attachment; filename*=utf-8''%E5%85%B3%E4%BA%8E%E9%80%89%E6%B4%BE%E7%9A%84%E6%89%B9%E5%A4%8D.pdf",
            "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "private, no-store"}

    def test_a_damaged_file_is_noticed(self) -> None:
        stored = keep("a.pdf", PDF)
        on_disk()[0].write_bytes(PDF.replace(b"1", b"2"))
        assert not files.is_whole(stored)
        on_disk()[0].write_bytes(b"")
        with pytest.raises(FileRefused) as refusal:
            files.open_for_download(stored)
        assert refusal.value.code == "gone"


@pytest.mark.django_db(transaction=True)
class TestCommitAndRollback:
    def test_bytes_stay_when_the_act_commits(self) -> None:
        stored = keep("a.pdf", PDF)
        assert [path.name for path in on_disk()] == [stored.name]
        assert files.strays() == []

    def test_bytes_go_when_the_act_fails_later(self) -> None:
        def body(by):
            files.store(SimpleUploadedFile("a.pdf", PDF), kinds=PAPERS, by=by)
            assert len(on_disk()) == 1
            raise ValueError("later")

        with pytest.raises(ValueError, match="later"):
            acted(body)
        assert (on_disk(), StoredFile.objects.count()) == ([], 0)

    def test_bytes_go_when_only_a_part_is_rolled_back(self) -> None:
        def body(by):
            first = files.store(SimpleUploadedFile("a.pdf", PDF), kinds=PAPERS, by=by)
            try:
                with transaction.atomic():
                    files.store(SimpleUploadedFile("b.pdf", PDF), kinds=PAPERS, by=by)
                    raise KeyError
            except KeyError:
                pass
            return first

        stored = acted(body)
        assert [path.name for path in on_disk()] == [stored.name]

    def test_a_discarded_file_goes_after_the_commit(self) -> None:
        stored = keep("a.pdf", PDF)
        acted(lambda by: files.discard(stored))
        assert (on_disk(), StoredFile.objects.count()) == ([], 0)

    def test_strays_of_a_crash_are_found(self) -> None:
        keep("a.pdf", PDF)
        stray = Path(settings.MEDIA_ROOT) / "ab" / "abc"
        stray.parent.mkdir()
        stray.write_bytes(b"x")
        assert files.strays() == [stray]
        assert files.sweep_strays() == 0
        assert files.sweep_strays(stray.stat().st_mtime + files.DAY + 1) == 1
        assert len(on_disk()) == 1

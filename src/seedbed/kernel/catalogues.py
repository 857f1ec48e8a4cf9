"""Turns the translators' files (.po) into the form that is read at run time (.mo), without gettext."""

import ast
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

MAGIC = 0x950412DE
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+(".*")$')


def compile_all(root: Path) -> int:
    """Compile every `django.po` under `root` whose result would differ; return how many were written."""
    return sum(compile_one(path) for path in sorted(root.rglob("LC_MESSAGES/django.po")))


def compile_one(path: Path) -> bool:
    """Write the .mo beside one .po, unless it is there already with the same content."""
    content = encode(read(path.read_text(encoding="utf-8")))
    target = path.with_suffix(".mo")
    if target.exists() and target.read_bytes() == content:
        return False
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(target)
    return True


def read(text: str) -> dict[str, str]:
    """Return key and translation of each finished entry; fuzzy and empty ones are left to English."""
    messages: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", text):
        parts = dict(_parts(block))
        finished = parts.get("msgstr[0]", parts.get("msgstr", ""))
        if "msgid" not in parts or not finished:
            continue
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
        if fuzzy and parts["msgid"]:
            continue
        messages[_key(parts)] = "\0".join(_forms(parts))
    return messages


def _parts(block: str) -> Iterator[tuple[str, str]]:
    """Yield (keyword, text) of one entry, its continued lines joined."""
    name, text = "", ""
    for line in block.splitlines():
        found = KEYWORD.match(line)
        if found:
            if name:
                yield name, text
            name = found[1] + (f"[{found[2]}]" if found[2] else "")
            text = ast.literal_eval(found[3])
        elif line.startswith('"'):
            text += ast.literal_eval(line)
    if name:
        yield name, text


def _key(parts: dict[str, str]) -> str:
    context = f"{parts['msgctxt']}\4" if "msgctxt" in parts else ""
    plural = f"\0{parts['msgid_plural']}" if "msgid_plural" in parts else ""
    return f"{context}{parts['msgid']}{plural}"


def _forms(parts: dict[str, str]) -> list[str]:
    numbered = sorted((name for name in parts if name.startswith("msgstr[")), key=lambda n: int(n[7:-1]))
    return [parts[name] for name in numbered] or [parts["msgstr"]]


def encode(messages: dict[str, str]) -> bytes:
    """Return the bytes of a .mo file: header, two tables of (length, offset), then the texts."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    count = len(pairs)
    header = struct.pack("<7I", MAGIC, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    offset, tables, texts = 28 + 16 * count, [], b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[column]), offset + len(texts)))
            texts += pair[column] + b"\0"
    return header + b"".join(tables) + texts

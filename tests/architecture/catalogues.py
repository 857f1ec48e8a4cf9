"""Every sentence a person can read, found in the source, and what the catalogues make of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tests.architecture.reading import line_of, python, templates

# How many of the leading arguments are context, text, plural text.
SHAPES = {"pgettext": "cm", "npgettext": "cmp", "ngettext": "mp", "gettext": "m", "_": "m"}
STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"\b(npgettext|pgettext|ngettext|gettext|_)\(\s*({STRING}(?:\s*,\s*{STRING})*)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!%)%([sd])|{(\w*)}")
OUR_NAME = "Seedbed|苗圃"
Message = tuple[str, str]


def shape_of(name: str) -> str:
    """Return the argument order of a translation function, lazy or not; "" for any other function."""
    return SHAPES.get(re.sub(r"_(lazy|noop)$", "", name), "")


def in_python(root: Path) -> Iterator[tuple[Message, str]]:
    """Yield (context, text) and place of every sentence in Python files."""
    for source in python(root):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
                shape = shape_of(name)
                given = [part.value for part in node.args[: len(shape)] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                if shape and len(given) == len(shape):
                    yield message(shape, given), f"{source.name}:{node.lineno}"


def in_templates(root: Path) -> Iterator[tuple[Message, str]]:
    """Yield (context, text) and place of every sentence in pages."""
    for name, _, text in templates(root):
        for hit in CALL.finditer(templatize(text)):
            given = [ast.literal_eval(part) for part in re.findall(STRING, hit[2], re.DOTALL)]
            shape = shape_of(hit[1])
            yield message(shape, given[: len(shape)]), name


def message(shape: str, given: list[str]) -> Message:
    """Return (context, text) of one call."""
    named = dict(zip(shape, given, strict=True))
    return named.get("c", ""), named["m"]


def catalogues(root: Path) -> Iterator[tuple[str, polib.POFile]]:
    """Yield name and content of every Chinese catalogue."""
    for path in sorted((root / "src/seedbed").rglob("locale/zh_Hans/LC_MESSAGES/django.po")):
        yield path.relative_to(root).as_posix(), polib.pofile(str(path))


def translated(root: Path) -> set[Message]:
    """Return every (context, text) that has a finished Chinese translation."""
    return {(entry.msgctxt or "", entry.msgid) for _, file in catalogues(root) for entry in file if entry.translated()}


def missing(root: Path) -> list[str]:
    """Name the sentences that would appear in English on a Chinese page."""
    known = translated(root)
    found = [*in_python(root), *in_templates(root)]
    return sorted({f"{place}: {context and f'[{context}] '}{text}" for (context, text), place in found if text and (context, text) not in known})


def broken(root: Path) -> Iterator[str]:
    """Name the translations that lost or invented a placeholder, which would end in an error page."""
    for name, file in catalogues(root):
        for entry in file:
            forms = [entry.msgstr, *entry.msgstr_plural.values()]
            wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            for form in forms:
                if form and not entry.obsolete and set(PLACEHOLDER.findall(form)) != set(wanted):
                    yield f"{name}: {entry.msgid}"


def untranslatable_words(root: Path) -> Iterator[str]:
    """Name the words of a page that no catalogue can reach: plain text and texts in attributes."""
    for name, _, text in templates(root):
        bare = re.sub(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", blank, text, flags=re.DOTALL)
        bare = re.sub(r"<(script|style|kbd)\b.*?</\1>|{%\s*block \w*class\s*%}\S*{%\s*endblock", blank, bare, flags=re.DOTALL)
        bare = re.sub(r"{%.*?%}|{{.*?}}|<!DOCTYPE[^>]*>|&\w+;", blank, bare, flags=re.DOTALL | re.IGNORECASE)
        attributes = re.compile(r"\b(?:placeholder|title|alt|aria-label|content)\s*=\s*\"([^\"]*)\"")
        for tag in re.finditer(r"<[^>]*>", bare):
            for hit in attributes.finditer(tag[0]):
                if re.search(r"[\u4e00-\u9fff]|^[A-Z][a-z]+ [a-z]", hit[1]):
                    yield f"{name}:{line_of(text, tag.start())}: {hit[1].strip()}"
        for hit in re.finditer(r"[A-Za-z]{2,}[^<]*|[\u4e00-\u9fff]+", re.sub(rf"<[^>]*>|{OUR_NAME}", blank, bare)):
            yield f"{name}:{line_of(text, hit.start())}: {hit[0].strip()[:60]}"


def blank(hit: re.Match) -> str:
    """Replace a match by blanks of the same length, so that places stay right."""
    return re.sub(r"[^\n]", " ", hit[0])

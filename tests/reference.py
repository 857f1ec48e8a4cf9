"""Writes the reference pages that repeat the code: who may what, states, glossary.

`python -m tests.reference` writes them; a test compares them with the code.
"""

import importlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGES = Path(__file__).resolve().parents[1] / "docs" / "reference"
ROOMS = ("kernel", "directory", "casework", "assessment", "gatherings", "grassroots", "selection", "placement", "residency", "outcomes", "portal")
CHINESE = re.compile(r"^([^:：]*[\u4e00-\u9fff][^:：]*)[:：.]")
# Words of the field that are no table: Chinese, English, how the code calls it.
WORDS = (
    ("四个优先原则", "the four priority rules", "`selection.reckoning`"),
    ("择优选定", "merit selection", "`selection.actions.propose`"),
    ("摸底", "sounding: the officer's confidential talk", "`Sounding`"),
    ("人岗适应", "person–post fit", "`person_post`"),
    ("产业关联", "related industry", "`related_industry`"),
    ("工作相通", "similar work", "`similar_work`"),
    ("因人定岗", "post made for the person", "`made_for`"),
    ("公示", "public notice", "`PublicNotice`"),
    ("异议", "objection", "`Objection`"),
    ("告知书", "letter", "`Letter`"),
    ("隐私告知", "privacy notice", "`PrivacyNotice`"),
    ("消息", "notification, message inside the product", "`OutboxMessage`"),
    ("送审稿", "paper for the meeting", "`papers`"),
    ("花名册", "class book", "`papers`"),
    ("批件", "approval paper: the superior's signed paper in a small office", "`ApprovalPaper`"),
    ("回避", "avoidance of conflicts of interest", "`conflict_between`"),
    ("递补", "reserve list, move up", "`move_up`"),
    ("留痕", "trail", "`AuditEvent`"),
    ("三员分立", "three separated administrators", "`roles.ADMINISTRATORS`"),
)


def permissions_page() -> str:
    """Who may what: every named action with the roles its predicate asks for."""
    from seedbed.directory.roles import ALL
    from seedbed.portal.queries.permissions import permissions

    heads = "".join(f" {role.key} |" for role in ALL)
    lines = [
        "# Who may what", "",
        "Generated from the predicates that are enforced (`python -m tests.reference`); a test keeps this page equal to the code.",
        "A role counts for its own unit and the units below. What the predicate says in full stands in the last column.", "",
        *[f"* `{role.key}`: {role.name}. {role.description}" for role in ALL], "",
        f"| action | what it does |{heads} also | rule |", "|---|---|" + "---|" * len(ALL) + "---|---|",
    ]
    for entry in permissions():
        marks = "".join(" ● |" if role.key in entry.roles else "  |" for role in ALL)
        also = ", ".join(str(word) for word in entry.also)
        lines.append(f"| `{entry.name}` | {entry.label} |{marks} {also} | {_cell(entry.rule)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return "`" + text.replace("|", "or").replace("&", "and").replace("  ", " ") + "`"


def states_page() -> str:
    """Every table of moves, room by room."""
    lines = ["# States and moves", "",
             "Generated from the tables of moves (`python -m tests.reference`); a test keeps this page equal to the code.",
             "No record changes its state in any other way."]
    for room in ROOMS:
        for name, moves in tables_of(room):
            lines += ["", f"## {room}: {name.removesuffix('_MOVES').replace('_', ' ').lower()}", "",
                      "| move | from | to | second person | reason |", "|---|---|---|---|---|"]
            lines += [
                f"| {move.label} (`{move.name}`) | {', '.join(move.sources)} | {move.target} | "
                f"{'other than ' + move.other_than.removesuffix('_id') if move.other_than else ''} | {'needed' if move.needs_note else ''} |"
                for move in moves
            ]
    return "\n".join(lines) + "\n"


def tables_of(room: str) -> Iterator[tuple[str, Any]]:
    """Yield the tables of moves of one room by name."""
    from seedbed.kernel.workflow import Moves

    try:
        package = importlib.import_module(f"seedbed.{room}.states")
    except ModuleNotFoundError:
        return
    modules = [package]
    if hasattr(package, "__path__"):
        found = sorted(path.stem for path in Path(package.__path__[0]).glob("[a-z]*.py"))
        modules += [importlib.import_module(f"{package.__name__}.{stem}") for stem in found]
    seen: dict[int, str] = {}
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, Moves) and id(value) not in seen:
                seen[id(value)] = name
                yield name, value


def glossary_page() -> str:
    """Chinese, English and the name in the code: words of the field, then every table."""
    lines = ["# Glossary", "", "Words are fixed here: one thing, one word, in both languages and in the code. Tables are generated from the",
             "code (`python -m tests.reference`); a test keeps this page equal to it.", "",
             "| 中文 | English | in the code |", "|---|---|---|", *[f"| {zh} | {en} | {code} |" for zh, en, code in WORDS]]
    for room in ROOMS:
        rows = [f"| {chinese_of(model)} | {model._meta.verbose_name} | `{model.__name__}` |" for model in models_of(room)]
        lines += ["", f"## {room}", "", "| 中文 | English | in the code |", "|---|---|---|", *rows] if rows else []
    return "\n".join(lines) + "\n"


def models_of(room: str) -> list[Any]:
    """Return the tables of one room by name."""
    from django.apps import apps

    return sorted(apps.get_app_config(room).get_models(), key=lambda model: model.__name__)


def chinese_of(model: Any) -> str:
    """Return the Chinese term with which a table's docstring begins, or ""."""
    found = CHINESE.match(model.__doc__ or "")
    return found[1] if found else ""


GENERATED = {"permissions.md": permissions_page, "states.md": states_page, "glossary.md": glossary_page}


def generate(name: str) -> str:
    """Return one page in English, with every room's actions loaded."""
    from django.urls import get_resolver
    from django.utils import translation

    with translation.override("en"):
        assert get_resolver().url_patterns  # loads every room's views and with them its actions
        return GENERATED[name]()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    for page in GENERATED:
        (PAGES / page).write_text(generate(page), encoding="utf-8")

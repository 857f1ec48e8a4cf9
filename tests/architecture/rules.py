"""The rules of the house that a machine can check: each takes the checkout's root and names the places that slip."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.architecture.reading import ROOMS, line_of, python, templates

Rule = Callable[[Path], Iterator[str]]
BELOW_VIEWS = {"actions", "queries", "rules", "models", "states", "reckoning", "notifications", "reasons", "instance", "forms"}
SPEAKS = {"actions", "queries", "rules", "reckoning"}
FURNITURE = BELOW_VIEWS | {"views", "api", "urls", "tasks", "workbooks", "apps", "management", "templatetags", "__init__"}
OWN_FURNITURE = {
    "directory": {"roles", "codes", "data", "founding"},
    "portal": {"adapter", "context", "health", "middleware", "menu"},
    "demo": {"county", "asking", "stages", "city", "sheets", "staying", "town", "writing", "helping", "keeping", "yields"},
    "placement": {"papers", "urls_campaigns", "urls_matching"},
    "selection": {"papers"},
    "outcomes": {"papers"},
    "casework": {"papers", "urls_cases"},
    "grassroots": {"papers", "calendar"},
    "gatherings": {"calendar"},
    "residency": {"papers", "burden"},
}
WRITES = {"objects", "_default_manager", "_base_manager", "save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
REASONS_TO_DEFER = ("slow import", "optional dependency", "app ready")
# What this product must never collect: where a person is, when they were online, that they clocked in.
RED_LINES = re.compile(
    r"latitude|longitude|\bgps|_gps|geoloc|check_?in\b|checked_in|clock_?in\b|punch_card|online_(time|minutes|hours)"
    r"|login_count|install_rate|face_(scan|photo)|fingerprint_|photo_required|must_photo|track_points|activity_score"
)


def views_reach_for_tables(root: Path) -> Iterator[str]:
    """Views read through queries and write through actions."""
    for source in python(root):
        if source.kind in {"views", "api"}:
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Attribute) and node.attr in WRITES:
                    yield source.at(node, f".{node.attr} in a view")


def junk_drawers(root: Path) -> Iterator[str]:
    """A file is named after what it holds."""
    for base in ("src", "tests"):
        for source in python(root, base):
            if {source.path.stem, source.path.parent.name} & {"utils", "helpers", "common", "services", "managers", "misc"}:
                yield source.at(1, "a junk-drawer name")


def strange_furniture(root: Path) -> Iterator[str]:
    """Every room has the same furniture, so that one who knows one room knows all."""
    for source in python(root):
        known = FURNITURE | OWN_FURNITURE.get(source.room, set())
        if source.room in ROOMS and source.room != "kernel" and source.kind not in known:
            yield source.at(1, f"`{source.kind}` is no furniture of a room")


def open_to_forgery(root: Path) -> Iterator[str]:
    """No page is exempt from the protection against forged requests."""
    for source in python(root):
        if "csrf_exempt" in source.text:
            yield source.at(1, "csrf_exempt")


def request_below_views(root: Path) -> Iterator[str]:
    """What lies below the views knows nothing of requests and of messages on the page."""
    for source in python(root):
        if source.room in ROOMS and source.room != "kernel" and source.kind in BELOW_VIEWS:
            for node in ast.walk(source.tree):
                name = getattr(node, "arg", None) or getattr(node, "id", None)
                if isinstance(node, ast.arg | ast.Name) and name in {"request", "messages"}:
                    yield source.at(node, f"`{name}` below the views")


def reckoning_with_tables(root: Path) -> Iterator[str]:
    """Reckoning is plain arithmetic: no database, no Django."""
    for source in python(root):
        if source.kind == "reckoning":
            for node, name in source.imports():
                if name.startswith("django.") and not name.startswith("django.utils.translation"):
                    yield source.at(node, f"reckoning imports {name}")


def whole_reads_from_doors(root: Path) -> Iterator[str]:
    """Reads that ask nobody's rights are for actions, the engine's instance and tasks only."""
    for source in python(root):
        allowed = source.kind in {"actions", "instance", "tasks", "queries", "management"} or source.room in {"kernel", "demo", ""}
        for node, name in source.imports():
            if ".queries.whole" in name and not allowed:
                yield source.at(node, f"`{source.kind}` imports {name}")


def long_functions(root: Path) -> Iterator[str]:
    """A function fits on a page."""
    for base in ("src", "tests"):
        for source in python(root, base):
            for function in source.functions():
                length = (function.end_lineno or function.lineno) - function.lineno + 1
                if length > 80:
                    yield source.at(function, f"{function.name} is {length} lines long")


def long_files(root: Path) -> Iterator[str]:
    """A file fits in a head."""
    for base in ("src", "tests"):
        for source in python(root, base):
            if (lines := source.text.count("\n")) > 400:
                yield source.at(1, f"{lines} lines; would a package be calmer?")


def hidden_imports(root: Path) -> Iterator[str]:
    """An import inside a function says why it is there, with one of three reasons."""
    for source in python(root):
        lines = source.text.splitlines()
        for function in source.functions():
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    near = " ".join(lines[max(node.lineno - 2, 0) : node.end_lineno])
                    if not any(reason in near for reason in REASONS_TO_DEFER):
                        yield source.at(node, "an import inside a function without its reason")


def star_imports(root: Path) -> Iterator[str]:
    """One sees where a name comes from."""
    for base in ("src", "tests"):
        for source in python(root, base):
            yield from (source.at(node, "star import") for node, name in source.imports() if name.endswith(".*"))


def many_signals(root: Path) -> Iterator[str]:
    """Signals hide who calls whom; five are enough for the whole house."""
    pattern = re.compile(r"@receiver\(|\b(post|pre)_(save|delete|migrate|init)\.connect\(|m2m_changed\.connect\(")
    found = [source.at(line_of(source.text, hit.start()), "a signal") for source in python(root) for hit in pattern.finditer(source.text)]
    if len(found) > 5:
        yield from found


def unfinished(root: Path) -> Iterator[str]:
    """Nothing is left for later in the code."""
    for base in ("src", "tests"):
        for source in python(root, base):
            for number, line in enumerate(source.text.splitlines(), 1):
                if re.search(r"#.*\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b", line):
                    yield source.at(number, "left for later")


def silent_functions(root: Path) -> Iterator[str]:
    """Public functions of actions, queries, rules, reckoning, kernel and engine say what they promise."""
    for source in python(root):
        engine = source.name.startswith("src/seedmatch/")
        if not (engine or source.kind in SPEAKS or (source.room == "kernel" and source.kind not in {"management", "apps"})):
            continue
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                yield source.at(node, f"{node.name} has no docstring")


def red_line_words(root: Path) -> Iterator[str]:
    """No field, column or setting collects what may not be collected."""
    for source in python(root):
        for number, line in enumerate(source.text.splitlines(), 1):
            if found := RED_LINES.search(line.lower()):
                yield source.at(number, f"“{found[0]}” is across a red line")


def row_origin_unknown(root: Path) -> Iterator[str]:
    """A shared row never points at anything by name of its table."""
    for source in python(root):
        if "GenericForeignKey" in source.text or "GenericRelation" in source.text:
            yield source.at(1, "GenericForeignKey")


def inline_code_in_pages(root: Path) -> Iterator[str]:
    """The pages work under a content policy that allows no inline style or script."""
    pattern = re.compile(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on|<script\b(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>",
        re.IGNORECASE,
    )
    for name, _, text in templates(root):
        for hit in pattern.finditer(text):
            yield f"{name}:{line_of(text, hit.start())}: inline {hit[0].strip()}"


def assets_from_outside(root: Path) -> Iterator[str]:
    """Everything a page needs comes from the site itself."""
    pattern = re.compile(r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE)
    for name, _, text in templates(root):
        for hit in pattern.finditer(text):
            yield f"{name}:{line_of(text, hit.start())}: something from outside"


def pages_that_point_up(root: Path) -> Iterator[str]:
    """A page names URLs of its own room or of rooms below."""
    for name, room, text in templates(root):
        for hit in re.finditer(r"{%\s*url\s+[\"']([a-z_]+):", text):
            if _is_above(hit[1], room):
                yield f"{name}:{line_of(text, hit.start())}: names a page of {hit[1]}"
    for source in python(root):
        for hit in re.finditer(r"\b(?:reverse|reverse_lazy|redirect|url)\(\s*[\"']([a-z_]+):", source.text):
            if source.room in ROOMS and _is_above(hit[1], source.room):
                yield source.at(line_of(source.text, hit.start()), f"names a page of {hit[1]}")


def _is_above(named: str, room: str) -> bool:
    return named in ROOMS and ROOMS.index(named) > ROOMS.index(room)


def notices_in_one_language(root: Path) -> Iterator[str]:
    """What people are told is put into words in the reader's language, not in that of the one who acts."""
    for source in python(root):
        if source.kind == "notifications":
            for node, name in source.imports():
                if name.startswith("django.utils.translation"):
                    yield source.at(node, "import `Sentence as _` from kernel.outbox instead")


def pretence_in_tests(root: Path) -> Iterator[str]:
    """Tests meet the real thing, and none is put aside."""
    words = re.compile(r"\b(unittest\.m" r"ock|Magic" r"Mock|mock" r"er)\b|mark\.(sk" r"ip|xf" r"ail)\b")
    for source in python(root, "tests"):
        for hit in words.finditer(source.text):
            yield source.at(line_of(source.text, hit.start()), f"{hit[0]} in a test")


def tests_that_cannot_fail(root: Path) -> Iterator[str]:
    """A test asserts something, itself or through a function whose name says so."""
    for source in python(root, "tests"):
        for function in source.functions():
            if function.name.startswith("test_") and not re.search(r"Assert\(|'raises'|assert|check|expect", ast.dump(function)):
                yield source.at(function, f"{function.name} asserts nothing")
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant | ast.Tuple):
                    yield source.at(node, "an assertion that cannot fail")


def words_of_the_workshop(root: Path) -> Iterator[str]:
    """What only its makers know has no place in the product."""
    pattern = re.compile(r"/work/(shared|main)|\b(MISSION|DESIGN|RELIABILITY|STYLE|STACK)\.md\b")
    for base in ("src", "tests", "docs", "deploy"):
        for path in sorted((root / base).rglob("*")):
            if path.suffix in {".py", ".md", ".html", ".yml", ".po", ".toml"} and path.name not in {"rules.py", "test_rules.py"} and path.is_file():
                text = path.read_text(encoding="utf-8")
                for hit in pattern.finditer(text):
                    yield f"{path.relative_to(root).as_posix()}:{line_of(text, hit.start())}: {hit[0]}"



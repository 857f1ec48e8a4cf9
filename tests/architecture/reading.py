"""Reads the source as text and syntax trees; what the rules of the house stand on."""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kernel", "directory", "casework", "assessment", "gatherings", "grassroots", "selection", "placement", "residency", "outcomes", "portal", "demo")
SKIPPED = {"migrations", "vendor", "__pycache__", "node_modules", ".venv"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: where it is, its room and kind of furniture, its text and tree."""

    path: Path
    name: str
    room: str
    kind: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST | int, what: str) -> str:
        """Return the sentence that names a place in this file."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.name}:{line}: {what}"

    def functions(self) -> list[Function]:
        """Return every function of the file, methods and nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def imports(self) -> Iterator[tuple[ast.stmt, str]]:
        """Yield each import statement with the full name of what it brings in."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def kind_of(parts: tuple[str, ...]) -> str:
    """Return the furniture a file belongs to: `views` for views.py and for views/people.py."""
    return Path(parts[1]).stem if len(parts) > 1 else ""


def python(root: Path, base: str = "src") -> Iterator[Source]:
    """Yield every Python file below `root/base` that people wrote."""
    for path in sorted((root / base).rglob("*.py")):
        if not SKIPPED & set(path.parts):
            yield _source(root, path, path.stat().st_mtime_ns)


@functools.cache
def _source(root: Path, path: Path, _changed: int) -> Source:
    parts = path.relative_to(root).parts
    inside = parts[2:] if parts[:2] == ("src", "seedbed") else ()
    text = path.read_text(encoding="utf-8")
    room = inside[0] if len(inside) > 1 else ""
    return Source(path, path.relative_to(root).as_posix(), room, kind_of(inside), text, ast.parse(text))


def templates(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield name, room and text of every template."""
    for path in sorted((root / "src/seedbed").rglob("templates/**/*.html")):
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield path.relative_to(root).as_posix(), path.relative_to(root / "src/seedbed").parts[0], text


def line_of(text: str, position: int) -> int:
    """Return the number of the line that holds a position of the text."""
    return text.count("\n", 0, position) + 1

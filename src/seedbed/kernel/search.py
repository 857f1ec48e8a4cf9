"""Search in Chinese and Latin text: a row keeps the signs of its words, an index of the database finds rows by them.

A sign is one letter or character, or two neighbouring ones: so a word of two characters is found, and a lone surname too.
A table that is searched has a column `signs`, written by its actions with `signs_of`; what is sealed is never among them.
SQLite looks signs up in a full-text table kept by triggers, PostgreSQL in an inverted index over the same column; both are
put in place after each migrate, for a table that a migration rebuilt has lost them.
"""

import itertools
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import BooleanField, F, Func, Model

COLUMN = "signs"
# Letters, digits, private characters, and those younger than SQLite's table of Unicode: a surname may be rarer than that.
TOKENS = "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M* Co Cn'\""


def _runs(text: str) -> list[str]:
    """Return the unbroken runs of letters and characters of a text."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return ["".join(run) for is_letter, run in itertools.groupby(plain, str.isalnum) if is_letter]


def _pairs(run: str) -> Iterable[str]:
    return (a + b for a, b in itertools.pairwise(run))


def whole(text: str) -> str:
    """Return the sign of a number that is looked up as a whole: at least three letters or digits, else nothing."""
    joined = "".join(_runs(text))
    return f"n{joined}" if len(joined) > 1 else ""


def signs_of(*texts: str, numbers: Iterable[str] = ()) -> str:
    """Return the signs of some texts, each once and each with a blank behind it, and of numbers and names that are found as a whole only."""
    runs = [run for text in texts for run in _runs(text)]
    found = dict.fromkeys(sign for run in runs for sign in (*run, *_pairs(run)))
    return " ".join([*found, *filter(None, map(whole, numbers)), ""])


def wanted(word: str) -> list[str]:
    """Return the signs that a row with this word must have: its pairs, or the one character it is."""
    return list(dict.fromkeys(sign for run in _runs(word) for sign in (_pairs(run) if len(run) > 1 else run)))


class Holds(Func):
    """Whether a row has every one of some words: all signs of the word, or the whole number that it may be instead."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *words: tuple[list[str], str]) -> None:
        super().__init__(F(COLUMN))
        self.words = words

    def _ways(self) -> list[list[list[str]]]:
        return [[way for way in (signs, [number] if number else []) if way] for signs, number in self.words]

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, tuple[Any, ...]]:
        """The rows that the full-text table names: asked once for all words."""
        column, _none = compiler.compile(self.source_expressions[0])
        alias, table = column.rsplit(".", 1)[0], self._table()
        words = (" OR ".join("(" + " AND ".join(f'"{sign}"' for sign in way) + ")" for way in ways) for ways in self._ways())
        match = " AND ".join(f"({word})" for word in words)
        return f"{alias}.id IN (SELECT rowid FROM {table}_{COLUMN} WHERE {table}_{COLUMN} MATCH %s)", (match,)  # noqa: S608 - names of our own tables

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, tuple[Any, ...]]:
        """The rows that the inverted index names."""
        column, _none = compiler.compile(self.source_expressions[0])
        has = f"string_to_array({column}, ' ') @> %s::text[]"
        words = ("(" + " OR ".join([has] * len(ways)) + ")" for ways in self._ways())
        return "(" + " AND ".join(words) + ")", tuple(way for ways in self._ways() for way in ways)

    def _table(self) -> str:
        return str(self.source_expressions[0].target.model._meta.db_table)  # type: ignore[attr-defined]


def searched() -> list[type[Model]]:
    """Return the tables that keep signs."""
    return [model for model in apps.get_models() if any(field.name == COLUMN for field in model._meta.concrete_fields)]


def _sqlite(table: str) -> list[str]:
    index = f"{table}_{COLUMN}"
    put = f"INSERT INTO {index}(rowid, signs) VALUES (new.id, new.signs);"  # noqa: S608 - names of our own tables
    drop = f"INSERT INTO {index}({index}, rowid, signs) VALUES ('delete', old.id, old.signs);"  # noqa: S608
    return [
        f"CREATE TRIGGER IF NOT EXISTS {index}_added AFTER INSERT ON {table} BEGIN {put} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_removed AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER IF NOT EXISTS {index}_changed AFTER UPDATE OF id, signs ON {table} BEGIN {drop} {put} END",
    ]


def install(using: str = "default") -> None:
    """Put the indexes of all searched tables in place where they are missing; safe to repeat."""
    connection = connections[using]
    known = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in searched()):
            if table not in known or COLUMN not in {column.name for column in connection.introspection.get_table_description(cursor, table)}:
                continue  # an older state of the tables, on the way to this one
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_{COLUMN} ON {table} USING gin (string_to_array({COLUMN}, ' '))")
                continue
            if f"{table}_{COLUMN}" not in known:
                cursor.execute(f"CREATE VIRTUAL TABLE {table}_{COLUMN} USING fts5({COLUMN}, content='{table}', content_rowid='id', {TOKENS})")
                cursor.execute(f"INSERT INTO {table}_{COLUMN}({table}_{COLUMN}) VALUES ('rebuild')")  # noqa: S608
            for statement in _sqlite(table):
                cursor.execute(statement)


def install_after_migrate(using: str = "default", **_: Any) -> None:
    """After every migrate: the indexes of what is searched."""
    install(using)

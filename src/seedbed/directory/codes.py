"""Reads the code tables that ship with the product: regions and industries."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def region_rows() -> list[dict[str, Any]]:
    """Return every region with code, name, level and code of its parent, parents first."""
    found: list[dict[str, Any]] = []
    for level, name, parent in ((1, "provinces", ""), (2, "cities", "provinceCode"), (3, "areas", "cityCode")):
        found += [
            {"code": r["code"], "name": r["name"], "level": level, "parent_id": r[parent] if parent else None}
            for r in _rows(f"regions_{name}.csv")
        ]
    return found


def industry_rows() -> list[dict[str, Any]]:
    """Return the GB/T 4754-2017 classification with code, name, level and parent, parents first."""
    rows = [
        {"code": r["code"], "name": r["name"], "level": int(r["level"]), "parent_id": r["parent"] or None}
        for r in _rows("industries.csv")
    ]
    return sorted(rows, key=lambda r: (r["level"], r["code"]))

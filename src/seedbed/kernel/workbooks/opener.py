"""Opens one workbook in a process of its own, bounded in memory and time, and prints its cells as lines of JSON.

Run as a script by `grid.py`; imports nothing of ours. A file that makes the reader hang or swell ends this
process, never the site.
"""

import datetime as dt
import json
import sys

import python_calamine

try:
    import resource
except ImportError:  # Windows has none; the caller's time limit remains
    resource = None  # type: ignore[assignment]


def main(path: str, rows: int, columns: int, memory: int, seconds: int) -> None:
    """Print one line per sheet (an object) and one per row (a list), or `{"fault": code}`, for the workbook at `path`."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        with python_calamine.load_workbook(path) as book:
            for meta in book.sheets_metadata:
                if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    _sheet(book, meta, rows, columns)
    except python_calamine.PasswordError:
        _print({"fault": "encrypted"})
    except (python_calamine.CalamineError, OSError, ValueError):
        _print({"fault": "damaged"})


def _print(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def _sheet(book: python_calamine.CalamineWorkbook, meta: python_calamine.SheetMetadata, rows: int, columns: int) -> None:
    sheet = book.get_sheet_by_name(meta.name)
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    fits = height <= rows + 50 and width <= columns
    _print({"name": meta.name, "hidden": meta.visible != python_calamine.SheetVisibleEnum.Visible, "height": height, "width": width,
            "merged": (sheet.merged_cell_ranges or []) if fits else []})
    left = [None] * (sheet.start[1] if sheet.start else 0)
    for line in sheet.iter_rows() if fits else ():
        _print(left + [_plain(cell) for cell in line])


def _plain(cell: object) -> object:
    if isinstance(cell, str | float | bool | int):
        return cell if cell != "" else None
    if isinstance(cell, dt.timedelta):
        return str(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return {type(cell).__name__: cell.isoformat()}
    return None


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

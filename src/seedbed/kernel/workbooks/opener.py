"""Opens one workbook in a process of its own, bounded in memory and time, and prints its cells as JSON.

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
    """Print `{"sheets": [...]}` or `{"fault": code}` for the workbook at `path`."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    json.dump(_open(path, rows, columns), sys.stdout, ensure_ascii=True)


def _open(path: str, rows: int, columns: int) -> dict:
    try:
        with python_calamine.load_workbook(path) as book:
            return {"sheets": [_sheet(book, meta, rows, columns) for meta in book.sheets_metadata
                               if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]}
    except python_calamine.PasswordError:
        return {"fault": "encrypted"}
    except (python_calamine.CalamineError, OSError, ValueError):
        return {"fault": "damaged"}


def _sheet(book: python_calamine.CalamineWorkbook, meta: python_calamine.SheetMetadata, rows: int, columns: int) -> dict:
    sheet = book.get_sheet_by_name(meta.name)
    found = {"name": meta.name, "hidden": meta.visible != python_calamine.SheetVisibleEnum.Visible, "rows": [], "merged": []}
    if sheet.total_height > rows + 50 or sheet.total_width > columns:
        return found | {"height": sheet.total_height, "width": sheet.total_width}
    found["rows"] = [[_plain(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)]
    found["merged"] = sheet.merged_cell_ranges or []
    return found


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

"""The Excel files of this room: applicants in, corrections back, lists and results out."""

from seedbed.selection.workbooks.files import (
    RECIPIENTS,
    corrections_file,
    list_file,
    ranking_file,
    screening_file,
    unit_corrections_file,
)
from seedbed.selection.workbooks.quotas import QUOTAS
from seedbed.selection.workbooks.sheets import applicants_sheet, corrections_sheet, sheet_of

__all__ = ["QUOTAS", "RECIPIENTS", "applicants_sheet", "corrections_file", "corrections_sheet", "list_file", "ranking_file",
           "screening_file", "sheet_of", "unit_corrections_file"]

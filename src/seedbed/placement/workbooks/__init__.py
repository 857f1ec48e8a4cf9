"""This room's Excel files."""

from seedbed.placement.workbooks.allotments import allotment_sheet
from seedbed.placement.workbooks.companies import COMPANIES
from seedbed.placement.workbooks.posts import POSTS, values_of
from seedbed.placement.workbooks.wishes import WISHES

__all__ = ["COMPANIES", "POSTS", "WISHES", "allotment_sheet", "values_of"]

"""This room's Excel files."""

from seedbed.placement.workbooks.allotments import allotment_sheet
from seedbed.placement.workbooks.posts import POSTS, values_of

__all__ = ["POSTS", "allotment_sheet", "values_of"]

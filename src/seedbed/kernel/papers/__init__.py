"""Official papers: a room composes a `Paper`, the kernel sets it as Word and PDF. See README.md."""

from seedbed.kernel.papers.paper import Heading, Paper, Table
from seedbed.kernel.papers.pdf import pages_in, render_pdf
from seedbed.kernel.papers.word import render_docx

__all__ = ["Heading", "Paper", "Table", "pages_in", "render_docx", "render_pdf"]

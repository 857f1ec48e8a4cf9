"""Sets papers as Word files that offices go on editing; fonts are named as GB/T 9704 asks, with those WPS has as fallback."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from seedbed.kernel.papers.paper import (
    Heading,
    Paper,
    Table,
    attachment_lines,
    copy_line,
    printable,
    shares,
    written_date,
)

BODY, TITLE, HEAD, SECOND, TABLE = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
RED = RGBColor(0xC8, 0x10, 0x2E)
PITCH = Pt(28)
_LONG_AGO = (2000, 1, 1, 0, 0, 0)


def render_docx(papers: Paper | Sequence[Paper]) -> bytes:
    """One Word file of a paper, or of several one after the other. Same content, same bytes."""
    several = [papers] if isinstance(papers, Paper) else list(papers)
    document = Document()
    _ground(document, several[0])
    for place, paper in enumerate(several):
        section = document.sections[0] if place == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        _page(section, paper, restart=place > 0)
        _compose(document, paper)
    return _bytes(document)


def _ground(document: WordDocument, first: Paper) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    # Without it programs that lack the fonts named here take glyphs of other countries for the same characters.
    document.styles.element.find(f".//{qn('w:lang')}").set(qn("w:eastAsia"), "zh-CN")
    document.settings.odd_and_even_pages_header_footer = True
    about = document.core_properties
    about.title, about.author, about.comments = printable(first.title), "", ""
    about.created = about.modified = dt.datetime(2000, 1, 1)
    for paragraph in list(document.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)


def _page(section: Section, paper: Paper, *, restart: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.orientation = WD_ORIENT.PORTRAIT
    if paper.landscape:
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(28), Mm(26), Mm(35), Mm(37)
    section.footer_distance = Mm(25)
    if restart:
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        section._sectPr.find(qn("w:cols")).addprevious(_with("w:pgNumType", start="1"))
        return
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], align)


def _page_number(paragraph: Paragraph, align: ALIGN) -> None:
    paragraph.alignment = align
    indent = paragraph.paragraph_format
    indent.left_indent = indent.right_indent = Pt(14)
    for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = _run(paragraph, text, "宋体", 14)
        if field:
            _field(run._r, field)


def _field(run: Any, code: str) -> None:
    for kind in ("begin", "code", "end"):
        if kind == "code":
            part = OxmlElement("w:instrText")
            part.text = code
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run.append(part)


def _run(paragraph: Paragraph, text: str, font: str = BODY, size: float = 16, *, bold: bool = False, color: RGBColor | None = None) -> Any:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(size), bold or None
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if color is not None:
        run.font.color.rgb = color
    return run


def _line(document: WordDocument, text: str, *, font: str = BODY, size: float = 16, align: ALIGN = ALIGN.JUSTIFY, indent: float = 2,
          right: float = 0, pitch: Length = PITCH, bold: bool = False, color: RGBColor | None = None) -> Paragraph:
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.alignment, layout.first_line_indent, layout.right_indent = align, Pt(size * indent), Pt(size * right)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    layout.space_before = layout.space_after = Pt(0)
    _run(paragraph, text, font, size, bold=bold, color=color)
    return paragraph


# --- the parts of a paper -------------------------------------------------------------------------------


def _compose(document: WordDocument, paper: Paper) -> None:
    _head(document, paper)
    if paper.title:
        _line(document, printable(paper.title), font=TITLE, size=22, align=ALIGN.CENTER, indent=0, pitch=Pt(34))
        _line(document, "", indent=0)
    if paper.recipients:
        _line(document, printable(paper.recipients), indent=0)
    for part in paper.paragraphs:
        _part(document, part, paper)
    if paper.attachments:
        _line(document, "", indent=0)
    for text in attachment_lines(paper):
        _line(document, text)
    _close(document, paper)
    for table in paper.tables:
        _table(document, table, paper)
    if paper.copy_to:
        _ruled(_line(document, copy_line(paper), size=14, indent=0), "top", "bottom", color="000000", width=6)


def _head(document: WordDocument, paper: Paper) -> None:
    if paper.red_head:
        _line(document, printable(paper.red_head), font=TITLE, size=36, align=ALIGN.CENTER, indent=0, pitch=Pt(60), color=RED)
        number = _line(document, printable(paper.number), align=ALIGN.CENTER, indent=0)
        _ruled(number, "bottom", color="C8102E", width=12)
        _line(document, "", indent=0)
    elif paper.number:
        _line(document, printable(paper.number), align=ALIGN.RIGHT, indent=0)


def _ruled(paragraph: Paragraph, *sides: str, color: str, width: int) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(width)), ("space", "4"), ("color", color)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _part(document: WordDocument, part: str | Heading | Table, paper: Paper) -> None:
    if isinstance(part, Table):
        _table(document, part, paper)
    elif isinstance(part, Heading):
        _line(document, printable(part.text), font=HEAD if part.level == 1 else SECOND).paragraph_format.keep_with_next = True
    else:
        for text in printable(part).split("\n"):
            _line(document, text)


def _close(document: WordDocument, paper: Paper) -> None:
    signed, date = printable(paper.signature), written_date(paper.date, paper.language)
    if not (signed or date):
        return
    held = [Paragraph(last, document._body) for last in document.element.body.iterchildren(qn("w:p"))][-1:]
    held += [_line(document, "", indent=0), _line(document, "", indent=0)]
    longer, texts = max(_width(signed), _width(date)), list(filter(None, (signed, date)))
    held += [_line(document, text, align=ALIGN.RIGHT, indent=0, right=2 + (longer - _width(text)) / 2) for text in texts]
    for paragraph in held[:-1]:  # signature and date stay together, and never stand on a page without text
        paragraph.paragraph_format.keep_with_next = True


def _width(text: str) -> float:
    """Width in Chinese characters: Latin letters and digits count half."""
    return sum(1.0 if ord(char) > 0x2E80 else 0.5 for char in text)


def _table(document: WordDocument, content: Table, paper: Paper) -> None:
    if content.new_page:
        document.add_page_break()
    if content.title:
        _line(document, printable(content.title), font=HEAD, align=ALIGN.CENTER, indent=0)
    widths = shares(content)
    text_width = (297 - 72) if paper.landscape else (210 - 54)
    lines = [list(content.columns), *content.rows] if content.columns else list(content.rows)
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(text_width * width / sum(widths))
    twips = _twips(widths, text_width)
    for place, line in enumerate(lines):
        table._tbl.append(_table_row(twips, line, head=bool(content.columns) and place == 0))


def _twips(widths: Sequence[float], text_width: float) -> list[int]:
    return [int(Mm(text_width * width / sum(widths)).twips) for width in widths]


def _table_row(widths: Sequence[int], line: Sequence[object], *, head: bool) -> Any:
    """A row as XML of its own: python-docx needs seconds for a table of some hundred rows."""
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for place, width in enumerate(widths):
        row.append(_table_cell(printable(line[place]) if place < len(line) else "", width, head))
    return row


def _table_cell(text: str, width: int, head: bool) -> Any:
    cell = OxmlElement("w:tc")
    about = OxmlElement("w:tcPr")
    about.append(_with("w:tcW", w=str(width), type="dxa"))
    about.append(_with("w:vAlign", val="center"))
    cell.append(about)
    for part in text.split("\n"):
        paragraph = OxmlElement("w:p")
        layout = OxmlElement("w:pPr")
        layout.append(_with("w:spacing", before="20", after="20"))
        layout.append(_with("w:jc", val="center"))
        paragraph.append(layout)
        run = OxmlElement("w:r")
        look = OxmlElement("w:rPr")
        look.append(_with("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=HEAD if head else TABLE))
        look.append(_with("w:sz", val="21"))
        words = OxmlElement("w:t")
        words.text = part
        words.set(qn("xml:space"), "preserve")
        run.extend([look, words])
        paragraph.append(run)
        cell.append(paragraph)
    return cell


def _with(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _bytes(document: WordDocument) -> bytes:
    """The file with fixed times inside, so that the same paper gives the same bytes."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.infolist(), key=lambda entry: (entry.filename != "[Content_Types].xml", entry.filename)):
            new.writestr(zipfile.ZipInfo(entry.filename, _LONG_AGO), old.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()

"""Papers come out the same in Word and PDF, whole, in the look that GB/T 9704 asks for."""

import datetime as dt
import io
import time
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader

from seedbed.kernel.papers import Heading, Paper, Table, render_docx, render_pdf

PAPER = Paper(
    title="关于选派年轻干部的请示", number="郴组〔2026〕12号", red_head="中共某市委组织部文件", recipients="市委：",
    paragraphs=["拟选派李𬱖、㛃某等46名同志。", Heading("一、人选"), "第一段。\n第二段。", Table(["甲", "乙"], [["1", None]], title="插表")],
    attachments=["名单", "岗位"], signature="中共某市委组织部", date=dt.date(2026, 11, 23), copy_to="市委办公室。",
    tables=[Table(["序号", "姓名"], [[n, "王旭"] for n in range(1, 81)], [1, 4], "附件1", new_page=True)],
)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page that a reader of the PDF can select, without spaces."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert render_pdf(PAPER) == render_pdf(PAPER)
    assert render_docx(PAPER) == render_docx(PAPER)


def test_word_holds_every_part_in_its_order() -> None:
    texts = [p.text for p in Document(io.BytesIO(render_docx(PAPER))).paragraphs if p.text.strip()]
    assert texts == ["中共某市委组织部文件", "郴组〔2026〕12号", "关于选派年轻干部的请示", "市委：", "拟选派李𬱖、㛃某等46名同志。", "一、人选", "第一段。", "第二段。",
                     "插表", "附件：1. 名单", "\u3000\u3000\u30002. 岗位", "中共某市委组织部", "2026年11月23日", "附件1", "抄送：市委办公室。"]


def test_word_has_the_measures_of_the_standard() -> None:
    document = Document(io.BytesIO(render_docx(PAPER)))
    section = document.sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    body = next(p for p in document.paragraphs if p.text == "第一段。")
    assert (body.paragraph_format.line_spacing.pt, body.runs[0].font.size.pt) == (28, 16)
    fonts = {p.text: p.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) for p in document.paragraphs if p.text}
    assert [fonts[text] for text in ("关于选派年轻干部的请示", "一、人选", "第一段。")] == ["方正小标宋简体", "黑体", "仿宋_GB2312"]


def test_headings_stay_with_what_follows_and_the_signature_with_the_text_before_it() -> None:
    document = Document(io.BytesIO(render_docx(PAPER)))
    held = [p.text for p in document.paragraphs if p.paragraph_format.keep_with_next]
    assert [text.strip() for text in held] == ["一、人选", "2. 岗位", "", "", "中共某市委组织部"]
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:eastAsia")) == "zh-CN"


def test_word_tables_repeat_their_heading_and_hold_every_row() -> None:
    table = Document(io.BytesIO(render_docx(PAPER))).tables[1]
    assert [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows[:2]] == [True, False]
    assert [cell.text for cell in table.columns[0].cells] == ["序号", *map(str, range(1, 81))]
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(156), abs=Pt(1))


def test_page_numbers_stand_outside_with_a_line_at_either_side() -> None:
    section = Document(io.BytesIO(render_docx(PAPER))).sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        assert (footer.paragraphs[0].text, footer.paragraphs[0].alignment) == ("—  —", side)
        assert footer._element.xpath(".//w:instrText")[0].text == "PAGE"


def test_pdf_holds_the_same_words_and_rare_characters() -> None:
    text = "".join(pages_of(render_pdf(PAPER)))
    for part in ("中共某市委组织部文件", "郴组〔2026〕12号", "关于选派年轻干部的请示", "李𬱖、㛃某等46名", "一、人选", "附件：1.名单", "2.岗位", "2026年11月23日", "抄送：市委办公室。"):
        assert part in text


def test_content_is_never_read_as_markup() -> None:
    nasty = '#panic("x") *b* $x$ <a> \\ [ ] @ref = H // c `r` "q"'
    paper = Paper(nasty, paragraphs=[nasty, Heading(nasty), Table([nasty], [[nasty]])], signature=nasty)
    assert "".join(pages_of(render_pdf(paper))).count("#panic(") == 6
    assert [p.text for p in Document(io.BytesIO(render_docx(paper))).paragraphs if p.text][:3] == [nasty] * 3


def test_long_tables_repeat_their_heading_on_each_page_and_pages_are_numbered() -> None:
    pages = pages_of(render_pdf(PAPER))
    assert [(page.count("序号"), "王旭" in page) for page in pages] == [(0, False), (1, True), (1, True), (1, True)]
    assert [page.endswith(f"—{n}—") for n, page in enumerate(pages, 1)] == [True] * 4


def test_several_papers_in_one_file_are_numbered_each_from_one() -> None:
    assert pages_of(render_pdf([Paper("第一份"), Paper("第二份", landscape=True)])) == ["第一份—1—", "第二份—1—"]
    sections = Document(io.BytesIO(render_docx([Paper("第一份"), Paper("第二份", landscape=True)]))).sections
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in sections] == [(210, 297), (297, 210)]


def test_characters_that_no_page_can_show_are_left_out() -> None:
    paper = Paper("题\x00目\ud800", paragraphs=["\x0b文\x1f"], tables=[Table(["列"], [["\x07格"]])])
    document = Document(io.BytesIO(render_docx(paper)))
    assert [p.text for p in document.paragraphs if p.text] == ["题目", "文"]
    assert document.tables[0].rows[1].cells[0].text == "格"
    assert render_pdf(paper)[:5] == b"%PDF-"


def test_english_papers_have_english_words() -> None:
    texts = [p.text for p in Document(io.BytesIO(render_docx(Paper("Notice", attachments=["List"], date=dt.date(2026, 11, 23), copy_to="Office", language="en")))).paragraphs if p.text]
    assert texts == ["Notice", "Attachments: List", "23 November 2026", "Copy to: Office"]


def test_the_fonts_are_in_the_file() -> None:
    assert render_pdf(Paper("王", paragraphs=["李"])).count(b"/FontFile3") == 2
    with zipfile.ZipFile(io.BytesIO(render_docx(PAPER))) as package:
        assert package.testzip() is None


def test_three_hundred_rows_take_less_than_a_second_of_work() -> None:
    table = Table(["序号", "姓名", "单位", "企业", "岗位", "理由"], [[n, "王旭", "某市自然资源和规划局", "某混凝土有限公司", "总经理助理", "专业对口"] for n in range(300)])
    paper = Paper("名单", tables=[table])
    render_pdf(Paper("热身"))
    before = time.process_time()
    render_pdf(paper)
    assert time.process_time() - before < 1.0

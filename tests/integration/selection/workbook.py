"""A workbook such as units send, with every kind of fault planted, written by the tests themselves."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import id_number

HEADINGS = ("序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "身份证号码", "学历", "毕业院校及专业", "工作单位及职务", "职级", "现从事主要工作",
            "是否园区工作", "是否经济部门", "大湾区工作经历", "是否引进高素质专业化人才", "意向行业", "联系电话", "单位推荐意见", "备注")


def line(number: int, name: str | None, *, born: Any = "1990-01", id_: str = "", **more: Any) -> dict[str, Any]:
    """One good row, changed where asked."""
    given = {"序号": number, "姓名": name, "性别": "男", "民族": "汉族", "出生年月": born, "政治面貌": "中共党员", "身份证号码": id_ or id_number(200 + number),
             "学历": "大学本科", "毕业院校及专业": "中南大学土木工程专业", "工作单位及职务": "郴州市商务局科员", "职级": "四级主任科员", "现从事主要工作": "招商引资",
             "是否园区工作": "否", "是否经济部门": "是", "大湾区工作经历": None, "是否引进高素质专业化人才": "否", "意向行业": "陶瓷、新材料",
             "联系电话": f"1390735{number:04d}", "单位推荐意见": "同意推荐", "备注": None}
    return given | more


def broken_digit(number: str) -> str:
    """The ID number with a wrong last character."""
    return number[:-1] + ("0" if number[-1] != "0" else "1")


def planted() -> list[dict[str, Any]]:
    """Rows of which each but the first two holds one fault of its own."""
    return [
        line(1, "王大"), line(2, "李二", born=datetime(1990, 1, 5)), line(3, "张 三"), line(4, "赵四", born="1990年1月"), line(5, "钱五", born="1975.4"),
        line(6, "孙六", id_=broken_digit(id_number(206))), line(7, None), line(8, "周八", 联系电话="1387351"), line(9, "吴九", 联系电话="１３９０７３５００９９"),
        line(10, "郑十", 性别="女"), line(11, "冯一一", 单位推荐意见=None), line(12, "陈一二", 备注="配偶在佛山某企业任职；希望安排制造业企业"),
        line(13, "褚一三", 备注="身体原因需定期复查"), line(14, "王大", id_=id_number(201), 工作单位及职务="郴州市发展和改革委员会科员"),
        line(15, "卫一五", 工作单位及职务="自由职业"), line(16, "蒋一六", 工作单位及职务="资兴市住房和城乡建设局家居产业股股长"),
        line(17, "沈一七", 大湾区工作经历="佛山家电企业工作2年"), line(18, "韩一八", 身份证号码=None), line(19, "杨一九", 是否园区工作="也许"),
        line(20, "朱二十", 工作单位及职务="资兴市住房与城乡建设局科员"),
    ]


def office_file(rows: Sequence[dict[str, Any]] | None = None, *, headings: Sequence[str] = HEADINGS, renamed: dict[str, str] | None = None) -> bytes:
    """The workbook: title, a line for the stamp, grouped headings, rows, notes below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总表"
    sheet.append(["郴州市2026年第一期报名推荐汇总表"])
    sheet.append(["填报单位（盖章）：            填报时间：    年   月   日"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
    sheet.append([(renamed or {}).get(h, h) for h in headings])
    for row in planted() if rows is None else rows:
        sheet.append([row[h] for h in headings])
    sheet.append([])
    sheet.append(["备注：本表由各县市区委组织部、市直单位汇总上报"])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(data: bytes, name: str = "报名推荐汇总表.xlsx") -> SimpleUploadedFile:
    """The bytes as a form sends them."""
    return SimpleUploadedFile(name, data)


def changed(data: bytes, *changes: tuple[str, str, Any]) -> bytes:
    """The same workbook with cells changed: (text in the row, heading, new value)."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(c.value == "姓名" for c in row))
    places = {c.value: c.column for c in head}
    for text, heading, value in changes:
        row = next(r for r in sheet.iter_rows(min_row=head[0].row + 1) if any(c.value == text for c in r))
        sheet.cell(row[0].row, places[heading], value)
    return saved(book)

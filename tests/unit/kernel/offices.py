"""Workbooks as offices send them, written here with the faults that offices make. All people are invented."""

import datetime as dt
import io
import zipfile

import openpyxl
from openpyxl.styles import Font

from tests.cast import id_number

APPLICANT_HEADINGS = ("序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "身份证号码", "学历", "毕业院校及专业", "工作单位及职务", "职级",
                      "现从事主要工作", "是否园区工作", "是否经济部门", "大湾区工作经历", "是否引进高素质专业化人才", "意向行业", "联系电话", "单位推荐意见", "备注")
GROUPS = ((2, 9, "基本情况"), (10, 12, "工作情况"), (13, 16, "优先条件"))
POST_HEADINGS = ("序号", "企业名称", "统一社会信用代码", "主营业务（经营范围）", "企业地址", "实训岗位", "岗位职责", "专业要求", "接收人数",
                 "是否提供住宿", "住宿条件", "企业导师", "联系人及电话", "备注")


def applicant(serial: int, name: str, birth: str = "19930213", **cells: object) -> dict[str, object]:
    """A faultless row; `cells` replaces what is to be wrong, by heading."""
    row: dict[str, object] = {
        "序号": serial, "姓名": name, "性别": "女", "民族": "汉族", "出生年月": f"{birth[:4]}-{birth[4:6]}", "政治面貌": "群众",
        "身份证号码": id_number(serial, birth=birth, female=True), "学历": "大学本科", "毕业院校及专业": "南华大学软件工程专业",
        "工作单位及职务": "某县教育局科员", "职级": "九级职员", "现从事主要工作": "校企合作", "是否园区工作": "否", "是否经济部门": "是",
        "大湾区工作经历": "", "是否引进高素质专业化人才": "否", "意向行业": "新材料、家居建材", "联系电话": f"1380000{serial:04d}",
        "单位推荐意见": "同意推荐", "备注": "",
    }
    return row | cells


FAULTY = [
    applicant(1, "王旭"),
    applicant(2, "赵一", 身份证号码=id_number(2, birth="19930213", female=True)[:-1] + "%"),
    applicant(3, "钱二", "19840405", 出生年月="1975.4"),
    applicant(4, ""),
    applicant(5, "孙 三"),
    applicant(6, "李𬱖", 民族="汉"),
    applicant(7, "周四", 联系电话="1387351"),
    applicant(8, "吴五", 联系电话="１３８００００１２３４"),
    applicant(9, "郑六", 联系电话="138 0000 1234"),
    applicant(10, "冯七", 备注="配偶在佛山某企业任职"),
    applicant(11, "陈八", 备注="分管某企业项目审批"),
    applicant(12, "褚九", 备注="身体原因需定期复查"),
    applicant(13, "卫十", 出生年月=dt.date(1993, 2, 13)),
    applicant(14, "蒋一", 出生年月="1993.02"),
    applicant(15, "沈二", 出生年月="199302"),
    applicant(16, "韩三", 出生年月="1993年2月"),
    applicant(17, "杨四", 出生年月="1993.2"),
    applicant(18, "朱五", 身份证号码=id_number(18, birth="19930213", female=True) + " "),
    applicant(19, "王思远"),
    applicant(20, "王思远", 身份证号码=id_number(19, birth="19930213", female=True), 工作单位及职务="某市商务局股长"),
    applicant(21, "许六", 性别="男"),
]


def wrong_digit(number: str) -> str:
    """The number with another last digit."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


FAULTY[1]["身份证号码"] = wrong_digit(id_number(2, birth="19930213", female=True))


def applicants_xlsx(rows: list[dict[str, object]] = FAULTY) -> bytes:
    """The summary sheet: two title lines, a line of groups, headings, rows, a blank line, two foot notes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总表"
    width = len(APPLICANT_HEADINGS)
    sheet.append(["某市年轻干部沉浸式培训报名推荐汇总表"])
    sheet.append(["填报单位（盖章）：        填报时间：   年  月  日"])
    sheet.append([""])
    for first, last, text in GROUPS:
        sheet.cell(3, first, text)
        sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=last)
    sheet.append(APPLICANT_HEADINGS)
    for row in rows:
        sheet.append([row[heading] for heading in APPLICANT_HEADINGS])
    sheet.append([])
    below = sheet.max_row + 2
    sheet.cell(below, 1, "备注：1.本表由各县市区委组织部汇总上报。")
    sheet.cell(below + 1, 1, "填表人：          审核人：        联系电话：")
    for line in (1, 2):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=width)
    sheet["A1"].font = Font(bold=True, size=16)
    return saved(book)


def posts_xlsx() -> bytes:
    """Posts of three companies, company cells merged downwards, a sum row and a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某市驻点企业岗位需求表"])
    sheet.append(POST_HEADINGS)
    business = "生产经营梭织布。(依法须经批准的项目，经相关部门批准后方可开展经营活动)〓"
    sheet.append([1, "甲纺织有限公司", "91440606735002285T", business, "佛山市顺德区杏坛镇1号", "供应链部助理", "采购", "物流、经济类", "1-2人", "是",
                  "员工宿舍双人间", "刘经理", "徐先生 13868528521", ""])
    sheet.append(["", "", "", "", "", "行政专员", "政策申报", "公共管理类", "若干", "可协调", "", "孙总监", "陈女士 139 4197 9754", ""])
    sheet.append(["", "", "", "", "", "总经理助理", "经营分析", "经济、管理类", 2, "否", "", "朱总监", "林先生 15800849248", ""])
    sheet.append([2, "乙铜业有限公司", "91440605742996919J", "产销铜材", "顺德区容桂街道2号", "数字化专员", "数据分析", "计算机类", "２人", "是", "", "何经理",
                  "陈女士 13886450789", ""])
    sheet.append([3, "丙陶瓷有限公司", "9144060674295249XA", "陶瓷", "佛山市禅城区3号", "财务助理", "预算", "会计类", 1, "是", "单人公寓", "曾总监",
                  "曹先生", ""])
    sheet.append(["合计", "", "", "", "", "", "", "", 8])
    sheet.append(["注：接收人数为“若干”的，由服务小组与企业进一步对接确认。"])
    for column in range(1, 6):
        sheet.merge_cells(start_row=3, end_row=5, start_column=column, end_column=column)
    sheet.merge_cells("A1:N1")
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_xlsx(*rows: list[object], title: str = "Sheet1") -> bytes:
    """A workbook of one sheet with just these rows."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def package(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """The package with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {entry: old.read(entry) for entry in old.namelist()}
    return package(parts | {name: part})


def part_of(data: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return old.read(name)

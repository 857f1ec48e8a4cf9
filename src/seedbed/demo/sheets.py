"""Writes the two workbooks of the invented city as an office would send them: tidy, or with the faults of real life."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from seedbed.demo.city import Applicant, HostSpec

APPLICANTS_HEAD = ("序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "身份证号码", "学历", "毕业院校及专业", "工作单位及职务", "职级",
                   "现从事主要工作", "是否园区工作", "是否经济部门", "大湾区工作经历", "是否引进高素质专业化人才", "意向行业", "联系电话",
                   "单位推荐意见", "备注")
POSTS_HEAD = ("序号", "企业名称", "统一社会信用代码", "主营业务（经营范围）", "企业地址", "实训岗位", "岗位职责", "专业要求", "接收人数", "是否提供住宿",
              "住宿条件", "企业导师", "联系人及电话", "备注")
MONTHS = ("{0:%Y-%m}", "{0:%Y.%m}", "{0:%Y%m}", "{0.year}年{0.month}月", "{0.year}.{0.month}", "{0:%Y-%m-%d}")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def applicant_row(number: int, a: Applicant, month: str = MONTHS[0]) -> list[Any]:
    """Return one row of the applicants' workbook."""
    yes = {True: "是", False: "否"}
    return [number, a.name, "女" if a.sex == "female" else "男", a.ethnicity, month.format(a.birth), a.political_status, a.id_number,
            a.education, f"{a.school}{a.major}专业", f"{a.unit}{a.post}", a.rank, a.duties, yes[a.in_park], yes[a.in_economic],
            a.bay_experience, yes[a.is_talent], "、".join(a.wishes), a.mobile, "同意推荐", a.remark]


def applicants_workbook(people: Sequence[Applicant], *, tidy: bool) -> bytes:
    """Return the workbook of applicants; untidy ones hold the faults that offices really send."""
    rows = [applicant_row(i, a, MONTHS[0] if tidy else MONTHS[i % len(MONTHS)]) for i, a in enumerate(people, 1)]
    if not tidy:
        rows = _spoil(rows)
    title = "郴州市2023年第二期年轻干部赴大湾区沉浸式培训报名推荐汇总表"
    groups = ((1, 8, "基本情况"), (9, 11, "工作情况"), (12, 15, "优先条件"))
    notes = ("备注：1.本表由各县市区、市直单位汇总上报；2.“大湾区工作经历”须注明单位和时长。", "填表人：            审核人：            联系电话：")
    return _write(title, APPLICANTS_HEAD, rows, groups=() if tidy else groups, notes=() if tidy else notes)


def _spoil(rows: list[list[Any]]) -> list[list[Any]]:
    """Plant the faults: one of each kind, in fixed places."""
    rows[2][6] = rows[2][6][:17] + ("0" if rows[2][6][17] != "0" else "1")  # check digit
    rows[9][1] = ""  # name missing
    rows[14][4] = "1975.4"  # disagrees with the ID number
    rows[20][17] = rows[20][17][:7]  # telephone too short
    rows[25][17] = rows[25][17].translate(FULL_WIDTH)
    rows[31][1] = f"{rows[31][1][0]} {rows[31][1][1:]}"
    rows[36][3] = "汉"
    rows[44][18] = ""  # not recommended yet
    rows[50][19] = "配偶在佛山某企业任职"
    rows[58][19] = "身体原因需定期复查"
    twin = list(rows[63])
    twin[0], twin[9] = len(rows) + 1, "郴州市商务局股长"
    return [*rows, twin]


def posts_workbook(hosts: Sequence[HostSpec], *, tidy: bool) -> bytes:
    """Return the workbook of hosts and posts; untidy ones have merged cells, open numbers, a sum row and notes."""
    rows: list[list[Any]] = []
    merges: list[tuple[int, int]] = []
    for number, host in enumerate(hosts, 1):
        first = len(rows)
        for i, post in enumerate(host.posts):
            own = [number, host.name, host.uscc, host.scope, host.address] if tidy or i == 0 else [""] * 5
            rows.append([*own, post.title, post.duties, post.majors, post.seats, post.lodging, post.lodging_note, post.mentor,
                         f"{post.contact} {post.mobile}", ""])
        merges.append((first, len(rows) - 1))
    notes: tuple[str, ...] = ()
    if not tidy:
        rows[4][8], rows[11][8], rows[17][8] = "若干", "2人", "1～2人"
        rows[8][12] = rows[8][12][:-8] + " " + rows[8][12][-8:-4] + " " + rows[8][12][-4:]
        rows[20][2] = rows[20][2] or ""
        rows.append(["合计", *[""] * 13])
        notes = ("注：接收人数为“若干”的，由服务小组与企业进一步对接确认。",)
    title = "郴州市2023年第二期年轻干部赴大湾区沉浸式培训驻点企业岗位需求表"
    return _write(title, POSTS_HEAD, rows, notes=notes, merges=() if tidy else merges)


def _write(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Any]], *, groups: Sequence[tuple[int, int, str]] = (),
    notes: Sequence[str] = (), merges: Sequence[tuple[int, int]] = (),
) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("汇总表")
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1})
    cell = book.add_format({"valign": "vcenter", "text_wrap": True, "border": 1})
    sheet.merge_range(0, 0, 0, len(head) - 1, title, bold)
    line = 1
    for first, last, label in groups:
        sheet.merge_range(line, first, line, last, label, bold)
    line += 1 if groups else 0
    sheet.write_row(line, 0, head, bold)
    top = line + 1
    for i, row in enumerate(rows):
        sheet.write_row(top + i, 0, row, cell)
    for first, last in merges:
        for column in range(5) if last > first else ():
            sheet.merge_range(top + first, column, top + last, column, rows[first][column], cell)
    for i, text in enumerate(notes):
        sheet.write_string(top + len(rows) + 1 + i, 0, text)
    sheet.set_column(0, len(head) - 1, 14)
    book.close()
    return out.getvalue()

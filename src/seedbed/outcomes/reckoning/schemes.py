"""The schemes with which a batch is assessed at first: during the course and after it. Offices write later versions."""

from collections.abc import Mapping
from typing import Any

GRADES = [
    {"key": "excellent", "name": "优秀", "least": 8500, "share": 2000}, {"key": "good", "name": "良好", "least": 7500, "share": None},
    {"key": "pass", "name": "合格", "least": 6000, "share": None}, {"key": "fail", "name": "不合格", "least": 0, "share": None},
]
_COMMON: dict[str, Any] = {"grades": GRADES, "outlier": 250, "appeal_workdays": 5, "reply_workdays": 10}


def _criterion(key: str, name: str, weight: int, who: str, basis: str, evidence: str) -> dict[str, Any]:
    return {"key": key, "name": name, "weight": weight, "who": who, "basis": basis, "evidence": evidence}


# The four subjects of the quantified marks during the course, and the word of the company; weights are the office's own.
DURING: Mapping[str, Any] = _COMMON | {"fewest": {"team": 1, "host": 1}, "criteria": [
    _criterion("study", "学习调研", 2500, "team", "product", "调研报告、企业档案"),
    _criterion("projects", "项目引进", 2500, "team", "result", "招商线索台账及凭证"),
    _criterion("exchange", "交流研讨", 1500, "team", "minutes", "集中学习、专题研讨记录"),
    _criterion("journals", "日志撰写", 1500, "team", "product", "已批阅的日志，看内容，不看篇数"),
    _criterion("host", "企业评价", 2000, "host", "word", "走访记录或企业书面评价"),
]}
# After the course: essays, companies visited, investment promotion, by an assessment group.
AFTER: Mapping[str, Any] = _COMMON | {"fewest": {"group": 2}, "criteria": [
    _criterion("essay", "心得体会", 3000, "group", "product", "心得文章"),
    _criterion("visits", "走访企业", 3000, "group", "visit", "走访企业记录"),
    _criterion("investment", "招商引资", 4000, "group", "result", "招商线索台账及凭证"),
]}
FIRST: Mapping[str, tuple[str, Mapping[str, Any]]] = {"during": ("培训期间量化评分", DURING), "after": ("培训结束后考核", AFTER)}
DECIDED_BY = "初始方案（施行前须经本单位研究确定）"

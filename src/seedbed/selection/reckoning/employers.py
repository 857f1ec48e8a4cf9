"""Tells unit and post apart in cells such as 郴州市自然资源和规划局项目专干."""

import re
from collections.abc import Collection
from dataclasses import dataclass

TITLES = (
    "党组书记", "党组成员", "党委书记", "党委委员", "中心副主任", "中心主任", "办公室副主任", "办公室主任", "副总工程师",
    "总工程师", "总经济师", "总会计师", "项目专干", "副局长", "局长", "副科长", "科长", "副股长", "股长", "副处长", "处长",
    "副主任科员", "主任科员", "副主任", "主任", "副书记", "书记", "副部长", "部长", "副县长", "副镇长", "镇长", "副乡长",
    "乡长", "副所长", "所长", "副站长", "站长", "副院长", "院长", "副校长", "校长", "副队长", "队长", "副经理", "经理",
    "科员", "干事", "专干", "办事员", "工程师", "助理", "秘书", "职员", "干部",
)
_BY_LENGTH = tuple(sorted(TITLES, key=len, reverse=True))
# What names of organs end in; an area's name alone (市, 县, 区) is no organ.
ORGAN = re.compile(r"(局|委|委员会|中心|管委会|部|院|办|办公室|处|所|站|社|校|学院|大学|医院|公司|集团|政府|协会|联合会|联社|银行|支行|"
                   r"总队|支队|大队|开发区|园区|工业园|产业园|物流园|高新区|馆|台|会)$")
_INSIDE = re.compile(ORGAN.pattern.removesuffix("$"))


@dataclass(frozen=True)
class Employer:
    """Unit and post; `how` says where the cut comes from: `known` unit, `title`, `ending`, or `none`."""

    unit: str
    post: str
    how: str

    @property
    def is_sure(self) -> bool:
        """Whether a person need not look at the cut."""
        return self.how in {"known", "title"}


def split_employer(text: str, known: Collection[str] = ()) -> Employer:
    """Return unit and post of a cell.

    First the longest known unit with which the text begins, if what follows ends in a title; then the
    longest known title at the end that leaves a name ending like an organ's; then the last place that
    looks like the end of an organ's name. Where nothing fits, the whole text is the unit (`none`).
    """
    text = re.sub(r"\s+", "", text)
    for name in sorted((n for n in known if n and text.startswith(n)), key=len, reverse=True):
        rest = text[len(name):]
        if rest in TITLES or not rest or (ORGAN.search(name) and rest.endswith(TITLES)):
            return Employer(name, rest, "known")
    for title in _BY_LENGTH:
        if text.endswith(title) and ORGAN.search(text[: -len(title)]):
            return Employer(text[: -len(title)], title, "title")
    places = [found.end() for found in _INSIDE.finditer(text) if found.end() < len(text)]
    if places and text.endswith(TITLES):
        return Employer(text[: places[-1]], text[places[-1]:], "ending")
    return Employer(text, "", "none")


def kind_of(name: str) -> str:
    """Return the likely kind of a unit from its name, as a key of the directory's kinds."""
    if re.search("产业园|工业园|园区|开发区|高新区|物流园", name):
        return "park"
    if re.search("(县|市|区|省)委(组织部|宣传部|统战部|政法委|办公室|办|编办|社会工作部|网信办)?$|纪委", name) and not re.search("发改委|国资委|卫健委", name):
        return "party"
    if re.search("公司|集团|厂$|银行|支行", name):
        return "company"
    if re.search("(中心|院|校|学院|大学|馆|台|站|所)$", name):
        return "institution"
    return "government"


ECONOMIC = re.compile(
    "发展和改革|发改|工业和信息化|科技和工业|工信|商务|财政|国资|科学技术|科技局|市场监督|行政审批|自然资源|住房和城乡建设|住建|农业农村|"
    "交通运输|大数据|乡村振兴|统计|金融|税务|招商|投资促进|产业|园区|开发区|物流园|文旅|文化旅游"
)


def looks_economic(name: str) -> bool:
    """Tell whether a unit's name is that of a department of the economic line; an officer confirms it."""
    return bool(ECONOMIC.search(name))


def region_stem(name: str) -> str:
    """Return a county's name without its kind: 嘉禾 of 嘉禾县; used to find it inside names of parks."""
    return re.sub("(自治县|县|市|区)$", "", name)

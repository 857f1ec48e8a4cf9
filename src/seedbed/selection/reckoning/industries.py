"""Industries as people name them in forms, with the divisions of GB/T 4754-2017 that they stand for."""

import re
from collections.abc import Iterable

# Name in forms → divisions. The first name of a row is offered in our own form.
NAMES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("电子信息", "电子", "集成电路", "半导体"), ("C39", "I65")),
    (("数字经济", "软件", "互联网", "大数据", "人工智能", "信息技术"), ("I64", "I65")),
    (("装备制造", "机械", "机械制造", "高端装备", "机器人", "智能制造"), ("C34", "C35", "C38", "C40")),
    (("新材料", "材料", "化工新材料"), ("C26", "C29", "C30", "C32")),
    (("有色金属", "金属加工", "五金"), ("C32", "C33")),
    (("家居建材", "家具", "家居", "建材", "泛家居"), ("C21", "C30")),
    (("陶瓷", "陶瓷卫浴", "卫浴"), ("C30",)),
    (("家电", "家用电器", "电器"), ("C38",)),
    (("医药健康", "生物医药", "医药", "大健康", "医疗器械"), ("C27", "C35", "Q84")),
    (("食品加工", "食品饮料", "食品", "农产品加工"), ("C13", "C14", "C15")),
    (("纺织服装", "纺织", "服装"), ("C17", "C18")),
    (("汽车", "新能源汽车", "汽车制造"), ("C36",)),
    (("化工", "精细化工"), ("C26",)),
    (("现代物流", "物流", "仓储物流", "供应链"), ("G54", "G59", "G60")),
    (("商贸", "电子商务", "跨境电商", "外贸"), ("F51", "F52")),
    (("金融", "金融服务"), ("J66", "J67")),
    (("文化旅游", "文旅", "旅游"), ("R87", "R90", "N78")),
    (("节能环保", "环保", "新能源"), ("N77", "D44")),
    (("建筑", "建筑业", "工程建设"), ("E47", "E48")),
    (("现代农业", "农业"), ("A01", "A05")),
)
OFFERED = tuple(names[0] for names, _codes in NAMES)
_CODES = {name: codes for names, codes in NAMES for name in names}


def split_wishes(text: str) -> list[str]:
    """Return the single industries of a text such as 新材料、家居建材, each once, in their order."""
    parts = (re.sub(r"(产业|行业|业)$", "", part.strip()) if len(part.strip()) > 3 else part.strip()
             for part in re.split(r"[、,，;；/\s]+", text))
    return list(dict.fromkeys(filter(None, parts)))


def codes_of(wishes: Iterable[str]) -> list[str]:
    """Return the divisions that the wished industries stand for, each once; unknown names stand for none."""
    return list(dict.fromkeys(code for wish in wishes for code in _codes(wish)))


def _codes(wish: str) -> tuple[str, ...]:
    if wish in _CODES:
        return _CODES[wish]
    inside = [name for name in _CODES if name in wish]
    return _CODES[max(inside, key=len)] if inside else ()

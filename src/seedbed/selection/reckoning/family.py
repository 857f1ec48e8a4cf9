"""Words that speak of members of a family; texts with them are asked about before they are kept."""

import re

FAMILY = re.compile(r"父亲|母亲|父母|爸|妈|配偶|丈夫|妻子|爱人|老公|老婆|儿子|女儿|孩子|小孩|子女|岳父|岳母|公公|婆婆|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|"
                    r"离异|离婚|未婚|已婚|怀孕|\b(wife|husband|mother|father|children|son|daughter|parents)\b", re.IGNORECASE)


def speaks_of_family(text: str) -> bool:
    """Tell whether a text names members of a family or a marital state."""
    return FAMILY.search(text) is not None

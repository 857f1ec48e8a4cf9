"""Remarks in which people declare a conflict of interest."""

import re

CONFLICT = re.compile(r"(配偶|爱人|父母|父亲|母亲|子女|兄弟|姐妹|亲属|近亲属).{0,20}(任职|工作|经营|持股|投资|企业|公司)|分管|主管.{0,10}(审批|企业)|"
                      r"(审批|监管|执法|补贴).{0,6}(该|某|本)?企业|回避|利害关系")


def split_remark(text: str) -> tuple[str, str]:
    """Return the parts of a remark that declare a conflict, and the rest."""
    parts = [part for part in re.split(r"[。；;\n]", text) if part.strip()]
    declared = [part.strip() for part in parts if CONFLICT.search(part)]
    rest = [part.strip() for part in parts if not CONFLICT.search(part)]
    return "；".join(declared), "；".join(rest)


def kind_of(declared: str) -> str:
    """Return the likely kind of tie that a declaration speaks of, as a key of the directory's ties."""
    return "in_charge" if re.search("分管|主管|审批|监管|执法", declared) else "relative_works"

"""Which town an address names."""

import re

TOWN = re.compile(r"(?:[市区县旗])([\u4e00-\u9fff]{2,12}?(?:镇街道|街道|镇|乡))")


def town_of(address: str) -> str:
    """Return the town or subdistrict an address names, or ""."""
    found = TOWN.search(address)
    return re.sub(r"^.*[市区县旗](?=.{2,})", "", found[1]) if found else ""

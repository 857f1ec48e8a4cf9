"""The rule of retention, and whether anything is over by it."""

from django.utils import timezone
from django.utils.translation import get_language

from seedbed.portal.models import RetentionRule
from seedbed.portal.queries.holdings import HOLDINGS, LEFT_OUT, Holding, in_use


def retention_in_force() -> RetentionRule | None:
    """Return the newest rule of retention."""
    return RetentionRule.objects.order_by("-number").first()


def months_by_table() -> dict[str, int]:
    """Return the months of every table, by the rule in force or as they are proposed at first."""
    rule = retention_in_force()
    return {h.key: (rule.months.get(h.key, h.months) if rule else h.months) for h in HOLDINGS}


def waits_for_erasing() -> list[int]:
    """Return the rule in force until all that is over by it is erased; then it is looked at again tomorrow, not each minute."""
    rule = retention_in_force()
    return [] if rule is None or rule.swept_on == timezone.localdate() else [rule.pk]


def filing_lines() -> list[tuple[Holding, int, str, str]]:
    """Return, table by table, what is filed: months, which columns are kept, and why it is no part of a copy, if so."""
    months, comma = months_by_table(), ", " if (get_language() or "").startswith("en") else "、"
    return [(h, months[h.key], comma.join(str(column.verbose_name) for column in h.fields if not column.auto_created), str(LEFT_OUT.get(h.model, ""))) for h in in_use()]

"""The rules of the course as they are seeded: numbers, article and source, as the texts have them."""

from fractions import Fraction

from seedbed.outcomes.reckoning.standards import FIRST
from seedbed.residency.reckoning import branch, burden, leave


def test_leave_is_a_seventh_by_article_15_of_the_training_regulation() -> None:
    rule = leave.FIRST_RULE
    assert (rule.share, rule.warn_percent, rule.article, rule.source) == (Fraction(1, 7), 70, "第十五条", "《干部教育培训工作条例》（2023年修订）")


def test_a_temporary_branch_stands_in_articles_4_and_8_of_the_branch_regulation() -> None:
    rule = branch.FIRST_RULE
    assert (rule.at_least, rule.at_most, rule.article, rule.source) == (3, 50, "第四条、第八条", "《中国共产党支部工作条例（试行）》（2018年）")
    assert set(rule.forbidden) == {"recruit", "discipline", "dues", "delegates", "reelect"}


def test_training_hours_stand_in_article_14() -> None:
    rule = FIRST["hours"]
    assert (rule.article, rule.source) == ("第十四条", "《干部教育培训工作条例》（2023年）")
    assert dict(rule.content) == {"division_years": 5, "division_months": 3, "division_hours": 550, "section_days": 12, "section_hours": 90, "distance_hours": 50}


def test_the_burden_is_bounded_by_15_minutes_under_the_rules_on_relief() -> None:
    rule = burden.FIRST_RULE
    assert (rule.limit_minutes, rule.source) == (15, "《整治形式主义为基层减负若干规定》（2024年）；国办函〔2026〕12号")

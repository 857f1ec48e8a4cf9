"""Codes and numbers of a stored reason become sentences in the reader's language. Nothing is reckoned here."""

from seedbed.placement.reasons.allotments import (
    break_sentence,
    cost_sentence,
    shut_sentence,
)
from seedbed.placement.reasons.benches import (
    group_name,
    price_among,
    price_in_short,
    settings_differences,
    wish_names,
)
from seedbed.placement.reasons.faults import fault_sentences
from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.naming import names_from, pair_sentence, rule_sentence
from seedbed.placement.reasons.page import Alternative, PartLine, ReasonPage, reason_page
from seedbed.placement.reasons.trials import (
    cause,
    count_difference,
    difference,
    names_of_question,
    question_sentences,
    step_sentence,
    title_of,
)
from seedbed.placement.reasons.words import closed_sentence, hundredths, part_label

__all__ = ["Alternative", "Names", "PartLine", "ReasonPage", "break_sentence", "cause", "closed_sentence", "cost_sentence", "count_difference", "difference",
           "fault_sentences", "group_name", "hundredths", "names_from", "names_of_question", "pair_sentence", "part_label",
           "price_among", "price_in_short", "question_sentences", "reason_page", "rule_sentence", "settings_differences", "shut_sentence", "step_sentence", "title_of",
           "wish_names"]

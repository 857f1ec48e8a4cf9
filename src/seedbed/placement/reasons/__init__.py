"""Codes and numbers of a stored reason become sentences in the reader's language. Nothing is reckoned here."""

from seedbed.placement.reasons.faults import fault_sentences
from seedbed.placement.reasons.names import Names
from seedbed.placement.reasons.naming import names_from, pair_sentence, rule_sentence
from seedbed.placement.reasons.page import Alternative, PartLine, ReasonPage, reason_page
from seedbed.placement.reasons.words import closed_sentence, hundredths, part_label

__all__ = ["Alternative", "Names", "PartLine", "ReasonPage", "closed_sentence", "fault_sentences", "hundredths", "names_from",
           "pair_sentence", "part_label",
           "reason_page", "rule_sentence"]

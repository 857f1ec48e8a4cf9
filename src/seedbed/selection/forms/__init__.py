"""Forms of the selection."""

from seedbed.selection.forms.applying import ApplicationForm, OpinionForm, ReturnForm
from seedbed.selection.forms.intake import QuestionsForm, RowForm, UploadForm, row_title
from seedbed.selection.forms.office import (
    ConflictForm,
    CorrectForm,
    DecideForm,
    DecideWithPaperForm,
    FilterForm,
    GiveUpForm,
    OverruleForm,
    OverruleWithPaperForm,
    SoundingForm,
    StayForm,
)
from seedbed.selection.forms.planning import (
    BatchForm,
    CopyForm,
    PlanChangeForm,
    PlanForm,
    ProgrammeForm,
    QuotaForm,
)
from seedbed.selection.forms.rulesets import (
    ConditionsForm,
    DecideRulesForm,
    PriorityRulesForm,
    RuleDraftForm,
)

__all__ = [
    "ApplicationForm",
    "BatchForm",
    "ConditionsForm",
    "ConflictForm",
    "CopyForm",
    "CorrectForm",
    "DecideForm",
    "DecideRulesForm",
    "DecideWithPaperForm",
    "FilterForm",
    "GiveUpForm",
    "OpinionForm",
    "OverruleForm",
    "OverruleWithPaperForm",
    "PlanChangeForm",
    "PlanForm",
    "PriorityRulesForm",
    "ProgrammeForm",
    "QuestionsForm",
    "QuotaForm",
    "ReturnForm",
    "RowForm",
    "RuleDraftForm",
    "SoundingForm",
    "StayForm",
    "UploadForm",
    "row_title",
]

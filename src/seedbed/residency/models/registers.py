"""Registers of a class: insurance, agreements, expenses, gifts; and whom to call in an emergency."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.kernel.models import StoredFile
from seedbed.placement.models import HostOffer
from seedbed.residency.models.classes import ClassMember, TrainingClass
from seedbed.residency.states.registers import EXPENSE_KINDS, GIFT_KINDS, ExpenseState, GiftState


def ends_later(name: str) -> models.CheckConstraint:
    """A line does not end before it begins."""
    return models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("on")), name=name, violation_error_message=_("The last day lies before the first."))


class RegisterLine(models.Model):
    """台账: one line of a register of a class. A wrong line is struck out with a reason, never edited."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, verbose_name=_("training class"), related_name="+")
    on = models.DateField(_("on the day"))
    number = models.CharField(_("number of the paper"), max_length=80, blank=True)
    document = models.OneToOneField(StoredFile, models.PROTECT, verbose_name=_("document"), null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), null=True, related_name="+")
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    struck_at = models.DateTimeField(_("struck out at"), null=True)
    struck_why = models.CharField(_("why it was struck out"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        abstract = True
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(struck_at=None, struck_why="") | (Q(struck_at__isnull=False) & ~Q(struck_why="")),
                                              name="%(class)s_struck_says_why")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Insurance(RegisterLine):
    """保险: a policy for one member or, without a member, for the whole class."""

    TRAIL_VALUES = ("training_class_id", "member_id", "on", "until", "number", "document_id", "struck_at")

    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), null=True, related_name="+")
    until = models.DateField(_("valid until"))
    insurer = models.CharField(_("insurer"), max_length=120)
    covers = models.CharField(_("what is covered"), max_length=200)

    class Meta(RegisterLine.Meta):
        verbose_name = _("insurance")
        verbose_name_plural = _("insurances")
        constraints = [*RegisterLine.Meta.constraints, ends_later("insurance_ends_after_it_begins"),
                       models.CheckConstraint(condition=~Q(insurer="") & ~Q(number="") & ~Q(covers=""), name="insurance_names_insurer_and_policy")]

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return self.covers

    @property
    def party(self) -> str:
        """Who stands on the other side."""
        return self.insurer


class Agreement(RegisterLine):
    """实训协议: what trainee, host and office signed, with the day, the days it holds and the signed paper."""

    class Kind(models.TextChoices):
        """What was signed."""

        TRAINING = "training", _("training agreement of trainee, host and office")
        SECRECY = "secrecy", _("promise of confidentiality")
        HOSTING = "hosting", _("agreement of host and office")

    TRAIL_VALUES = ("training_class_id", "member_id", "offer_id", "kind", "on", "until", "number", "document_id", "struck_at")

    kind = models.CharField(pgettext_lazy("agreement", "kind"), max_length=10, choices=Kind.choices)
    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), null=True, related_name="+")
    offer = models.ForeignKey(HostOffer, models.PROTECT, verbose_name=_("host"), related_name="+")
    until = models.DateField(_("valid until"), null=True)

    class Meta(RegisterLine.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [*RegisterLine.Meta.constraints, ends_later("agreement_ends_after_it_begins"),
                       models.CheckConstraint(condition=~Q(number="") | Q(document__isnull=False), name="agreement_has_paper_or_number",
                                              violation_error_message=_("Give the number of the signed paper or the paper itself.")),
                       models.CheckConstraint(condition=Q(kind="hosting") | Q(member__isnull=False), name="agreement_names_its_trainee")]

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return self.get_kind_display()

    @property
    def party(self) -> str:
        """Who stands on the other side."""
        return self.offer.host.unit.name


class Expense(RegisterLine):
    """费用: money of the office for a class, in whole fen, with its document; a second person approves. Nothing is paid from here."""

    class Kind(models.TextChoices):
        """What the money was for."""

        TRAVEL = "travel", pgettext_lazy("kind of expense", "travel")
        LODGING = "lodging", pgettext_lazy("kind of expense", "lodging")
        BOARD = "board", pgettext_lazy("kind of expense", "board")
        TEACHING = "teaching", pgettext_lazy("kind of expense", "teaching")
        INSURANCE = "insurance", pgettext_lazy("kind of expense", "insurance")
        OTHER = "other", pgettext_lazy("kind of expense", "other")

    TRAIL_VALUES = ("training_class_id", "member_id", "offer_id", "kind", "on", "fen", "document_id", "state", "struck_at")

    kind = models.CharField(pgettext_lazy("expense", "kind"), max_length=10, choices=Kind.choices)
    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), null=True, related_name="+")
    offer = models.ForeignKey(HostOffer, models.PROTECT, verbose_name=_("host"), null=True, related_name="+")
    fen = models.PositiveBigIntegerField(_("amount (fen)"))
    payee = models.CharField(_("payee"), max_length=120)
    text = models.CharField(_("what for"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ExpenseState.choices, default=ExpenseState.ENTERED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta(RegisterLine.Meta):
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        indexes = [models.Index(fields=["training_class", "state", "offer"], name="expense_of_class")]
        constraints = [*RegisterLine.Meta.constraints,
                       models.CheckConstraint(condition=Q(fen__gt=0, document__isnull=False), name="expense_has_amount_and_document",
                                              violation_error_message=_("An expense needs an amount and its document.")),
                       models.CheckConstraint(condition=Q(state="entered") | Q(decided_by__isnull=False, decided_at__isnull=False), name="expense_decided_has_who_and_when")]

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return " · ".join(part for part in (str(self.get_kind_display()), self.text) if part)

    @property
    def party(self) -> str:
        """Who stands on the other side."""
        return self.payee

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return EXPENSE_KINDS[ExpenseState(self.state)]


class Gift(RegisterLine):
    """礼品登记: a gift or hospitality that was offered to a trainee, what was done with it, and what the office decided."""

    class Kind(models.TextChoices):
        """What was offered."""

        GIFT = "gift", pgettext_lazy("kind of gift", "gift")
        MONEY = "money", pgettext_lazy("kind of gift", "money or card")
        MEAL = "meal", pgettext_lazy("kind of gift", "meal or hospitality")

    class Deed(models.TextChoices):
        """What the trainee did."""

        REFUSED = "refused", pgettext_lazy("gift", "refused at once")
        TO_HAND_IN = "hand_in", pgettext_lazy("gift", "could not be refused, is handed in")

    TRAIL_VALUES = ("training_class_id", "member_id", "kind", "on", "fen", "deed", "state", "struck_at")

    kind = models.CharField(pgettext_lazy("gift", "kind"), max_length=10, choices=Kind.choices)
    member = models.ForeignKey(ClassMember, models.PROTECT, verbose_name=_("class member"), related_name="+")
    giver = models.CharField(_("who offered it"), max_length=120)
    what = models.CharField(_("what it was"), max_length=200)
    fen = models.PositiveBigIntegerField(_("value (fen)"), null=True)
    deed = models.CharField(_("what was done"), max_length=10, choices=Deed.choices)
    state = models.CharField(_("state"), max_length=10, choices=GiftState.choices, default=GiftState.DECLARED)
    received = models.CharField(_("handed in to whom"), max_length=200, blank=True)
    decision = models.CharField(_("decision"), max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta(RegisterLine.Meta):
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        constraints = [*RegisterLine.Meta.constraints,
                       models.CheckConstraint(condition=~Q(giver="") & ~Q(what=""), name="gift_says_what_and_from_whom"),
                       models.CheckConstraint(condition=~Q(state="received") | ~Q(received=""), name="gift_received_says_by_whom"),
                       models.CheckConstraint(condition=~Q(state="decided") | (~Q(decision="") & Q(decided_at__isnull=False)), name="gift_decided_says_what")]

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return f"{self.get_kind_display()} · {self.what}"

    @property
    def party(self) -> str:
        """Who stands on the other side."""
        return self.giver

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return GIFT_KINDS[GiftState(self.state)]


class EmergencyContact(models.Model):
    """紧急联系人: whom to call; name and number are sealed, no relation is asked."""

    TRAIL_VALUES = ("member_id", "phone_masked")

    member = models.OneToOneField(ClassMember, models.CASCADE, verbose_name=_("class member"), related_name="emergency")
    name_sealed = models.TextField(_("name (sealed)"))
    phone_sealed = models.TextField(_("telephone (sealed)"))
    phone_masked = models.CharField(_("telephone (masked)"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("emergency contact")
        verbose_name_plural = _("emergency contacts")
        constraints = [models.CheckConstraint(condition=~Q(name_sealed="") & ~Q(phone_sealed=""), name="emergency_contact_is_complete")]

    def __str__(self) -> str:
        return f"{self.member_id}"

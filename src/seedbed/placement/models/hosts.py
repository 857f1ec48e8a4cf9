"""Hosts, what each offers to one batch, and its posts.

How the three hang together, for those who build on them:

* `Host` is the company once, whatever batches it takes part in; its name, credit code, region and
  industries lie on `host.unit` (a `directory.Unit` of kind company), ties in `directory.Tie`.
* `HostOffer` is that host in one batch: asked, willing or declining. Only offers with
  `willingness == "willing"` of hosts with `host.state in USABLE` take part in a match.
* `Post` is one kind of place within an offer. `seats_min`/`seats_max` are both NULL while they are to
  be settled: such a post is left out of the match with a sentence. `taken` is changed with `F()` in the
  same act that places or withdraws a person; the database holds `taken <= seats_max`.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seedbed.directory.models import Unit
from seedbed.placement.states.hosts import HOST_KINDS, OFFER_KINDS
from seedbed.selection.models import Application, Batch


class HostState(models.TextChoices):
    """遴选状态: where the vetting of a host stands."""

    CANDIDATE = "candidate", pgettext_lazy("state of a host", "candidate")
    VETTED = "vetted", pgettext_lazy("state of a host", "vetted")
    CONDITIONAL = "conditional", pgettext_lazy("state of a host", "vetted on conditions")
    REFUSED = "refused", pgettext_lazy("state of a host", "refused")
    STOPPED = "stopped", pgettext_lazy("state of a host", "stopped")


USABLE = ("vetted", "conditional")


class HostSource(models.TextChoices):
    """来源: by what way the host was found."""

    TALENT_GROUP = "talent_group", _("through the talent group")
    CHAMBER = "chamber", _("through the chamber of people from home")
    DEPARTMENT = "department", _("by the department")
    ITSELF = "itself", _("came by itself")
    EARLIER = "earlier", _("hosted before")


class Lodging(models.TextChoices):
    """住宿: what beds there are, and for whom. `ARRANGED` binds nobody; `MEN` and `WOMEN` bind the other sex."""

    NONE = "none", pgettext_lazy("lodging", "none")
    ANY = "any", pgettext_lazy("lodging", "for men and women")
    WOMEN = "women", pgettext_lazy("lodging", "for women only")
    MEN = "men", pgettext_lazy("lodging", "for men only")
    ARRANGED = "arranged", pgettext_lazy("lodging", "can be arranged")


class Willingness(models.TextChoices):
    """接收意愿: what a host said to one batch."""

    LISTED = "listed", pgettext_lazy("willingness of a host", "not asked yet")
    ASKED = "asked", pgettext_lazy("willingness of a host", "asked")
    WILLING = "willing", pgettext_lazy("willingness of a host", "willing")
    DECLINED = "declined", pgettext_lazy("willingness of a host", "declined")


class NextYear(models.TextChoices):
    """下一年意向: whether the host wants to be asked again."""

    YES = "yes", pgettext_lazy("interest", "yes")
    MAYBE = "maybe", pgettext_lazy("interest", "perhaps")
    NO = "no", pgettext_lazy("interest", "no")


class Host(models.Model):
    """驻点企业: a company that takes trainees, once for all batches, kept by one organising unit."""

    TRAIL_VALUES = ("state", "lodging", "source", "keeper_id", "unit_id", "reason", "conditions")

    unit = models.OneToOneField(Unit, models.PROTECT, verbose_name=_("company"), related_name="+")
    keeper = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("kept by"), related_name="+")
    address = models.CharField(_("address"), max_length=200, blank=True)
    business = models.TextField(_("main business"), blank=True)
    lodging = models.CharField(_("usual lodging"), max_length=10, choices=Lodging.choices, blank=True)
    source = models.CharField(_("how it was found"), max_length=20, choices=HostSource.choices, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    state = models.CharField(
        pgettext_lazy("vetting", "state"), max_length=12, choices=HostState.choices, default=HostState.CANDIDATE
    )
    reason = models.TextField(_("reason of the vetting"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    vetted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("vetted by"), null=True, related_name="+"
    )
    vetted_at = models.DateTimeField(_("vetted at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["unit__sort_key", "pk"]
        indexes = [models.Index(fields=["keeper", "state"], name="host_keeper_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="candidate") | (Q(vetted_at__isnull=False) & ~Q(reason="")),
                name="host_vetting_has_time_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="conditional") | ~Q(conditions=""), name="host_conditional_has_conditions"
            ),
        ]

    def __str__(self) -> str:
        return self.unit.name

    def trail_label(self) -> str:
        """Names of companies are no personal data."""
        return self.unit.name

    @property
    def state_kind(self) -> str:
        """Kind of the badge."""
        return HOST_KINDS[self.state]

    @property
    def is_usable(self) -> bool:
        """Whether its posts may take part in a match."""
        return self.state in USABLE


class HostOffer(models.Model):
    """接收意向: one host in one batch; its posts hang on it."""

    TRAIL_VALUES = ("willingness", "next_year", "min_used", "host_id", "batch_id", "answered_at", "seats_confirmed_at")

    host = models.ForeignKey(Host, models.PROTECT, verbose_name=_("host"), related_name="offers")
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name=_("batch"), related_name="+")
    willingness = models.CharField(
        pgettext_lazy("host", "willingness"), max_length=10, choices=Willingness.choices, default=Willingness.LISTED
    )
    reason = models.TextField(_("reason of declining"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    next_year = models.CharField(_("interest in the next year"), max_length=5, choices=NextYear.choices, blank=True)
    min_used = models.PositiveSmallIntegerField(
        _("used only from"), default=0, help_text=_("The host takes nobody or at least so many people; 0: no such bound.")
    )
    seats_confirmed_at = models.DateTimeField(_("seats confirmed by the host at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("offer of a host")
        verbose_name_plural = _("offers of hosts")
        ordering = ["host__unit__sort_key", "pk"]
        indexes = [models.Index(fields=["batch", "willingness"], name="offer_batch_willing")]
        constraints = [
            models.UniqueConstraint(fields=["host", "batch"], name="host_offers_once_per_batch"),
            models.CheckConstraint(
                condition=~Q(willingness="declined") | (~Q(reason="") & Q(answered_at__isnull=False)),
                name="offer_declined_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.host)

    def trail_label(self) -> str:
        """The name of the company."""
        return self.host.unit.name

    @property
    def willingness_kind(self) -> str:
        """Kind of the badge."""
        return OFFER_KINDS[self.willingness]


class Post(models.Model):
    """实训岗位: one kind of place at a host in one batch, with its seats."""

    class State(models.TextChoices):
        """Whether people may be placed here."""

        OPEN = "open", pgettext_lazy("state of a post", "open")
        CLOSED = "closed", pgettext_lazy("state of a post", "closed")

    class MadeBy(models.TextChoices):
        """Who made the post for a person."""

        HOST = "host", _("the host")
        OFFICE = "office", _("the office")

    TRAIL_VALUES = (
        "title", "duties", "wanted_majors", "wanted_level", "wanted_experience", "seats_min", "seats_max", "taken",
        "lodging", "lodging_note", "need", "state", "offer_id", "made_for_id", "made_by",
    )

    offer = models.ForeignKey(HostOffer, models.CASCADE, verbose_name=_("offer of a host"), related_name="posts")
    title = models.CharField(pgettext_lazy("training", "post"), max_length=80)
    duties = models.TextField(_("duties of the post"), blank=True)
    wanted_majors = models.CharField(_("wanted majors"), max_length=200, blank=True)
    wanted_level = models.CharField(_("wanted level"), max_length=60, blank=True)
    wanted_experience = models.CharField(_("wanted experience"), max_length=200, blank=True)
    seats_min = models.PositiveSmallIntegerField(_("seats at least"), null=True, blank=True)
    seats_max = models.PositiveSmallIntegerField(_("seats at most"), null=True, blank=True)
    taken = models.PositiveSmallIntegerField(_("seats taken"), default=0)
    lodging = models.CharField(_("lodging"), max_length=10, choices=Lodging.choices, default=Lodging.ANY)
    lodging_note = models.CharField(_("about the lodging"), max_length=120, blank=True)
    mentor = models.CharField(_("mentor"), max_length=40, blank=True)
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contact_phone_sealed = models.TextField(_("telephone (sealed)"), blank=True)
    contact_phone_masked = models.CharField(_("telephone (masked)"), max_length=20, blank=True)
    need = models.PositiveSmallIntegerField(_("need of the host (0-100)"), default=50)
    made_for = models.ForeignKey(
        Application, models.SET_NULL, verbose_name=_("made for"), null=True, blank=True, related_name="+"
    )
    made_for_reason = models.CharField(_("why it was made for this person"), max_length=300, blank=True)
    made_by = models.CharField(_("made by"), max_length=6, choices=MadeBy.choices, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    state = models.CharField(pgettext_lazy("post", "state"), max_length=6, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = pgettext_lazy("training", "post")
        verbose_name_plural = pgettext_lazy("training", "posts")
        ordering = ["offer__host__unit__sort_key", "offer_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "title"], name="post_title_once_per_offer"),
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
            models.CheckConstraint(
                condition=Q(seats_min=None, seats_max=None) | Q(seats_min__gte=1, seats_max__gte=F("seats_min")),
                name="post_seats_are_a_range_or_open",
            ),
            models.CheckConstraint(
                condition=Q(taken=0) | Q(seats_max__isnull=False, taken__lte=F("seats_max")), name="post_taken_fits_seats"
            ),
            models.CheckConstraint(condition=Q(need__lte=100), name="post_need_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(made_by="", made_for_reason="") | (~Q(made_by="") & ~Q(made_for_reason="")),
                name="post_made_for_a_person_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def trail_label(self) -> str:
        """The title of the post."""
        return self.title

    @property
    def seats_are_settled(self) -> bool:
        """Whether a number of seats is known; posts without one stay out of the match."""
        return self.seats_max is not None

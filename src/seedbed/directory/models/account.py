from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seedbed.directory import roles
from seedbed.directory.models.people import Person
from seedbed.directory.models.units import Unit


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by name for Django's log-in; accounts are made by `directory.actions`."""


class Account(AbstractBaseUser):
    """账号: a log-in. What it may do is said by its grants, never by a flag here."""

    TRAIL_VALUES = ("is_active", "must_change_password")  # not the log-in name: it is made of the person's

    username = models.CharField(_("log-in name"), max_length=40, unique=True)
    display_name = models.CharField(_("shown as"), max_length=60)
    person = models.OneToOneField(Person, models.PROTECT, verbose_name=_("person"), null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = AccountManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name

    def trail_label(self) -> str:
        """The number: the log-in name is made of the person's, and a line of the trail is never changed."""
        return f"#{self.pk}"


class Grant(models.Model):
    """授权: a role held for one node of the forest and everything below it, from a time to a time."""

    TRAIL_VALUES = ("role", "unit_id", "account_id", "ended_at", "state")

    account = models.ForeignKey(Account, models.PROTECT, verbose_name=_("account"), related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=roles.CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("for"), null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Account, models.PROTECT, verbose_name=_("proposed by"), null=True, related_name="+")
    granted_by = models.ForeignKey(Account, models.PROTECT, verbose_name=_("granted by"), null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, default="proposed",
        choices=[("proposed", _("proposed")), ("active", _("in force")), ("refused", _("refused")), ("ended", _("ended"))],
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    granted_at = models.DateTimeField(_("granted at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [models.Index(fields=["account", "state"], name="grant_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "unit"], condition=Q(state__in=["proposed", "active"]),
                name="grant_once_in_force",
            ),
            models.CheckConstraint(
                condition=Q(role__in=roles.ADMINISTRATORS, unit=None) | (~Q(role__in=roles.ADMINISTRATORS) & Q(unit__isnull=False)),
                name="grant_business_role_has_a_node",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(granted_at__isnull=False), name="grant_in_force_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | Q(proposed_by=None) | ~Q(granted_by=F("account")),
                name="grant_not_to_oneself",
            ),
            # Three administrators: an account holds at most one administrator role at a time.
            models.UniqueConstraint(
                fields=["account"], condition=Q(role__in=roles.ADMINISTRATORS, state__in=["proposed", "active"]),
                name="grant_one_administrator_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"

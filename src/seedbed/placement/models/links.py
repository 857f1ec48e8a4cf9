from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from seedbed.kernel.models import SignedLink
from seedbed.placement.models.hosts import HostOffer

LINK_PURPOSE = "placement.host"


class HostLink(models.Model):
    """企业联络链接: a signed link that was made for the contact of one host in one batch."""

    TRAIL_VALUES = ("offer_id", "link_id", "made_by_id")

    offer = models.ForeignKey(HostOffer, models.CASCADE, verbose_name=_("offer of a host"), related_name="links")
    link = models.OneToOneField(SignedLink, models.PROTECT, verbose_name=_("signed link"), related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("made by"), null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("link of a host")
        verbose_name_plural = _("links of hosts")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.link.label

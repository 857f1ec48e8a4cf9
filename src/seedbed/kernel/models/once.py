from django.db import models
from django.utils.translation import gettext_lazy as _


class OnceKey(models.Model):
    """幂等键: a form that was taken, and the answer it got, so that a copy gets the same answer."""

    actor = models.CharField(_("actor"), max_length=100)
    key = models.CharField(_("key"), max_length=64)
    digest = models.CharField(_("digest of the content"), max_length=64)
    action = models.CharField(_("action"), max_length=80)
    status = models.PositiveSmallIntegerField(_("status of the answer"), null=True)
    location = models.CharField(_("place of the answer"), max_length=500, blank=True)
    body = models.TextField(_("body of the answer"), blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("form key")
        verbose_name_plural = _("form keys")
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="form_key_taken_once")]

    def __str__(self) -> str:
        return self.key

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """审计日志: one changed object in one act. Append-only; triggers refuse anything else."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"))
    act_id = models.CharField(_("act"), max_length=32)
    action = models.CharField(_("action"), max_length=80)
    what = models.CharField(_("what"), max_length=40)
    actor_kind = models.CharField(_("kind of actor"), max_length=10)
    actor_id = models.CharField(_("actor"), max_length=80)
    actor_label = models.CharField(_("actor's name"), max_length=80)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=40)
    object_label = models.CharField(_("object's label"), max_length=120, blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    note = models.TextField(_("note"), blank=True)
    previous = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("trail line")
        verbose_name_plural = _("trail lines")
        indexes = [
            models.Index(fields=["object_type", "object_id", "seq"], name="audit_object"),
            models.Index(fields=["actor_kind", "actor_id", "seq"], name="audit_actor"),
            models.Index(fields=["act_id"], name="audit_act"),
            models.Index(fields=["action", "seq"], name="audit_action"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {self.action}"


class TrailHead(models.Model):
    """审计链首: the one row that names the newest line; locked last in every act."""

    seq = models.BigIntegerField(_("number"), default=0)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("trail head")
        verbose_name_plural = _("trail heads")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_trail_head")]

    def __str__(self) -> str:
        return f"#{self.seq}"


class TrailCheckpoint(models.Model):
    """审计核验点: a line up to which the chain was verified, so that the next check can resume there."""

    seq = models.BigIntegerField(_("number"), unique=True)
    hash = models.CharField(_("hash"), max_length=64)
    verified_at = models.DateTimeField(_("verified at"), auto_now_add=True)

    class Meta:
        verbose_name = _("trail checkpoint")
        verbose_name_plural = _("trail checkpoints")

    def __str__(self) -> str:
        return f"#{self.seq}"

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """文件: bytes kept under a random name outside the web root; a room serves them after its own check."""

    TRAIL_VALUES = ("size", "media_type")

    name = models.CharField(_("name on disk"), max_length=64, unique=True)
    original_name = models.CharField(_("original name"), max_length=160)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("digest"), max_length=64)
    owner = models.CharField(_("owner"), max_length=100, db_index=True)
    created_at = models.DateTimeField(_("stored at"), auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes = [models.Index(fields=["sha256"], name="stored_file_digest")]

    def __str__(self) -> str:
        return self.original_name

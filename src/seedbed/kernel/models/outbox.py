from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """待发箱: a message written in the same act as its cause, delivered later, once per key.

    `subject` and `body` are in the main language of the site; `words` holds both of them in every language.
    """

    key = models.CharField(_("key"), max_length=160, unique=True)
    channel = models.CharField(_("channel"), max_length=20)
    recipient = models.CharField(_("recipient"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    words = models.JSONField(_("in each language"), default=dict)
    url = models.CharField(_("page"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    due_at = models.DateTimeField(_("due at"), db_index=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    read_at = models.DateTimeField(_("read at"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="outbox_recipient"),
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="outbox_waiting"),
        ]

    def __str__(self) -> str:
        return self.shown_subject

    @property
    def shown_subject(self) -> str:
        """The subject in the reader's language."""
        return self._shown[0]

    @property
    def shown_body(self) -> str:
        """The text in the reader's language."""
        return self._shown[1]

    @property
    def _shown(self) -> list[str]:
        words: dict[str, list[str]] = self.words
        return words.get(get_language() or "", [self.subject, self.body])

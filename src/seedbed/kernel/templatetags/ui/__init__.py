"""Components of every page; docs/develop/ui.md is their manual. A wrong argument is a TemplateSyntaxError."""

from seedbed.kernel.templatetags.ui import acts, charts, figures, forms, frame, tables  # register their tags
from seedbed.kernel.templatetags.ui.register import register

__all__ = ["acts", "charts", "figures", "forms", "frame", "register", "tables"]

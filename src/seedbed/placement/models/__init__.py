"""Tables of placement. Import from here, never from the modules inside."""

from seedbed.placement.models.hosts import (
    USABLE,
    Host,
    HostOffer,
    HostSource,
    HostState,
    Lodging,
    NextYear,
    Post,
    Willingness,
)
from seedbed.placement.models.links import HostLink
from seedbed.placement.models.wishes import Wish, WishReceipt, WishWindow

__all__ = [
    "USABLE",
    "Host",
    "HostLink",
    "HostOffer",
    "HostSource",
    "HostState",
    "Lodging",
    "NextYear",
    "Post",
    "Willingness",
    "Wish",
    "WishReceipt",
    "WishWindow",
]

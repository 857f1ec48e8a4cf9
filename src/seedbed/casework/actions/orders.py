"""Writes of the work-order sheet of the hotline."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from seedbed.casework import rules
from seedbed.casework.actions.cases import Told, order_digest, register
from seedbed.casework.models import CaseDesk
from seedbed.casework.queries import whole
from seedbed.kernel.actions import action, note
from seedbed.kernel.actor import Actor


@action("casework.take_orders", allow=rules.takes_orders, label=gettext_lazy("Take in work orders of the hotline"))
def take_orders(desk: CaseDesk, *, by: Actor, orders: Iterable[Told]) -> dict[str, int]:
    """Register the work orders of a sheet in one act; those taken in before are left alone, so that the same sheet can come again.

    An order whose case is confidential is known only to those on it. For anybody else it is new: it is registered openly,
    once, and those on the confidential case are told, so that nothing shows here and nothing is doubled unnoticed.
    """
    known, sealed = whole.external_numbers(desk), whole.sealed_orders_of(desk, by.account_id)
    made, before = 0, 0
    for order in orders:
        if order.external in known or order_digest(order.external) in sealed:
            before += 1
            continue
        register(desk, by=by, told=order)
        known.add(order.external)
        made += 1
    note(desk, "work orders taken in", text=str(made))
    return {"made": made, "before": before}

"""The API's parts: rooms declare what may be read and done, and get typed addresses with their description.

A room's `api.py` holds one `Desk`. `desk.lists(…)` gives a list and a page per thing, both from a `…_visible_to`;
`desk.does(…)` gives an address for an action of the register, its body drawn from the function's signature.
Strangers get 404, known people whose action is refused 403, broken rules 409 with the sentence, other content 422.
"""

from seedbed.kernel.api.desk import TITLES, Desk
from seedbed.kernel.api.doors import READ_FAULTS, WRITE_FAULTS, Fault, SeedbedAPI, may_read, may_write

__all__ = ["READ_FAULTS", "TITLES", "WRITE_FAULTS", "Desk", "Fault", "SeedbedAPI", "may_read", "may_write"]

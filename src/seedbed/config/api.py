"""Assembles the API from the rooms' parts; lines that are switched off are not mounted."""

from django.conf import settings
from django.views.decorators.http import require_safe

import seedbed
from seedbed.assessment.api import desk as assessment
from seedbed.casework.api import cases
from seedbed.casework.api import desk as casework
from seedbed.directory.api import desk as directory
from seedbed.gatherings.api import desk as gatherings
from seedbed.grassroots.api import desk as grassroots
from seedbed.kernel.api import SeedbedAPI
from seedbed.outcomes.api import desk as outcomes
from seedbed.placement.api import desk as placement
from seedbed.portal.api import HousePage, SessionDoor, TokenDoor, for_those_known
from seedbed.residency.api import desk as residency
from seedbed.selection.api import desk as selection

api = SeedbedAPI(title="Seedbed", version=seedbed.__version__, urls_namespace="api", docs=HousePage(), docs_decorator=lambda view: for_those_known(require_safe(view)), auth=[TokenDoor(), SessionDoor()])
LINES = {"training": [selection, placement, residency, outcomes], "grassroots": [cases, grassroots]}
MOUNTED = [directory, casework, gatherings, assessment, *(desk for line, desks in LINES.items() if line in settings.LINES for desk in desks)]
for desk in MOUNTED:
    api.add_router(f"/{desk.room}", desk.router)

"""Tables of the directory: places, industries, units, people, accounts, ties, consents."""

from seedbed.directory.models.account import Account, Grant
from seedbed.directory.models.codes import Industry, Region
from seedbed.directory.models.people import Person
from seedbed.directory.models.privacy import ConsentRecord, PrivacyNotice
from seedbed.directory.models.releases import ExportRelease
from seedbed.directory.models.site import Site
from seedbed.directory.models.ties import Tie
from seedbed.directory.models.tokens import AccessToken
from seedbed.directory.models.units import Unit, UnitClosure, UnitIndustry

__all__ = [
    "AccessToken",
    "Account",
    "ConsentRecord",
    "ExportRelease",
    "Grant",
    "Industry",
    "Person",
    "PrivacyNotice",
    "Region",
    "Site",
    "Tie",
    "Unit",
    "UnitClosure",
    "UnitIndustry",
]

"""A county with a township, a village and a bureau at their browsers, for the stories of the grass roots."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from seedbed.casework.actions import cases, guarding
from seedbed.casework.actions.cases import Told
from seedbed.casework.models import Case, CaseDesk, Category
from seedbed.directory import actions as directory
from seedbed.directory.models import Account, Person, Unit
from seedbed.directory.queries import site
from seedbed.grassroots.actions import library
from seedbed.kernel.actor import of_account
from tests.cast import SETUP, Cast, open_account
from tests.e2e.browsing import PHONE
from tests.e2e.officer import Officer


@dataclass
class Township:
    """Places, units and people of the county; each person sits at a browser of their own."""

    cast: Cast
    arrive: Callable[..., Any]
    county: Unit
    town: Unit
    village: Unit
    bureau: Unit
    desk: CaseDesk
    categories: dict[str, Category]
    accounts: dict[str, Account]
    clerk: Person
    seats: dict[str, Officer] = field(default_factory=dict)

    def who(self, name: str) -> Officer:
        """Return the person at the own browser; the clerk of the township goes out with a phone."""
        if name not in self.seats:
            visitor = self.arrive(self.accounts.get(name), **({"width": PHONE} if name in ("town", "villager") else {}))
            visitor.patience = "load"
            self.seats[name] = Officer(visitor)
        return self.seats[name]

    def told(self, text: str, category: str) -> Case:
        """A case that the clerk of the township registered before."""
        told = Told(text=text, area=self.village, category=self.categories[category], channel="visit", name="群众代表")
        return cases.register(self.desk, by=of_account(self.accounts["town"]), told=told)[0]

    def asked(self, text: str) -> None:
        """A case that was explained at once, and the person was called back since."""
        case, office = self.told(text, "road"), of_account(self.accounts["county"])
        cases.end(case, by=office, outcome="explained", answer="已说明")
        guarding.call_back(case, by=office, reached=True, solved="yes", satisfied="yes")

    def check_and_close(self, rows: list[Case]) -> None:
        """The same two reviews, check and striking off as in the browser, for the further cases of a class."""
        office, second = of_account(self.accounts["county"]), of_account(self.accounts["second"])
        for row in rows:
            row.refresh_from_db()
            cases.review(row, by=office)
            cases.approve(row, by=second)
            cases.check(row, by=office, finding="现场核查属实", holds=True)
            cases.strike_off(row, by=office)


def make_township(cast: Cast, arrive: Callable[..., Any]) -> Township:
    """Make the county through the actions of real life."""
    county = directory.add_unit(cast.root, by=SETUP, name="资兴市", kind="area", region_id="431081")
    town = directory.add_unit(county, by=SETUP, name="清江镇", kind="area", region_id="431081")
    village = directory.add_unit(town, by=SETUP, name="石泉村", kind="area", region_id="431081")
    bureau = directory.add_unit(county, by=SETUP, name="资兴市水利局", kind="government", region_id="431081")
    clerk = directory.add_person(town, by=SETUP, name="谭晓春")
    accounts = {"town": open_account("town_clerk", "clerk", town, clerk), "bureau": open_account("water_clerk", "clerk", bureau),
                "county": open_account("county_officer", "officer", county), "second": open_account("county_leader", "leader", county), "city": cast.leader}
    by = of_account(accounts["county"])
    desk = guarding.open_desk(county, by=by, code="ZX")
    kinds = {name: guarding.set_category(site(), by=cast.actor("officer"), code=code, names=names) for name, code, names in (
        ("light", "1001", ("道路照明", "Lights")), ("water", "1002", ("饮水灌溉", "Water")), ("road", "1003", ("农村公路", "Roads")))}
    guarding.set_route(desk, by=by, category=kinds["water"], unit=bureau)
    library.add_material(site(), by=by, title="医保缴费一问一答", words="缴多少、在哪缴。", source="医保办发〔示例〕1号")
    return Township(cast, arrive, county, town, village, bureau, desk, kinds, accounts, clerk)

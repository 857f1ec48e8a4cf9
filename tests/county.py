"""A small county for the tests of cases: a desk at the city, a town and a village, categories, units that work."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from seedbed.casework.actions import cases, clocks, guarding
from seedbed.casework.actions.cases import Told
from seedbed.casework.models import Case, CaseDesk, Category
from seedbed.directory import actions as directory
from seedbed.directory.models import Unit
from seedbed.directory.queries import site
from tests.cast import SETUP, Cast


@dataclass
class County:
    """What the tests of cases stand on."""

    cast: Cast
    desk: CaseDesk
    town: Unit
    village: Unit
    road: Category
    water: Category

    def told(self, text: str = "村口路灯不亮，晚上走路不安全", **more: Any) -> Told:
        """What somebody told on a bench in the village."""
        return Told(**({"text": text, "area": self.village, "category": self.road, "channel": "visit"} | more))

    def case(self, who: str = "officer", **more: Any) -> Case:
        """A registered case."""
        return cases.register(self.desk, by=self.cast.actor(who), told=self.told(**more))[0]

    def given(self, **more: Any) -> Case:
        """A case that unit A has signed for."""
        case = cases.assign(self.case(**more), by=self.cast.actor("officer"), lead=self.cast.unit_a)
        cases.sign_for(case.assignments.get(), by=self.cast.actor("clerk_a"))
        case.refresh_from_db()
        return case

    def struck_off(self, **more: Any) -> Case:
        """A case that went the whole way."""
        case, as_ = self.given(**more), self.cast.actor
        cases.report(case, by=as_("clerk_a"), outcome="solved", answer="已更换路灯")
        cases.review(case, by=as_("officer"))
        cases.approve(case, by=as_("leader"))
        cases.check(case, by=as_("officer"), finding="现场核查属实", holds=True)
        return cases.strike_off(case, by=as_("officer"))


def make_county(cast: Cast) -> County:
    """Make the county through the actions of real life."""
    by, office = cast.actor("officer"), site()
    town = directory.add_unit(cast.root, by=SETUP, name="清江镇", kind="area", region_id="431021")
    village = directory.add_unit(town, by=SETUP, name="石泉村", kind="area", region_id="431021")
    desk = guarding.open_desk(cast.root, by=by, code="cz")
    life = guarding.set_category(office, by=by, code="10", names=("基础设施", "Infrastructure"))
    road = guarding.set_category(office, by=by, code="1001", names=("道路照明", "Roads and lights"), parent=life, rule_code="days_15")
    water = guarding.set_category(office, by=by, code="1002", names=("饮水灌溉", "Water"), parent=life, rule_code="days_7")
    return County(cast, desk, town, village, road, water)


def picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "#888").save(out, "PNG")
    return out.getvalue()


def given_more_time(county: County) -> Case:
    """A case whose time is extended."""
    return county.given(text="水压不足，早晚没有水", category=county.water)


def make_cases(cast: Cast) -> dict[str, Any]:
    """One of everything around cases, for the walkers: unit A works on them, unit B knows nothing of them."""
    county, as_ = make_county(cast), cast.actor
    case = county.given(name="王大爷", phone="13907356666")
    part = case.assignments.get()
    extension = clocks.ask_extension(case.clocks.get(purpose="handle"), by=as_("clerk_a"), amount=5, reason="配件缺货")
    closed = county.struck_off(text="渠道淤堵无法灌溉", category=county.water, name="李婶", phone="13907356667")
    call = guarding.call_back(closed, by=as_("officer"), reached=True, solved="yes", satisfied="yes")
    link = guarding.link(case, by=as_("officer"), other=closed, kind="follows")
    file = guarding.attach_file(case, by=as_("clerk_a"), file=SimpleUploadedFile("路灯.png", picture()), label="不亮的路灯")
    granted = clocks.ask_extension(given_more_time(county).clocks.get(purpose="handle"), by=as_("clerk_a"), amount=5, reason="配件缺货")
    clocks.decide_extension(granted, by=as_("officer"), grant=True, letter="延〔2026〕1号")
    county.case("leader", text="反映窗口态度", confidential=True)
    return {"county": county, "case": case, "case_part": part, "case_clock": case.clocks.get(purpose="handle"), "case_extension": extension, "case_call": call,
            "case_link": link, "case_closed": closed, "case_file": file, "case_granted": granted}

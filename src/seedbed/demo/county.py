"""The invented county of the line that goes to the grass roots: outings, cases on every step of their way, one root above."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from django.utils import timezone

from seedbed.casework.actions import cases, clocks, guarding
from seedbed.casework.actions.cases import Told
from seedbed.casework.models import Case, CaseDesk, Category
from seedbed.casework.queries.clocks import clock_rule
from seedbed.demo.town import City
from seedbed.directory import actions as directory
from seedbed.directory.founding import open_with_role
from seedbed.directory.models import Person, Unit
from seedbed.directory.queries import site
from seedbed.grassroots.actions import classes, library, outings
from seedbed.grassroots.actions.classes import Root
from seedbed.grassroots.actions.outings import Plan
from seedbed.kernel.actor import Actor, of_account, of_job

TOWNS = {"清江镇": ("石泉村", "樟树村", "七里村"), "白沙镇": ("上河村", "下河村")}
BUREAUS = {"water": "水利局", "roads": "交通运输局", "lights": "城市管理局"}
CATEGORIES = (
    ("10", "基础设施", "Infrastructure", "", "days_15"), ("1001", "道路照明", "Roads and lights", "10", "days_15"), ("1002", "饮水灌溉", "Drinking water and irrigation", "10", "days_7"),
    ("1003", "农村公路", "Village roads", "10", "days_15"), ("20", "民生保障", "Social security", "", "days_15"), ("2001", "医保社保", "Insurance", "20", "workdays_5"),
    ("2002", "低保救助", "Assistance", "20", "workdays_5"))
# text, category, village, days ago, how far it went
PROBLEMS = (
    ("一组路灯不亮，晚上走路不安全", "1001", "石泉村", 12, "working"), ("村口路灯坏了，晚上走路不安全", "1001", "樟树村", 9, "assigned"), ("学校门口路灯不亮，孩子晚上走路不安全", "1001", "上河村", 6, "registered"),
    ("三组水渠淤堵，稻田灌不上水", "1002", "石泉村", 5, "working"), ("自来水早晚没有水压", "1002", "七里村", 3, "reported"), ("饮用水有泥沙，请检测水质", "1002", "下河村", 20, "struck_off"),
    ("进村公路塌方半边，车辆绕行", "1003", "樟树村", 16, "reviewed"), ("村道会车处太窄，请增设错车台", "1003", "下河村", 30, "planned"), ("公路边沟被堵，雨天积水进屋", "1003", "七里村", 22, "struck_off"),
    ("老人不会在手机上缴医保", "2001", "石泉村", 2, "solved"), ("外地住院回来怎么报销", "2001", "上河村", 8, "explained"), ("独居老人申请临时救助", "2002", "樟树村", 4, "checked"),
    ("桥头护栏被撞坏，请修复", "1003", "石泉村", 7, "approved"), ("三组水井抽不上水", "1002", "樟树村", 6, "extended"), ("灌溉泵站电费怎么分摊", "1002", "上河村", 2, "sent_back"),
    ("村道路面有坑，摩托车摔倒", "1003", "上河村", 26, "again"), ("下河桥面积水", "1003", "下河村", 25, "struck_off"), ("水库渠道漏水", "1002", "石泉村", 24, "struck_off"),
    ("自来水管冻裂没人修", "1002", "樟树村", 23, "struck_off"), ("错车台路面开裂", "1003", "七里村", 21, "struck_off"), ("对征地补偿款核定有异议", "2002", "下河村", 11, "petition"))
SAID = (("yes", "yes"), ("yes", "partly"), ("yes", "yes"), ("partly", "partly"), ("yes", "yes"), ("no", "no"), ("yes", ""))  # what people say when they are called back


@dataclass
class County:
    """The county while it is built."""

    desk: CaseDesk
    town: Unit
    clerk: Actor
    clerk_person: Person
    areas: dict[str, Unit] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    bureaus: dict[str, tuple[Unit, Actor]] = field(default_factory=dict)


def county(town: City) -> None:
    """Build a county with its desk, outings and cases through the actions of real life."""
    here = _found(town)
    made = {text: _case(town, here, code, village, days, stage, text=text) for text, code, village, days, stage in PROBLEMS}
    bench = _outings(town, here)
    _raised(here, bench)
    lights = [case for text, case in made.items() if "路灯" in text]
    row = classes.gather(town.founding.site.root, by=town.officer, cases=lights, root=Root(
        name="村道路灯无人管护", owner=here.bureaus["lights"][0], level="city", cause="路灯建成后没有管护单位，也没有管护经费。", measure="明确管护单位，列入年度预算。",
        until=timezone.localdate() + timedelta(days=45)))
    classes.raise_class(row, by=town.officer, to=town.founding.department, paper="郴基呈〔示例〕8号")
    outings.take_charge(made["进村公路塌方半边，车辆绕行"], by=town.officer, leader=_leader(town))
    guarding.link(lights[0], by=town.officer, other=lights[1], kind="same")
    asked = outings.raise_matter(bench, by=here.clerk, words="今年医保缴费标准是多少", answer="按今年文件执行，可在村便民服务点缴费。")
    library.keep_answer(asked, by=here.clerk, question="今年医保缴费标准是多少？", answer="按今年文件执行，可在村便民服务点缴费。", source="医保办发〔示例〕2号")
    cases.register(here.desk, by=town.leader, told=Told(text="信中反映村级账目问题，要求保密", area=here.areas["七里村"], category=here.categories["2002"], channel="letter", confidential=True))


def _raised(here: County, bench: outings.Outing) -> None:
    """What was raised on the bench: one thing solved on the spot, one for the water bureau, one more lamp."""
    for text, code in (("老人手机上看不到医保缴费记录", "2001"), ("五组抽水泵坏了，菜地浇不上水", "1002"), ("二组路灯也不亮，晚上走路不安全", "1001")):
        told = Told(text=text, area=here.areas["石泉村"], category=here.categories[code], channel="visit")
        outings.register_matter(bench, by=here.clerk, desk=here.desk, told=told)
    outings.end_matter(bench.matters.order_by("pk")[0], by=here.clerk, ending="solved", answer="当场帮助查询，已缴费。")


def _leader(town: City) -> Person:
    person: Person | None = town.leader.account.person
    assert person is not None
    return person


def _found(town: City) -> County:
    setup, root, by = of_job("setup"), town.founding.site.root, town.officer
    area = directory.add_unit(root, by=setup, name="资兴市", kind="area", region_id="431081")
    desk = guarding.open_desk(area, by=by, code="ZX")
    towns = {name: directory.add_unit(area, by=setup, name=name, kind="area", region_id="431081") for name in TOWNS}
    first = next(iter(towns.values()))
    clerk, person = _clerk(town, first, "town-clerk", "谭晓春")
    here = County(desk, first, clerk, person)
    for name, villages in TOWNS.items():
        here.areas |= {village: directory.add_unit(towns[name], by=setup, name=village, kind="area", region_id="431081") for village in villages}
    for code, zh, en, parent, rule in CATEGORIES:
        here.categories[code] = guarding.set_category(site(), by=by, code=code, names=(zh, en), parent=here.categories.get(parent), rule_code=rule)
    for key, name in BUREAUS.items():
        unit = directory.add_unit(area, by=setup, name=f"资兴市{name}", kind="government", region_id="431081")
        here.bureaus[key] = (unit, _clerk(town, unit, f"{key}-clerk", {"water": "李水生", "roads": "黄路平", "lights": "郭亮"}[key])[0])
    for code, key in (("1002", "water"), ("1003", "roads")):
        guarding.set_route(desk, by=by, category=here.categories[code], unit=here.bureaus[key][0])
    return here


def _clerk(town: City, unit: Unit, username: str, name: str) -> tuple[Actor, Person]:
    setup = of_job("setup")
    person = directory.add_person(unit, by=setup, name=name)
    account, password = open_with_role(setup, "clerk", name, person, unit, must_change=False, username=username)
    town.founding.passwords[username] = password
    return of_account(account), person


def _case(town: City, here: County, code: str, village: str, days: int, stage: str, *, text: str) -> Case:
    """Register a case some days ago and take it as far as its stage."""
    at = timezone.now() - timedelta(days=days)
    told = Told(text=text, area=here.areas[village], category=here.categories[code], channel="visit", name="群众代表", phone="", received_at=at)
    case, _secret = cases.register(here.desk, by=here.clerk, told=told)
    if stage in ("solved", "explained"):
        return cases.end(case, by=here.clerk, outcome=stage, answer="当场帮助办理完毕。" if stage == "solved" else "已说明备案和报销流程，并留下办理指南。")
    if stage == "petition":
        return cases.end(case, by=town.officer, outcome=stage, answer="该事项属于信访渠道，已告知反映人办理途径。", petition_number="示例-0001")
    if stage == "registered":
        return case
    unit, actor = here.bureaus["lights" if code == "1001" else "water" if code == "1002" else "roads"]
    if case.lead_id is None:
        cases.assign(case, by=town.officer, lead=unit, rule=clock_rule("workdays_5"))
    if stage == "sent_back":
        cases.send_back(case.assignments.get(), by=actor, reason="电费分摊属于村级事务，建议由乡镇协调。")
    elif stage != "assigned":
        _work(town, case, actor, stage)
    return case


STEPS = ("working", "reported", "reviewed", "approved", "checked", "struck_off")


def _work(town: City, case: Case, actor: Actor, stage: str) -> None:
    cases.sign_for(case.assignments.get(), by=actor)
    case.refresh_from_db()
    cases.add_step(case, by=actor, text="已到现场查看，正在安排施工。", public=True)
    if stage == "extended":
        asked = clocks.ask_extension(case.clocks.get(purpose="handle"), by=actor, amount=3, reason="打井设备要从外县调运")
        clocks.decide_extension(asked, by=town.officer, grant=True, letter="资延〔示例〕3号")
    planned = stage == "planned"
    goal = STEPS.index({"planned": "struck_off", "again": "struck_off", "extended": "working"}.get(stage, stage))
    done = (lambda: cases.report(case, by=actor, outcome="planned" if planned else "solved", answer="列入明年村道提升计划。" if planned else "已处理完毕，请群众监督。",
                                 review_on=timezone.localdate() + timedelta(days=60) if planned else None),
            lambda: cases.review(case, by=town.officer), lambda: cases.approve(case, by=town.leader),
            lambda: cases.check(case, by=town.officer, finding="现场核查，情况属实。", holds=True), lambda: cases.strike_off(case, by=town.officer))
    for step in done[:goal]:
        step()
    if goal == len(STEPS) - 1:
        solved, satisfied = ("no", "partly") if planned else SAID[case.pk % len(SAID)]
        guarding.call_back(case, by=town.officer, reached=True, solved=solved, satisfied=satisfied)
    if stage == "again":
        cases.look_back(case, by=town.officer, finding="雨后又出现坑洼，需要重新处理。", holds=False)


def _outings(town: City, here: County) -> outings.Outing:
    today, clerk, people = timezone.localdate(), here.clerk, [here.clerk_person]
    project = library.open_project(here.town, by=clerk, title="村道路灯建管脱节问题调研", why="多个村反映路灯建成后无人管护。", lead=here.clerk_person, due_on=today + timedelta(days=50))
    for move, words in (("plan", "到三个乡镇六个村，与村民、村干部、城管局座谈。"), ("field", "先看石泉、樟树、上河三村。")):
        library.move_project(project, by=clerk, move=move, words=words)
    bench = outings.plan_outing(here.town, by=clerk, people=people, plan=Plan(
        kind="talk", title="石泉村村头板凳会", on=today - timedelta(days=2), starts=time(19, 30), area=here.areas["石泉村"], place="村口大樟树下", aim="讲医保缴费新政策，听一听大家的烦心事。", groups=("一组", "三组"),
        material=library.add_material(site(), by=clerk, title="医保缴费一问一答", words="缴多少、在哪缴、什么时候缴、怎么报销。", source="医保办发〔示例〕1号", valid_until=today + timedelta(days=200))))
    _long_ago(here)
    outings.record_outing(bench, by=clerk, met={"villagers": 26, "cadres": 3}, summary="讲了医保缴费和报销，记下三个问题。", lesson="先听后讲，用方言和大白话。")
    visit = outings.plan_outing(here.town, by=clerk, people=people, plan=Plan(
        kind="research", title="路灯管护实地调研", on=today - timedelta(days=6), area=here.areas["樟树村"], project=project))
    outings.raise_matter(visit, by=clerk, words="路灯电费由村里垫付，没有来源")
    outings.record_outing(visit, by=clerk, met={"villagers": 9, "cadres": 4}, summary="看了五处路灯，三处不亮。")
    table = outings.plan_outing(here.town, by=clerk, people=people, plan=Plan(kind="on_site", title="白沙镇现场办公会", on=today - timedelta(days=1), area=here.areas["上河村"], place="镇便民服务中心", units=tuple(unit for unit, _actor in here.bureaus.values())))
    for words, ending, answer in (("宅基地确权证没有发到户", "explained", "正在分批打印，下月到村发放。"), ("养老金认证要跑县里", "solved", "现场开通村级认证点。")):
        outings.end_matter(outings.raise_matter(table, by=clerk, words=words), by=clerk, ending=ending, answer=answer)
    item, water = outings.raise_matter(table, by=clerk, words="抽水机房电线老化"), here.bureaus["water"][0]
    outings.end_matter(item, by=clerk, ending="by_date", answer="水利局更换线路，完成后拍照回告。", unit=water, until=today + timedelta(days=12), desk=here.desk,
                       told=Told(text=item.words, area=here.areas["上河村"], category=here.categories["1002"], channel="on_site"))
    outings.end_matter(outings.raise_matter(table, by=clerk, words="村道加宽到四米半"), by=clerk, ending="planned", answer="列入明年项目库。", until=today + timedelta(days=150))
    outings.record_outing(table, by=clerk, met={"villagers": 14, "companies": 2}, summary="三个单位到场，逐项答复。")
    day = outings.plan_outing(here.town, by=clerk, people=people, plan=Plan(
        kind="reception", title="市领导下访接待日", on=today + timedelta(days=4), starts=time(9), area=here.areas["石泉村"], place="村党群服务中心", receives=_leader(town), slots=6))
    outings.publish_reception(day, by=town.officer)
    proposed = library.propose_answer(site(), by=clerk, question="外地住院怎么报销？", answer="先备案，再直接结算；没有备案的，带发票和病历到镇便民中心手工报销。", source="医保办发〔示例〕1号")
    library.approve_answer(proposed, by=town.officer)
    return bench


def _long_ago(here: County) -> None:
    """An outing of the season before, so that the page knows where nobody was for long."""
    day = timezone.localdate() - timedelta(days=120)
    plan = Plan(kind="research", title="七里村饮水走访", on=day, area=here.areas["七里村"], groups=("二组", "五组"), units=(here.bureaus["water"][0],))
    row = outings.plan_outing(here.town, by=here.clerk, people=[here.clerk_person], plan=plan)
    outings.record_outing(row, by=here.clerk, met={"villagers": 18, "needy": 2}, summary="看了两处水源。", lesson="早晚各去一次才看得见水压。")



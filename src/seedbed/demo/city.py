"""An invented city: people, units, companies and posts drawn from a seed. Industries and places are real, names are not."""

import random
from dataclasses import dataclass
from datetime import date

SEED = 20231009
APPLICANTS = 92
HOSTS = 23
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

SURNAMES = "曾单欧邓李王张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN_F = ("玉兰", "晓燕", "思远", "雨桐", "婷", "静怡", "丽萍", "慧", "雅琴", "佳宁", "若溪", "春梅", "敏", "颖", "倩", "子涵")
GIVEN_M = ("志强", "文博", "建国", "俊杰", "磊", "海波", "国栋", "立新", "凯", "明涛", "子轩", "伟", "旭东", "昊", "勇", "𬱖")


@dataclass(frozen=True)
class UnitSpec:
    """A unit of the city: what it does and which industries it serves or leads its area with."""

    name: str
    kind: str
    region: str
    duties: str
    park: bool = False
    economic: bool = False
    serves: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applicant:
    """An invented applicant, as a unit's clerk would type them."""

    name: str
    sex: str
    birth: date
    id_number: str
    mobile: str
    ethnicity: str
    political_status: str
    education: str
    school: str
    major: str
    unit: str
    post: str
    rank: str
    duties: str
    in_park: bool
    in_economic: bool
    bay_experience: str
    is_talent: bool
    wishes: tuple[str, ...]
    remark: str


@dataclass(frozen=True)
class PostSpec:
    """A post that a host offers."""

    title: str
    duties: str
    majors: str
    seats: str
    lodging: str
    lodging_note: str
    mentor: str
    contact: str
    mobile: str


@dataclass(frozen=True)
class HostSpec:
    """An invented company with a real industry."""

    name: str
    uscc: str
    industry: str
    scope: str
    address: str
    region: str
    posts: tuple[PostSpec, ...]


# name, kind, region, duties, park, economic, serves, leads
UNITS = (
    UnitSpec("资兴市住房和城乡建设局", "government", "431081", "工程建设管理和家居产业园配套", economic=True, serves=("C21", "C30"), leading=("C21",)),
    UnitSpec("资兴经济开发区管理委员会", "park", "431081", "园区企业服务、厂房建设和项目落地", park=True, economic=True, leading=("C21", "C39")),
    UnitSpec("郴州高新技术产业开发区管理委员会", "park", "431003", "有色金属精深加工和电子信息产业链招商、企业服务", park=True, economic=True, leading=("C32", "C39")),
    UnitSpec("湘南国际物流园服务中心", "park", "431002", "仓储物流、跨境电商和口岸平台运营服务", park=True, economic=True, leading=("G59", "G54")),
    UnitSpec("北湖区科技和工业信息化局", "government", "431002", "中小企业服务和技改项目", economic=True, serves=("C35", "C39"), leading=("C35",)),
    UnitSpec("苏仙区农业农村局", "government", "431003", "特色农产品加工和冷链物流", economic=True, serves=("C13", "C14"), leading=("C13",)),
    UnitSpec("桂阳县行政审批服务局", "government", "431021", "企业开办和项目帮代办", economic=True, leading=("C21", "C32")),
    UnitSpec("桂阳工业园区服务中心", "park", "431021", "园区安全生产、用工保障和企业融资对接", park=True, economic=True, leading=("C21", "C32")),
    UnitSpec("宜章县发展和改革局", "government", "431022", "项目争取和经济运行分析", economic=True, serves=("C26", "C29"), leading=("C26",)),
    UnitSpec("永兴县科技和工业信息化局", "government", "431023", "中小企业服务和技改项目", economic=True, serves=("C32", "C33"), leading=("C32",)),
    UnitSpec("嘉禾工业园区服务中心", "park", "431024", "铸锻造企业服务、用工保障和安全生产", park=True, economic=True, leading=("C33", "C34")),
    UnitSpec("临武县发展和改革局", "government", "431025", "项目争取和经济运行分析", economic=True, serves=("C30", "C38"), leading=("C38",)),
    UnitSpec("汝城县教育局", "government", "431026", "学校基建和校企合作", leading=("C14",)),
    UnitSpec("桂东县农业农村局", "government", "431027", "特色农产品加工和冷链物流", economic=True, serves=("C14", "C15"), leading=("C15",)),
    UnitSpec("安仁县委宣传部", "party", "431028", "新闻宣传和文旅推介", leading=("C13",)),
    UnitSpec("郴州市工业和信息化局", "government", "4310", "规模以上工业企业培育、技术改造和数字化转型", economic=True, serves=("C34", "C39")),
    UnitSpec("郴州市商务局", "government", "4310", "招商引资、外贸企业服务和口岸通关", economic=True, serves=("F51", "C39")),
    UnitSpec("郴州市大数据中心", "institution", "4310", "政务数据共享和智慧城市平台运维", economic=True, serves=("I64", "I65")),
    UnitSpec("郴州市国有资产监督管理委员会", "government", "4310", "市属国有企业改革和资产监管", economic=True, serves=("J66", "L72")),
    UnitSpec("郴州市科学技术局", "government", "4310", "高新技术企业认定、科技成果转化和研发投入统计", economic=True, serves=("M73", "C39")),
)

# industry, word in the name, scope, how many such hosts
TRADES = (
    ("C3031", "青禾轻质建材", "生产、销售：混凝土预制构件、轻质墙板；建筑材料研发和技术服务"),
    ("C2110", "榆木家居", "设计、生产、销售：木质家具、全屋定制家居；家具配件加工"),
    ("C2140", "远山家具", "生产、销售：塑料家具、户外家具；模具开发"),
    ("C3074", "澄泥陶瓷", "生产、销售：日用陶瓷、卫生陶瓷制品；窑炉节能改造"),
    ("C3852", "暖阳电器", "研发、生产、销售：家用空调、除湿设备；售后安装维护"),
    ("C3854", "灶上厨电", "研发、生产、销售：家用厨房电器、抽油烟机、燃气灶具"),
    ("C3982", "微光电子", "研发、生产、销售：电子电路、柔性线路板；电子元件检测"),
    ("C3831", "金线电工", "生产、销售：特种漆包线、电线电缆；铜材加工"),
    ("C3252", "轻合铝业", "铝型材、铝合金门窗研发、生产、销售；表面处理"),
    ("C3360", "晶面表面处理", "金属表面处理及热处理加工；电镀废水循环利用"),
    ("C3311", "钢骨结构", "钢结构、幕墙工程的设计、制造、安装；建筑工程总承包"),
    ("C3484", "恒准机械", "机械零部件加工；数控设备改造、自动化产线集成"),
    ("C1432", "稻穗食品", "生产、销售：速冻食品、预制菜；冷链配送"),
    ("C1529", "清岭饮品", "生产、销售：茶饮料、植物饮料；茶叶加工"),
    ("C1752", "织云纺织", "化纤织造、针织面料染整；产品内外销售"),
    ("C2927", "日用塑品", "日用塑料制品、包装容器生产、销售；再生塑料利用"),
    ("C2641", "净彩涂料", "水性涂料、胶粘剂研发、生产、销售"),
    ("I6513", "云栈软件", "软件开发、信息系统集成、工业互联网平台建设和运维"),
    ("G5990", "通联物流", "仓储服务、供应链管理、跨境电商物流、货物运输代理"),
    ("F5165", "汇市贸易", "货物和技术进出口、建筑材料和五金批发、展会服务"),
    ("M7320", "新材研究院", "新材料技术研发、检测认证、科技成果转化服务"),
    ("K7020", "安居物业", "物业管理、园区运营、招商代理、设施维护"),
    ("C2770", "医护用品", "卫生材料、医疗器械生产、销售；无菌车间管理"),
)

JOBS = (
    ("生产运营部部长助理", "参与生产计划排程、车间现场管理和精益改善", "机械、工业工程、管理类"),
    ("研发中心项目助理", "参与新产品立项、工艺试制和专利申报", "材料、化工、机械类"),
    ("数字化部项目专员", "参与生产系统实施和数据分析", "计算机、电子信息类"),
    ("总经理助理", "协助经营分析、重点项目推进和对外联络", "经济、管理类"),
    ("财务部经理助理", "参与预算管理、成本核算和融资对接", "会计、金融类"),
    ("供应链部主管助理", "参与供应商开发、采购比价和仓储物流", "物流、经济类"),
    ("市场营销部经理助理", "参与客户拜访、市场调研和渠道拓展", "市场、经济类"),
    ("人力资源部经理助理", "参与招聘培训、薪酬绩效和用工管理", "管理、法学类"),
    ("行政与政府事务专员", "参与政策申报、项目用地和工程改造协调", "土木、公共管理类"),
    ("产业园招商部专员", "参与园区招商洽谈、企业服务和投产跟踪", "经济、管理类"),
)
MAJORS = ("土木工程", "机械设计制造及其自动化", "计算机科学与技术", "电子信息工程", "国际经济与贸易", "工商管理", "金融学", "会计学",
          "法学", "汉语言文学", "公共管理", "物流管理", "食品科学与工程", "环境工程", "材料科学与工程", "化学工程与工艺", "农业经济管理", "软件工程")
SCHOOLS = ("中南大学", "湖南大学", "湘潭大学", "长沙理工大学", "湘南学院", "南华大学", "湖南师范大学", "暨南大学", "华南理工大学", "武汉大学")
POSTS = ("科员", "股长", "副股长", "科长", "副科长", "办公室主任", "总工程师", "项目专干", "中心副主任")
RANKS = ("一级科员", "四级主任科员", "三级主任科员", "二级主任科员", "一级主任科员", "副科级", "正科级", "九级职员")
EXPERIENCE = ("佛山家电企业工作2年", "深圳市某电子厂工作1年", "东莞物流公司工作3年", "珠海高校就读4年", "广州实习半年")
WISHES = ("家居建材", "电子信息", "装备制造", "食品加工", "现代物流", "新材料", "数字经济", "陶瓷", "医药健康")
TOWNS = (("440604", "佛山市禅城区石湾镇街道"), ("440605", "佛山市南海区狮山镇"), ("440605", "佛山市南海区大沥镇"), ("440606", "佛山市顺德区北滘镇"),
         ("440606", "佛山市顺德区容桂街道"), ("440607", "佛山市三水区乐平镇"), ("440608", "佛山市高明区荷城街道"))


def _id_number(rng: random.Random, birth: date, sex: str, taken: set[str]) -> str:
    while True:
        serial = rng.randrange(1, 499) * 2 + (sex == "male")
        first17 = f"431003{birth:%Y%m%d}{serial:03d}"
        number = first17 + "10X98765432"[sum(int(c) * w for c, w in zip(first17, WEIGHTS, strict=True)) % 11]
        if number not in taken:
            taken.add(number)
            return number


def _uscc(rng: random.Random, region: str) -> str:
    first17 = "91" + region + "MA" + "".join(rng.choice(USCC_SIGNS[:10]) for _ in range(7))
    total = sum(USCC_SIGNS.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return first17 + USCC_SIGNS[(31 - total % 31) % 31]


def _mobile(rng: random.Random) -> str:
    return "139" + "".join(rng.choice("0123456789") for _ in range(8))


def applicants(seed: int = SEED) -> list[Applicant]:
    """Return the 92 applicants, always the same for one seed."""
    rng = random.Random(seed)  # noqa: S311 - invented data, not a secret
    taken: set[str] = set()
    names: set[str] = set()
    return [_applicant(rng, UNITS[i % len(UNITS)], taken, names) for i in range(APPLICANTS)]


def _applicant(rng: random.Random, unit: UnitSpec, taken: set[str], names: set[str]) -> Applicant:
    sex = rng.choice(("female", "male"))
    name = ""
    while not name or name in names:
        name = rng.choice(SURNAMES) + rng.choice(GIVEN_F if sex == "female" else GIVEN_M)
    names.add(name)
    birth = date(rng.randrange(1985, 1997), rng.randrange(1, 13), rng.randrange(1, 28))
    return Applicant(
        name=name, sex=sex, birth=birth, id_number=_id_number(rng, birth, sex, taken), mobile=_mobile(rng),
        ethnicity=rng.choice(("汉族",) * 8 + ("瑶族", "苗族")),
        political_status=rng.choice(("中共党员",) * 5 + ("中共预备党员", "群众", "群众", "共青团员", "民盟盟员")),
        education=rng.choice(("大学本科",) * 3 + ("硕士研究生",) * 2), school=rng.choice(SCHOOLS), major=rng.choice(MAJORS),
        unit=unit.name, post=rng.choice(POSTS), rank=rng.choice(RANKS), duties=unit.duties, in_park=unit.park,
        in_economic=unit.economic, bay_experience=rng.choice(EXPERIENCE) if rng.random() < 0.25 else "",
        is_talent=rng.random() < 0.2, wishes=tuple(rng.sample(WISHES, 2)),
        remark="希望安排制造业企业" if rng.random() < 0.1 else "",
    )


def hosts(seed: int = SEED) -> list[HostSpec]:
    """Return the 23 hosts with 49 posts, always the same for one seed."""
    rng = random.Random(seed + 1)  # noqa: S311 - invented data, not a secret
    return [_host(rng, i) for i in range(HOSTS)]


def _host(rng: random.Random, i: int) -> HostSpec:
    industry, word, scope = TRADES[i]
    region, town = TOWNS[i % len(TOWNS)]
    count = 3 if i < 3 else 2
    jobs = rng.sample(JOBS, count)
    return HostSpec(
        name=f"佛山市{word}有限公司", uscc=_uscc(rng, region), industry=industry, scope=scope,
        address=f"{town}工业大道{rng.randrange(1, 200)}号", region=region,
        posts=tuple(_post(rng, job) for job in jobs),
    )


def _post(rng: random.Random, job: tuple[str, str, str]) -> PostSpec:
    lodging, note = rng.choice((("是", "单人公寓"), ("是", "员工宿舍双人间"), ("是", "宿舍男女不限"), ("是", "仅限男生宿舍"), ("可协调", ""), ("否", "")))
    return PostSpec(
        title=job[0], duties=job[1], majors=job[2], seats=rng.choice(("1", "1", "1", "2", "1-2")), lodging=lodging,
        lodging_note=note, mentor=rng.choice("曹朱杨雷刘孙张彭吴") + rng.choice(("总监", "经理", "主任")),
        contact=rng.choice("徐林罗马陈曾") + rng.choice(("先生", "女士")), mobile=_mobile(rng),
    )

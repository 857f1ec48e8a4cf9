"""What a new office starts with: the standard rules and the standard privacy notice, to be confirmed or replaced."""

from seedbed.selection.states import RuleKind

STANDARD = {RuleKind.PRIORITY: "四个优先原则", RuleKind.ELIGIBILITY: "报名资格条件"}
SOURCE = "《沉浸式培训选派通知》"

PRIORITY = {
    "method": "order",
    "rules": [
        {"key": "park", "points": 4, "article": "优先原则一", "source": SOURCE},
        {"key": "economic", "points": 3, "article": "优先原则二", "source": SOURCE},
        {"key": "bay_work", "points": 2, "article": "优先原则三", "source": SOURCE},
        {"key": "talent", "points": 1, "article": "优先原则四", "source": SOURCE},
    ],
    # The programme is for young officials, so where the rules say the same the younger goes first; the
    # registered number, which follows the order of arrival and is nobody's choice, settles the rest.
    "ties": ["younger"],
    "internship_counts": False,
    "least_months": 0,
}

CONDITIONS = {
    "rules": [
        {"key": "recommended", "effect": "refuse", "article": "报名程序", "source": SOURCE},
        {"key": "id_valid", "effect": "refuse", "article": "报名程序", "source": SOURCE},
        {"key": "rank", "effect": "refuse", "allowed": [], "article": "选派对象", "source": SOURCE},
        {"key": "age", "effect": "refuse", "most": 45, "least": 0, "article": "选派对象", "source": SOURCE},
        {"key": "not_trained", "effect": "refuse", "years": 5, "article": "选派对象", "source": SOURCE},
        {"key": "in_line", "effect": "ask", "article": "选派对象", "source": SOURCE},
        {"key": "bay_clear", "effect": "ask", "article": "优先原则三", "source": SOURCE},
    ],
}

NOTICE_ZH = (
    "一、处理者：组织本期培训的部门。二、目的：报名、资格审查、择优选派和岗位匹配。"
    "三、内容：姓名、性别、民族、出生年月、政治面貌、身份证号码、联系电话、学历、单位、职务职级、工作内容、大湾区经历和意向行业。"
    "四、依据：履行干部教育培训法定职责所必需。五、范围：本单位干事、承办部门干事和分管领导；身份证号码和电话加密保存，查看须注明理由并留痕。"
    "六、提供给驻点企业须另行征得您的同意，且不含身份证号码、民族和政治面貌。七、期限：本期培训结束后按干部教育培训档案规定保存，逾期删除。"
    "八、权利：您可以查阅、复制、更正自己的信息，要求说明排序和匹配理由，拒绝仅由系统作出的决定，也可以投诉。"
    "请勿填写国家秘密、工作秘密、干部人事档案内容和家庭成员信息。"
)
NOTICE_EN = (
    "1. Who: the department that organises this training. 2. Why: application, check of eligibility, selection and placement. "
    "3. What: name, sex, ethnic group, month of birth, political status, ID number, telephone, education, unit, post and rank, "
    "duties, time in the Bay Area, wished industries. 4. Ground: needed for the statutory duty of training officials. "
    "5. Who sees it: the clerk of your unit, the officers and the leader in charge; ID number and telephone are kept encrypted and "
    "shown only for a stated reason that is recorded. 6. A host company gets data only with your separate consent, and never ID "
    "number, ethnic group or political status. 7. Kept as the rules for training records say, then deleted. 8. You may read, copy "
    "and correct your data, demand the reasons of ranking and placement, refuse a decision made by machine only, and complain. "
    "Do not enter state or work secrets, personnel files or data of family members."
)

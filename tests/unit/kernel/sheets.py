"""Two declarations as rooms write them, for the tests of the kernel."""

from seedbed.kernel.workbooks import Column, Sheet, checks, parsers

CONFLICTS = (
    (r"(配偶|亲属|父亲|母亲|子女).{0,12}(任职|工作|任)", "conflict_relative", "A relative works there: may be a conflict of interest."),
    (r"(分管|主管|经办).{0,12}(审批|项目|监管|采购)", "conflict_duty", "Decides about companies: may be a conflict of interest."),
)

APPLICANTS = Sheet(
    name="test.applicants",
    title="Applicants",
    columns=(
        Column("name", "Name", synonyms=("姓名",), parse=parsers.person_name, required=True),
        Column("sex", "Sex", synonyms=("性别",), parse=parsers.choice({"male": ("男",), "female": ("女",)}), choices=("男", "女")),
        Column("ethnicity", "Ethnic group", synonyms=("民族",), parse=parsers.ethnicity),
        Column("birth_month", "Month of birth", synonyms=("出生年月", "出生日期"), parse=parsers.year_month),
        Column("party", "Political status", synonyms=("政治面貌",), parse=parsers.text),
        Column("id_number", "ID number", synonyms=("身份证号码", "身份证号", "公民身份号码"), parse=parsers.resident_id, required=True, sensitive=True),
        Column("degree", "Education", synonyms=("学历",), parse=parsers.text),
        Column("school", "School and major", synonyms=("毕业院校及专业",), parse=parsers.text),
        Column("post", "Unit and post", synonyms=("工作单位及职务", "单位及职务"), parse=parsers.text, required=True),
        Column("rank", "Rank", synonyms=("职级",), parse=parsers.text),
        Column("duties", "Duties", synonyms=("现从事主要工作",), parse=parsers.text),
        Column("in_park", "Works in a park", synonyms=("是否园区工作",), parse=parsers.yes_no, choices=("是", "否")),
        Column("in_economy", "Economic department", synonyms=("是否经济部门",), parse=parsers.yes_no, choices=("是", "否")),
        Column("bay_area", "Bay Area experience", synonyms=("大湾区工作经历",), parse=parsers.text),
        Column("recruited", "Recruited talent", synonyms=("是否引进高素质专业化人才",), parse=parsers.yes_no),
        Column("wishes", "Wished industries", synonyms=("意向行业",), parse=parsers.listing),
        Column("mobile", "Mobile", synonyms=("联系电话", "手机号码"), parse=parsers.mobile, sensitive=True),
        Column("opinion", "Opinion of the unit", synonyms=("单位推荐意见",), parse=parsers.text),
        Column("remark", "Remarks", synonyms=("备注",), parse=parsers.remark(CONFLICTS)),
    ),
    row_checks=(checks.birth_agrees("id_number", "birth_month"), checks.sex_agrees("id_number", "sex")),
    sheet_checks=(checks.unique("id_number", "same_person", "The same person stands in row %(row)s too; two units named them."),),
)

POSTS = Sheet(
    name="test.posts",
    title="Posts",
    columns=(
        Column("host", "Company", synonyms=("企业名称", "单位名称"), parse=parsers.text, required=True),
        Column("uscc", "Social credit code", synonyms=("统一社会信用代码",), parse=parsers.uscc, required=True),
        Column("business", "Main business", synonyms=("主营业务（经营范围）", "主营业务"), parse=parsers.long_text),
        Column("address", "Address", synonyms=("企业地址",), parse=parsers.text),
        Column("post", "Post", synonyms=("实训岗位",), parse=parsers.text, required=True),
        Column("duties", "Duties of the post", synonyms=("岗位职责",), parse=parsers.long_text),
        Column("majors", "Majors", synonyms=("专业要求",), parse=parsers.listing),
        Column("seats", "Seats", synonyms=("接收人数",), parse=parsers.seats),
        Column("lodging", "Lodging", synonyms=("是否提供住宿",), parse=parsers.yes_no),
        Column("lodging_terms", "Terms of lodging", synonyms=("住宿条件",), parse=parsers.text),
        Column("mentor", "Mentor", synonyms=("企业导师",), parse=parsers.text),
        Column("contact", "Contact", synonyms=("联系人及电话",), parse=parsers.contact, sensitive=True),
        Column("remark", "Remarks", synonyms=("备注",), parse=parsers.remark()),
    ),
    carry_down=("host", "uscc", "business", "address"),
    sheet_checks=(checks.city_from_others("address"),),
)

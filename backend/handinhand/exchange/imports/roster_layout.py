"""The roster workbook: sheets, headings and the values they take (api.md "Roster import")."""

from handinhand.exchange.imports.layout import Column, SheetLayout, WorkbookLayout

KINDS = {"学校": "school", "幼儿园": "kindergarten", "培训机构": "training"}
OWNERSHIPS = {"公办": "public", "民办": "private"}
DATUMS = {"WGS-84": "wgs84", "GCJ-02": "gcj02"}
PARTY_KINDS = {"党委": "party_committee", "党总支": "general_branch", "党支部": "branch", "联合党支部": "joint_branch"}

_DAY_NOTE = "写成 2025-09-01"
_START = ("开始时间", "起始日期", "起始时间", "派驻日期", "派驻时间", "挂靠日期", "挂靠时间", "结对日期", "结对时间")

INSTITUTIONS = SheetLayout(
    "机构",
    "每行一家：民办学校、幼儿园、培训机构，以及帮建学校和派出单位",
    (
        Column(
            "名称",
            "全称。再次导入时按名称找到同一家",
            width=28,
            example="小星星幼儿园",
            also_called=("单位", "学校", "园名", "校名"),
        ),
        Column("类别", "从下拉中选", choices=tuple(KINDS), example="幼儿园", also_called=("类型", "性质")),
        Column("办学性质", "从下拉中选", choices=tuple(OWNERSHIPS), example="民办"),
        Column("地址", "可空", filled=False, width=30, example="城关镇中心街1号"),
        Column("经度", "可空。要填就和纬度、坐标系一起填", form="decimal", filled=False, example="109.586"),
        Column("纬度", "可空", form="decimal", filled=False, example="34.956"),
        Column(
            "坐标系",
            "有经纬度时必填。手机定位多为 WGS-84，高德、腾讯地图为 GCJ-02",
            filled=False,
            choices=tuple(DATUMS),
            example="GCJ-02",
        ),
        Column("正式党员数", "可空，整数", form="count", filled=False, example="2"),
        Column("预备党员数", "可空，整数", form="count", filled=False, example="1"),
        Column(
            "归口股室", "可空。第一次出现的股室会自动新建，预览里会写明", filled=False, width=18, example="学前教育股"
        ),
        Column(
            "加入日期",
            "可空。月度任务从下个月算起；不填就按最早的派驻日期",
            form="day",
            filled=False,
            optional=True,
            example="2025-09-01",
            also_called=("加入时间", "加入年月", "参加日期", "参加时间"),
        ),
    ),
)
PARTY_ORGANISATIONS = SheetLayout(
    "党组织",
    "每行一个党组织，挂靠时要用到",
    (
        Column("名称", "全称", width=36, example="桥山中学党支部"),
        Column("类型", "从下拉中选", choices=tuple(PARTY_KINDS), example="党支部", also_called=("类别",)),
        Column("所属机构", "“机构”表里的名称，或系统里已有的名称", width=28, example="桥山中学"),
    ),
)
INSTRUCTORS = SheetLayout(
    "指导员",
    "每行一位党建工作指导员",
    (
        Column("姓名", "同名的人靠手机号区分", width=12, example="王芳", also_called=("名字", "指导员")),
        Column(
            "手机",
            "11 位。先设成文本格式再输入",
            width=16,
            example="13900000000",
            also_called=("电话", "联系电话", "联系方式"),
        ),
        Column("派出单位", "“机构”表里的名称，或系统里已有的单位、股室、局名", width=28, example="桥山中学"),
    ),
)
DISPATCHES = SheetLayout(
    "派驻",
    "每行一次派驻：哪位指导员到哪家机构",
    (
        Column("机构", "民办机构的名称", width=28, example="小星星幼儿园"),
        Column("指导员", "姓名；有同名的，在姓名后写手机号，如“王芳 13900000000”", width=16, example="王芳"),
        Column("开始日期", _DAY_NOTE, form="day", example="2025-09-01", also_called=_START),
        Column("文号", "可空，如 蒲教党发〔2019〕15号", filled=False, width=24, example="蒲教党发〔2019〕15号"),
    ),
)
AFFILIATIONS = SheetLayout(
    "挂靠",
    "每行一家挂靠到党组织的民办机构",
    (
        Column("机构", "民办机构的名称", width=28, example="小星星幼儿园"),
        Column("挂靠党组织", "“党组织”表里的名称，或系统里已有的名称", width=36, example="桥山中学党支部"),
        Column("开始日期", _DAY_NOTE, form="day", example="2025-09-01", also_called=_START),
        Column("文号", "可空", filled=False, width=24, example="蒲教党发〔2019〕15号"),
    ),
)
COMMUNITIES = SheetLayout(
    "帮扶共同体",
    "每行一个帮扶共同体",
    (
        Column("名称", "帮扶共同体的名称", width=32, example="桥山中学—兴华学校帮扶共同体"),
        Column("帮建学校", "公办学校的名称", width=24, example="桥山中学"),
        Column("结对学校", "民办学校的名称；几所之间用顿号“、”隔开", width=36, example="兴华学校"),
        Column("开始日期", _DAY_NOTE, form="day", example="2025-09-01", also_called=_START),
    ),
)

ROSTER = WorkbookLayout(
    "roster",
    "名册",
    (INSTITUTIONS, PARTY_ORGANISATIONS, INSTRUCTORS, DISPATCHES, AFFILIATIONS, COMMUNITIES),
    again="已有的按名称更新；空着的格不改动系统里已有的内容",
)

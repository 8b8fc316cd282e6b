"""The workbooks of the communities' registers: activities held, backbone teachers, member developments."""

from handinhand.exchange.imports.layout import Column, SheetLayout, WorkbookLayout

STRANDS = {"帮教": "teaching", "帮困": "hardship", "帮党建": "party_building"}

ACTIVITIES = SheetLayout(
    "活动",
    "每行一次已经开展的活动",
    (
        Column("帮扶共同体", "系统里帮扶共同体的名称", width=32, example="桥山中学—兴华学校帮扶共同体"),
        Column("板块", "从下拉中选", choices=tuple(STRANDS), width=10, example="帮教"),
        Column("活动类型", "系统里这个板块的活动类型", width=14, example="送教下乡"),
        Column("活动名称", "一句话，至少两个字", width=28, example="数学同课异构"),
        Column("开始日期", "写成 2025-09-01", form="day", example="2025-09-18"),
        Column("结束日期", "可空。只有一天的不用填", form="day", filled=False, example="2025-09-18"),
        Column("地点", "可空", filled=False, width=20, example="兴华学校报告厅"),
        Column("主办人", "可空。写教职工姓名，不写学生", filled=False, width=20, example="赵老师"),
        Column(
            "参加的结对学校",
            "可空，空着就是都参加了。几所之间用顿号",
            filled=False,
            width=24,
            example="兴华学校",
        ),
        Column("帮建方人数", "可空。帮建学校来了几位教职工", form="count", filled=False, width=12, example="6"),
        Column("结对方人数", "可空。结对学校参加了几位教职工", form="count", filled=False, width=12, example="18"),
        Column("内容", "做了什么。不写学生姓名", width=40, example="两校各上一节课，课后共同评课"),
        Column("成效", "可空", filled=False, width=36, example="形成教案两份"),
    ),
)

TEACHERS = SheetLayout(
    "骨干教师",
    "每行一位为结对学校培养的骨干教师",
    (
        Column("学校", "系统里民办学校的名称", width=24, example="兴华学校"),
        Column("姓名", "教师姓名", width=12, example="陈老师"),
        Column("学科", "可空", filled=False, width=12, example="数学"),
        Column("导师", "可空", filled=False, width=12, example="李老师"),
        Column("确定日期", "确定为培养对象的日期", form="day", example="2025-09-10"),
        Column("培养日期", "可空。开始培养的日期", form="day", filled=False, example="2025-10-08"),
        Column("认定日期", "可空。认定为骨干教师的日期", form="day", filled=False, example="2026-06-20"),
        Column("认定文号", "可空", filled=False, width=24, example="演示〔2026〕9号"),
    ),
)

MEMBERS = SheetLayout(
    "发展党员",
    "每行一位发展对象，日期走到哪一步填到哪一步",
    (
        Column("机构", "系统里民办机构的名称", width=24, example="兴华学校"),
        Column("姓名", "", width=12, example="周老师"),
        Column("申请日期", "递交入党申请书的日期", form="day", example="2023-03-01"),
        Column("积极分子日期", "可空", form="day", filled=False, example="2023-10-12"),
        Column("发展对象日期", "可空", form="day", filled=False, example="2024-11-05"),
        Column("预备党员日期", "可空", form="day", filled=False, example="2025-06-25"),
        Column("转正日期", "可空", form="day", filled=False, example="2026-06-26"),
        Column("培养联系人", "可空。两位之间用顿号", filled=False, width=20, example="张老师、王老师"),
        Column("入党介绍人", "可空。接收为预备党员时要有两位", filled=False, width=20, example="张老师、王老师"),
    ),
)

ACTIVITY_LEDGER = WorkbookLayout(
    "activities", "共同体活动台账", (ACTIVITIES,), again="同一个共同体、同一天、同一名称的活动，系统里已有的不会改动"
)
TEACHER_REGISTER = WorkbookLayout(
    "backbone_teachers", "骨干教师台账", (TEACHERS,), again="已有的人按学校和姓名更新；空着的格不改动系统里已有的内容"
)
MEMBER_REGISTER = WorkbookLayout(
    "member_developments", "发展党员台账", (MEMBERS,), again="已有的人按机构和姓名更新；空着的格不改动系统里已有的内容"
)

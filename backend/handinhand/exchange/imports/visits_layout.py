"""The workbook of paper visit ledgers: its one sheet, its headings and the values they take (kind `visits`)."""

from handinhand.exchange.imports.layout import Column, SheetLayout, WorkbookLayout

MODES = {"入校": "on_site", "其他": "other"}
DUTIES = {
    "宣讲政策法规": "policy",
    "思想政治和精神文明": "ideology",
    "规范办学行为": "school_conduct",
    "推动组建党组织": "organisation_building",
    "建设党群活动室": "activity_room",
    "培训指导": "training",
    "听取意见建议": "opinions",
    "帮助解决困难": "difficulties",
}

VISITS = SheetLayout(
    "入校指导",
    "每行一次入校指导，照纸质台账抄录",
    (
        Column("机构", "系统里民办机构的名称", width=28, example="小星星幼儿园"),
        Column("指导员", "姓名；有同名的，在姓名后写手机号", width=14, example="王芳"),
        Column("日期", "写成 2025-09-01", form="day", example="2025-09-10"),
        Column("开始时间", "可空。写成 09:30", form="clock", filled=False, width=10, example="09:30"),
        Column("结束时间", "可空。过了半夜的写成 次日00:30", filled=False, width=10, example="11:00"),
        Column("方式", "从下拉中选。只有“入校”算作当月任务", choices=tuple(MODES), width=8, example="入校"),
        Column(
            "工作内容", f"可写几项，用顿号“、”隔开：{'、'.join(DUTIES)}", width=36, example="宣讲政策法规、听取意见建议"
        ),
        Column("接触人员", "可空", filled=False, width=24, example="园长"),
        Column("发现情况", "可空", filled=False, width=36, example="党群活动室制度已上墙"),
        Column("意见建议", "可空", filled=False, width=36, example="下月补齐学习记录"),
        Column("备注", "可空", filled=False, optional=True, width=24, example=""),
    ),
)

VISIT_LEDGER = WorkbookLayout("visits", "入校指导台账", (VISITS,), again="系统里已有的同一次入校指导不会改动")

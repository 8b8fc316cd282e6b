"""The demo's roster workbook: the notice's four communities by name, everything else invented, fixed seed.

108 private institutions of which 25 are affiliated, all with an instructor (domain.md §1). Document numbers say 演示.
"""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

SEED = 20190910  # the day of the programme's notice
INSTITUTIONS, AFFILIATED, INSTRUCTORS = 108, 25, 30
COMMUNITIES = (
    ("桥山中学", "兴华学校"),
    ("城南学校", "雏鹰学校"),
    ("东槐院小学", "梦圆学校"),
    ("桥陵镇中心小学", "丰阳学校"),
)

_SPRING, _AUTUMN = date(2025, 3, 1), date(2025, 9, 1)
_DOCUMENTS = {_SPRING: "演示〔2025〕1号", _AUTUMN: "演示〔2025〕2号"}
_COMMUNITY_START = date(2025, 9, 1)
# Towns with a point near their middle (longitude, latitude), in GCJ-02.
_TOWNS = {
    "城关": (109.586, 34.956),
    "桥陵": (109.471, 35.033),
    "罕井": (109.560, 35.101),
    "孙镇": (109.716, 34.997),
    "兴镇": (109.507, 34.845),
    "党睦": (109.668, 34.842),
    "高阳": (109.421, 35.118),
    "永丰": (109.771, 34.906),
    "荆姚": (109.446, 34.869),
    "苏坊": (109.524, 34.906),
    "龙阳": (109.612, 34.874),
    "洛滨": (109.748, 35.076),
    "陈庄": (109.553, 34.812),
    "椿林": (109.640, 34.985),
}
_PUBLIC = (
    *("桥山中学", "城南学校", "东槐院小学", "桥陵镇中心小学", "罕井镇中心小学", "孙镇初级中学", "兴镇中心小学"),
    *("党睦镇初级中学", "高阳镇中心小学", "永丰镇初级中学", "荆姚镇中心小学", "城关镇第三小学"),
    *("龙阳镇中心幼儿园", "椿林镇中心幼儿园"),
)
_SCHOOLS = ("育英学校", "明德学校", "博雅学校", "新蕾学校", "启明学校", "立人学校")
_KINDERGARTENS = (
    *("小星星", "金太阳", "阳光宝贝", "七彩虹", "蓝天", "童心", "小天使", "向日葵", "苗苗", "百花", "智慧树"),
    *("红黄蓝", "春芽", "启蒙", "爱心", "快乐", "小博士", "新苗", "贝贝", "金摇篮"),
)
_TRAININGS = (
    *("启航培训学校", "墨韵书法培训中心", "星海艺术培训学校", "博学培训学校", "乐童舞蹈培训中心", "思远培训学校"),
    *(
        "小画家美术培训中心",
        "飞跃体育培训中心",
        "琴韵音乐培训中心",
        "求知培训学校",
        "新思维培训学校",
        "未来科技培训中心",
    ),
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
_GIVEN = (
    "建国",
    "秀英",
    "军",
    "敏",
    "志强",
    "丽娟",
    "晓东",
    "红梅",
    "文斌",
    "雅琴",
    "永刚",
    "玉兰",
    "海波",
    "小燕",
    "宏伟",
)


@dataclass(frozen=True, slots=True)
class _Institution:
    name: str
    kind: str
    town: str
    full_members: int
    probationary_members: int


def demo_roster(*, bureau_name: str = "蒲城县教育局", seed: int = SEED) -> bytes:
    """The workbook's bytes (.xlsx). `bureau_name` is the county bureau that it will be imported into."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable demo, nothing secret
    institutions = _private_institutions(chance)
    instructors = _instructors(chance)
    affiliated = chance.sample([i for i in institutions if i.full_members < 3 and i.kind != "学校"], AFFILIATED)
    hosts = [f"{school}党支部" for school in _PUBLIC[:9]]
    started = {i.name: chance.choice((_SPRING, _AUTUMN)) for i in institutions}
    sheets: dict[str, tuple[Sequence[str], list[tuple[object, ...]]]] = {
        "机构": (
            (
                "名称",
                "类别",
                "办学性质",
                "地址",
                "经度",
                "纬度",
                "坐标系",
                "正式党员数",
                "预备党员数",
                "归口股室",
                "加入日期",
            ),
            [*_public_rows(chance), *(_private_row(i, chance, started[i.name]) for i in institutions)],
        ),
        "党组织": (
            ("名称", "类型", "所属机构"),
            [
                (f"中共{bureau_name}委员会", "党委", bureau_name),
                *((host, "党支部", school) for host, school in zip(hosts, _PUBLIC, strict=False)),
            ],
        ),
        "指导员": (("姓名", "手机", "派出单位"), list(instructors)),
        "派驻": (
            ("机构", "指导员", "开始日期", "文号"),
            [
                (i.name, instructors[at % len(instructors)][0], started[i.name], _DOCUMENTS[started[i.name]])
                for at, i in enumerate(institutions)
            ],
        ),
        "挂靠": (
            ("机构", "挂靠党组织", "开始日期", "文号"),
            [
                (i.name, hosts[at % len(hosts)], started[i.name], _DOCUMENTS[started[i.name]])
                for at, i in enumerate(affiliated)
            ],
        ),
        "帮扶共同体": (
            ("名称", "帮建学校", "结对学校", "开始日期"),
            [(f"{lead}—{supported}帮扶共同体", lead, supported, _COMMUNITY_START) for lead, supported in COMMUNITIES],
        ),
    }
    return _written(sheets, f"{bureau_name}“手拉手大帮建”名册（演示数据，均为虚构）")


def _private_institutions(chance: random.Random) -> list[_Institution]:
    towns = list(_TOWNS)
    made = [
        _Institution(name, "学校", chance.choice(towns), chance.randint(4, 12), chance.randint(0, 2))
        for name in (*(supported for _, supported in COMMUNITIES), *_SCHOOLS)
    ]
    names = [(town + word + "幼儿园", "幼儿园", town) for town in towns for word in _KINDERGARTENS]
    chance.shuffle(names)
    trainings = [(town + word, "培训机构", town) for town in towns[:6] for word in _TRAININGS]
    chance.shuffle(trainings)
    for name, kind, town in [*names[:68], *trainings[: INSTITUTIONS - len(made) - 68]]:
        few = chance.random() < 0.45
        full = chance.randint(0, 2) if few else chance.randint(3, 6)
        made.append(_Institution(name, kind, town, full, chance.choice((0, 0, 0, 1))))
    return made


def _instructors(chance: random.Random) -> list[tuple[str, str, str]]:
    names = [surname + given for surname in _SURNAMES for given in _GIVEN]
    chosen = chance.sample(names, INSTRUCTORS)
    return [(name, f"1990000{1001 + at:04d}", _PUBLIC[at % len(_PUBLIC)]) for at, name in enumerate(chosen)]


def _public_rows(chance: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name in _PUBLIC:
        town = next((town for town in _TOWNS if name.startswith(town)), "城关")
        kind = "幼儿园" if name.endswith("幼儿园") else "学校"
        section = "学前教育股" if kind == "幼儿园" else "基础教育股"
        members = (chance.randint(8, 40), chance.randint(0, 3))
        rows.append((name, kind, "公办", _address(town, chance), *_position(town, chance), *members, section, None))
    return rows


def _private_row(institution: _Institution, chance: random.Random, started: date) -> tuple[object, ...]:
    section = {"学校": "民办教育股", "幼儿园": "学前教育股", "培训机构": "职成教股"}[institution.kind]
    return (
        institution.name,
        institution.kind,
        "民办",
        _address(institution.town, chance),
        *_position(institution.town, chance),
        institution.full_members,
        institution.probationary_members,
        section,
        started if chance.random() < 0.3 else None,
    )


def _address(town: str, chance: random.Random) -> str:
    kind = "街道" if town in {"城关", "椿林"} else "镇"
    street = chance.choice(("中心街", "东街", "西街", "人民路", "文化路", "迎宾路"))
    return f"蒲城县{town.removesuffix('镇')}{kind}{street}{chance.randint(1, 180)}号"


def _position(town: str, chance: random.Random) -> tuple[float, float, str]:
    longitude, latitude = _TOWNS[town]
    datum = chance.choice(("GCJ-02", "GCJ-02", "WGS-84"))
    return (
        round(longitude + chance.uniform(-0.012, 0.012), 6),
        round(latitude + chance.uniform(-0.010, 0.010), 6),
        datum,
    )


def _written(sheets: dict[str, tuple[Sequence[str], list[tuple[object, ...]]]], title: str) -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": title, "created": datetime(2025, 9, 1)})  # noqa: DTZ001 - a fixed mark
    heading = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    banner = workbook.add_format({"bold": True, "font_size": 14, "align": "center"})
    for name, (headings, rows) in sheets.items():
        sheet = workbook.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(headings) - 1, title, banner)
        sheet.set_column(0, len(headings) - 1, 18)
        sheet.freeze_panes(2, 0)
        sheet.write_row(1, 0, headings, heading)
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
    workbook.close()
    return buffer.getvalue()

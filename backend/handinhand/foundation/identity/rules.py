"""Which passwords may be used (promises.md S10: at least 12 characters, common ones refused)."""

import re
import unicodedata
from collections.abc import Iterator

PASSWORD_MIN = 12
PASSWORD_MAX = 128
_OWN_MIN = 8
"""So much must be left when everything that people and machines try first counts as one sign each."""
_DIFFERENT_SIGNS = 5
_RUN_LENGTH = 4
_USERNAME_MIN = 4

_WORDS = (
    # What the world's lists of leaked passwords begin with.
    "password passwd pass administrator admin root user guest test temp default changeme change letmein welcome login "
    "master secret access hello dragon monkey football baseball basketball superman batman sunshine princess shadow "
    "iloveyou loveyou love lover michael jordan charlie killer trustno freedom whatever computer internet google apple "
    "samsung huawei xiaomi windows office server system oracle mysql postgres qwer asdf zxcv qwe asd zxc qaz wsx edc "
    "abc xyz "
    # The same, as typed in China.
    "woaini woai aini wodemima wode mima denglu nihao zhongguo china beijing shanghai xian shaanxi shanxi weinan "
    "pucheng baishui jiaoyuju jiaoyu xuexiao laoshi xuesheng shuji dangwei dangjian zhibu weixin wechat taobao alipay "
    "baidu tencent handinhand shoulashou dabangjian guanliyuan yonghu qiaoshan "
    "5201314 1314520 1314 520 521 888 666 168 "
    "我爱你 密码 用户名 登录 管理员 一二三四 五六七八 九十 上山打老虎 芝麻开门 手拉手 大帮建 蒲城县 蒲城 渭南市 渭南 "
    "陕西省 陕西 教育局 党委办 党委 党支部 书记 老师 学校 中国 中华人民共和国 中华 为人民服务 人民 不忘初心 牢记使命 "
    "新年快乐 生日快乐 恭喜发财 万事如意 身体健康 好好学习 天天向上 床前明月光 疑是地上霜 举头望明月 低头思故乡 "
    "春眠不觉晓 处处闻啼鸟 白日依山尽 黄河入海流"
)
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "`1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "~!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "147258369",
    "159357",
    "一二三四五六七八九十",
    "甲乙丙丁戊己庚辛壬癸",
)
_RUNS = frozenset(
    run
    for row in _ROWS
    for direction in (row, row[::-1])
    for run in (direction[at : at + _RUN_LENGTH] for at in range(len(direction) - _RUN_LENGTH + 1))
)
_REPEATED = re.compile(r"(.{1,8}?)\1+")
_COMMON = frozenset(_WORDS.split()) | {
    short for word in _WORDS.split() if len(short := _REPEATED.sub(r"\1", word)) >= 3
}
_DATE = re.compile(r"(?:19|20)\d\d(?:[-./年]?[01]?\d(?:[-./月]?[0-3]?\d日?)?)?")
_LOOKALIKES = str.maketrans("@401!$5378", "aaoiissetb")


def plain_password(typed: str) -> str:
    """A password as it is hashed and compared: one input method writes ， and the next one , for the same key."""
    return unicodedata.normalize("NFKC", typed)


def password_problems(password: str, username: str) -> list[str]:
    """What is wrong with a new password, in words for its owner; empty when it may be used.

    Length matters most; what people and machines try first is refused. No rule asks for signs of many kinds.
    """
    plain = plain_password(password)
    problems = []
    if len(plain) < PASSWORD_MIN:
        problems.append(f"密码至少 {PASSWORD_MIN} 个字符，可以用一句自己记得住的话")
    if len(plain) > PASSWORD_MAX:
        problems.append(f"密码最多 {PASSWORD_MAX} 个字符")
    lowered = plain.lower()
    if len(username) >= _USERNAME_MIN and username.lower() in lowered:
        problems.append("密码里不要包含登录名")
    if len(set(lowered)) < _DIFFERENT_SIGNS or own_signs(lowered[: PASSWORD_MAX + 1]) < _OWN_MIN:
        problems.append("这个密码太常见，容易被猜中，请换一个")
    return problems


def own_signs(lowered: str) -> int:
    """How many signs are the owner's own: a common word, a run on the keyboard, a date, a repetition count as one."""
    text = re.sub(r"\s+", "", lowered)
    return min(_own_signs(text), _own_signs(_REPEATED.sub(r"\1", text)))


def _own_signs(text: str) -> int:
    common = [False] * len(text)
    for start, end in _common_parts(text):
        common[start:end] = [True] * (end - start)
    groups = sum(1 for at, known in enumerate(common) if known and (at == 0 or not common[at - 1]))
    return common.count(False) + groups


def _common_parts(text: str) -> Iterator[tuple[int, int]]:
    for found in _DATE.finditer(text):
        yield found.span()
    for at in range(len(text) - _RUN_LENGTH + 1):
        if text[at : at + _RUN_LENGTH] in _RUNS:
            yield at, at + _RUN_LENGTH
    for written in (text, text.translate(_LOOKALIKES)):
        for word in _COMMON:
            at = written.find(word)
            while at >= 0:
                yield at, at + len(word)
                at = written.find(word, at + 1)

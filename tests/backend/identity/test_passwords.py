"""promises.md S10: at least 12 characters, common ones refused. A sentence of one's own is welcome."""

import pytest

from handinhand.foundation.identity.passwords import hash_password, password_matches
from handinhand.foundation.identity.rules import PASSWORD_MAX, password_problems

COMMON = [
    "password1234",
    "Password2024!",
    "PASSWORD-1234",
    "P@ssw0rd1234",
    "p@$$w0rd2025",
    "passwordpassword",
    "123456789012",
    "1234567890123456",
    "098765432109",
    "987654321abc",
    "qwertyuiop12",
    "qwertyuiop[]",
    "QWERTYasdfgh",
    "asdfghjkl;'zx",
    "1qaz2wsx3edc",
    "zaq1xsw2cde3",
    "qazwsxedcrfv",
    "!@#$%^&*()_+",
    "1qaz@WSX3edc",
    "aaaaaaaaaaaa",
    "aaaaaaaaaaab",
    "abcabcabcabc",
    "abababababab",
    "abcdefghijkl",
    "abcdefg123456",
    "112233445566",
    "111111111111",
    "888888888888",
    "123123123123",
    "123321123321",
    "147258369147",
    "admin@123456",
    "Admin123456!",
    "administrator",
    "administrator1",
    "root12345678",
    "changeme12345",
    "welcome12345",
    "Welcome@2025",
    "letmein123456",
    "iloveyou1314",
    "woaini1314520",
    "woaini5201314",
    "5201314520131",
    "woaizhongguo1",
    "zhongguo2026!",
    "beijing2008888",
    "pucheng123456",
    "PuCheng@2026",
    "jiaoyuju2026!",
    "dangwei123456",
    "mima123456789",
    "handinhand2026",
    "shoulashou123",
    "19900101199001",
    "1990-01-01-1990",
    "20260915abc123",
    "qwe123qwe123",
    "asd123asd123",
    "dragon123456",
    "sunshine1234",
    "superman12345",
    "football2025!",
    "我爱你我爱你我爱你我爱你",
    "一二三四五六七八九十一二",
    "密码密码密码密码密码密码",
    "蒲城县教育局党委办123",
    "蒲城县教育局2026年",
    "手拉手大帮建手拉手大帮建",
    "中华人民共和国万事如意",
    "好好学习天天向上好好学习",
    "床前明月光疑是地上霜举头望明月",
    "ｐａｓｓｗｏｒｄ１２３４",
    "test12345678",
    "guest1234567",
    "hello1234567",
    "computer1234",
    "windows12345",
]

OWN = """
桥山脚下种着十二棵白杨树
秋天的柿子红了整整一面山坡
我家门口的石榴今年结得特别多
每个月都要去看看那边的孩子们
下雨天记得把阳台的被子收回来
二姨做的荞面饸饹比县城的香
王老师骑着自行车去了三所幼儿园
今天食堂的油泼面辣子放多了
小明的书包里装着半块锅盔和一本字典
操场边的老槐树开花时满院子香
早上六点半洛河边有人在吹唢呐
尧山的烟花照亮了半个夜空
我爱你，这片长满酥梨的黄土地
好好学习不如先把午觉睡够再说
老张的羊肉泡馍要多放粉丝少放盐
一二三班的同学都去看了皮影戏
妈妈说2008年的那场雪真大啊
奶奶的缝纫机还能踩出蝴蝶花
今年计划走遍一百零八家机构
教育局门口那只橘猫又胖了两圈
correct horse battery staple
purple-otter-drinks-cold-tea
we walked 12 km to the old mill
Tr0ub4dor&3-xylophone
my cat Mocha sleeps on the printer
rain falls softly on Luo river
k7#pQz9!vLm2xW
x9Qd-72Lm-pW4z
Vb8nK3tRy6Zq
hj7kd-9wqmz-x4rnt
gnpvx-4zk8m-t7rwa-hq2sd
seventeen yellow umbrellas
banana trumpet 94 lighthouse
wo jia men kou you liang ke shiliu shu
qiutian de shizi hong le yi mianpo
lao zhang mai le san jin yangrou
mingtian zaoshang qu chi youpomian
the password is under the blue door
dragonflies hover above lotus pond
jintian xiayu suoyi bu qu paobu
noodles&vinegar&two eggs
1 dog + 2 hens = quiet farmyard
ソロバンを習う子供たち十人
teapot/candle/river/moss
""".strip().splitlines()


def test_there_are_enough_examples() -> None:
    assert len(COMMON) >= 40
    assert len(OWN) >= 40


@pytest.mark.parametrize("password", COMMON)
def test_given_a_password_that_is_tried_first_then_it_is_refused_as_common(password: str) -> None:
    assert len(password) < 12 or any("常见" in problem for problem in password_problems(password, "lead"))
    assert password_problems(password, "lead")


@pytest.mark.parametrize("password", OWN)
def test_given_a_sentence_or_chance_signs_then_it_may_be_used(password: str) -> None:
    assert password_problems(password, "lead") == []


@pytest.mark.parametrize(("length", "refused"), [(11, True), (12, False), (PASSWORD_MAX, False), (129, True)])
def test_the_length_is_counted_in_characters(length: int, *, refused: bool) -> None:
    sentence = "".join(chr(0x4E00 + 37 * number % 5000) for number in range(length))
    assert bool(password_problems(sentence, "lead")) is refused


def test_given_the_sign_in_name_within_then_it_is_refused() -> None:
    assert any("登录名" in problem for problem in password_problems("纸鸢WangJianGuo飞过麦田", "wangjianguo"))
    assert password_problems("纸鸢飞过麦田wangjianguo飞过麦田", "lin") == []


async def test_given_full_width_signs_then_they_are_the_same_password() -> None:
    stored = await hash_password("今天下雨，所以不去跑步了！")
    assert stored.startswith("$argon2id$")
    assert await password_matches(stored, "今天下雨,所以不去跑步了!")
    assert not await password_matches(stored, "今天下雨,所以不去跑步了")
    assert not await password_matches(None, "nobody has this password")

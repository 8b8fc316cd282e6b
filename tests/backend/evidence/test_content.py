"""What is in a file decides, whatever its name says (issue point 7, promises.md S11)."""

from pathlib import Path

import pytest

from handinhand.core.errors import Problem
from handinhand.foundation.evidence.content import judge
from handinhand.foundation.evidence.file_names import harmless
from tests.backend.evidence.corpus import HONEST, HOSTILE, Sample, jpeg, png


def written(directory: Path, data: bytes) -> Path:
    path = directory / "received"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("sample", HONEST, ids=lambda sample: sample.name)
def test_an_honest_file_is_taken_for_what_it_is(sample: Sample, tmp_path: Path) -> None:
    judged = judge(written(tmp_path, sample.data), sample.name)
    assert judged.kind.media_type == sample.expected
    assert judged.file_name.rpartition(".")[2] in judged.kind.endings


@pytest.mark.parametrize("sample", HOSTILE, ids=lambda sample: sample.name.encode("unicode_escape").decode())
def test_a_hostile_file_is_refused_with_its_reason(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        judge(written(tmp_path, sample.data), sample.name)
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/file", sample.expected)
    assert refused.value.status == (415 if sample.expected == "file_type_not_taken" else 422)
    assert any("一" <= sign <= "鿿" for sign in error.message)


def test_the_corpus_is_large_enough() -> None:
    assert len(HONEST) >= 15
    assert len(HOSTILE) >= 30
    assert len({sample.name for sample in HONEST + HOSTILE}) == len(HONEST + HOSTILE)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\王\\照片.JPG", "照片.jpg"),
        ("照片\u202e\u200b\u0007.jpg", "照片.jpg"),
        ('a<b>:"c|d?*.jpg', "a_b___c_d__.jpg"),
        ("  两  个\n空格 .jpg", "两 个 空格.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("nul.2026.jpg", "_nul.2026.jpg"),
        (".jpg", "未命名.jpg"),
        ("", "未命名"),
        ("...", "未命名"),
        ("第2.1稿", "第2.1稿"),
        ("长" * 300 + ".jpg", "长" * 120 + ".jpg"),
        ("e\u0301te\u0301.jpg", "été.jpg"),
    ],
)
def test_a_name_is_made_harmless(sent: str, kept: str) -> None:
    assert harmless(sent) == kept


@pytest.mark.parametrize(
    ("data", "sent", "kept"),
    [
        (jpeg(), "微信图片.png", "微信图片.jpg"),
        (png(), "截图.jpeg", "截图.png"),
        (jpeg(), "没有结尾", "没有结尾.jpg"),
        (jpeg(), "image.JFIF", "image.jfif"),
    ],
)
def test_a_picture_under_another_picture_s_ending_is_given_its_own(
    data: bytes, sent: str, kept: str, tmp_path: Path
) -> None:
    assert judge(written(tmp_path, data), sent).file_name == kept


def test_a_document_under_a_wrong_ending_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        judge(written(tmp_path, jpeg()), "总结.docx")
    assert refused.value.detail == "文件内容是JPG 图片，名字却以 .docx 结尾。请把结尾改成 .jpg，再上传"

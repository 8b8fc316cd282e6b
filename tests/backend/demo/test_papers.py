"""What the demo draws is taken as what a user would upload."""

import io
import random
from pathlib import Path

from PIL import Image

from handinhand.demo import papers
from handinhand.foundation.evidence.content import PDF, PNG, judge


def test_given_a_drawn_picture_then_it_is_a_whole_png_and_small(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - the same pictures in every run
    drawn = [papers.picture(chance) for _ in range(12)]
    assert len(set(drawn)) == 12
    assert max(map(len, drawn)) < 20_000
    with Image.open(io.BytesIO(drawn[0])) as shown:
        shown.load()
        assert shown.size == (papers.WIDTH, papers.HEIGHT)
    file = tmp_path / "drawn"
    file.write_bytes(drawn[0])
    assert judge(file, "现场.png").kind is PNG


def test_given_a_drawn_paper_then_it_is_a_pdf_whose_index_names_each_object(tmp_path: Path) -> None:
    drawn = papers.paper("协议", ("第一条", "第二条"))
    index = drawn.index(b"xref\n")
    assert drawn.endswith(f"startxref\n{index}\n%%EOF\n".encode())
    places = [int(line[:10]) for line in drawn[index:].splitlines() if line.endswith(b" 00000 n ")]
    assert [drawn[place:].split(b" ", 1)[0] for place in places] == [str(n + 1).encode() for n in range(7)]
    file = tmp_path / "drawn"
    file.write_bytes(drawn)
    assert judge(file, "协议.pdf").kind is PDF

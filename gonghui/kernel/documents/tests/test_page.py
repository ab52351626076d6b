"""The page as it is printed, measured in the PDF itself (GB/T 9704-2012)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from io import BytesIO

import pdfplumber
import pytest
from PIL import ImageOps

from gonghui.kernel.documents import geometry, typeset
from gonghui.kernel.documents.fonts import NoFont, chosen, missing
from gonghui.kernel.documents.paper import Paper
from gonghui.kernel.documents.tests.specimens import (
    FULL,
    LETTER,
    OFFICE,
    REPLY,
    REQUEST,
    ROSTER,
    SECRET,
    SECRET_LETTER,
    of_length,
)
from gonghui.kernel.documents.titles import shaped

EM_BELOW = 0.12  # of a Chinese character's square lies below the baseline


@cache
def pages(paper: Paper) -> list:
    return pdfplumber.open(BytesIO(typeset.pdf(paper))).pages


def mm(points: float) -> float:
    return points * geometry.POINT


def square(char) -> tuple[float, float, float, float]:
    """A character's own square, millimetres from the page's left and upper edge: left, top, right, bottom."""
    size = char["size"]
    bottom = 841.89 - char["matrix"][5] + EM_BELOW * size
    return mm(char["matrix"][4]), mm(bottom - size), mm(char["matrix"][4] + size), mm(bottom)


def lines(page) -> list[list]:
    """Characters of the body's size, by line from above."""
    found = defaultdict(list)
    for char in page.chars:
        if abs(char["size"] - geometry.BODY_PT) < 0.1:
            found[round(char["matrix"][5], 1)].append(char)
    return [sorted(found[at], key=lambda c: c["x0"]) for at in sorted(found, reverse=True)]


def text_at(page, words: str) -> list:
    chars = page.chars
    at = "".join(char["text"] for char in chars).index(words)
    return chars[at : at + len(words)]


def near(value: float, wanted: float) -> bool:
    return abs(value - wanted) <= 0.5


def test_a_full_page_has_22_lines_of_28_characters():
    page = pages(FULL)[1]
    assert [len(line) for line in lines(page)] == [28] * 22


def test_the_block_is_filled_to_its_edges():
    page = pages(FULL)[1]
    squares = [square(char) for line in lines(page) for char in line]
    edges = (
        min(s[0] for s in squares), min(s[1] for s in squares), 210 - max(s[2] for s in squares), 297 - max(s[3] for s in squares),
    )  # fmt: skip
    assert [near(*pair) for pair in zip(edges, (28, 37, 26, 35), strict=True)] == [True] * 4, edges
    assert (mm(float(page.width)), mm(float(page.height))) == pytest.approx((210, 297), abs=0.1)


def test_the_ink_itself_begins_and_ends_there():
    """The same from the pixels of the page, whatever the file says of itself: 300 dots to the inch."""
    picture = pages(FULL)[1].to_image(resolution=300).original.convert("L")
    picture.paste(255, (0, round(265 / 25.4 * 300), picture.width, picture.height))  # without the page number
    left, top, right, bottom = (edge * 25.4 / 300 for edge in ImageOps.invert(picture).getbbox())
    bearing = 0.6  # 国 does not fill its square
    assert (28 - 0.1 <= left <= 28 + bearing, 37 - 0.1 <= top <= 37 + bearing) == (True, True), (left, top)
    assert (184 - bearing <= right <= 184.2, 262 - bearing <= bottom <= 262.1) == (True, True), (
        right,
        bottom,
    )


def test_the_red_head():
    page = pages(REPLY)[0]
    mark = text_at(page, f"{OFFICE}文件")
    assert near(square(mark[0])[1], 72)
    assert mark[0]["non_stroking_color"][0] > 0.8
    middle = (square(mark[0])[0] + square(mark[-1])[2]) / 2
    assert near(middle, 28 + 156 / 2)
    rule = next(line for line in page.lines + page.rects if mm(line["width"]) > 150)
    number = text_at(page, "云某复〔2026〕1号")
    assert near(mm(rule["top"]) - square(number[0])[3], 4)
    assert (near(mm(rule["x0"]), 28), near(mm(rule["x1"]), 184)) == (True, True)
    assert [char["size"] for char in text_at(page, "关于同意成立湖畔")] == pytest.approx([22] * 8, abs=0.1)


@pytest.mark.parametrize(
    ("paper", "first"),
    [(SECRET, 37.0), (SECRET_LETTER, None)],
    ids=["file", "letter"],
)
def test_copy_number_secrecy_and_urgency_stand_flush_left_from_above(paper: Paper, first: float | None):
    """In the corner of the text block; in a letter ⅞ of a character below the red rule (GB/T 9704-2012, 7.2.1-3, 10.1)."""
    page = pages(paper)[0]
    if first is None:
        rules = sorted(mm(line["bottom"]) for line in page.lines if near(mm(line["width"]), 170))
        first = rules[1] + geometry.EM * 7 / 8
    found = [text_at(page, words) for words in ("000012", "机密★1年", "特急")]
    places = [square(words[0])[:2] for words in found]
    wanted = [(28.0, first + geometry.LINE_PITCH * at) for at in range(3)]
    assert [(near(x, left), near(y, top)) for (x, y), (left, top) in zip(places, wanted, strict=True)] == [
        (True, True)
    ] * 3, (places, wanted)
    assert {char["size"] for words in found for char in words} == {16.0}
    assert ["Sans" in words[0]["fontname"] or "Hei" in words[0]["fontname"] for words in found] == [
        False,
        True,
        True,
    ]


def test_what_is_not_wanted_leaves_no_gap():
    page = pages(REPLY.with_(urgency="加急"))[0]
    assert near(square(text_at(page, "加急")[0])[1], 37)


def test_the_corner_moves_nothing_else_of_a_file():
    places = [
        (square(text_at(pages(paper)[0], words)[0])[1])
        for words in (f"{OFFICE}文件", "云某复〔2026〕1号", "关于同意成立湖畔")
        for paper in (REPLY, SECRET)
    ]
    assert places[::2] == places[1::2]


def test_the_first_page_shows_text():
    assert "经研究，现批复如下：" in pages(REPLY)[0].extract_text().replace("\n", "")


def test_upwards_it_names_who_signs():
    page = pages(REQUEST)[0]
    number, signer = text_at(page, "云某复"), text_at(page, "签发人：郑敏")
    assert near(square(number[0])[0], 28 + geometry.MARK_PITCH)
    assert near(square(signer[-1])[2], 184 - geometry.MARK_PITCH)


def test_the_date_lies_four_characters_from_the_right_and_the_name_above_its_middle():
    page = next(page for page in pages(REPLY) if "2026年3月6日" in page.extract_text())
    day, name = text_at(page, "2026年3月6日"), text_at(page, OFFICE)
    right = mm(day[-1]["x1"])
    assert near(right, 184 - 4 * geometry.MARK_PITCH)
    middles = [(mm(found[0]["x0"]) + mm(found[-1]["x1"])) / 2 for found in (day, name)]
    assert near(*middles)


def test_the_imprint_stands_at_the_foot_of_an_even_page_and_a_page_without_text_has_no_number():
    short = REPLY.with_(body=("此复。",), mark="", number="")
    assert len(pages(short)) == 2
    last = pages(short)[1]
    assert "— 2 —" not in last.extract_text()
    edge = max(mm(line["bottom"]) for line in last.lines if mm(line["width"]) > 150)
    assert near(edge, 262)
    assert "抄送：东镇某某站。" in last.extract_text()


@pytest.mark.parametrize("number", [0, 1])
def test_page_numbers_on_the_outer_side_seven_millimetres_below(number: int):
    page = pages(FULL)[number]
    found = text_at(page, f"— {number + 1} —")
    dash = found[0]
    baseline = mm(841.89 - dash["matrix"][5])
    assert 262 + 7 <= baseline <= 262 + 7 + 5
    assert near(dash["size"], 14)
    assert mm(found[-1]["x1"]) > 170 if number == 0 else mm(dash["x0"]) < 40


def test_a_letter_has_its_own_head_and_no_number_on_the_first_page():
    page = pages(LETTER)[0]
    assert near(square(text_at(page, OFFICE)[0])[1], 30)
    assert "— 1 —" not in page.extract_text()
    rules = sorted(mm(line["top"]) for line in page.lines if near(mm(line["width"]), 170))
    assert len(rules) == 4
    assert near(rules[-1], 277)


def test_the_seals_place_is_empty():
    """Two lines between the text and the name, and no picture anywhere but the code to check it with."""
    page = next(page for page in pages(REPLY) if "2026年3月6日" in page.extract_text())
    rows = lines(page)
    texts = ["".join(char["text"] for char in row) for row in rows]
    name, above = rows[texts.index(OFFICE)], rows[texts.index(OFFICE) - 1]
    assert round((above[0]["matrix"][5] - name[0]["matrix"][5]) / geometry.points(geometry.LINE_PITCH)) == 3
    assert [len(one.images) for one in pages(REPLY)] == [0] * len(pages(REPLY))


def test_a_long_table_repeats_its_head():
    assert [page.extract_text().count("序号") for page in pages(ROSTER)] == [1] * len(pages(ROSTER))


def test_what_somebody_wrote_is_never_markup():
    odd = '#panic("x") $a$ *b* @c <d> \\ #import "/etc/passwd"'
    page = pages(REPLY.with_(body=(odd,), copies="#", title="#pagebreak()"))[0]
    assert '#panic("x")' in page.extract_text()


def test_the_same_words_give_the_same_file():
    assert typeset.pdf(REPLY) == typeset.pdf(REPLY)


def test_no_chinese_type_face_is_said_in_words():
    with pytest.raises(NoFont, match="apt-get install fonts-noto-cjk"):
        chosen(frozenset({"DejaVu Sans"}))


def test_what_stands_in_for_a_face_is_named():
    there = frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC", "FangSong"})
    assert [(one.face, one.instead) for one in missing(there)] == [
        ("方正小标宋", "Noto Serif CJK SC"), ("楷体", "Noto Serif CJK SC"), ("黑体", "Noto Sans CJK SC"), ("宋体", "Noto Serif CJK SC"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("关于开会的通知", ["关于开会的通知"]),
        ("关于同意成立东湖畔餐饮有限公司委员会的批复", ["关于同意成立东湖畔餐饮", "有限公司委员会的批复"]),
        ("一行\n两行", ["一行", "两行"]),
    ],
)
def test_titles_break_between_words(title: str, wanted: list[str]):
    assert shaped(title) == wanted


@pytest.mark.parametrize("length", [1, 20, 21, 40, 41, 77, 200])
def test_any_title_fits_and_loses_nothing(length: int):
    title = "".join(chr(0x4E00 + n) for n in range(length))
    found = shaped(title)
    assert ("".join(found), max(map(len, found)) <= 20) == (title, True)


def test_it_grows_with_its_text():
    assert [len(pages(of_length(n))) for n in (1, 5, 40)] == [1, 2, 5]

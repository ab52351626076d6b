from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.identifiers.names import (
    HAN,
    clean_name,
    display_pinyin,
    name_words,
    query_tokens,
    readings,
    search_tokens,
)
from gonghui.kernel.identifiers.text import half_width


def finds(typed: str, name: str) -> bool:
    return set(query_tokens(typed)) <= set(search_tokens(name))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 张　伟 ", "张伟"),
        ("买买提 • 艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("anna  lee", "anna lee"),
        ("张\u200b伟", "张伟"),
        ("刘〇", "刘〇"),
    ],
)
def test_one_spelling(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("  ", "没有填姓名"),
        ("张伟1", "姓名里有“1”，请按身份证上的写法只填姓名；姓名中的间隔点写作“·”"),
        ("张××", "姓名里有“×”，请按身份证上的写法只填姓名；姓名中的间隔点写作“·”"),
        ("张\ue000", "姓名的第 2 个字是某个软件自造的，别处显示不出来；请按身份证重新输入这个字"),
        ("张" * 51, "姓名不能超过 50 个字，您填了 51 个"),
    ],
)
def test_each_fault_has_its_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        clean_name(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("surname", "usual", "also"),
    [("单", "shan", "dan"), ("曾", "zeng", "ceng"), ("仇", "qiu", "chou"), ("解", "xie", "jie"),
     ("查", "zha", "cha"), ("乐", "yue", "le"), ("区", "ou", "qu"), ("盖", "ge", "gai"), ("翟", "zhai", "di")],
)  # fmt: skip
def test_a_surname_has_its_own_reading_and_keeps_the_everyday_one(
    surname: str, usual: str, also: str
) -> None:
    assert display_pinyin(f"{surname}文") == f"{usual.capitalize()} Wen"
    assert finds(f"{usual}wen", f"{surname}文")
    assert finds(f"{also}wen", f"{surname}文")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张伟强", "Zhang Weiqiang"), ("尉迟恭", "Yuchi Gong"), ("欧阳娜娜", "Ouyang Nana"), ("单于", "Shan Yu"),
     ("买买提·艾力", "Maimaiti Aili"), ("Anna Lee", "Anna Lee"), ("张", "Zhang"), ("", "")],
)  # fmt: skip
def test_display(name: str, shown: str) -> None:
    assert display_pinyin(name) == shown


def test_readings_keep_the_syllables_apart() -> None:
    assert readings("单于飞")[0] == "chan yu fei"
    assert readings("李明") == ("li ming", "li meng")


def test_readings_of_a_long_name_are_at_most_eight_and_the_usual_one_leads() -> None:
    assert len(readings("行行行行行行")) == 8
    assert readings("行行行行行行")[0] == "xing xing xing xing xing xing"


@pytest.mark.parametrize(
    "typed",
    [
        "张",
        "强",
        "张伟",
        "伟强",
        "张伟强",
        "张 伟强",
        "zhang",
        "ZhangWei",
        "zhang wei qiang",
        "z",
        "ZW",
        "zwq",
    ],
)
def test_found(typed: str) -> None:
    assert finds(typed, "张伟强")


@pytest.mark.parametrize("typed", ["张强", "强伟", "李", "wei", "zq", "zhangq", "li", "张伟明"])
def test_not_found(typed: str) -> None:
    assert not finds(typed, "张伟强")


@pytest.mark.parametrize("typed", ["lv", "lü", "LYU", "lvbu", "Lyu Bu", "lüb u"])
def test_the_many_ways_to_write_u_umlaut(typed: str) -> None:
    assert finds(typed, "吕布")


def test_the_inner_dot_does_not_hide_a_name() -> None:
    assert all(
        finds(typed, "买买提·艾力") for typed in ("买买提艾力", "买买提·艾力", "提·艾", "maimaitiaili")
    )


def test_nothing_typed_asks_for_nothing() -> None:
    assert query_tokens(" · ") == []


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)


@given(NAMES, st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert finds(name[start:end], name)


@given(NAMES)
def test_every_reading_finds_it_by_whole_syllables_and_by_initials(name: str) -> None:
    for reading in readings(name):
        syllables = reading.split()
        for end in range(1, len(syllables) + 1):
            assert finds(" ".join(syllables[:end]), name)
            assert finds("".join(s[0] for s in syllables[:end]).upper(), name)


@given(st.one_of(NAMES, st.text(max_size=8), st.text("王单仇欧阳于朝强a· 㐀", max_size=6)))
def test_the_words_kept_are_the_endings_and_each_reading_whole_and_in_initials(name: str) -> None:
    said = [reading.split() for reading in readings(name)]
    han = "".join(re.findall(f"[{HAN}]", half_width(name)))
    wanted = {"".join(syllables) for syllables in said} | {"".join(s[0] for s in one) for one in said}
    assert sorted(name_words(name)) == sorted(wanted | {han[at:] for at in range(len(han))})


@given(st.text())
def test_no_text_breaks_the_tokens(text: str) -> None:
    assert all(search_tokens(text))
    assert all(query_tokens(text))
    display_pinyin(text)


def test_every_name_has_words_to_be_found_by() -> None:
    given_names = map("".join, product("伟强芳娜敏静丽勇军杰娟艳涛明超", repeat=2))
    names = [
        s + g
        for g in given_names
        for s in "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗" * 4 + "单曾解查乐仇区盖翟"
    ]
    assert all(map(search_tokens, names[:20_000]))

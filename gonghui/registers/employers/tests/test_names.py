"""Names of employers: spellings of one name come out alike, different marks do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.registers.employers.rules import words
from gonghui.registers.employers.rules.names import Name, Places, plain, short, taken_apart

HERE = Places(
    ["江苏省", "江苏", "盐城市", "盐城", "射阳县", "射阳", "盘湾镇", "盘湾", "合德镇", "合德", "新区"]
)
MARKS = st.text(alphabet="恒鑫宏永瑞祥嘉顺锦隆诚润佳源鼎峻珺懿", min_size=2, max_size=4)
TRADES = st.sampled_from(
    ["餐饮管理", "纺织", "机械", "商贸", "物流", "建筑安装", "电子科技", "", "饭店", "糕团"]
)
HEADS = st.sampled_from(["", "江苏省", "射阳县", "江苏", "江苏省盐城市射阳县", "射阳县盘湾镇", "盐城"])
FORMS = st.sampled_from(
    ["", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "（普通合伙）", "(个体工商户)"]
)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("江苏省射阳县恒源餐饮管理有限公司（盘湾店）", Name("江苏省射阳县", "恒源", "餐饮管理", "有限公司", "盘湾")),
        ("恒源（射阳）餐饮有限责任公司", Name("", "恒源", "餐饮", "有限责任公司", "")),
        ("恒源 餐饮 管理 （有限公司）", Name("", "恒源", "餐饮管理", "有限公司", "")),
        ("射阳恒源餐饮管理有限公司盘湾分公司", Name("射阳", "恒源", "餐饮管理", "有限公司", "盘湾")),
        ("江苏恒源建设工程射阳分公司", Name("江苏", "恒源", "建设工程", "", "射阳")),
        ("華興電子科技有限公司", Name("", "华兴", "电子科技", "有限公司", "")),
        ("ＡＢＣ电子（中国）有限公司", Name("", "abc", "电子", "有限公司", "")),
        ("射阳县合德镇王建国餐馆", Name("射阳县合德镇", "王建国", "餐馆", "", "")),
        ("射阳县盘湾中学", Name("射阳县盘湾", "盘湾", "中学", "", "")),
        ("射阳县盘湾镇财政所", Name("射阳县盘湾镇", "盘湾财政所", "", "", "")),
        ("合德", Name("", "合德", "", "", "")),
        ("饭店", Name("", "饭店", "", "", "")),
        ("（）", Name("", "", "", "", "")),
    ],
)  # fmt: skip
def test_a_name_is_taken_apart(name: str, parts: Name):
    assert taken_apart(name, HERE) == parts


def test_people_hear_the_same_mark():
    one, two = (taken_apart(name, HERE).sound for name in ("射阳恒源餐饮有限公司", "恆元餐饮"))
    assert one == two == "heng yuan"


@given(MARKS, TRADES, HEADS, FORMS, HEADS, FORMS)
def test_place_and_form_make_no_difference(mark, trade, head, form, other_head, other_form):
    one = taken_apart(f"{head}{mark}{trade}{form}", HERE)
    two = taken_apart(f"{other_head}{mark}{trade}{other_form}", HERE)
    assert (one.core, one.branch) == (two.core, two.branch) == (mark + trade, "")


@given(MARKS, TRADES, st.sampled_from(["", " ", "　", "·", "-", "“", "\u200b"]))
def test_signs_and_width_make_no_difference(mark, trade, sign):
    name = f"射阳县{mark}{trade}有限公司"
    wide = sign.join(name).replace("(", "（")
    assert taken_apart(wide, HERE) == taken_apart(name, HERE)


@given(st.text(max_size=40))
def test_every_text_has_parts_and_a_mark_if_it_says_anything(text):
    found = taken_apart(text, HERE)
    assert bool(found.core) == bool(found.mark)
    assert plain(found.core) == found.core


@given(st.text(alphabet="射阳县盘湾镇江苏恒源餐饮店馆有限公司分（）()华興", max_size=24))
def test_names_of_the_usual_words_never_fail(text):
    found = taken_apart(text, HERE)
    assert len(found.core) <= len(plain(text)) + 2


@given(MARKS, MARKS)
def test_different_marks_stay_apart(one, two):
    found = {taken_apart(f"射阳县{mark}商贸有限公司", HERE).core for mark in (one, two)}
    assert len(found) == len({one, two})


def test_every_old_character_has_one_new_one():
    assert all(len(chr(old)) == len(new) == 1 for old, new in ((k, chr(v)) for k, v in words.OLD.items()))
    assert plain("華興國際貿易") == "华兴国际贸易"


@pytest.mark.parametrize(
    ("place", "said"), [("射阳县", "射阳"), ("内蒙古自治区", "内蒙古"), ("江区", "江区"), ("盘湾", "盘湾")]
)
def test_a_place_as_people_say_it(place: str, said: str):
    assert short(place) == said

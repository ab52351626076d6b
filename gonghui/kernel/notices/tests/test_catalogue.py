"""What may stand in a message outside is settled when the program starts."""

from __future__ import annotations

import pytest

from gonghui.kernel.notices.catalogue import KINDS, OF_CODES, OUTSIDE, code, fields, notice, word


@pytest.mark.parametrize(
    "text",
    ["{name} 请办理", "{system}：{matter}", "{count.real}", "{count[0]}", "{count!r}", "{count:>9}", "{}", "{0}", "{code}"],
)  # fmt: skip
def test_a_text_outside_that_could_say_more_does_not_get_in(text):
    with pytest.raises(ValueError, match="may not stand"):
        notice("tests.bad", "试", "{who}有事", text)
    assert "tests.bad" not in KINDS


def test_a_title_may_name_the_matter_and_wants_every_fact():
    notice("tests.good", "试", "{who}交来{what}", "{system}：{count} 件，{date} 前办，{link}")
    kind = KINDS["tests.good"]
    assert kind.said({"who": "王敏", "what": "名册"}) == "王敏交来名册"
    for facts in ({"who": "王敏"}, {"who": "王敏", "what": "名册", "more": "1"}):
        with pytest.raises(ValueError):
            kind.said(facts)


@pytest.mark.parametrize("title", ["{who.password}", "{who!r}", "{0}"])
def test_a_title_takes_nothing_apart(title):
    with pytest.raises(ValueError):
        notice("tests.bad", "试", title)


def test_a_text_outside_fits_into_one_short_message():
    with pytest.raises(ValueError, match="one short message"):
        notice("tests.long", "试", "有事", "长" * 71)


def test_a_code_says_neither_whose_nor_what():
    with pytest.raises(ValueError):
        code("tests.code", "码", "{link} {code}")


def test_a_word_to_somebody_without_an_account_says_no_more_than_that():
    for key, outside, page in (
        ("tests.word", "{code}", "/s/"),
        ("tests.word", "{system}：{count}", "/s/"),
        ("tests.told", "{system}：{link}", "/s/"),
        ("tests.word", "{system}：{link}", "https://elsewhere/"),
    ):
        with pytest.raises(ValueError):
            word(key, "试", outside, page)
    assert "tests.word" not in KINDS


def test_every_declared_kind_keeps_the_rule():
    for kind in KINDS.values():
        assert fields(kind.outside) <= (OF_CODES if kind.key.endswith(".code") else OUTSIDE)


def test_a_fact_cannot_open_another_template():
    notice("tests.nested", "试", "{who}有事")
    assert KINDS["tests.nested"].said({"who": "{now}"}) == "{now}有事"

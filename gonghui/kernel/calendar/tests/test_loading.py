from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.calendar.loading import Day, Notice, parse_notice

HEAD = "date,is_work,name,source\n"


@pytest.fixture
def written(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "notice.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_notice_is_read_as_desktops_save_it(written, encoding):
    text = HEAD + "2027/1/1,0,元旦,国办发明电〔2026〕9号\r\n2027-02-14,1,春节调休上班,\n"
    days = {date(2027, 1, 1): Day(False, "元旦"), date(2027, 2, 14): Day(True, "春节调休上班")}
    assert parse_notice(written(text, encoding)) == {2027: Notice(2027, days, "国办发明电〔2026〕9号")}


def test_december_before_belongs_to_the_notice_it_begins(written):
    eve, first = date(2026, 12, 31), date(2027, 1, 1)
    text = HEAD + "2026-12-31,0,元旦,文\n2027-01-01,0,元旦,文\n"
    assert parse_notice(written(text)) == {
        2027: Notice(2027, {eve: Day(False, "元旦"), first: Day(False, "元旦")}, "文")
    }
    both = parse_notice(written(text + "2026-10-01,0,国庆节,文\n"))
    assert {year: list(notice.days) for year, notice in both.items()} == {
        2026: [date(2026, 10, 1), eve],
        2027: [first],
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2027-13-01,0,x,y", "第 3 行：“2027-13-01”不是日期，请写成 2026-10-01 的样子"),
        ("元旦,0,x,y", "第 3 行：“元旦”不是日期，请写成 2026-10-01 的样子"),
        ("2027-01-04,是,x,y", "第 3 行：is_work 应填 1（上班）或 0（放假），现在是“是”"),
        ("2027-01-01,0,x,y", "第 3 行：日期 2027-01-01 前面已经有一行，请删去一行"),
        ("2027-01-04,0,x", "第 3 行：应有 4 列，请检查逗号的个数"),
        ("2027-01-04,0,x,y,z", "第 3 行：应有 4 列，请检查逗号的个数"),
        (f"2027-01-04,0,{'长' * 41},y", "第 3 行：说明不超过 40 字，依据不超过 120 字"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(written, line, said):
    with pytest.raises(ValidationError) as caught:
        parse_notice(written(f"{HEAD}2027-01-01,0,元旦,文\n{line}\n"))
    assert caught.value.messages == [said]


def test_everything_wrong_is_said_at_once(written):
    with pytest.raises(ValidationError) as caught:
        parse_notice(written(HEAD + "x,0,a,b\n2027-01-01,2,a,b\n"))
    assert [message[:7] for message in caught.value.messages] == ["第 2 行：“", "第 3 行：i"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行表头缺少列：date、is_work、name、source"),
        ("date,name\n", "第 1 行表头缺少列：is_work、source"),
        (HEAD, "文件里只有表头"),
    ],
)
def test_a_file_without_a_notice_is_refused(written, text, said):
    with pytest.raises(ValidationError, match=said):
        parse_notice(written(text))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEAD + text).encode()))
def test_any_file_is_read_or_refused_in_words(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(raw)
    try:
        found = parse_notice(path)
    except ValidationError:
        return
    assert all(notice.days for notice in found.values())

"""Document numbers: in order, without gaps, never twice, whatever happens in between."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from gonghui.kernel import clock
from gonghui.kernel.documents import issuing, numbers
from gonghui.kernel.documents.issuing import DocumentRefused, issue
from gonghui.kernel.documents.letters import default_code
from gonghui.kernel.documents.models import ARCHIVED, SIGNED, LetterCode, NumberSequence, OfficialDocument
from gonghui.kernel.documents.numberbook import gaps
from gonghui.kernel.documents.tests.specimens import REPLY
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.process.tests.conftest import at
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.units.models import Unit
from tests.support import ROOT, committed, database, officer, plant_county


@pytest.fixture
def scene(db: None):
    set_reach(ROOT)
    county = plant_county()
    clerk = officer(county.county, "county_clerk", "clerk1")
    set_reach(clerk)
    return county, clerk


def signed(actor, unit: Unit, day: str = "2026-03-16", **more) -> OfficialDocument:
    return issue(
        actor=actor, now=at(day), unit=unit, kind="reply",
        paper=lambda number: REPLY.with_(office=unit.name, title=f"关于{number}的批复", copies="", printed_by=""), **more,
    )  # fmt: skip


@database
def test_the_first_document_of_a_year_is_number_one(scene):
    county, clerk = scene
    made = [signed(clerk, county.county, day).number for day in ("2026-03-16", "2026-12-31", "2027-01-01")]
    assert made == ["云工复〔2026〕1号", "云工复〔2026〕2号", "云工复〔2027〕1号"]


@database
def test_what_is_kept_of_it(scene):
    county, clerk = scene
    made = signed(clerk, county.county)
    assert (made.state, made.signer, made.signed_on, made.title) == (
        "issued",
        "王敏",
        date(2026, 3, 16),
        "关于云工复〔2026〕1号的批复",
    )
    assert (made.pdf.sha256, made.pdf.name) == (
        made.sha256,
        "云工复〔2026〕1号 关于云工复〔2026〕1号的批复.pdf",
    )
    assert (made.paper.mark, made.paper.number) == ("云溪县总工会文件", made.number)
    assert made.paper.verify.endswith(f"/verify/{issuing.spaced(made.verification)}/")
    assert Entry.objects.get(verb="documents.sign").detail == {
        "number": made.number,
        "kind": "reply",
        "sha256": made.sha256,
    }


@database
def test_each_office_and_each_code_counts_for_itself(scene):
    county, clerk = scene
    set_reach(ROOT)
    signed(ROOT, county.county)
    assert signed(ROOT, county.east).number == "东工复〔2026〕1号"
    LetterCode.objects.create(unit=county.county, kind="reply", code="云工批", mark="云溪县总工会")
    assert signed(ROOT, county.county).number == "云工批〔2026〕1号"


@database
def test_an_office_nobody_reaches_signs_nothing(scene):
    county, _ = scene
    clerk = officer(county.east, "town_clerk", "east1")
    set_reach(clerk)
    with pytest.raises((DatabaseError, NumberSequence.DoesNotExist)), transaction.atomic():
        signed(clerk, county.county)
    set_reach(ROOT)
    assert OfficialDocument.objects.count() == 0


@database
def test_when_the_files_cannot_be_made_the_number_is_given_back(scene, monkeypatch):
    from gonghui.kernel.documents import fonts

    county, clerk = scene
    monkeypatch.setattr(fonts, "installed", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(DocumentRefused, match="文号没有用掉：这台机器上没有中文字体"), transaction.atomic():
        signed(clerk, county.county)
    monkeypatch.undo()
    assert signed(clerk, county.county).serial == 1


@database
def test_a_cancelled_document_keeps_its_number_with_the_reason(scene):
    county, clerk = scene
    first = signed(clerk, county.county)
    with pytest.raises(DocumentRefused, match="请写明为什么作废"):
        issuing.void(actor=clerk, document=first, reason=" ", on=date(2026, 3, 17))
    issuing.void(actor=clerk, document=first, reason="单位名称写错，重新发文", on=date(2026, 3, 17))
    assert signed(clerk, county.county).serial == 2
    found = gaps(clerk, county.county, "云工复", 2026)
    assert [(str(one.number), one.state, one.why, one.by, one.on) for one in found] == [
        ("云工复〔2026〕1号", "印发后作废", "单位名称写错，重新发文", "王敏", date(2026, 3, 17))
    ]


@database
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "改过的标题"),
        ("body", {}),
        ("sha256", "0" * 64),
        ("signed_on", date(2026, 1, 1)),
        ("serial", 7),
        ("number", "x"),
    ],
)
def test_what_has_been_sent_out_cannot_change_even_in_sql(scene, field, value):
    county, clerk = scene
    made = signed(clerk, county.county)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=made.pk).update(**{field: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficialDocument.objects.filter(pk=made.pk).delete()


@database
def test_a_signed_one_that_came_back_is_signed_again_under_its_number(scene):
    county, clerk = scene
    made = signed(clerk, county.county, state=SIGNED)
    again = issuing.sign_again(actor=clerk, document=made, paper=made.paper.with_(title="改好的标题"))
    assert (again.title, again.number, again.pdf.sha256) == ("改好的标题", made.number, again.sha256)
    issuing.send_out(actor=clerk, document=made, now=at("2026-03-17"))
    with pytest.raises(DocumentRefused, match="已经印发，不能再改"):
        issuing.sign_again(actor=clerk, document=OfficialDocument.objects.get(pk=made.pk), paper=made.paper)


@database
def test_the_archive_wants_the_sealed_copy_or_its_place(scene):
    county, clerk = scene
    made = signed(clerk, county.county)
    with pytest.raises(DocumentRefused, match="请上传盖章件扫描，或写明原件存放处"):
        issuing.archive(actor=clerk, document=made)
    assert issuing.archive(actor=clerk, document=made, kept_at="档案室 3 柜").state == ARCHIVED


@committed
def test_a_number_without_its_document_cannot_be_committed():
    with acting(ROOT):
        unit = plant_county().county
    with pytest.raises(IntegrityError), acting(ROOT):
        numbers.allot(actor=ROOT, unit=unit, code="云工复", on=date(2026, 3, 16))
    for last in (2, 5):
        with pytest.raises(IntegrityError), acting(ROOT):
            NumberSequence.objects.create(unit=unit, code=f"x{last}", year=2026, last=last)


@committed
def test_many_at_once_get_numbers_in_a_row():
    with acting(ROOT):
        unit = plant_county().county
    start, failed = threading.Barrier(6), []

    def work() -> None:
        try:
            start.wait()
            for _ in range(3):
                with acting(ROOT):
                    signed(ROOT, unit)
        except Exception as error:  # told below: a thread's own failure is otherwise lost
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with acting(ROOT):
        serials = sorted(OfficialDocument.objects.values_list("serial", flat=True))
    assert (serials, failed) == (list(range(1, 19)), [])


@pytest.mark.slow
@committed
def test_killed_while_signing_it_leaves_neither_a_gap_nor_a_number_twice():
    """SIGKILL at any moment of signing: what was counted has its document, and the next goes on from there."""
    chance, kills = random.Random(20261121), 8
    with acting(ROOT):
        unit = plant_county().county
    for _ in range(kills):
        command = [
            sys.executable,
            "-m",
            "gonghui.kernel.documents.tests.signer",
            connections["owner"].settings_dict["NAME"],
            str(unit.pk),
            "50",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "signed\n"
            time.sleep(chance.random() * 0.6)
            process.kill()
    with acting(ROOT):
        rows = list(OfficialDocument.objects.order_by("serial").values_list("serial", "year"))
        last = NumberSequence.objects.get(unit=unit).last
        assert gaps(ROOT, unit, "云工复", clock.today().year) == []
    assert [serial for serial, _ in rows] == list(range(1, last + 1))
    assert last >= kills


@pytest.mark.parametrize(
    ("office", "letter", "wanted"),
    [
        ("云溪县总工会", "复", "云工复"),
        ("盘湾镇总工会", "函", "盘工函"),
        ("射阳县某某局", "发", "射某发"),
        ("局", "发", "局发"),
    ],
)
def test_the_code_an_office_is_offered(office: str, letter: str, wanted: str):
    assert default_code(office, letter) == wanted

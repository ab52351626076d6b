"""A list from the page to its rows, against the registers of a small county; nobody sees another's comparison."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gonghui.insight.blindspots import rules
from gonghui.insight.blindspots.actions import KIND
from gonghui.insight.blindspots.jobs import forget
from gonghui.kernel import clock
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import place_of
from gonghui.kernel.identifiers import credit_code
from gonghui.kernel.jobs.actions import one_chunk
from gonghui.kernel.jobs.catalogue import JobRefused, Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.models import Membership
from tests.people import member, mobile, number
from tests.support import ROOT, database, officer, sign_in

pytestmark = database
CODES = [credit_code.make("91", "999924", f"ME{n:06d}") for n in range(9)]
HEADS = [
    "单位名称",
    "统一社会信用代码",
    "住所",
    "乡镇",
    "从业人数",
    "登记状态",
    "姓名",
    "身份证号",
    "手机",
    "出生年份",
]


@pytest.fixture
def registers(county):
    """One covered firm and one without a union in the east, one covered in the west; a member of each town's union."""
    set_reach(ROOT)
    for n, (unit, name, union) in enumerate(
        ((county.east, "东镇恒源纺织有限公司", county.mill), (county.east, "东镇瑞祥商贸有限公司", None), (county.west, "西镇鼎峰矿业有限公司", county.mine))
    ):  # fmt: skip
        Employer.objects.create(
            unit=unit, name=name, credit_code=CODES[n], covered_by=union, address=f"人民路{n + 7}号", workers=30,
            covered_since=date(2020, 1, 1) if union else None,
        )  # fmt: skip
    member(county.mill, 1, name="李华")
    member(county.mine, 2, name="王敏")
    gone = member(county.mill, 3, name="张伟")
    Membership.objects.filter(person=gone).update(until=date(2026, 3, 1))
    return county


def listed(*rows: dict[str, str]) -> SimpleUploadedFile:
    out = io.StringIO()
    made = csv.DictWriter(out, HEADS)
    made.writeheader()
    made.writerows(rows)
    return SimpleUploadedFile("市场主体.csv", out.getvalue().encode(), "text/csv")


FIRMS = (
    {"单位名称": "恒源纺织", "乡镇": "东镇", "住所": "人民路7号", "从业人数": "31"},
    {"单位名称": "不叫这个名", "统一社会信用代码": CODES[1], "从业人数": "9"},
    {"单位名称": "东镇璟琛光伏有限公司", "从业人数": "60"},
    {"单位名称": "东镇早没了商贸", "登记状态": "注销"},
)
WORKERS = (
    {"姓名": "李华", "身份证号": number(1)},
    {"姓名": "张伟", "身份证号": number(3)},
    {"姓名": "王敏", "身份证号": number(2)},
    {"姓名": "李桦", "手机": mobile(1), "出生年份": number(1)[6:10], "乡镇": "东镇"},
    {"姓名": "欧阳璟琛", "手机": mobile(77)},
)


def compared(client, actor, *rows):
    sign_in(client, actor)
    answer = client.post(reverse("blindspots"), {"file": listed(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    set_reach(actor)
    job = Job.objects.get(kind=KIND, account_id=actor.account_id)
    while one_chunk(str(job.pk), actor):
        pass
    set_reach(actor)
    return Job.objects.get(pk=job.pk)


def outcomes(client, job) -> list[tuple[str, str]]:
    page = client.get(reverse("blindspots-rows", args=[job.pk]))
    return [(row["shown"], row["outcome"]) for row in page.context["rows"]]


def test_a_list_of_firms_from_the_form_to_the_rows(client, registers):
    clerk = officer(registers.county, "county_clerk")
    job = compared(client, clerk, *FIRMS)
    assert outcomes(client, job) == [
        ("恒源纺织", "covered"), ("不叫这个名", "missing"), ("东镇璟琛光伏有限公司", "missing"), ("东镇早没了商贸", "gone")
    ]  # fmt: skip
    page = client.get(reverse("blindspots-answer", args=[job.pk]))
    figures = {one["label"]: (one["value"], one["url"]) for one in page.context["figures"]}
    assert {label: n for label, (n, _) in figures.items()} == {
        "已覆盖": 1,
        "没覆盖": 2,
        "要人核对": 0,
        "已注销或离开": 1,
    }
    for label, (n, url) in figures.items():
        assert client.get(url).context["page"].paginator.count == n, label
    for line in page.context["lines"]:
        for one in line["numbers"]:
            assert client.get(one["url"]).context["page"].paginator.count == one["n"]
    first = client.get(reverse("blindspots-rows", args=[job.pk])).context["rows"][0]
    assert (first["union"], first["at"]) == ("纺织厂工会", first["at"])


def test_workers_by_identity_by_likeness_and_not_at_all(client, registers):
    job = compared(client, officer(registers.county, "county_clerk"), *WORKERS)
    assert [outcome for _, outcome in outcomes(client, job)][:3] == ["covered", "missing", "covered"]
    assert [outcome for _, outcome in outcomes(client, job)][4] == "missing"
    assert outcomes(client, job)[3][1] in {"covered", "ambiguous"}


def test_a_town_does_not_learn_who_belongs_elsewhere(client, registers):
    clerk = officer(registers.east, "town_clerk")
    job = compared(client, clerk, WORKERS[2], {"姓名": "从没登记过", "身份证号": number(500)})
    assert [outcome for _, outcome in outcomes(client, job)] == ["missing", "missing"]


def test_a_comparison_is_its_askers_alone(client, registers):
    job = compared(client, officer(registers.county, "county_clerk"), *FIRMS)
    sign_in(client, officer(registers.county, "county_clerk", "other", "别人"))
    for name in ("blindspots-answer", "blindspots-rows"):
        assert client.get(reverse(name, args=[job.pk])).status_code == 404
    assert "市场主体" not in client.get(reverse("blindspots")).content.decode()


@pytest.mark.parametrize("role", ["union_chair", "auditor"])
def test_others_may_not(client, registers, role):
    sign_in(client, officer(registers.mill, role))
    assert client.get(reverse("blindspots")).status_code == 403


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04rubbish", "单位名称\n".encode()])
def test_what_is_no_list_is_said_so(client, registers, body):
    clerk = officer(registers.county, "county_clerk")
    sign_in(client, clerk)
    answer = client.post(reverse("blindspots"), {"file": SimpleUploadedFile("x.csv", body, "text/csv")})
    if answer.status_code == 422:
        assert "errorlist" in answer.content.decode() or "没" in answer.content.decode()
        return
    set_reach(clerk)
    job = Job.objects.get(kind=KIND, account_id=clerk.account_id)
    with pytest.raises(JobRefused, match="名单"):
        one_chunk(str(job.pk), clerk)


def brought(client, clerk, text: str, name: str = "x.csv"):
    """A list is brought, and its job done; the job."""
    sign_in(client, clerk)
    client.post(reverse("blindspots"), {"file": SimpleUploadedFile(name, text.encode(), "text/csv")})
    return done(clerk)


def done(clerk):
    set_reach(clerk)
    job = Job.objects.filter(kind=KIND, account_id=clerk.account_id).latest("created_at")
    while one_chunk(str(job.pk), clerk):
        pass
    set_reach(clerk)
    return Job.objects.get(pk=job.pk)


STRANGE = "店招上写的,在哪儿,几个人上班,电话\n恒源纺织,东镇人民路7号,31,13800001234\n璟琛光伏,东镇后街,9,\n"


def test_columns_nobody_knows_are_asked_about_once(client, registers):
    clerk = officer(registers.county, "county_clerk")
    job = brought(client, clerk, STRANGE)
    assert job.state == "done"
    assert "拿不准" in job.message
    assert "等您核对列" in client.get(reverse("blindspots")).content.decode()
    url = job.result["url"]
    page = client.get(url)
    (table,) = page.context["tables"]
    assert [(one["heading"], one["field"]) for one in table["columns"]] == [
        ("店招上写的", ""), ("在哪儿", ""), ("几个人上班", ""), ("电话", "mobile")
    ]  # fmt: skip
    assert "13800001234" not in page.content.decode()
    given = {"t0c0": "name", "t0c1": "address", "t0c2": "people", "t0c3": ""}
    for wrong, said in (
        ({"t0c0": ""}, "要有“单位名称”或“姓名”"),
        ({"t0c1": "name"}, "有两列都选了“单位名称”"),
    ):
        answer = client.post(url, given | wrong)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert client.post(url, given).status_code == 302
    job = done(clerk)
    assert [name for name, _ in outcomes(client, job)] == ["恒源纺织", "璟琛光伏"]
    assert brought(client, clerk, STRANGE, "again.csv").result.get("file")  # the unit has said so before
    set_reach(ROOT)
    assert Entry.objects.get(verb="blindspots.columns").detail == {"columns": 3}
    other = officer(registers.east, "town_clerk")
    assert brought(client, other, STRANGE).result.get("file") is None
    assert client.get(url).status_code == 404  # another's list


def test_a_heading_somewhat_like_ours_is_shown_before_it_is_used(client, registers):
    clerk = officer(registers.county, "county_clerk")
    job = brought(client, clerk, "单位名称,上级主管单位联系电话号\n恒源纺织,13800001234\n")
    (table,) = client.get(job.result["url"]).context["tables"]
    assert [(one["field"], one["how"]) for one in table["columns"]] == [
        ("name", "标题相同或上次这样对过"),
        ("mobile", "请看一眼"),
    ]


def test_the_registered_that_no_list_names_are_a_page_of_their_own(client, registers):
    clerk = officer(registers.county, "county_clerk")
    job = compared(client, clerk, *FIRMS)
    page = client.get(reverse("blindspots-answer", args=[job.pk]))
    assert page.context["unseen"] == 1
    assert [one["name"] for one in client.get(page.context["unseen_url"]).context["rows"]] == [
        "西镇鼎峰矿业有限公司"
    ]
    set_reach(ROOT)
    Employer.objects.filter(credit_code=CODES[2]).update(closed_on=date(2026, 1, 1))
    assert compared_again(client, clerk, *FIRMS) == 0
    job = brought(client, clerk, f"姓名,身份证号\n李华,{number(1)}\n")
    assert client.get(reverse("blindspots-answer", args=[job.pk])).context["unseen"] == 0


def compared_again(client, clerk, *rows) -> int:
    client.post(reverse("blindspots"), {"file": listed(*rows)})
    return client.get(reverse("blindspots-answer", args=[done(clerk).pk])).context["unseen"]


def test_lists_and_answers_are_deleted_when_their_days_are_over(
    client, registers, django_capture_on_commit_callbacks
):
    clerk = officer(registers.county, "county_clerk")
    old = brought(client, clerk, "单位名称\n恒源纺织\n", "old.csv")
    set_reach(ROOT)
    seed_parameters(actor=ROOT, path=Path(rules.__file__).parent / "data" / "parameters.csv")
    StoredFile.objects.update(at=clock.now() - timedelta(days=91))
    new = brought(client, clerk, "单位名称\n恒源纺织\n", "new.csv")
    set_reach(ROOT)
    places = {
        file.name: place_of(file)
        for file in StoredFile.objects.filter(at__lt=clock.now() - timedelta(days=1))
    }
    assert all(place.exists() for place in places.values())
    run = Run(Job(kind="blindspots.forget"), ROOT, clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert not forget(run)
    assert run.checkpoint["done"] == 2  # the list and its answer
    assert not any(place.exists() for place in places.values())
    assert client.get(reverse("blindspots-answer", args=[new.pk])).status_code == 200
    assert client.get(reverse("blindspots-answer", args=[old.pk])).status_code == 302
    page = client.get(reverse("blindspots")).content.decode()
    assert client.get(reverse("blindspots-rows", args=[old.pk])).status_code == 404
    assert ("new.csv" in page, "old.csv" in page, "已过期清理" in page) == (True, False, True)
    set_reach(ROOT)
    assert Entry.objects.filter(verb="files.drop").count() == 2


def test_the_journal_has_counts_and_no_name(client, registers):
    compared(client, officer(registers.county, "county_clerk"), *FIRMS, *WORKERS)
    set_reach(ROOT)
    detail = Entry.objects.get(verb="blindspots.compare").detail
    assert detail.keys() == {"rows", "covered", "missing", "ambiguous", "gone"}
    assert detail["rows"] == 9

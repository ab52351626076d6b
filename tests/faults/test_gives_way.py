"""The disk is full or only to be read, the database restarts under load: every page says so in words, keeps what was
typed, and the work goes on afterwards.
"""

from __future__ import annotations

import html
import re
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from gonghui.kernel.database.cluster import SYSTEM_USER
from gonghui.kernel.database.home import Home
from gonghui.kernel.jobs.actions import run_job, start
from gonghui.kernel.jobs.catalogue import KINDS, Run, job
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.jobs.worker import ComesBack
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from tests import environment, rosters
from tests.faults.disks import small_disk
from tests.faults.killing import kill_server
from tests.faults.rows import superuser
from tests.support import ROOT, committed, officer, plant_county, sign_in

NEW = "/r/employers/new/"
TYPED = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


EAST: list[int] = []  # the town they work in


def clerks(count: int = 1) -> list[Client]:
    with acting(ROOT):
        county = plant_county()
        EAST[:] = [county.east.pk]
        people = [officer(county.east, "town_clerk", f"clerk{n}") for n in range(count)]
        return [sign_in(Client(raise_request_exception=False), one) for one in people]


def filled(name: str) -> dict[str, Any]:
    return {"name": name, "workers": "12", "address": '湖边路 1 号 "东"门 & 三楼', "unit__name": str(EAST[0])}


def kept(answer: Any, what: str) -> dict[str, str]:
    """The page is ours, says what happened, and gives back what was typed."""
    page = answer.content.decode()
    assert (answer.status_code, f"<h1>没办成：{what}</h1>" in page) == (503, True), (
        answer.status_code,
        re.findall(r'_error"><div>[^<]*', page),
    )
    assert answer.headers["Retry-After"]
    typed = {html.unescape(name): html.unescape(value) for name, value in TYPED.findall(page)}
    assert answer.wsgi_request.method != "POST" or typed.pop("csrfmiddlewaretoken")
    return typed


def names() -> list[str]:
    with acting(ROOT):
        return sorted(Employer.objects.values_list("name", flat=True))


@committed
def test_the_databases_disk_is_full_and_then_is_not(tmp_path_factory):
    (desk,) = clerks()
    place = environment.HOME.path / "tiny"
    with (
        small_disk(place, "1m", SYSTEM_USER) as disk,
        superuser(connections["owner"].settings_dict["NAME"]) as link,
    ):
        link.execute(f"CREATE TABLESPACE tiny LOCATION '{place}'")
        try:
            link.execute("ALTER TABLE employers_employer SET TABLESPACE tiny")
            disk.fill()
            made = []
            for n in range(60):
                answer = desk.post(NEW, filled(f"第{n}厂"))
                if answer.status_code != 302:
                    break
                made.append(f"第{n}厂")
            again = kept(answer, "磁盘满了")
            assert names() == sorted(made)
            assert again == filled(f"第{n}厂")
            assert desk.get("/r/employers/").status_code == 200, "what is there can still be read"
            disk.empty()
            assert desk.post(NEW, again).status_code == 302
            assert names() == sorted([*made, f"第{n}厂"])
        finally:
            connections.close_all()
            link.execute("ALTER TABLE employers_employer SET TABLESPACE pg_default")
            link.execute("DROP TABLESPACE tiny")


@committed
def test_the_disk_of_the_files_is_full_read_only_and_mended(tmp_path: Path, settings):
    (desk,) = clerks()
    with acting(ROOT):
        unit = Unit.objects.get(name="纺织厂工会").pk
    rosters.write(tmp_path / "a.xlsx", 300)
    roster = (tmp_path / "a.xlsx").read_bytes()

    def hand_in() -> Any:
        return desk.post(
            "/r/members/import/", {"unit": unit, "file": SimpleUploadedFile("名册.xlsx", roster)}
        )

    with small_disk(tmp_path / "files", "64k") as disk:
        place = Home(tmp_path)
        settings.HOME = place
        place.work.mkdir()
        disk.fill()
        answer = hand_in()
        kept(answer, "磁盘满了")
        assert "附件没有存上，请在下一页重新选一次" in answer.content.decode()
        disk.empty()
        assert list(place.files.glob("*/*")) == []
        disk.again("ro")
        kept(hand_in(), "磁盘现在只能读，不能写")
        disk.again("rw,size=16m")
        assert hand_in().status_code == 302
        assert len(list(place.files.glob("*/*"))) == 1


@committed
def test_a_database_that_only_reads_says_so():
    """As a standby, or a machine whose keeper has shut it for writing."""
    (desk,) = clerks()
    name = connections["owner"].settings_dict["NAME"]
    with superuser("postgres") as link:
        link.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        try:
            connections.close_all()
            assert kept(desk.post(NEW, filled("一厂")), "数据库现在只能读，不能写") == filled("一厂")
            sent = {"device": "01930000-0000-7000-8000-000000000001", "sent_at": "2026-11-21T10:00:00+08:00"}
            phone = desk.post("/m/api/pack/", sent, content_type="application/json")
            assert (phone.status_code in (403, 503), "text" in phone.json() or phone.status_code) == (
                True,
                True,
            )
        finally:
            connections.close_all()
            link.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    assert desk.post(NEW, filled("一厂")).status_code == 302
    assert names() == ["一厂"]


class Load(threading.Thread):
    """Somebody who enters one employer after the other; what could not be entered is handed in from the page it is on."""

    def __init__(self, desk: Client, who: int, over: threading.Event) -> None:
        super().__init__()
        self.desk, self.who, self.over = desk, who, over
        self.done: list[str] = []
        self.refused = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        n = 0
        while not self.over.is_set():
            self.enter(f"{self.who}-{n}厂")
            n += 1
        connections.close_all()

    def enter(self, name: str) -> None:
        data: dict[str, Any] = filled(name)
        while True:
            answer = self.desk.post(NEW, data)
            if answer.status_code == 302:
                self.done.append(name)
                return
            page = answer.content.decode()
            if answer.status_code != 503 or "没办成：" not in page:
                self.wrong.append(page[:600])
                return
            self.refused += 1
            time.sleep(0.1)
            if "可能已经存上了" in page and self.there(name):
                self.done.append(name)
                return
            data = {html.unescape(name): html.unescape(value) for name, value in TYPED.findall(page)}

    @staticmethod
    def there(name: str) -> bool:
        while True:
            with suppress(Exception), acting(ROOT):
                return Employer.objects.filter(name=name).exists()
            time.sleep(0.1)


@pytest.mark.slow
@committed
def test_a_database_that_restarts_under_load_loses_and_doubles_nothing():
    over = threading.Event()
    loads = [Load(desk, who, over) for who, desk in enumerate(clerks(3))]
    for one in loads:
        one.start()
    try:
        for stop in (environment.CLUSTER.stop, kill_server, environment.CLUSTER.stop):
            time.sleep(1)
            stop()
            time.sleep(0.2)
            assert environment.CLUSTER.start()
        time.sleep(1)
    finally:
        over.set()
        for one in loads:
            one.join(60)
    connections.close_all()
    assert [one.wrong for one in loads] == [[], [], []]
    assert sum(one.refused for one in loads) >= 3
    assert names() == sorted(name for one in loads for name in one.done)


@committed
def test_a_job_the_database_left_is_done_when_it_is_back():
    before, fallen = dict(KINDS), []

    @job("tests.falls", "办到一半")
    def falls(run: Run) -> bool:
        run.checkpoint["n"] = run.checkpoint.get("n", 0) + 1
        if run.checkpoint["n"] == 2 and not fallen:
            fallen.append(kill_server())
        run.job.result = {"url": "/"}
        Job.objects.filter(pk=run.job.pk).exists()
        return run.checkpoint["n"] < 3

    try:
        with acting(ROOT):
            clerk = officer(plant_county().east, "town_clerk")
        with acting(clerk):
            made = start(actor=clerk, kind="tests.falls")
        with pytest.raises(Exception) as gone:
            run_job.call(str(made.pk), clerk.account_id, clerk.post_id)
        connections.close_all()
        environment.CLUSTER.start()
        decision = ComesBack().get_retry_decision(exception=gone.value, job=None)  # type: ignore[arg-type]
        assert decision is not None
        with acting(clerk):
            assert Job.objects.get().state == "running"
        run_job.call(str(made.pk), clerk.account_id, clerk.post_id)
        with acting(clerk):
            assert (Job.objects.get().state, Job.objects.get().checkpoint) == ("done", {"n": 3})
        assert ComesBack().get_retry_decision(exception=ZeroDivisionError(), job=None) is None  # type: ignore[arg-type]
    finally:
        KINDS.clear()
        KINDS.update(before)

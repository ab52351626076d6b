"""Asking what others own, thousands of times, and reading every answer for words that must not be there."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from docx import Document

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import place_of
from gonghui.kernel.jobs.actions import acting_for, one_chunk
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.reach.session import set_reach
from tests.leaks.catalogue import probes
from tests.leaks.probing import Probe, typed
from tests.leaks.rights import OWNERS, Canary, Person, attackers, owner_of
from tests.leaks.scene import VICTIMS, WITH_PRIVATE, Scene
from tests.support import ROOT

TABLES = [
    "units_unit",
    "units_placement",
    "unions_union",
    "employers_employer",
    "members_person",
    "members_membership",
    "members_membershipevent",
    "members_rosterentry",
    "posts_cadre",
    "actors_account",
    "actors_assignment",
    "parameters_parametervalue",
    "register_intake",
    "register_columnmemory",
    "files_storedfile",
    "notices_notice",
    "notices_address",
    "notices_preference",
    "process_workitem",
    "process_stint",
    "process_deadline",
    "process_party",
    "process_step",
    "process_proof",
    "process_handover",
    "founding_founding",
    "founding_cover",
    "founding_shot",
    "founding_federationfounding",
    "founding_joining",
    "branches_branchsetting",
    "unions_affiliation",
    "unions_lead",
    "members_subplace",
    "outlines_outline",
    "terms_reelection",
    "terms_extension",
    "terms_byelection",
    "duties_duty",
    "joining_joincode",
    "joining_destination",
    "joining_application",
    "own_correction",
    "services_service",
    "meetings_meeting",
    "dues_receipt",
    "reports_report",
    "orders_order",
    "appeals_appeal",
    "own_binding",
    "survey_round",
    "survey_subject",
    "survey_answer",
    "survey_worker",
    "survey_listed",
    "survey_team",
    "standards_scheme",
    "standards_assessment",
    "standards_holding",
    "standards_standing",
    "standards_award",
    "standards_rating",
    "standards_adopted",
    "standards_poll",
    "standards_ticket",
    "standards_title",
    "standards_loss",
    "gaps_gap",
    "gaps_visit",
    "gaps_contest",
    "gaps_meeting",
    "gaps_decision",
    "members_consent",
    "belonging_transfer",
    "belonging_transferrequest",
    "belonging_retention",
    "belonging_withdrawal",
    "belonging_expulsion",
    "belonging_idlemember",
    "belonging_death",
    "duties_dutymatter",
    "duties_upwardrequest",
    "duties_upwardreport",
    "documents_officialdocument",
    "documents_numbersequence",
    "documents_numbergap",
    "linkage_pair",
    "linkage_merge",
    "documents_lettercode",
    "documents_documenttemplate",
    "documents_draft",
    "sync_device",
    "sync_arrival",
    "sync_photo",
]
JOBS = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM jobs_job t"
TOUCHED = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)"
WHOLE = " UNION ALL ".join(
    f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"
    for table in TABLES
)
KNOWN = {person.username: person for person in (*OWNERS.values(), *attackers())}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    changed: frozenset[str] = frozenset()


@dataclass
class Siege:
    """``share``: of the reads of one person at one address, the first is made and of the rest one in so many;
    of writes six times as many. ``errors_allowed``: with one layer off a write may end in an error, but never in a change.
    ``coarse``: only the policies of the rows stand, which know the reach of a post and not its role.
    ``thin``: of the first ones too only one in so many is made, where the matrix is gone through again with a layer off."""

    scene: Scene
    share: int = 1
    thin: int = 1
    errors_allowed: bool = False
    coarse: bool = False
    clients: dict[str, Client] = field(default_factory=dict)
    made: set[tuple[str, str, str, str]] = field(default_factory=set)
    by_name: Counter[str] = field(default_factory=Counter)
    by_pair: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_person: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    considered: int = 0
    before: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        for person in (*OWNERS.values(), *attackers()):
            self.client(person)
        self.before = self._digest()
        for holding, probe in probes(self.scene, [self.scene.of[key] for key in (*VICTIMS, "east", "west")]):
            owner = KNOWN[probe.by] if probe.by else owner_of(holding.key)
            answer = self.ask(owner, probe)
            if probe.right:
                self._writes(probe, owner, answer)
            elif shown := self.canaries_in(answer.text, probe):
                self._reads(probe, shown)

    def _writes(self, probe: Probe, owner: Person, answer: Answer) -> None:
        if not answer.changed:
            return  # the owner's own request did nothing: it proves nothing
        for person in attackers():
            mine = probe.right != "own" and person.may_write(probe.right, probe.at)
            mine = mine or person.username == probe.by
            if not mine and self._picked(person, probe, max(1, self.share // 6)):
                self._attempt(person, probe)

    def _reads(self, probe: Probe, shown: list[Canary]) -> None:
        for person in attackers():
            if any(not person.may_see(one, self.coarse) for one in shown) and self._picked(
                person, probe, self.share
            ):
                self._attempt(person, probe)

    def _picked(self, person: Person, probe: Probe, share: int) -> bool:
        """The first of its kind always, of the others one in ``share``, the same ones in every run."""
        first = self.by_pair[person.username, probe.name] == 0
        if probe.always or (first and crc32(f"{person.username} {probe.name}".encode()) % self.thin == 0):
            return True
        self.considered += 1
        return self.considered % share == 0

    def _attempt(self, person: Person, probe: Probe) -> None:
        key = (person.username, probe.method, probe.url + "#" * probe.htmx, probe.body)
        if key in self.made:
            return
        self.made.add(key)
        self.by_name[probe.name] += 1
        self.by_pair[person.username, probe.name] += 1
        self.by_person[person.username or "signed out"] += 1
        answer = self.ask(person, probe)
        who = f"{person.username or 'signed out'}: {probe.method} {probe.url} {probe.body[:80]}"
        for one in self.canaries_in(answer.text, probe):
            if not person.may_see(one, self.coarse):
                self.faults.append(f"{who} shows {one.text} of {one.at}")
        if probe.right and answer.changed:
            self.faults.append(f"{who} changed {sorted(answer.changed)}")
        if answer.status >= 500 and not (probe.right and self.errors_allowed):
            self.faults.append(f"{who} → {answer.status}")
        if (absent := probe.absent()) and not self._may_see_any(person, probe):
            self._alike(who, answer, probe, self.ask(person, absent), absent)

    def count(self, person: Person, probe: Probe) -> Answer:
        """The answer to a request whose number is on trial."""
        self.made.add((person.username, "COUNT", probe.url, ""))
        self.by_name["counts"] += 1
        return self.ask(person, probe)

    def _may_see_any(self, person: Person, probe: Probe) -> bool:
        one = self.scene.canaries.get(probe.row.lower()) or self.scene.canaries.get(f'"{probe.url}"')
        return one is None or person.reaches(one, self.coarse)

    def _alike(self, who: str, one: Answer, probe: Probe, other: Answer, absent: Probe) -> None:
        """Absent and forbidden look the same, to the letter."""
        forbidden = plain(one.text, probe.row), one.status
        if forbidden != (plain(other.text, absent.row), other.status):
            self.faults.append(f"{who}: {one.status} differs from {other.status} of a row that is not there")

    def canaries_in(self, text: str, probe: Probe) -> list[Canary]:
        return [
            one
            for word, one in self.scene.canaries.items()
            if word in text and word.strip('"') not in probe.said
        ]

    def ask(self, person: Person, probe: Probe) -> Answer:
        """The answer, and which tables it changed; everything is undone."""
        client = self.client(person)  # signed in beforehand, so that undoing the request does not sign out
        with transaction.atomic():
            written = self._written() if probe.right else 0
            response = send(client, probe)
            text = read(response)
            client.cookies.pop("messages", None)  # what is said once is not said on the next page asked for
            if probe.kind == "export" and getattr(response, "url", "").startswith("/jobs/"):
                text += self._fetched(person, response.url)
            after = self._digest() if probe.right and self._written() != written else {}
            transaction.set_rollback(True)
        changed = frozenset(name for name in after if after[name] != self.before[name])
        return Answer(response.status_code, text, changed)

    def client(self, person: Person) -> Client:
        if person.username not in self.clients:
            client = self.clients[person.username] = Client(raise_request_exception=False)
            if person.username:
                set_reach(ROOT)
                client.force_login(self.scene.accounts[person.username])
            if person.role:
                session = client.session
                session["post"] = self.scene.posts[person.username].pk
                session.save()
        return self.clients[person.username]

    def _fetched(self, person: Person, url: str) -> str:
        """Run the export's job to its end and read the workbook it made."""
        pk = url.strip("/").rsplit("/", 1)[-1]
        account, post = self.scene.accounts[person.username], self.scene.posts[person.username]
        try:
            with transaction.atomic():
                while one_chunk(pk, acting_for(account.pk, post.pk)):
                    pass
        except DatabaseError as refusal:
            return str(refusal)  # what the worker notes as a failed job
        set_reach(self.scene.actors[person.username])
        file = Job.objects.get(pk=pk).result
        with self._gone_after(file["file"]):
            body = self.clients[person.username].get(file["url"])
            return read(body)

    def _gone_after(self, pk: str) -> Any:
        return _Gone(place_of(StoredFile.objects.get(pk=pk)))

    def _written(self) -> int:
        """Rows put in, changed or taken out so far in this transaction, undone ones too; equal means: none since."""
        with connection.cursor() as cursor:
            cursor.execute(TOUCHED, [[*TABLES, "jobs_job"]])
            return int(cursor.fetchone()[0])

    def _digest(self) -> dict[str, str]:
        set_reach(ROOT)
        with connection.cursor() as cursor:
            cursor.execute(WHOLE)
            found = dict(cursor.fetchall())
            for town in WITH_PRIVATE:
                set_reach(self.scene.actors[f"owner.{town}"])  # a job is seen by nobody but its owner
                cursor.execute(JOBS)
                found["jobs_job"] = found.get("jobs_job", "") + cursor.fetchone()[0]
        set_reach(ROOT)
        return found

    def report(self) -> str:
        return f"{len(self.made)} attempts: {dict(self.by_name)}"


def send(client: Client, probe: Probe) -> Any:
    headers = {"HX-Request": "true"} if probe.htmx else {}
    if probe.kind == "json":
        return client.generic(probe.method, probe.url, probe.body, "application/json")
    if probe.method != "POST":
        return client.generic(probe.method, probe.url, headers=headers)
    data: dict[str, Any] = dict(typed(probe.body).lists())
    if probe.kind == "upload":
        words = data.pop("file", ["姓名,身份证号\n"])[0]
        data["file"] = SimpleUploadedFile("新.csv", words.encode())
    return client.post(probe.url, data)


class _Gone:
    def __init__(self, place: Any) -> None:
        self.place = place

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        self.place.unlink(missing_ok=True)


def read(response: Any) -> str:
    """What the answer says, in characters, whatever it is packed in; where it sends the asker as well."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        return word_text(body) if b"word/document.xml" in body else workbook_text(body)
    text = body.decode(errors="replace")
    if response.headers.get("Content-Type", "").startswith("application/json"):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return f"{text}\n{response.headers.get('Content-Disposition', '')}"


def workbook_text(body: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def word_text(body: bytes) -> str:
    return "\n".join(text for text in Document(io.BytesIO(body))._element.itertext() if text.strip())


def plain(text: str, row: str) -> str:
    return TOKEN.sub("", text).replace(f"/{row}/" if row.isdigit() else row, "")

"""The desk's pages: rounds with their coverage, one subject with all answers, what differs, teams of a stay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.ids import new_id
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.employers.selectors import files as employers
from gonghui.registers.employers.selectors import search as search_employers
from gonghui.work.survey import actions, forms, rules, selectors
from gonghui.work.survey.models import Answer, Round, Subject, Team
from gonghui.work.survey.process import DIFFERS, subject_of

PAGE = 50
BROKEN = "没办成：和别人刚办的冲突，或超出了您的管辖。您填的还在这页，请核对后再试"


@door("survey.read")
@require_GET
def rounds(request: Request) -> HttpResponse:
    """摸底轮次, the running ones first."""
    actor, today = request.actor, clock.today()
    page = Paginator(selectors.rounds(actor), PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "url": reverse("survey-round", args=[one.pk]), "label": one.label, "kind": one.get_kind_display(),
            "since": one.since, "until": one.until, "state": state_of(one, today),
        }
        for one in page.object_list
    ]  # fmt: skip
    context = {"title": "摸底", "rows": rows, "page": page, "may_open": actor.may("survey.open")}
    return render(request, "survey/rounds.html", context)


def state_of(one: Round, today: Any) -> tuple[str, str]:
    if one.closed_on:
        return "已结束", "mute"
    if today < one.since:
        return "还没开始", "info"
    return ("到期没有结束", "warn") if today > one.until else ("正在摸底", "ok")


@door("survey.open")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """发起一轮摸底 below one's own unit."""
    form = forms.RoundForm(request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        unit = get_object_or_404(Unit, pk=request.actor.unit_id)
        values = form.values() | {"subjects": form.values().get("subjects") or ""}
        try:
            with transaction.atomic():
                made = actions.open_round(actor=request.actor, unit=unit, today=clock.today(), **values)
            messages.success(request, f"已发起：{made.label}")
            return redirect("survey-round", made.pk)
        except ValidationError as refusal:
            form.refuse(refusal)
        except DatabaseError:
            form.add_error(None, BROKEN)
    label, since, until = rules.quarter(clock.today())
    context = {
        "title": "发起摸底", "row_title": "发起摸底", "form": form, "save_label": "发起", "back_url": reverse("survey"),
        "told": f"现在是{label}（{since} 至 {until}）。台账上的单位自动列入，路上新遇到的随时加。只看哪里没有走到，不给人排名。",
    }  # fmt: skip
    return render(request, "survey/form.html", context, status=422 if form.errors else 200)


def _round(request: Request, pk: UUID) -> Round:
    found: Round = get_object_or_404(selectors.rounds(request.actor), pk=pk)
    return found


@door("survey.read")
@require_GET
def one_round(request: Request, pk: UUID) -> HttpResponse:
    """How far a round has come, grid by grid, and which units nobody has been to."""
    one, actor, today = _round(request, pk), request.actor, clock.today()
    text = request.GET.get("grid", "")
    grid = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    covered = selectors.coverage(actor, one, today)
    page = Paginator(selectors.unvisited(actor, one, today, grid), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": one.label, "one": one, "state": state_of(one, today), "covered": covered, "page": page, "grid": grid,
        "total": sum(row.total for row in covered), "visited": sum(row.visited for row in covered),
        "left": [{"url": reverse("survey-subject", args=[row.pk]), "row": row} for row in page.object_list],
        "teams": _teams(actor, one), "may_close": actor.may("survey.open") and actor.reaches(one.path) and not one.closed_on,
        "may_team": one.is_by_teams and actor.may("survey.open"), "query": f"grid={grid}&" if grid else "",
    }  # fmt: skip
    return render(request, "survey/round.html", context)


def _teams(actor: Actor, one: Round) -> dict[str, Any]:
    """Teams with what the records say of them, and how many people a team has."""
    if not one.is_by_teams:
        return {}
    rows: list[dict[str, Any]] = [
        {"team": team, "url": reverse("survey-team", args=[team.pk]), **selectors.figures_of(actor, team)}
        for team in selectors.teams(actor, one)
    ]
    people = sum(row["people"] for row in rows)
    return {"rows": rows, "people": people, "each": f"{people / len(rows):.2f}" if rows else "—"}


@door("survey.open")
@require_POST
def close(request: Request, pk: UUID) -> HttpResponse:
    one = _round(request, pk)
    if not request.actor.reaches(one.path):
        raise PermissionDenied
    try:
        actions.close_round(actor=request.actor, one=one, today=clock.today())
        messages.success(request, f"{one.label}已结束")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    return redirect("survey-round", pk)


@door("survey.open")
@require_http_methods(["GET", "POST"])
def team_new(request: Request, pk: UUID) -> HttpResponse:
    return _team(request, _round(request, pk), None)


@door("survey.open")
@require_http_methods(["GET", "POST"])
def team(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Team.objects.visible_to(request.actor).select_related("round", "unit"), pk=pk)
    return _team(request, _round(request, found.round_id), found)


def _team(request: Request, one: Round, found: Team | None) -> HttpResponse:
    form = forms.TeamForm(request.actor, one, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.keep_team(actor=request.actor, round_=one, team=found, **form.values())
            messages.success(request, f"已保存：{made.name}")
            return redirect("survey-round", one.pk)
        except ValidationError as refusal:
            form.refuse(refusal)
        except DatabaseError:
            form.add_error(None, BROKEN)
    context = {
        "title": found.name if found else "登记工作组", "row_title": f"{one.label}：工作组", "form": form, "save_label": "保存",
        "back_url": reverse("survey-round", args=[one.pk]), "told": "走访多少家、新建多少家工会按记录自动统计，不用填。",
    }  # fmt: skip
    return render(request, "survey/form.html", context, status=422 if form.errors else 200)


def _subject(request: Request, pk: UUID) -> Subject:
    """The subject; of who was found to be another, that other."""
    rows = selectors.with_places(Subject.objects.visible_to(request.actor))
    found: Subject = get_object_or_404(rows, pk=pk)
    return get_object_or_404(rows, pk=found.into_id) if found.into_id else found


@door("survey.read")
@require_GET
def subject(request: Request, pk: UUID) -> HttpResponse:
    """One subject: what is known, what two visits say differently, every answer, every list that names it."""
    found, actor = _subject(request, pk), request.actor
    said = list(selectors.answers(actor, found))
    asked = _asked(found, said)
    context = {
        "title": found.name, "found": found, "facts": _facts(found, asked), "differs": differing(found, said),
        "answers": [_answer(one, asked) for one in said], "lists": selectors.lists_of(actor, found),
        "people": [_person(one) for one in selectors.workers_of(actor, found)[:PAGE]],
        "may_write": actor.may("survey.write"), "acts": _acts(actor, found), "matter": selectors.differs(actor, found),
        "known": _known(request, found), "q": request.GET.get("q", ""), "may_link": _may_link(actor, found),
        "places": open_units(actor, *forms.AREAS) if _may_register(actor, found) else [],
    }  # fmt: skip
    return render(request, "survey/subject.html", context)


def _asked(found: Subject, said: list[Answer]) -> list[rules.Question]:
    more = {one["key"] + one["label"]: one for row in said if row.round for one in row.round.more}
    return [*rules.questions(found.kind, list(more.values()))]


def _facts(found: Subject, asked: list[rules.Question]) -> list[tuple[str, str]]:
    shown = [("统一社会信用代码", found.credit_code), ("现在怎样", found.get_state_display())]
    shown += [
        (rules.label_of(key, asked), rules.text_of(key, value, asked)) for key, value in found.facts.items()
    ]
    shown += [("所在地", getattr(found, "place_name", "")), ("网格", getattr(found, "grid_name", "")), ("条线", getattr(found, "line_name", ""))]  # fmt: skip
    return [(label, text) for label, text in shown if text]


def differing(found: Subject, said: list[Answer]) -> list[dict[str, Any]]:
    """Each fact that stands twice: the values, and who said which when."""
    asked, by_id = _asked(found, said), {str(one.pk): one for one in said}
    return [
        {
            "key": key, "label": rules.label_of(key, asked),
            "values": [
                {"chosen": ids[0], "text": rules.text_of(key, value, asked), "who": "、".join(_who(by_id[one]) for one in ids)}
                for value, ids in group
            ],
        }
        for key, group in selectors.contested_of(found, said).items()
    ]  # fmt: skip


def _who(one: Answer) -> str:
    return f"{one.actor_name}，{one.met_on or clock.day_of(one.made_at)}"


def _answer(one: Answer, asked: list[rules.Question]) -> dict[str, Any]:
    whole = one.everything()
    told = {key: value for key, value in one.facts.items() if key != rules.STATE}
    texts = [
        f"{rules.label_of(key, asked)}：{rules.text_of(key, value, asked)}" for key, value in told.items()
    ]
    return {
        "who": one.actor_name, "on": one.met_on or clock.day_of(one.made_at), "round": one.round and one.round.label,
        "outcome": one.get_outcome_display() if one.outcome else "核对", "texts": texts,
        "problem": str(whole.get("problem") or ""), "photos": len(one.files),
    }  # fmt: skip


def _person(one: Any) -> dict[str, str]:
    phone = mask_phone(one.mobile.reveal()) if one.mobile else ""
    return {
        "name": one.name,
        "detail": " · ".join(filter(None, [one.get_group_display(), one.platform, phone])),
    }


def _may_register(actor: Actor, found: Subject) -> bool:
    mine = actor.may("employers.write") and actor.tree == "leadership" and actor.may("survey.write")
    return mine and found.kind == "employer" and found.employer_id is None


def _may_link(actor: Actor, found: Subject) -> bool:
    return actor.may("survey.write") and found.kind == "employer" and found.employer_id is None


def _known(request: Request, found: Subject) -> list[Any]:
    """Employers of the register it could be, by the words looked for, else by its name."""
    if not _may_link(request.actor, found):
        return []
    rows = employers(request.actor).filter(closed_on=None)
    return list(search_employers(rows, request.GET.get("q") or found.name[:4]).order_by("name", "pk")[:8])


def _acts(actor: Actor, found: Subject) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    if found.employer_id and actor.may("employers.read"):
        shown.append({"label": "台账上的用人单位", "url": reverse("employer", args=[found.employer_id])})
    if actor.may("survey.write"):
        shown.append(
            {"label": "登记一次走访", "url": reverse("survey-answer", args=[found.pk]), "primary": True}
        )
    return shown


@door("survey.write")
@require_http_methods(["GET", "POST"])
def enter(request: Request, pk: UUID) -> HttpResponse:
    """A visit written down on paper, entered at the desk."""
    found = _subject(request, pk)
    round_ = selectors.running(request.actor, clock.today()).first()
    asked = round_.asked(found.kind) if round_ else rules.questions(found.kind)
    columns = forms.of_answer(asked, round_ is not None)
    form = ColumnsForm(columns, request.actor, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.values()
        content = {"outcome": given.pop("outcome"), "met_on": given.pop("met_on"), "facts": given}
        try:
            actions.answer(
                actor=request.actor, now=clock.now(), pk=new_id(), subject_id=found.pk, content=content, base=found.version,
                made_at=clock.now(), round_id=round_.pk if round_ else None,
            )  # fmt: skip
            messages.success(request, f"已登记：{found.name}")
            return redirect("survey-subject", found.pk)
        except ValidationError as refusal:
            form.refuse(refusal)
        except DatabaseError:
            form.add_error(None, BROKEN)
    context = {
        "title": "登记一次走访", "row_title": f"{found.name}：登记一次走访", "form": form, "save_label": "登记",
        "told": f"记在“{round_.label}”名下。没有问到的空着。" if round_ else "现在没有正在进行的轮次，单独记一次。没有问到的空着。",
        "back_url": reverse("survey-subject", args=[found.pk]),
    }  # fmt: skip
    return render(request, "survey/form.html", context, status=422 if form.errors else 200)


@door("survey.write")
@require_POST
def settled(request: Request, pk: UUID) -> HttpResponse:
    """One press: of what two visits say differently, this is right."""
    found = _subject(request, pk)
    field, chosen = request.POST.get("field", "")[:40], request.POST.get("chosen", "")[:40]
    _done(request, "已核对", lambda: actions.settle(actor=request.actor, subject=found, field=field, chosen=chosen, now=clock.now()))  # fmt: skip
    return redirect("survey-subject", found.pk)


@door("survey.write")
@require_POST
def registered(request: Request, pk: UUID) -> HttpResponse:
    """登记为用人单位, in the area picked."""
    found, text = _subject(request, pk), request.POST.get("unit", "")
    if not _may_register(request.actor, found):
        raise PermissionDenied
    unit = (
        selectors.unit_named(request.actor, int(text))
        if text.isascii() and text.isdigit() and len(text) < 18
        else None
    )
    if unit is None or unit.kind not in forms.AREAS:
        messages.error(request, "请选所在地")
        return redirect("survey-subject", found.pk)
    done = _done(request, "已登记到用人单位台账", lambda: actions.register_employer(actor=request.actor, subject=found, unit=unit, now=clock.now()))  # fmt: skip
    return redirect("employer", done.pk) if done else redirect("survey-subject", found.pk)


@door("survey.write")
@require_POST
def linked(request: Request, pk: UUID) -> HttpResponse:
    """It is this employer of the register."""
    found = _subject(request, pk)
    try:
        employer = get_object_or_404(employers(request.actor), pk=UUID(request.POST.get("employer", "")))
    except ValueError:
        messages.error(request, "请选台账上的哪一家")
        return redirect("survey-subject", found.pk)
    done = _done(request, "已认定", lambda: actions.link(actor=request.actor, subject=found, employer=employer, now=clock.now()))  # fmt: skip
    return redirect("survey-subject", done.pk if done else found.pk)


def _done(request: Request, said: str, act: Any) -> Any:
    """The action's result; what it refuses is said on the next page."""
    try:
        with transaction.atomic():
            made = act()
        messages.success(request, said)
        return made
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    except DatabaseError:
        messages.error(request, "没办成：和别人刚办的冲突，或超出了您的管辖，请刷新后再试")
    return None


@shown_with(DIFFERS)
def on_the_page(record: Any, actor: Actor) -> dict[str, Any]:
    """Both values of each fact, with a button on each."""
    found = subject_of(record)
    if found is None:
        return {}
    said = list(selectors.answers(actor, found))
    return {
        "subject_url": reverse("survey-subject", args=[found.pk]), "differs": differing(found, said),
        "settle_url": reverse("survey-settle", args=[found.pk]), "may_write": actor.may("survey.write"),
    }  # fmt: skip

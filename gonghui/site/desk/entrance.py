"""Coming in: the post to act in, the to-do page, the search over everything, complaints."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import OPEN, SIGNED_IN, door
from gonghui.kernel.actors.middleware import POST_IN_SESSION
from gonghui.kernel.actors.selectors import own_posts
from gonghui.kernel.http import Request
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.register.definition import REGISTERS, Column, Register
from gonghui.kernel.register.importing import url_of
from gonghui.kernel.register.intake import own_intakes
from gonghui.registers.employers.selectors import doubles as doubled_employers
from gonghui.registers.employers.selectors import employers
from gonghui.registers.members.selectors import members, pending_roster
from gonghui.registers.unions.selectors import doubles as doubled_unions
from gonghui.registers.unions.selectors import unions
from gonghui.site.desk import todo
from gonghui.site.navigation import in_order

WEEKDAYS = "一二三四五六日"
PER_GROUP = 6
SHOWN_FOR = timedelta(days=7)


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def choose_post(request: Request) -> HttpResponse:
    """Which post to act in; a person acts in one at a time."""
    posts = own_posts(clock.today())
    if request.method == "POST":
        picked = next((post for post in posts if str(post.pk) == request.POST.get("post")), None)
        if picked:
            request.session[POST_IN_SESSION] = picked.pk
            request.session.cycle_key()
            return redirect(_next(request))
    shown = [
        {
            "pk": post.pk,
            "unit_name": post.unit_name,
            "role_label": post.label,
            "current": post.pk == request.actor.post_id,
        }
        for post in posts
    ]
    return render(request, "site/choose_post.html", {"title": "今天以哪个身份办事？", "posts": shown})


def _next(request: Request) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else reverse("home")


@door(SIGNED_IN)
@require_GET
def home(request: Request) -> HttpResponse:
    """What there is to do, first."""
    actor = request.actor
    if not actor.post_id:
        return redirect("choose_post")
    today = clock.today()
    number = todo.counts(actor, today)
    matters = todo.matters(actor, today)
    signs = sum(1 for row in matters if row["mark"] == "签")
    todos = [*matters, *_intakes(request), *_failed_jobs(request)]
    total, late = number["total"] + len(todos) - (len(matters) - signs), number["late"]
    title = f"今天要办 {total:,} 件" + (f"，逾期 {late:,} 件" if late else "") if total else "今天的事办完了"
    context = {
        "title": title,
        "subtitle": f"{today:%Y-%m-%d} 星期{WEEKDAYS[today.weekday()]} · 按时限排列",
        "todos": todos,
        "put_off": number["put_off"],
        "more": number["total"] - (len(matters) - signs),
        "quick": any(row.get("quick_url") for row in matters),
        "empty_text": "有新的事、要核对的名册，会出现在这里。",
    }
    return render(request, "site/home.html", context)


@door(SIGNED_IN)
@require_GET
def beside(request: Request) -> HttpResponse:
    """What stands beside the to-dos and need not be waited for: figures, data to check, what others have."""
    if not request.actor.post_id:
        return redirect("choose_post")
    context = {"figures": _figures(request), "checks": _quality(request)}
    template = "site/_beside.html" if request.htmx else "site/beside.html"
    context |= todo.beside(request.actor, clock.today()) | {"title": "我管的范围"}
    return render(request, template, context)


def _todo(
    mark: str, tone: str, title: str, detail: str, url: str, verb: str, due: str = ""
) -> dict[str, Any]:
    return {
        "mark": mark, "tone": tone, "title": title, "detail": detail, "due": due, "late": False,
        "url": url, "verb": verb,
    }  # fmt: skip


def _intakes(request: Request) -> list[dict[str, Any]]:
    """Rosters that wait for the person's next step, and rows that came back."""
    found = []
    week_ago = (
        clock.now() - SHOWN_FOR
    )  # what came back stays to be fetched from the register's own import page
    recent = own_intakes(request.actor).exclude(state="cancelled").exclude(state="taken", at__lt=week_ago)
    for one in recent[:30]:
        at = timezone.localtime(one.at).strftime("%m-%d %H:%M")
        wrong = one.report.get("wrong", 0)
        if one.state == "checked":
            ready = one.report["total"] - wrong
            found.append(
                _todo(
                    "办",
                    "info",
                    f"导入“{one.file.name}”",
                    f"{ready:,} 行可以导入，{wrong:,} 行要改",
                    url_of(one),
                    "导入",
                    at,
                )
            )
        elif one.state == "uploaded":
            found.append(
                _todo("办", "info", f"给“{one.file.name}”对列", one.unit.name, url_of(one), "对列", at)
            )
        elif one.state == "taken" and wrong:
            found.append(
                _todo(
                    "改",
                    "warn",
                    f"“{one.file.name}”有 {wrong:,} 行没导入",
                    "下载错误表，改好再传",
                    url_of(one),
                    "看原因",
                    at,
                )
            )
    return found  # fmt: skip


def _failed_jobs(request: Request) -> list[dict[str, Any]]:
    failed = Job.objects.visible_to(request.actor).filter(state="failed").order_by("-created_at")[:5]
    return [
        _todo("错", "err", job.label, job.error, reverse("job", args=[job.pk]), "看看", timezone.localtime(job.created_at).strftime("%m-%d"))
        for job in failed
    ]  # fmt: skip


def _quality(request: Request) -> list[dict[str, Any]]:
    """What in the registers needs a person: nothing here asks for a figure the ledger knows."""
    actor, found = request.actor, []
    if actor.may("members.settle") and (n := pending_roster(actor).count()):
        found.append(
            _todo(
                "核",
                "warn",
                f"{n:,} 条名册等核对会籍",
                "名册里有的人，会籍还没落实",
                reverse("roster"),
                "核对",
            )
        )
    if actor.may("codes.settle") and (n := doubled_unions(actor).count() + doubled_employers(actor).count()):
        found.append(
            _todo(
                "核", "warn", f"{n:,} 家的信用代码重复", "同一个代码登记了不止一家", reverse("codes"), "核对"
            )
        )
    if actor.may("unions.write"):
        overdue = unions(actor).filter(
            term_until__lt=clock.today(), status__in=["established", "legal_person"]
        )
        if n := overdue.count():
            url = reverse("register", args=["unions"]) + "?sort=term_until"
            found.append(_todo("核", "warn", f"{n:,} 家工会届期已满", "核对届期，或办换届", url, "看名单"))
    if actor.may("employers.write"):
        unplaced = employers(actor).filter(closed_on=None, grid=None)
        if n := unplaced.count():
            url = reverse("register", args=["employers"])
            found.append(_todo("核", "warn", f"{n:,} 家单位没有划入网格", "每家单位都要有网格", url, "去划"))
    return found


def _figures(request: Request) -> list[dict[str, Any]]:
    actor, found = request.actor, []
    if actor.may("unions.read"):
        found.append(
            _figure(
                "基层工会", unions(actor).filter(level="base", unit__closed_on=None).count(), "家", "unions"
            )
        )
    if actor.may("members.read"):
        found.append(_figure("会员", members(actor).count(), "人", "members", "?standing=open"))
    if actor.may("employers.read"):
        rows = employers(actor).filter(closed_on=None)
        found.append(_figure("用人单位", rows.count(), "家", "employers"))
        found.append(
            _figure(
                "还没有工会的单位", rows.filter(covered_by=None).count(), "家", "employers", "?covered=no"
            )
        )
    return found  # fmt: skip


def _figure(label: str, value: int, unit: str, key: str, query: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "unit": unit, "url": reverse("register", args=[key]) + query}


@door(SIGNED_IN)
@require_GET
def search(request: Request) -> HttpResponse:
    """One box over everything this post may read."""
    q = request.GET.get("q", "").strip()[:60]
    too_short = len(q) == 1
    groups = [] if not q or too_short else [found for key in in_order() if (found := _group(request, key, q))]
    total = sum(group["total"] for group in groups)
    title = f"找到 {total:,} 条“{q}”" if groups else "全站搜索"
    return render(
        request, "site/search.html", {"q": q, "groups": groups, "too_short": too_short, "title": title}
    )


def _group(request: Request, key: str, q: str) -> dict[str, Any] | None:
    register = REGISTERS[key]
    if not request.actor.post_id or not register.may(request.actor, "read") or register.search is None:
        return None
    rows = register.found(request.actor, q, {}).order_by(*register.order)
    total = rows.count()
    if not total:
        return None
    shown = [
        {
            "url": reverse(register.page, args=[row.pk])
            if register.page
            else reverse("register-row", args=[key, row.pk]),
            "title": getattr(row, register.title),
            "detail": " · ".join(text for column in _words(register) if (text := column.text(row))),
        }
        for row in register.whole(request.actor, list(rows.values_list("pk", flat=True)[:PER_GROUP]))
    ]
    query = request.GET.urlencode()
    return {
        "label": register.label,
        "total": total,
        "url": f"{reverse('register', args=[key])}?{query}",
        "rows": shown,
    }


def _words(register: Register) -> list[Column]:
    """What is said about a find below its name; a bare number would say nothing."""
    return [column for column in register.listed[1:4] if column.kind.show != "num"]


@door(OPEN)
@require_GET
def feedback(request: Request) -> HttpResponse:
    """Where to complain: the hotline, and who runs this platform."""
    return render(request, "site/feedback.html", {"title": "投诉建议"})

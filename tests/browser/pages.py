"""Every page there is, by the name a test report shows."""

from __future__ import annotations

from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.parameters.models import Parameter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import acting
from gonghui.kernel.register.definition import REGISTERS
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.models import Person
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.site.desk.deeds import DEEDS
from gonghui.work.gaps.models import Gap, Meeting
from gonghui.work.reports.rules import periods
from gonghui.work.survey.models import Round, Subject
from tests.browser import matters
from tests.support import ROOT

KEYS = ("unions", "employers", "members", "cadres")
LISTS = {f"list-{key}": f"/r/{key}/" for key in (*KEYS, "regions")}
NARROWED = {"list-narrowed": "/r/members/?q=张&sex=1", "list-nothing": "/r/members/?q=没有这个人"}
FORMS = {
    **{f"new-{key}": f"/r/{key}/new/" for key in KEYS},
    **{f"import-{key}": f"/r/{key}/import/" for key in KEYS},
    **{f"export-{key}": f"/r/{key}/export/" for key in (*KEYS, "regions")},
}
DESK = {
    "home": "/", "search": "/search/?q=盘湾", "search-empty": "/search/", "search-nothing": "/search/?q=没有这个",
    "roster": "/roster/", "codes": "/codes/", "people": "/settings/people/", "person-new": "/settings/people/new/",
    "post-new": "/settings/posts/new/", "parameters": "/settings/parameters/", "list-work": "/r/work/", "calendar": "/settings/calendar/", "outlines": "/settings/outlines/", "map": "/map/",
    "regular": "/settings/regular/", "phones": "/settings/phones/", "journal": "/settings/journal/",
    "units": "/settings/units/", "units-found": "/settings/units/?q=盘湾", "units-grid": "/settings/units/?tree=grid",
    "duties": "/duties/", "duty-list": "/duties/list/", "duty-new": "/duties/new/", "upward-new": "/upward/report/new/",
    "documents": "/r/documents/", "document-draft": "/documents/draft/", "document-receive": "/documents/receive/",
    "document-settings": "/documents/settings/", "document-template": "/documents/settings/template/",
    "document-numbers": "/documents/numbers/",
    "terms": "/terms/", "terms-over": "/terms/?within=0",
    "survey": "/survey/", "survey-new": "/survey/new/", "list-subjects": "/r/subjects/", "list-couriers": "/r/list_couriers/",
    "import-market": "/r/list_market/import/", "gaps": "/gaps/", "gaps-visits": "/gaps/visits/", "gaps-meetings": "/gaps/meetings/", "gaps-call": "/gaps/meetings/new/",
    "linkage": "/linkage/people/", "notices": "/notices/", "gateways": "/settings/gateways/",
    "figures": "/figures/", "figure": "/figures/members.rate_union/", "figure-rows": "/figures/members.count/rows/",
    "blindspots": "/blindspots/", "shells": "/shells/", "checker": "/checker/",
    "burden": "/burden/", "reports": "/reports/",
    "report-preview": f"/reports/preview/?what=quarter-{periods('quarter', clock.today(), 12)[1].key}",
}  # fmt: skip
ACCOUNT = {
    "choose-post": "/post/", "feedback": "/feedback/", "second-step": "/accounts/2fa/",
    "sessions": "/accounts/sessions/", "password": "/accounts/password/change/", "sign-out": "/accounts/logout/",
    "totp": "/accounts/2fa/totp/activate/", "passkey": "/accounts/2fa/webauthn/add/",
    "again": "/accounts/reauthenticate/", "notice-settings": "/notices/settings/", "address": "/notices/addresses/sms/",
}  # fmt: skip
WRONG = {"403": "/r/members/", "404": "/there/is/no/such/page/"}
SHOWN_TO = matters.SHOWN_TO | {
    "403": "liaison",
    "gateways": "admin",
    "upward-new": "panwan",
}  # everything else is shown to "county"
ROWS = (
    *("row-unions", "row-employers", "row-members", "row-cadres", "row-regions"),
    *("edit-unions", "edit-employers", "edit-members", "edit-cadres", "parameter", "post"),
    *("term", "term-vacancy", "term-letter"),
    *("survey-round", "survey-subject", "survey-differs", "survey-answer"),
    *(
        "gaps-meeting",
        "gaps-minutes",
        "gaps-decide",
        "gap",
        "gaps-visit",
        "gaps-visited",
        "gaps-contest",
        "shell",
    ),
    *matters.NAMES,
    *("unit", "unit-move", "unit-merge", "unit-split", "unit-close", "unit-rename"),
)
INSIDE = LISTS | NARROWED | FORMS | DESK | ACCOUNT | WRONG


def found() -> dict[str, str]:
    """Pages about one row, whose addresses only the loaded county knows."""
    with acting(ROOT):
        rows = {
            "unions": Union.objects.filter(kind="single").first().pk,
            "employers": Employer.objects.first().pk,
            "members": Person.objects.first().pk,
            "cadres": Cadre.objects.first().pk,
            "regions": "320924",
        }
        town = Union.objects.get(name="盘湾镇总工会").pk
        key, post = Parameter.objects.first().key, Assignment.objects.get(role="liaison").pk
    shown = {f"row-{key}": address(key, pk) for key, pk in rows.items()}
    terms = {name: reverse(name, args=[rows["unions"]]) for name in ("term", "term-vacancy", "term-letter")}
    edits = {f"edit-{key}": f"/r/{key}/{rows[key]}/edit/" for key in KEYS}
    deeds = {f"unit-{key}": f"/settings/units/{town}/{key}/" for key in DEEDS}
    shown |= {name: matters.KNOWN[name] for name in matters.NAMES}
    shown |= _ground()
    shown |= deeds | terms | {"unit": f"/settings/units/{town}/"}
    return shown | edits | {"parameter": f"/settings/parameters/{key}/", "post": f"/settings/posts/{post}/"}


def _ground() -> dict[str, str]:
    with acting(ROOT):
        round_ = Round.objects.order_by("-since").first().pk
        new, twice = (
            Subject.objects.get(name="老街砂锅店").pk,
            Subject.objects.exclude(contested=[]).first().pk,
        )
        meeting = Meeting.objects.first().pk
        gap = Gap.objects.exclude(letter="").select_related("item").first().pk
        alert = WorkItem.objects.filter(rule="shells.signs").first()
    found = {name: reverse(name, args=[meeting]) for name in ("gaps-meeting", "gaps-minutes", "gaps-decide")}
    found |= {name: reverse(name, args=[new]) for name in ("survey-subject", "survey-answer")}
    found |= {name: reverse(name, args=[gap]) for name in ("gaps-visit", "gaps-visited")}
    found |= {"gap": reverse("matter", args=[gap]), "gaps-contest": reverse("gaps-contest", args=[alert.pk])}
    found |= {"shell": reverse("shell", args=[alert.unit_id])}
    return found | {
        "survey-round": reverse("survey-round", args=[round_]),
        "survey-differs": reverse("survey-subject", args=[twice]),
    }


def address(key: str, pk: object) -> str:
    own = REGISTERS[key].page
    return reverse(own, args=[pk]) if own else f"/r/{key}/{pk}/"

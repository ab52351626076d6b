"""Every address of the platform."""

from __future__ import annotations

from django.urls import include, path

from gonghui.insight.blindspots.urls import urlpatterns as blindspots
from gonghui.insight.burden.urls import urlpatterns as burden
from gonghui.insight.checker.urls import urlpatterns as checker
from gonghui.insight.dashboard.urls import urlpatterns as dashboard
from gonghui.insight.shells.urls import urlpatterns as shells
from gonghui.kernel.documents.urls import urlpatterns as documents
from gonghui.kernel.files.desk import show as show_file
from gonghui.kernel.jobs.urls import urlpatterns as jobs
from gonghui.kernel.linkage.urls import urlpatterns as linkage
from gonghui.kernel.notices.urls import urlpatterns as notices
from gonghui.kernel.process.urls import urlpatterns as matters
from gonghui.kernel.register.urls import urlpatterns as registers
from gonghui.site.api import api
from gonghui.site.desk import (
    codes,
    deeds,
    entrance,
    gateways,
    introducing,
    lines,
    onetime,
    outlines,
    people,
    reaching,
    records,
    settings,
    todo,
    tree,
)
from gonghui.site.field import api as field
from gonghui.site.field import phones, shell
from gonghui.site.hall import asking, consents, feedback, menu, my, sign_in, wechat
from gonghui.site.hall import entrance as hall
from gonghui.work.appeals.urls import urlpatterns as appeals
from gonghui.work.belonging.urls import urlpatterns as belonging
from gonghui.work.branches.urls import urlpatterns as branches
from gonghui.work.duties.urls import urlpatterns as duties
from gonghui.work.founding.urls import urlpatterns as founding
from gonghui.work.gaps.urls import urlpatterns as gaps
from gonghui.work.joining.urls import urlpatterns as joining
from gonghui.work.orders.urls import urlpatterns as orders
from gonghui.work.own.urls import urlpatterns as own
from gonghui.work.reports.urls import urlpatterns as reports
from gonghui.work.standards.urls import urlpatterns as standards
from gonghui.work.survey.urls import urlpatterns as survey
from gonghui.work.terms.urls import urlpatterns as terms

urlpatterns = [
    path("", entrance.home, name="home"),
    path("home/beside/", entrance.beside, name="beside"),
    path("home/later/", todo.put_aside, name="put-aside"),
    path("post/", entrance.choose_post, name="choose_post"),
    path("search/", entrance.search, name="search"),
    path("feedback/", entrance.feedback, name="feedback"),
    path("unions/<int:pk>/", records.union, name="union"),
    path("employers/<uuid:pk>/", records.employer, name="employer"),
    path("members/<uuid:pk>/", records.member, name="member"),
    path("roster/", records.roster, name="roster"),
    path("codes/", codes.codes, name="codes"),
    path("lines/<slug:tree>/", lines.lines, name="lines"),
    path("lines/<slug:tree>/free/", lines.free, name="lines-free"),
    path("lines/<slug:tree>/<int:pk>/", lines.line, name="line"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.person_new, name="person-new"),
    path("settings/posts/new/", people.post_new, name="post-new"),
    path("settings/posts/<int:pk>/", people.post, name="post"),
    path("settings/units/", tree.tree, name="units"),
    path("settings/units/<int:pk>/", tree.unit, name="unit"),
    *(path(f"settings/units/<int:pk>/{key}/", deeds.view_of(key), name=f"unit-{key}") for key in deeds.DEEDS),
    path("settings/parameters/", settings.parameters, name="parameters"),
    path("settings/parameters/<str:key>/", settings.parameter, name="parameter"),
    path("settings/outlines/", outlines.outlines_page, name="outlines"),
    path("settings/outlines/remove/", outlines.remove, name="outlines-remove"),
    path("settings/calendar/", settings.calendar, name="calendar"),
    path("settings/regular/", settings.regular, name="regular"),
    path("settings/journal/", settings.journal, name="journal"),
    path("settings/gateways/", gateways.show, name="gateways"),
    path("sign-in/code/", onetime.ask, name="code-ask"),
    path("sign-in/code/check/", onetime.check, name="code-check"),
    path("notices/settings/", reaching.show, name="notice-settings"),
    path("notices/addresses/<str:channel>/", reaching.ask, name="notice-address"),
    path("notices/addresses/<str:channel>/agree/", introducing.ask, name="notice-address-agree"),
    path("notices/addresses/<str:channel>/agreed/", introducing.come_back, name="notice-address-agreed"),
    path("notices/addresses/<str:channel>/check/", reaching.check, name="notice-address-check"),
    path("notices/addresses/<str:channel>/drop/", reaching.drop, name="notice-address-drop"),
    path("s/", hall.home, name="hall"),
    path("s/worker.js", hall.worker, name="hall-worker"),
    path("s/size/", hall.size, name="hall-size"),
    path("s/find/", hall.find, name="hall-receipt"),
    path("s/feedback/", feedback.feedback, name="hall-feedback"),
    path("s/feedback/<str:receipt>/", feedback.said, name="said"),
    path("s/my/said/", feedback.mine, name="my-said"),
    path("s/privacy/", hall.privacy, name="privacy"),
    path("s/menu/", menu.menu, name="menu"),
    path("s/menu/<uuid:pk>/", menu.service, name="service"),
    path("s/my/orders/", menu.orders, name="my-orders"),
    path("s/my/orders/<uuid:pk>/judge/", menu.judge, name="my-judge"),
    path("s/sign-in/", sign_in.ask, name="my-sign-in"),
    path("s/sign-in/code/", sign_in.check, name="my-code"),
    path("s/sign-out/", sign_in.out, name="my-out"),
    path("s/sign-in/wechat/", wechat.sign_in, name="my-wechat-in"),
    path("s/sign-in/wechat/back/", wechat.back, name="my-wechat-back"),
    path("s/my/", my.my, name="my"),
    path("s/my/wechat/", wechat.ask, name="my-wechat"),
    path("s/my/wechat/drop/", wechat.drop, name="my-wechat-drop"),
    path("s/my/data/", my.data, name="my-data"),
    path("s/my/data/whole/", my.reveal, name="my-reveal"),
    path("s/my/card/", my.card, name="my-card"),
    path("s/my/looks/", my.looks, name="my-looks"),
    path("s/my/export/", my.export, name="my-export"),
    path("s/my/consents/", consents.consents, name="my-consents"),
    path("s/my/requests/", asking.requests, name="my-requests"),
    path("s/my/requests/new/<slug:kind>/", asking.ask, name="my-ask"),
    path("m/", shell.shell, name="field"),
    path("m/worker.js", shell.worker, name="field-worker"),
    path("m/app.webmanifest", shell.manifest, name="field-manifest"),
    path("m/api/hello/", field.hello, name="field-hello"),
    path("m/api/pack/", field.pack, name="field-pack"),
    path("m/api/records/", field.records, name="field-records"),
    path("m/api/photos/", field.photos, name="field-photos"),
    path("m/api/forget/", field.forget, name="field-forget"),
    path("settings/phones/", phones.phones, name="phones"),
    path("settings/phones/<uuid:pk>/wipe/", phones.wipe, name="phone-wipe"),
    path("files/<uuid:pk>/", show_file, name="file"),
    *jobs,
    *branches,
    *matters,
    *documents,
    *founding,
    *notices,
    *linkage,
    *registers,
    *terms,
    *duties,
    *joining,
    *belonging,
    *own,
    *orders,
    *appeals,
    *survey,
    *gaps,
    *standards,
    *blindspots,
    *shells,
    *dashboard,
    *checker,
    *burden,
    *reports,
    path("api/", api.urls),
    path("accounts/", include("allauth.urls")),
]
handler400 = "gonghui.site.wrong.bad_request"
handler403 = "gonghui.site.wrong.forbidden"
handler404 = "gonghui.site.wrong.not_found"
handler500 = "gonghui.site.wrong.server_error"

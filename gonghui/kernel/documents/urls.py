from __future__ import annotations

from django.urls import path

from gonghui.kernel.documents import desk, numberpages, pages, verifying

urlpatterns = [
    path("verify/", verifying.ask, name="verify-ask"),
    path("verify/<str:code>/", verifying.verify, name="verify"),
    path("documents/draft/", pages.draft, name="document-draft"),
    path("documents/receive/", pages.receive, name="document-receive"),
    path("documents/settings/", pages.settings, name="document-settings"),
    path("documents/settings/template/", pages.template, name="document-template"),
    path("documents/settings/template/blank.docx", pages.starting_template, name="document-template-blank"),
    path("documents/numbers/", numberpages.show, name="document-numbers"),
    path("documents/numbers/explain/", numberpages.explain_one, name="document-number-explain"),
    path("documents/<uuid:pk>/void/", pages.void, name="document-void"),
    path("documents/<uuid:pk>/", desk.show, name="document"),
    path("documents/<uuid:pk>/<slug:which>/", desk.file, name="document-file"),
]

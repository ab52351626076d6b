from __future__ import annotations

from django.urls import path

from gonghui.kernel.documents import desk, verifying

urlpatterns = [
    path("verify/", verifying.ask, name="verify-ask"),
    path("verify/<str:code>/", verifying.verify, name="verify"),
    path("documents/<uuid:pk>/", desk.show, name="document"),
    path("documents/<uuid:pk>/<slug:which>/", desk.file, name="document-file"),
]

from __future__ import annotations

from django.urls import path

from gonghui.kernel.notices import desk

urlpatterns = [
    path("notices/", desk.show, name="notices"),
    path("notices/read/", desk.read_all, name="notices-read"),
    path("notices/<uuid:pk>/open/", desk.open_one, name="notice-open"),
    path("n/<slug:short>/", desk.short, name="notice-short"),
]

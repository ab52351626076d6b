from __future__ import annotations

from django.urls import path

from gonghui.work.duties import desk

urlpatterns = [
    path("duties/", desk.duties, name="duties"),
    path("duties/list/", desk.kept, name="duty-list"),
    path("duties/new/", desk.new, name="duty-new"),
    path("duties/<int:pk>/", desk.duty, name="duty"),
    path("upward/<slug:kind>/new/", desk.upward, name="upward-new"),
]

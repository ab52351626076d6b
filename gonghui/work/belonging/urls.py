from __future__ import annotations

from django.urls import path

from gonghui.work.belonging import desk

urlpatterns = [
    path("members/<uuid:pk>/belonging/<slug:key>/", desk.begin_one, name="belonging-begin"),
    path("belonging/batch/", desk.batch, name="belonging-batch"),
    path("belonging/idle/", desk.idle, name="belonging-idle"),
    path("belonging/request/", desk.request_in, name="belonging-request"),
    path("belonging/request/<uuid:pk>/ask/", desk.ask, name="belonging-ask"),
]

from __future__ import annotations

from django.urls import path

from gonghui.work.appeals import desk

urlpatterns = [path("appeals/<uuid:pk>/call/", desk.call, name="appeal-call")]

from __future__ import annotations

from django.urls import path

from gonghui.kernel.jobs import desk

urlpatterns = [
    path("jobs/<uuid:pk>/", desk.show, name="job"),
    path("jobs/<uuid:pk>/stop/", desk.stop, name="job-stop"),
]

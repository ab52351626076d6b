from __future__ import annotations

from django.urls import path

from gonghui.work.branches import desk

urlpatterns = [
    path("unions/<int:pk>/branches/new/", desk.branch, name="branch-new"),
    path("unions/<int:pk>/groups/new/", desk.group, name="group-new"),
    path("unions/<int:pk>/people/", desk.people, name="sub-members"),
]

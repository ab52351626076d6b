from __future__ import annotations

from django.urls import path

from gonghui.work.founding import desk

urlpatterns = [
    path("founding/park/", desk.park, name="founding-park"),
    path("founding/new/<uuid:pk>/", desk.new, name="founding-new"),
    path("founding/<uuid:pk>/papers/", desk.papers, name="founding-papers"),
    path("founding/<uuid:pk>/papers/<slug:key>.<slug:form>", desk.paper, name="founding-paper"),
]

from __future__ import annotations

from django.urls import path

from gonghui.work.founding import desk
from gonghui.work.founding.desk import federation

urlpatterns = [
    path("founding/park/", desk.park, name="founding-park"),
    path("founding/new/<uuid:pk>/", desk.new, name="founding-new"),
    path("founding/<uuid:pk>/papers/", desk.papers, name="founding-papers"),
    path("founding/<uuid:pk>/papers/<slug:key>.<slug:form>", desk.paper, name="founding-paper"),
    path("federations/new/", federation.new, name="federation-new"),
    path("federations/<uuid:pk>/papers/<slug:key>.<slug:form>", federation.paper, name="federation-paper"),
]

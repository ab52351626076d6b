from __future__ import annotations

from django.urls import path

from gonghui.work.gaps import desk

urlpatterns = [
    path("gaps/", desk.ledger, name="gaps"),
    path("gaps/meetings/", desk.meetings, name="gaps-meetings"),
    path("gaps/meetings/new/", desk.call, name="gaps-call"),
    path("gaps/meetings/<uuid:pk>/", desk.meeting, name="gaps-meeting"),
    path("gaps/meetings/<uuid:pk>/word/", desk.word, name="gaps-word"),
    path("gaps/meetings/<uuid:pk>/minutes/", desk.minutes, name="gaps-minutes"),
    path("gaps/meetings/<uuid:pk>/decide/", desk.decided, name="gaps-decide"),
]

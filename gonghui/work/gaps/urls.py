from __future__ import annotations

from django.urls import path

from gonghui.work.gaps import desk
from gonghui.work.gaps.desk import contests, visits

urlpatterns = [
    path("gaps/", desk.ledger, name="gaps"),
    path("gaps/visits/", visits.plan, name="gaps-visits"),
    path("gaps/visits/word/", visits.plan_word, name="gaps-visits-word"),
    path("gaps/visits/letters/", visits.letters, name="gaps-letters"),
    path("gaps/<uuid:pk>/letter.<slug:form>", visits.letter, name="gaps-letter"),
    path("gaps/<uuid:pk>/visit/", visits.arrange, name="gaps-visit"),
    path("gaps/<uuid:pk>/visited/", visits.visited, name="gaps-visited"),
    path("gaps/<uuid:pk>/contest/", contests.contest, name="gaps-contest"),
    path("gaps/contests/<uuid:pk>/", contests.decide, name="gaps-contest-decide"),
    path("gaps/meetings/", desk.meetings, name="gaps-meetings"),
    path("gaps/meetings/new/", desk.call, name="gaps-call"),
    path("gaps/meetings/<uuid:pk>/", desk.meeting, name="gaps-meeting"),
    path("gaps/meetings/<uuid:pk>/word/", desk.word, name="gaps-word"),
    path("gaps/meetings/<uuid:pk>/minutes/", desk.minutes, name="gaps-minutes"),
    path("gaps/meetings/<uuid:pk>/decide/", desk.decided, name="gaps-decide"),
]

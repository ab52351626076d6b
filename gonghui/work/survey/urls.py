from __future__ import annotations

from django.urls import path

from gonghui.work.survey import desk

urlpatterns = [
    path("survey/", desk.rounds, name="survey"),
    path("survey/new/", desk.new, name="survey-new"),
    path("survey/<uuid:pk>/", desk.one_round, name="survey-round"),
    path("survey/<uuid:pk>/close/", desk.close, name="survey-close"),
    path("survey/<uuid:pk>/teams/new/", desk.team_new, name="survey-team-new"),
    path("survey/teams/<uuid:pk>/", desk.team, name="survey-team"),
    path("survey/subjects/<uuid:pk>/", desk.subject, name="survey-subject"),
    path("survey/subjects/<uuid:pk>/answer/", desk.enter, name="survey-answer"),
    path("survey/subjects/<uuid:pk>/settle/", desk.settled, name="survey-settle"),
    path("survey/subjects/<uuid:pk>/register/", desk.registered, name="survey-register"),
    path("survey/subjects/<uuid:pk>/link/", desk.linked, name="survey-link"),
]

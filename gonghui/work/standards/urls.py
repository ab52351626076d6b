from __future__ import annotations

from django.urls import path

from gonghui.work.standards import desk, hall
from gonghui.work.standards.desk import library, polls, rating, titles

urlpatterns = [
    path("standards/", desk.standards, name="standards"),
    path("standards/assess/", desk.assess, name="standards-assess"),
    path("standards/schemes/", desk.lists, name="standard-schemes"),
    path("standards/schemes/adopt/", desk.adopt, name="standard-adopt"),
    path("standards/schemes/new/", desk.version, name="standard-version"),
    path("standards/schemes/<uuid:pk>/", desk.scheme, name="standard-scheme"),
    path("standards/unions/<int:pk>/", desk.standing, name="standing"),
    path("standards/what-if/", rating.trying, name="standards-what-if"),
    path("standards/awards/<uuid:pk>/lose/", rating.lose, name="standard-lose"),
    path("standards/unions/<int:pk>/rate/", rating.rate, name="standing-rate"),
    path("standards/unions/<int:pk>/rules/", library.rules, name="union-rules"),
    path("standards/rules/<uuid:pk>/drop/", library.drop, name="rule-drop"),
    path("standards/titles/", titles.titles, name="titles"),
    path("standards/titles/<uuid:pk>/end/", titles.end, name="title-end"),
    path("standards/titles/<uuid:pk>/file/", titles.file, name="title-file"),
    path("standards/unions/<int:pk>/titles/", titles.of_union, name="union-titles"),
    path("standards/unions/<int:pk>/polls/", polls.polls, name="polls"),
    path("standards/polls/<uuid:pk>/slips/", polls.slips, name="poll-slips"),
    path("standards/polls/<uuid:pk>/close/", polls.close, name="poll-close"),
    path("rate/<slug:code>/", hall.rate, name="poll-vote"),
    path("standards/unions/<int:pk>/<slug:item>/", desk.evidence, name="standard-evidence"),
    path("standards/evidence/<uuid:pk>/check/", desk.check, name="standard-check"),
    path("standards/evidence/<uuid:pk>/file/", desk.file, name="standard-file"),
]

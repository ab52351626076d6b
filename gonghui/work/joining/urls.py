from __future__ import annotations

from django.urls import path

from gonghui.work.joining import desk, hall

urlpatterns = [
    path("s/join/", hall.begin, name="join-begin"),
    path("s/join/<slug:key>/", hall.step, name="join"),
    path("s/r/<str:receipt>/", hall.receipt, name="receipt"),
    path("j/<str:token>/", hall.scan, name="scan"),
    path("c/<str:token>/", hall.card, name="card"),
    path("joining/", desk.applications, name="joining"),
    path("joining/codes/", desk.codes, name="join-codes"),
    path("joining/codes/<uuid:pk>/", desk.poster, name="join-poster"),
    path("joining/destinations/", desk.destinations, name="join-destinations"),
]

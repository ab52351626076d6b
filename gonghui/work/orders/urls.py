from __future__ import annotations

from django.urls import path

from gonghui.work.orders import desk

urlpatterns = [
    path("orders/", desk.judged, name="orders-judged"),
    path("orders/<uuid:pk>/", desk.words, name="orders-words"),
]

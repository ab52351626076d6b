from __future__ import annotations

from django.urls import path

from gonghui.kernel.linkage import desk

urlpatterns = [
    path("linkage/<slug:kind>/", desk.show, name="linkage"),
    path("linkage/<slug:kind>/find/", desk.find, name="linkage-find"),
    path("linkage/<slug:kind>/<uuid:pk>/", desk.decide, name="linkage-decide"),
]

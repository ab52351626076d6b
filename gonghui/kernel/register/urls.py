"""Addresses of every register."""

from __future__ import annotations

from django.urls import path

from gonghui.kernel.register import desk, importing

urlpatterns = [
    path("r/<slug:key>/", desk.index, name="register"),
    path("r/<slug:key>/new/", desk.new, name="register-new"),
    path("r/<slug:key>/export/", desk.export, name="register-export"),
    path("r/<slug:key>/batch/", desk.batch, name="register-batch"),
    path("r/<slug:key>/import/", importing.upload, name="register-import"),
    path("r/<slug:key>/template/", importing.template, name="register-template"),
    path("r/<slug:key>/<str:pk>/", desk.row, name="register-row"),
    path("r/<slug:key>/<str:pk>/edit/", desk.edit, name="register-edit"),
    path("r/<slug:key>/<str:pk>/reveal/", desk.reveal, name="register-reveal"),
    path("import/<uuid:pk>/columns/", importing.columns, name="intake-columns"),
    path("import/<uuid:pk>/check/", importing.check, name="intake-check"),
    path("import/<uuid:pk>/done/", importing.done, name="intake-done"),
    path("import/<uuid:pk>/cancel/", importing.cancel, name="intake-cancel"),
]

from django.urls import path

from gonghui.work.reports import desk

urlpatterns = [
    path("reports/", desk.index, name="reports"),
    path("reports/preview/", desk.preview, name="report-preview"),
    path("reports/preview/word/", desk.preview_word, name="report-preview-word"),
    path("reports/sign/", desk.sign, name="report-sign"),
    path("reports/<uuid:pk>/", desk.show, name="report"),
    path("reports/<uuid:pk>/word/", desk.show_word, name="report-word"),
]

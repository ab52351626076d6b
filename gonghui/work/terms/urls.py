from __future__ import annotations

from django.urls import path

from gonghui.work.terms import desk

urlpatterns = [
    path("terms/", desk.terms, name="terms"),
    path("terms/<int:pk>/", desk.term, name="term"),
    path("terms/<int:pk>/vacancy/", desk.vacancy, name="term-vacancy"),
    path("terms/<int:pk>/letter/", desk.letter, name="term-letter"),
]

from django.urls import path

from gonghui.insight.blindspots import desk

urlpatterns = [
    path("blindspots/", desk.ask, name="blindspots"),
    path("blindspots/<uuid:pk>/", desk.answer, name="blindspots-answer"),
    path("blindspots/<uuid:pk>/rows/", desk.rows, name="blindspots-rows"),
]

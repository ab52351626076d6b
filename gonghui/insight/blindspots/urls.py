from django.urls import path

from gonghui.insight.blindspots import desk
from gonghui.insight.blindspots.desk.columns import columns

urlpatterns = [
    path("blindspots/", desk.ask, name="blindspots"),
    path("blindspots/<uuid:pk>/", desk.answer, name="blindspots-answer"),
    path("blindspots/<uuid:pk>/rows/", desk.rows, name="blindspots-rows"),
    path("blindspots/<uuid:pk>/unseen/", desk.unseen, name="blindspots-unseen"),
    path("blindspots/lists/<uuid:pk>/", columns, name="blindspots-columns"),
]

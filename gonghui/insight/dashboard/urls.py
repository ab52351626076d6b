from django.urls import path

from gonghui.insight.dashboard import desk
from gonghui.insight.dashboard.desk import behind, maps

urlpatterns = [
    path("figures/", desk.screen, name="figures"),
    path("figures/export/", behind.export, name="figures-export"),
    path("map/", maps.map_page, name="map"),
    path("figures/<str:key>/", desk.figure, name="figure"),
    path("figures/<str:key>/rows/", behind.rows, name="figure-rows"),
]

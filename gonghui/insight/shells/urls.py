from django.urls import path

from gonghui.insight.shells import desk

urlpatterns = [path("shells/", desk.shells, name="shells")]

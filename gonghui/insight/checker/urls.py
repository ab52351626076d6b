from django.urls import path

from gonghui.insight.checker import desk

urlpatterns = [path("checker/", desk.checker, name="checker")]

from django.urls import path

from gonghui.insight.burden import desk

urlpatterns = [path("burden/", desk.burden, name="burden")]

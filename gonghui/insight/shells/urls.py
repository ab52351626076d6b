from django.urls import path

from gonghui.insight.shells import desk

urlpatterns = [
    path("shells/", desk.shells, name="shells"),
    path("shells/<int:pk>/", desk.shell, name="shell"),
    path("shells/<int:pk>/plan/", desk.plan, name="shell-plan"),
]

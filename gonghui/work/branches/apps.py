from django.apps import AppConfig


class BranchesConfig(AppConfig):
    name = "gonghui.work.branches"
    label = "branches"

from django.apps import AppConfig


class DuesConfig(AppConfig):
    name = "gonghui.registers.dues"
    label = "dues"

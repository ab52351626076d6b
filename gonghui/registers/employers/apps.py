from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "gonghui.registers.employers"
    label = "employers"

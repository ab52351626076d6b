from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "gonghui.registers.members"
    label = "members"

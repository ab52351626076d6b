from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gonghui.registers.meetings"
    label = "meetings"

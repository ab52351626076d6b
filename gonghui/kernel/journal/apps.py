from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "gonghui.kernel.journal"
    label = "journal"

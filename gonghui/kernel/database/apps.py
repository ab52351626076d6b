from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "gonghui.kernel.database"
    label = "database"

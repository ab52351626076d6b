from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "gonghui.site"
    label = "site"

    def ready(self) -> None:
        from gonghui.site import findings, offices, roles, verbs  # noqa: F401  # roles, short names of offices, words of the journal

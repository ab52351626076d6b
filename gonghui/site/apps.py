from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "gonghui.site"
    label = "site"

    def ready(self) -> None:
        from gonghui.site import roles, verbs  # noqa: F401  # declares the roles, and words of the journal

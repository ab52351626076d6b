from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "gonghui.work.terms"
    label = "terms"

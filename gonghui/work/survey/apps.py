from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "gonghui.work.survey"
    label = "survey"

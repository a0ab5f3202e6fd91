from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "huoju.kernel.subjects"
    label = "subjects"

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "huoju.site.rulebook"
    label = "rulebook"

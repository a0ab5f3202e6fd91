from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "huoju.site"
    label = "site"

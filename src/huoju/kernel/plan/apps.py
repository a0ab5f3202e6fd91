from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "huoju.kernel.plan"
    label = "plan"

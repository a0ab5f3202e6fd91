from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "huoju.kernel.audit"
    label = "audit"

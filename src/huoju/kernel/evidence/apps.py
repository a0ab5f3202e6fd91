from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "huoju.kernel.evidence"
    label = "evidence"

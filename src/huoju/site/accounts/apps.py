from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "huoju.site.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the permissions (rules) once the models are there."""
        from huoju.site.accounts import permissions

        permissions.register()

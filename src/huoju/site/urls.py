"""The URL map. Every view carries its permission (huoju.site.access); a test walks this list."""

from __future__ import annotations

from django.urls import path

from huoju.site.accounts import views as accounts
from huoju.site.pages import home

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", home.set_language, name="language"),
    path("signin/", accounts.signin, name="signin"),
    path("signout/", accounts.signout, name="signout"),
]

handler400 = "huoju.site.errors.bad_request"
handler403 = "huoju.site.errors.forbidden"
handler404 = "huoju.site.errors.not_found"
handler500 = "huoju.site.errors.broken"

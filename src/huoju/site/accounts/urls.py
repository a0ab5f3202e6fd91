"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import path

from huoju.site.accounts import pages

urlpatterns = [
    path("account/", pages.account, name="account"),
    path("account/name/", pages.rename, name="account-name"),
    path("account/password/", pages.change_password, name="account-password"),
    path("account/tokens/", pages.add_token, name="token-add"),
    path("account/tokens/<int:number>/revoke/", pages.revoke_token, name="token-revoke"),
    path("users/", pages.users, name="users"),
    path("users/<int:number>/", pages.user, name="user"),
    path("users/<int:number>/password/", pages.reset_password, name="user-password"),
]

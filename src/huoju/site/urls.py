"""The URL map. Every view carries its permission (huoju.site.access); a test walks this list."""

from __future__ import annotations

from django.urls import path, re_path

from huoju.site.accounts import views as accounts
from huoju.site.pages import commitments, documents, home, indicator, ledgers, overview, plan

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", home.set_language, name="language"),
    path("signin/", accounts.signin, name="signin"),
    path("signout/", accounts.signout, name="signout"),
    path("plans/new/", documents.new_plan, name="new-plan"),
    # one plan
    path("plans/<slug:code>/", overview.overview, name="overview"),
    path("plans/<slug:code>/text/", plan.plan, name="plan"),
    path("plans/<slug:code>/document/", documents.load_document, name="plan-load"),
    path("plans/<slug:code>/structures/", ledgers.structures, name="structures"),
    path("plans/<slug:code>/baselines/", ledgers.baselines, name="baselines"),
    path("plans/<slug:code>/commitments/", commitments.commitments, name="commitments"),
    re_path(
        r"^plans/(?P<code>[-\w]+)/commitments/commitments\.(?P<kind>xlsx|csv)$",
        commitments.commitments_file,
        name="commitments-file",
    ),
    path("plans/<slug:code>/commitments/assign/", commitments.assign, name="assign"),
    path("plans/<slug:code>/commitments/adopt-leads/", commitments.adopt_leads, name="adopt-leads"),
    path("plans/<slug:code>/commitments/<str:key>/", indicator.indicator, name="indicator"),
]

handler400 = "huoju.site.errors.bad_request"
handler403 = "huoju.site.errors.forbidden"
handler404 = "huoju.site.errors.not_found"
handler500 = "huoju.site.errors.broken"

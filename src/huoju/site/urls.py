"""The URL map. Every view carries its permission (huoju.site.access); a test walks this list."""

from __future__ import annotations

from django.urls import include, path, re_path

from huoju.site.accounts import views as accounts
from huoju.site.pages import (
    audit,
    commitments,
    documents,
    entry,
    evidence,
    home,
    imports,
    indicator,
    ledgers,
    observation,
    overview,
    plan,
    ranking,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", home.set_language, name="language"),
    path("signin/", accounts.signin, name="signin"),
    path("signout/", accounts.signout, name="signout"),
    path("plans/<slug:code>/", include("huoju.site.pages.finding_urls")),
    path("api/v1/", include("huoju.site.api.urls")),
    path("", include("huoju.site.accounts.urls")),
    path("plans/<slug:code>/", include("huoju.site.pages.reading_urls")),
    path("plans/new/", documents.new_plan, name="new-plan"),
    path("rules/", include("huoju.site.rulebook.urls")),
    path("audit/", audit.audit, name="audit"),
    re_path(r"^audit/audit\.(?P<kind>xlsx|csv)$", audit.audit_file, name="audit-file"),
    # one plan
    path("plans/<slug:code>/", overview.overview, name="overview"),
    path("plans/<slug:code>/text/", plan.plan, name="plan"),
    path("plans/<slug:code>/document/", documents.load_document, name="plan-load"),
    path("plans/<slug:code>/structures/", ledgers.structures, name="structures"),
    path("plans/<slug:code>/baselines/", ledgers.baselines, name="baselines"),
    path("plans/<slug:code>/rankings/", ranking.ranking, name="ranking"),
    path("plans/<slug:code>/rankings/enter/", ranking.enter_place, name="ranking-enter"),
    path("plans/<slug:code>/rankings/echelon/", ranking.define_echelon, name="ranking-echelon"),
    path("plans/<slug:code>/commitments/", commitments.commitments, name="commitments"),
    re_path(
        r"^plans/(?P<code>[-\w]+)/commitments/commitments\.(?P<kind>xlsx|csv)$",
        commitments.commitments_file,
        name="commitments-file",
    ),
    path("plans/<slug:code>/commitments/assign/", commitments.assign, name="assign"),
    path("plans/<slug:code>/commitments/adopt-leads/", commitments.adopt_leads, name="adopt-leads"),
    path("plans/<slug:code>/commitments/<str:key>/", indicator.indicator, name="indicator"),
    # evidence
    path("plans/<slug:code>/evidence/", evidence.evidence, name="evidence"),
    path("plans/<slug:code>/evidence/series/", evidence.series, name="evidence-series"),
    path("plans/<slug:code>/evidence/observation/", observation.observation, name="observation"),
    path("plans/<slug:code>/evidence/form/", evidence.template, name="evidence-template"),
    path("plans/<slug:code>/evidence/form.xlsx", evidence.template_file, name="evidence-template-file"),
    path("plans/<slug:code>/evidence/enter/", entry.enter, name="evidence-enter"),
    path("plans/<slug:code>/evidence/upload/", imports.upload, name="evidence-upload"),
    path("plans/<slug:code>/evidence/imports/", evidence.imports, name="evidence-imports"),
    path("plans/<slug:code>/evidence/imports/<slug:batch>/", imports.batch, name="evidence-batch"),
    path("plans/<slug:code>/evidence/imports/<slug:batch>/file/", imports.original, name="evidence-file"),
    path(
        "plans/<slug:code>/evidence/imports/<slug:batch>/mapping/",
        imports.change_mapping,
        name="evidence-mapping",
    ),
    path("plans/<slug:code>/evidence/imports/<slug:batch>/answers/", imports.answer, name="evidence-answers"),
    path("plans/<slug:code>/evidence/imports/<slug:batch>/commit/", imports.commit, name="evidence-commit"),
    path("plans/<slug:code>/evidence/imports/<slug:batch>/discard/", imports.discard, name="evidence-discard"),
    path("plans/<slug:code>/evidence/imports/<slug:batch>/undo/", imports.undo, name="evidence-undo"),
]

handler400 = "huoju.site.errors.bad_request"
handler403 = "huoju.site.errors.forbidden"
handler404 = "huoju.site.errors.not_found"
handler500 = "huoju.site.errors.broken"

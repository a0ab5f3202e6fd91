"""Addresses of findings, the workbench and scenarios; all below one plan."""

from __future__ import annotations

from django.urls import path, re_path

from huoju.site.pages import findings, workbench

urlpatterns = [
    path("findings/", findings.findings, name="findings"),
    re_path(
        r"^findings/findings\.(?P<kind>xlsx|docx)$",
        findings.findings_file,
        name="findings-file",
    ),
    re_path(r"^findings/(?P<identity>[0-9a-f]{12})/$", findings.finding, name="finding"),
    re_path(
        r"^findings/(?P<identity>[0-9a-f]{12})/accept/$",
        findings.accept,
        name="finding-accept",
    ),
    re_path(
        r"^findings/(?P<identity>[0-9a-f]{12})/reopen/$",
        findings.reopen,
        name="finding-reopen",
    ),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/save/", workbench.save, name="workbench-save"),
    re_path(
        r"^workbench/scenario\.(?P<kind>xlsx|docx)$",
        workbench.workbench_file,
        name="workbench-file",
    ),
    path("scenarios/", workbench.scenarios, name="scenarios"),
    path("scenarios/scenarios.xlsx", workbench.scenarios_file, name="scenarios-file"),
    path("scenarios/<int:number>/delete/", workbench.delete, name="scenario-delete"),
]

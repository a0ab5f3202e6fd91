"""Reports: official documents and the charts in them. One chart specification for the page and for print.

May import progress, plan, evidence, subjects and the catalog. Start reading at `charts.py`.
"""

"""Subjects: who and what is spoken of. Areas, parks, clusters, organisations, projects, bureaus: one identity each.

May touch its own tables and the catalog. Offers `models.Subject` and `models.SubjectName` (names over
time); every other room refers to a subject by its `code`.
"""

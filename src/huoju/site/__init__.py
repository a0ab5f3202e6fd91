"""The Django project: settings, urls, sign-in, roles, jobs, base templates, command line."""

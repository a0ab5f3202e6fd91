"""Accounts: who may sign in, in which role, for which bureau; API tokens. The site's only own tables."""

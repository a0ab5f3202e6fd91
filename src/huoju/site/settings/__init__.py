"""Settings: `base` is the whole, `dev` one machine over plain HTTP, `test` the suite, `production` a server.

Start reading at `base`. Values that differ from zone to zone come from the environment (HUOJU_*), never
from an edited file; docs/settings.md lists them.
"""

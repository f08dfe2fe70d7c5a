"""For the tests of your own software: a client, a pytest plugin, and a container for testcontainers.

Import what you need from its own module: `client.Dso`, `container.DsoContainer`. Nothing heavy is loaded before.
"""

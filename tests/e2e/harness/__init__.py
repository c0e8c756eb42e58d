# SPDX-License-Identifier: GPL-2.0-only
"""What the end-to-end tests are made of.

Each test file has network namespaces of its own (`network`), one Asterisk in them (`asterisk`), phones (`phone`,
`baresip`), scenarios (`sipp`) and a capture. Everything waits for events, never for a time, and everything that is waited
for has an end. The fixtures are in `tests/e2e/conftest.py`.
"""

"""OpenAI's HTTP calls, one a file; `access.py` checks the key and shapes errors for all of them.

To add one (transcriptions): a file with a handler, and its route in `local_engine/app.py`.
"""

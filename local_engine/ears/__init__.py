"""How the local engine hears: whether someone speaks (`detector.py`), and which words (`sphinx.py`, `worker.py`).

Recognition runs in processes of its own, for pocketsphinx holds Python's lock while it works (0.57 s at a stretch
measured), and a server's loop must not wait for it.
"""

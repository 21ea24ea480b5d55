"""The scenario builder: asks, listens, and completes the scene exactly once. Rules are lesson.scenario's.

`builder.py` runs the talk and knows no LiveKit; `agent.py` is the LiveKit agent whose one tool extracts; `extraction.py`
forces that tool after each turn of the learner; `fallback.py` lets a chat model fill what is missing.
"""

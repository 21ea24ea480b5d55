"""The conversation tracker: what was heard and said becomes stored turns, figures and guidance.

`tracker.py` pairs voiced time with the engine's turns and makes each turn once, in the order in which they began;
`pacing.py` follows the learner's pace. The arithmetic is lesson/'s; times come in as arguments.
"""

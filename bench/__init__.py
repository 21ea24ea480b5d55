"""What we claim, measured: each file prints a table of figures beside their limits, or beside a peer, in the same run.

`python -m bench.<name>`; each starts the real parts it measures and stops them again. No figure fails a build: on a machine
with other work every one of them is late. What was measured when and where is in docs/figures.md.
"""

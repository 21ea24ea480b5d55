"""The LiveKit worker. One job is one sitting: it joins the learner's room as the tutor, listens, speaks and stores.

`worker.py` starts the process and keeps its heartbeat; `job.py` wires one sitting; `engine/` hears, speaks and takes
turns; `tutor/` is who speaks, `scenario/` the builder before it; `tracker/` turns what happened into stored turns;
`link.py` is the learner's side in the room; `console.py` the same lesson typed in a terminal. Rules live in `lesson/`.
"""

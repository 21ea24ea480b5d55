"""The journal: what a lesson must not lose, on disk before it is in Postgres.

One file a lesson and owner (a job) under `<TUTOR_DATA_DIR>/journal/`, `<lesson_id>.<owner>.<random>.jsonl`: a line per
entry, forced to the disk before anybody is told that it is safe, and a line per entry that Postgres has. The owner holds
a lock on the file while it lives. `replay_orphans` stores what dead owners left; `forget_lesson` removes a lesson's
files when its learner deletes it. Storing an entry twice is harmless, so a crash at any point costs nothing.

`entries.py` says what is kept and how it reaches storage, `lines.py` how it looks as bytes, `file.py` owns one file.
A line that cannot be read, or an entry that storage refuses for good, is kept in a `.bad` file beside it for a person
to look at; those hold a learner's words like the rest.
"""

from storage.journal.file import Journal
from storage.journal.replay import forget_lesson, replay_orphans

__all__ = ["Journal", "forget_lesson", "replay_orphans"]

"""Where lessons live: records, repositories behind Protocols, their Postgres and in-memory forms, the journal.

`storage.repositories` says what can be asked; `storage.postgres` and `storage.memory` both answer and pass the same
tests. `storage.durable` is how a job stores a lesson: through `storage.journal`, which keeps on disk what Postgres does
not have yet. `storage.closing` ends a lesson with its report. Owns the schema (`storage/migrations/*.sql`, applied by
`storage.migrate`). Knows `contract`; leaves every rule of a lesson to `lesson/`.

To ask something new of storage: the question in `repositories.py`, an answer in `postgres/` and one in `memory/`, and
its test in tests/storage, which asks both.
"""

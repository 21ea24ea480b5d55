"""Where lessons live: records, repositories behind Protocols, their Postgres and in-memory forms, the journal.

`storage.repositories` says what can be asked; `storage.postgres` and `storage.memory` both answer and pass the same
tests. `storage.journal` keeps turns on disk while Postgres is away. Owns the schema (`storage/migrations/*.sql`).
Knows `contract`; leaves every rule of a lesson to `lesson/`.
"""

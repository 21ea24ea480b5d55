"""What storage can fail with. Driver errors become these, without a learner's words in their text.

StorageError
├── StorageUnavailableError   try again
├── SchemaError               the database's schema is not this program's
├── LessonEndedError          reopen the lesson first
├── SittingExistsError        the lesson has an open sitting, or the id or room is taken
└── UnknownLessonError        not there, or deleted
    └── UnknownSittingError   the same of a sitting
"""


class StorageError(Exception):
    """Base of all storage errors."""


class StorageUnavailableError(StorageError):
    """The database cannot be reached, or did not answer in time. Worth trying again."""


class SchemaError(StorageError):
    """The database holds a schema that this program does not know, or one changed after it was applied."""


class LessonEndedError(StorageError):
    """The lesson has ended; continuing it begins with `lessons.reopen`."""


class SittingExistsError(StorageError):
    """The lesson already has an open sitting, or the sitting's id or room name is taken."""


class UnknownLessonError(StorageError):
    """No lesson has that id (or it was deleted)."""


class UnknownSittingError(UnknownLessonError):
    """No sitting has that id, or it belongs to another lesson."""

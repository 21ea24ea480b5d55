"""What storage can fail with. Driver errors become these, without a learner's words in their text."""


class StorageError(Exception):
    """Base of all storage errors."""


class StorageUnavailableError(StorageError):
    """The database cannot be reached, or did not answer in time. Worth trying again."""


class UnknownLessonError(StorageError):
    """No lesson has that id (or it was deleted)."""

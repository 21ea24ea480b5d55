"""multipart/form-data, read piece by piece: one file, kept up to a limit, and short texts beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from local_engine.errors import ApiError, invalid, missing

MAX_TEXT_BYTES: Final = 16 * 1024
MAX_FIELDS: Final = 64


@dataclass
class Form:
    """`texts` has every field's values in order; a name like `include[]` is kept as it is written."""

    file: bytes
    texts: Mapping[str, list[str]] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        values = self.texts.get(name)
        return values[-1] if values else None


async def form_with_file(request: web.Request, *, file_bytes: int) -> Form:
    """`file_bytes` is the most that is taken. Raises ApiError."""
    if request.content_type != "multipart/form-data":
        raise ApiError(
            f"The body is {request.content_type}, expected multipart/form-data.", code="invalid_content_type"
        )
    file: bytes | None = None
    texts: dict[str, list[str]] = {}
    try:
        reader = await request.multipart()
        count = 0
        while (part := await reader.next()) is not None:
            count += 1
            if not isinstance(part, BodyPartReader) or part.name is None or count > MAX_FIELDS:
                raise ApiError(
                    f"The form is not as expected: at most {MAX_FIELDS} fields with names.",
                    code="invalid_form",
                )
            if part.name == "file":
                file = await _limited(part, "file", file_bytes)
            else:
                text = await _limited(part, part.name, MAX_TEXT_BYTES)
                texts.setdefault(part.name, []).append(text.decode("utf-8"))
    except (ValueError, HttpProcessingError, EOFError):
        raise ApiError("The form cannot be read: it is cut, or its parts are.", code="invalid_form") from None
    if file is None:
        raise missing("file")
    return Form(file, texts)


async def _limited(part: BodyPartReader, name: str, limit: int) -> bytes:
    kept = bytearray()
    while chunk := await part.read_chunk():
        kept += chunk
        if len(kept) > limit:
            error = invalid(name, f"more than {limit} bytes", f"at most {limit} bytes")
            error.status = 413
            raise error
    return bytes(kept)

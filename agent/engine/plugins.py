"""Parts of the pipeline that an operator chose by name: any LiveKit plugin's STT, LLM or TTS, with its own arguments."""

import importlib
import inspect
from collections.abc import Mapping
from typing import Any


class PluginError(Exception):
    """The plugin that a setting names cannot be used; the text says why."""


def make(named: str, options: Mapping[str, Any], *, base: type[Any], values: Mapping[str, str]) -> Any:
    """An instance of `module:Class`, a `base`. An option that is `$name` becomes `values[name]`. Raises PluginError."""
    module_name, _, class_name = named.partition(":")
    try:
        found = getattr(importlib.import_module(module_name), class_name)
    except (ImportError, AttributeError) as error:
        raise PluginError(f"{named} cannot be loaded: {error}") from error
    if not (inspect.isclass(found) and issubclass(found, base)):
        raise PluginError(f"{named} is no LiveKit {base.__name__}")
    filled = {name: _filled(value, values) for name, value in options.items()}
    try:
        return found(**filled)
    except (TypeError, ValueError) as error:
        raise PluginError(f"{named} does not take its options: {error}") from error


def update(part: object, **wishes: Any) -> bool:
    """Tell a part its new voice, speed or language, as far as it can change it while it runs. False: none of it."""
    change = getattr(part, "update_options", None)
    if change is None:
        return False
    taken = inspect.signature(change).parameters
    known = {name: value for name, value in wishes.items() if name in taken}
    if known:
        change(**known)
    return bool(known)


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str) and value.startswith("$") and value[1:] in values:
        return values[value[1:]]
    return value

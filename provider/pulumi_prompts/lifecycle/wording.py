"""Parts of every message: what was being done, to what, and on which registry; never a secret."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from pulumi_prompts.content.variables import in_braces
from pulumi_prompts.errors import REDACTED, LostRaceError, PromptsError, RegistryError
from pulumi_prompts.lifecycle.declaration import Record

E = TypeVar("E", bound=PromptsError)

NOT_SHOWN = "what the registry said is not shown, because an input is secret"

_SHORTEST = 4
"""The fewest characters of a secret that is hidden: a shorter text occurs everywhere."""


@contextmanager
def doing(verb: str, record: Record, id_: str = "") -> Iterator[None]:
    """Add to every error what was being done, to what, and on which backend, without any secret text of `record`."""
    try:
        yield
    except PromptsError as error:
        raise discreet(error, record).at(f"{verb} {named(record, id_)}") from None


def discreet(error: E, record: Record) -> E:
    """The same error without the secrets of `record`.

    A registry may repeat a text in any form: as JSON, or a part of it. So if an input is secret, only the code of the
    registry's answer is shown.
    """
    is_in_our_words = not error.code and (isinstance(error, LostRaceError) or not isinstance(error, RegistryError))
    if is_in_our_words or not record.secret:
        error.said = without_secrets(error.said, record)
    else:
        error.said = f"{' '.join(filter(None, (type(error).__name__, error.code)))}: {NOT_SHOWN}"
    error.args = (error.said,)
    return error


def named(record: Record, id_: str) -> str:
    """A prompt as people know it, and the registry: `support-triage on bedrock us-east-1`."""
    name = record.values.get("name") or record.values.get("prompt_name") or id_
    return without_secrets(f"{name} on {record.target.place}", record)


def without_secrets(text: str, record: Record) -> str:
    """Our own words without any text of a secret input, and without the names of its variables."""
    secrets = [part for each in record.secret for part in _texts(record.values.get(each))]
    for secret in sorted(secrets, key=len, reverse=True):  # one may be a part of another
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, REDACTED).replace(repr(secret)[1:-1], REDACTED)
    for name in filter(None, in_braces(secrets)):
        text = text.replace(f"{{{{{name}}}}}", REDACTED).replace(repr(name), REDACTED)
    return text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip().rstrip(".")  # as what an error says
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))

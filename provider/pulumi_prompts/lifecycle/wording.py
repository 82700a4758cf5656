"""What every message says: what was being done, to what and on which registry; never a secret."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pulumi_prompts.content.variables import in_braces
from pulumi_prompts.errors import REDACTED, PromptsError
from pulumi_prompts.lifecycle.declaration import Record
from pulumi_prompts.lifecycle.redaction import strike_out


@contextmanager
def doing(verb: str, record: Record, id_: str = "") -> Iterator[None]:
    """Say in every error what was being done, to what, and on which backend; without any secret text of `record`."""
    try:
        yield
    except PromptsError as error:
        error.said = without_secrets(error.said, record)
        error.args = (error.said,)
        raise error.at(f"{verb} {named(record, id_)}") from None


def named(record: Record, id_: str) -> str:
    """A prompt as people know it, and the registry: `support-triage on bedrock us-east-1`."""
    name = record.values.get("name") or record.values.get("prompt_name") or id_
    return without_secrets(f"{name} on {record.target.place}", record)


def without_secrets(text: str, record: Record) -> str:
    """`text` without any text of the inputs that the program keeps secret, and without the names of its variables."""
    secrets = [part for each in record.secret for part in _texts(record.values.get(each))]
    for secret in sorted(secrets, key=len, reverse=True):  # one may be a part of another
        text = strike_out(text, secret)
    for name in filter(None, in_braces(secrets)):
        text = text.replace(f"{{{{{name}}}}}", REDACTED).replace(repr(name), REDACTED)
    return text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.rstrip().rstrip(".")  # as what an error says
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))

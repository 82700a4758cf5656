"""What Langfuse says in place of an answer: `{"message": ..., "error": its name, or what is wrong}`."""

from collections.abc import Mapping
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.content.properties import property_path
from pulumi_prompts.registries.transport.http import Refusal

_NOT_FOUND = "LangfuseNotFoundError"
RACE = "unique constraint failure"
"""Of two writes that would make the same number, the server refuses one in these words, as a bad request."""
OTHER_FORM = "different prompt type"
STAYS = "use another name: a prompt of Langfuse stays a text or a chat"


def refusal(status: int, body: Any) -> Refusal | None:
    """A 404 without the server's own word for it is not about a prompt."""
    match body:
        case {"message": str(message), "error": error} if status != 404 or error == _NOT_FOUND:
            said = "; ".join([message, *_problems(error)])
            return _refusal(status, said)
    return None


def _refusal(status: int, said: str) -> Refusal:
    if RACE in said:
        return Refusal(said, errors.AlreadyExistsError)
    if OTHER_FORM in said:
        return Refusal(said, errors.RejectedError, STAYS)
    return Refusal(said, errors.RejectedError if status == 409 else None)


def _problems(error: Any) -> list[str]:
    """What is wrong with a request, by the places."""
    problems = error if isinstance(error, list) else []
    return [f"{property_path(each.get('path', ()))}: {each.get('message')}" for each in map(_mapping, problems)]


def _mapping(problem: Any) -> Mapping[str, Any]:
    return problem if isinstance(problem, Mapping) else {}

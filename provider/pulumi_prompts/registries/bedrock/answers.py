"""Whether what came is an answer of the service: botocore takes almost anything for one."""

from collections.abc import Mapping
from typing import Any

from pulumi_prompts import errors


def refuse_what_is_no_answer(operation_model: Any, response_dict: Mapping[str, Any], **_: Any) -> None:
    """A page of a proxy, or half a document, which botocore takes for an answer that says nothing."""
    from pulumi_prompts.registries.bedrock.failures import broken, no_answer

    shape = operation_model.output_shape
    body, status = response_dict["body"], response_dict["status_code"]
    if _is_cut_off(body, response_dict["headers"]):
        raise broken("the connection ended without a whole answer")
    is_nothing_expected = not body and not (shape and shape.members)
    if status < 300 and not is_nothing_expected and not _is_object(body):
        raise no_answer(status)


def refuse_what_is_empty(client: Any, operation: str, answer: Mapping[str, Any]) -> None:
    """Raise where the answer to that operation of boto3 lacks what every one has: an empty document, or nulls."""
    name = client.meta.method_to_api_mapping[operation]
    shape = client.meta.service_model.operation_model(name).output_shape
    if lacking := [name for name in (shape.required_members if shape else ()) if name not in answer]:
        raise errors.AnswerError(f"the answer lacks {', '.join(lacking)}")


def _is_cut_off(body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether the connection ended before the length that was promised; botocore does not look."""
    promised = headers.get("content-length", "")
    return promised.isdecimal() and len(body) < int(promised) and not headers.get("content-encoding")


def _is_object(body: bytes) -> bool:
    import json

    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False

"""Whether what came is an answer of the service: botocore takes almost anything for one."""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts import errors

_PYTHON_TYPES: Mapping[str, type] = {"string": str, "structure": dict, "list": list, "map": dict}


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


def check(client: Any, operation: str, answer: Mapping[str, Any]) -> None:
    """Raise where the answer to that operation of boto3 is not of the form that the service's model says."""
    shape = _answer_shape(client, operation)
    if lacking := [name for name in (shape.required_members if shape else ()) if name not in answer]:
        raise errors.AnswerError(f"the answer lacks {', '.join(lacking)}")
    if shape and (wrong := next(_misfits(shape, answer, ""), None)):
        raise errors.AnswerError(f"the answer is not understood: {wrong}")


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


def _answer_shape(client: Any, operation: str) -> Any:
    name = client.meta.method_to_api_mapping[operation]
    return client.meta.service_model.operation_model(name).output_shape


def _misfits(shape: Any, value: Any, path: str) -> Iterator[str]:
    """What is of another type than the model says, of those that botocore passes on without a look."""
    if shape.type_name in _PYTHON_TYPES and not isinstance(value, _PYTHON_TYPES[shape.type_name]):
        yield f"{path} is no {shape.type_name}"
    elif shape.type_name == "structure":
        for name in [name for name in shape.members if name in value]:
            yield from _misfits(shape.members[name], value[name], f"{path}.{name}" if path else name)
    elif shape.type_name == "list":
        for index, each in enumerate(value):
            yield from _misfits(shape.member, each, f"{path}[{index}]")
    elif shape.type_name == "map":
        for each in value.values():
            yield from _misfits(shape.value, each, f"a value of {path}")

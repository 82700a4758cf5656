"""From what a program wrote to models: every failure at once, each with its property path.

Values that are not known yet pass; whoever calls with known values again (`up` does) has them checked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pulumi_prompts.content.base import Remedy, contains_unknown
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options, OptionsBlock
from pulumi_prompts.content.properties import Step, not_known, property_path

Tree = Mapping[str, Any]
M = TypeVar("M", bound=BaseModel)


class Failure(NamedTuple):
    """One thing that is wrong: where, and why with what to do. Never carries a value that may be secret."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


@dataclass(frozen=True)
class Rule:
    """A check across fields, which runs when all the fields that it reads are known and valid."""

    reads: frozenset[str]
    check: Callable[[Content], Iterator[Failure]]


def rule(*reads: str) -> Callable[[Callable[[Content], Iterator[Failure]]], Rule]:
    """Make a rule of a check that reads these fields of the content."""
    return lambda check: Rule(frozenset(reads), check)


def parse(
    model: type[M], tree: Tree, beside: Iterable[str] = (), at: tuple[Step, ...] = ()
) -> tuple[M, frozenset[str], list[Failure]]:
    """The valid part of `tree`, the names of the fields that are invalid or not known, and the failures.

    Fields that must be there and are not keep the model from being built at all: then the failures say so and the
    model is built without validation, from the fields that are good. `beside` are names that stand beside the model's
    own in what a program writes, for the hint after a wrong name; `at` is where the tree stands in that.
    """
    try:
        return model.model_validate(tree), frozenset(), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    left_out = frozenset(str(detail["loc"][0]) for detail in details if detail["loc"])
    failures = [failure for detail in details for failure in _failures(model, tree, detail, beside, at)]
    good = {name: value for name, value in tree.items() if name not in left_out}
    return _partial(model, good), left_out, failures


def parse_content(
    tree: Tree, blocks: Mapping[str, type[OptionsBlock]]
) -> tuple[Content, frozenset[str], list[Failure]]:
    """As `parse`, of a content. `blocks` are the models of the options of each registry; those that are used load."""
    content, left_out, failures = parse(Content, {name: value for name, value in tree.items() if name != "options"})
    options, more = _parse_options(tree.get("options"), blocks)
    if options is None or more:
        return content, left_out | {"options"}, failures + more
    return content.model_copy(update={"options": options}), left_out, failures


def _parse_options(written: Any, models: Mapping[str, type[OptionsBlock]]) -> tuple[Options | None, list[Failure]]:
    """None where some of it is wrong or not known."""
    if written is None:
        return Options(), []
    if not isinstance(written, Mapping):
        return None, [] if contains_unknown(written) else [Failure("options", _NO_OBJECT)]
    parsed = [_parse_block(kind, block, models) for kind, block in written.items() if block is not None]
    known = [block for block, _ in parsed if block is not None]
    failures = [failure for _, failures in parsed for failure in failures]
    return Options(*known) if len(known) == len(parsed) else None, failures


def _parse_block(
    kind: str, written: Any, models: Mapping[str, type[OptionsBlock]]
) -> tuple[OptionsBlock | None, list[Failure]]:
    at = ("options", kind)
    if kind not in models:
        inside = {name: _names(model) for name, model in models.items()}
        return None, [Failure(property_path(at), not_known(kind, models, inside))]
    if not isinstance(written, Mapping):
        return None, [] if contains_unknown(written) else [Failure(property_path(at), _NO_OBJECT)]
    block, left_out, failures = parse(models[kind], written, at=at)
    return None if left_out else block, failures


def remembered(model: type[M], tree: Tree) -> M:
    """The model of what a state says, in which other releases wrote: never a failure.

    What this release would refuse stays as it is, and what it does not know is left out.
    """
    return parsed_with_refused(model, {name: value for name, value in tree.items() if name in model.model_fields})[0]


def parsed_with_refused(model: type[M], tree: Tree) -> tuple[M, list[Failure]]:
    """The same, with what is wrong in the eyes of this release; also a name that it does not know."""
    parsed, refused, failures = parse(model, tree)
    stays = {name: _hashable(tree[name]) for name in refused & tree.keys() & model.model_fields.keys()}
    return parsed.model_copy(update=stays) if stays else parsed, failures


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def broken_rules(content: Content, left_out: frozenset[str], rules: Iterable[Rule]) -> Iterator[Failure]:
    """What the rules that can be judged without the fields `left_out` find wrong."""
    for each in rules:
        if not each.reads & left_out:
            yield from each.check(content)


def _partial(model: type[M], good: Tree) -> M:
    try:
        return model.model_validate(good)
    except ValidationError:
        return model.model_construct(**good)


def _failures(
    model: type[BaseModel], tree: Tree, detail: ErrorDetails, beside: Iterable[str], at: tuple[Step, ...]
) -> Iterator[Failure]:
    steps, reached = _walk(tree, detail["loc"])
    missing = detail["type"] == "missing"
    if missing:
        steps.append(detail["loc"][-1])
    if missing or detail["type"] == "extra_forbidden" or not contains_unknown(reached):
        yield Failure(property_path((*at, *steps)), _reason(model, detail, beside))


def _walk(tree: Any, loc: Iterable[Step]) -> tuple[list[Step], Any]:
    """The steps of `loc` that exist in `tree` (pydantic mixes in the names of union members), and what is there."""
    steps: list[Step] = []
    for step in loc:
        if _has(tree, step):
            tree = tree[step]
            steps.append(step)
    return steps, tree


def _has(tree: Any, step: Step) -> bool:
    if isinstance(tree, Mapping):
        return step in tree
    return isinstance(tree, list | tuple) and isinstance(step, int) and step < len(tree)


_NO_OBJECT = "must be an object"
_REASONS = {
    "string_type": "must be a string",
    "bool_type": "must be true or false",
    "dict_type": _NO_OBJECT,
    "tuple_type": "must be a list",
    "literal_error": "must be {expected}",
    "less_than_equal": "must be at most {le}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
}


def _reason(model: type[BaseModel], detail: ErrorDetails, beside: Iterable[str]) -> str:
    if detail["type"] == "extra_forbidden":
        return _unknown_property(model, detail["loc"], beside)
    if detail["type"] == "missing":
        return "; ".join(["is required", *_remedies(model, detail["loc"])])
    if detail["type"] in ("model_type", "model_attributes_type"):
        return _no_object(_model_at(model, detail["loc"]))
    pattern = _REASONS.get(detail["type"])
    return pattern.format(**detail.get("ctx", {})) if pattern else detail["msg"]


def _no_object(model: type[BaseModel]) -> str:
    """What an object of this model must have: a text among messages does not say that `system` or `user` is missing."""
    required = [f"`{field.alias or name}`" for name, field in model.model_fields.items() if field.is_required()]
    return f"{_NO_OBJECT} with {' and '.join(required)}" if required else _NO_OBJECT


def _remedies(model: type[BaseModel], loc: tuple[Step, ...]) -> Iterator[str]:
    field = _model_at(model, loc[:-1]).model_fields.get(str(loc[-1]))
    yield from (mark.text for mark in (field.metadata if field else ()) if isinstance(mark, Remedy))


def _unknown_property(model: type[BaseModel], loc: tuple[Step, ...], beside: Iterable[str]) -> str:
    place = _model_at(model, loc[:-1])
    known = {*_names(place), *(beside if len(loc) == 1 else ())}
    models = {field.alias or name: _model_inside(field.annotation) for name, field in place.model_fields.items()}
    return not_known(str(loc[-1]), known, {name: _names(inner) for name, inner in models.items() if inner})


def _names(model: type[BaseModel]) -> Iterator[str]:
    return (field.alias or name for name, field in model.model_fields.items())


def _model_at(model: type[BaseModel], loc: Iterable[Step]) -> type[BaseModel]:
    """The model that stands at `loc` inside `model`."""
    for step in loc:
        if isinstance(step, str) and step in model.model_fields:
            model = _model_inside(model.model_fields[step].annotation) or model
    return model


def _model_inside(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inside = (_model_inside(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inside if found), None)

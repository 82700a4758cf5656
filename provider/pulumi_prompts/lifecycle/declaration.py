"""A prompt as its inputs declare it: parsed, held against its registry's limits, and turned into what is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StrictBool, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts import errors
from pulumi_prompts.content.base import UNKNOWN, JsonObject, Model, contains_unknown
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.content.parsing import Failure, broken_rules, parse, parse_content
from pulumi_prompts.content.rules import RULES
from pulumi_prompts.lifecycle import session
from pulumi_prompts.program.outputs import outputs_in_texts
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.kinds import OPTIONS, deciding_options
from pulumi_prompts.registries.support import Support

CONTENT = frozenset(Content.model_fields)
_BESIDE = CONTENT | {"backend"}
_OURS = frozenset({"digest", "marker", "secret"})


def _adopt(value: object) -> object:
    if isinstance(value, bool) or value == "overwrite":
        return value
    raise PydanticCustomError("adopt", "must be true, false or 'overwrite'")


class PromptArgs(Model):
    """The inputs of a `Prompt` beside its content and its backend."""

    name: StrictStr
    description: StrictStr | None = None
    tags: dict[StrictStr, StrictStr] | None = None
    metadata: JsonObject | None = None
    adopt: Annotated[bool | Literal["overwrite"], BeforeValidator(_adopt)] = False
    take_over_from: StrictStr | None = None
    force_destroy: StrictBool = False


@dataclass(frozen=True)
class Declared:
    """The inputs of a `Prompt`, and what is wrong with them.

    Attributes:
        content: The valid part of the content, without `variables`: they are those of the text, or there is a failure.
        digest: That of the whole content, or None where some of it is wrong or not known yet.
        support: What its registry can express, or None where it is not known which one it is.
    """

    content: Content
    args: PromptArgs
    digest: str | None
    support: Support | None
    failures: tuple[Failure, ...]

    @property
    def variables(self) -> tuple[str, ...] | None:
        """The names that the valid texts use, or None where it is not known what the registry takes for one."""
        return None if self.support is None else self.support.variables.names_in(self.content.texts)


def declared(tree: Mapping[str, Any]) -> Declared:
    """Parse the inputs and check all that can be checked without a registry."""
    backend = session.kind_of(tree.get("backend"))
    support = backend.support if backend else None
    content, left_out, found = parse_content(content_of(tree), OPTIONS)
    content = content.model_copy(update={"options": own_options(content.options, tree)})
    args, _, more = parse(PromptArgs, {k: v for k, v in tree.items() if k not in _BESIDE | _OURS}, _BESIDE)
    found += [*more, *_permission_alone(args), *session.check_backend(tree.get("backend"))]
    if support is not None:
        found = _with_refusals(found, support, tree)
    found += broken_rules(content, left_out, support.all_rules if support else RULES)
    found = _each_once(outputs_in_texts(tree, _OURS), found)
    content = content.model_copy(update={"variables": None})
    digest = None if found or is_unknown_content(tree) else digest_of(content)
    return Declared(content, args, digest, support, tuple(found))


def _each_once(first: Iterable[Failure], then: Iterable[Failure]) -> list[Failure]:
    """Of what two ways to look find wrong with one property, the first."""
    first = list(first)
    paths = {failure.path for failure in first}
    return [*first, *(failure for failure in then if failure.path not in paths)]


def _with_refusals(found: list[Failure], support: Support, tree: Mapping[str, Any]) -> list[Failure]:
    """Also what the registry refuses. Where a property is one of a few words, its own are named."""
    properties = {name: tree[name] for name in CONTENT | {"name", "description", "tags", "metadata"} if name in tree}
    if isinstance(properties.get("options"), Mapping):
        properties["options"] = {k: v for k, v in properties["options"].items() if k == support.kind}
    refused = _each_once(support.refuses_in_prompt(properties), support.refuses_without_template(properties))
    words = {failure.path: failure for failure in refused if support.takes_one_of(failure.path)}
    return _each_once([words.get(failure.path, failure) for failure in found], refused)


def _permission_alone(args: PromptArgs) -> Iterator[Failure]:
    if getattr(args, "take_over_from", None) and not getattr(args, "adopt", False):
        yield Failure("take_over_from", "goes with `adopt`; add adopt=True, or leave it out")


def content_of(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that decide how a model answers, without options beside them that are not known yet."""
    content = {name: value for name, value in tree.items() if name in CONTENT}
    if isinstance(options := content.get("options"), Mapping):
        content["options"] = {registry: _settled(registry, block, tree) for registry, block in options.items()}
    return content


def _settled(registry: str, block: Any, tree: Mapping[str, Any]) -> Any:
    deciding = deciding_options(registry) if registry == _kind(tree) else frozenset()
    if block is UNKNOWN and not deciding:
        return None
    if not isinstance(block, Mapping):
        return block
    return {name: value for name, value in block.items() if name in deciding or not contains_unknown(value)}


def is_unknown_content(tree: Mapping[str, Any]) -> bool:
    """Whether something that decides how a model answers is not known yet; which options do, the registry says."""
    return contains_unknown(content_of(tree)) or ("options" in tree and _kind(tree) in (None, UNKNOWN))


def desired(tree: Mapping[str, Any], nonce: str | None) -> Desired:
    """What is to be written, with that nonce. Raises InputError with everything that is wrong."""
    found = declared(tree)
    if found.failures or found.digest is None:
        raise errors.InputError("; ".join(map(str, found.failures)) or "a value is still not known")
    args = found.args
    return Desired(
        name=args.name,
        content=found.content,
        digest=found.digest,
        marker=tree["marker"],
        description=args.description,
        tags=args.tags or {},
        metadata=args.metadata or {},
        nonce=nonce,
    )


def _kind(tree: Mapping[str, Any]) -> Any:
    backend = tree.get("backend")
    return backend.get("kind") if isinstance(backend, Mapping) else None


def options_beside(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Of the options of a prompt's own registry those that are not part of the content (that is the digest).

    Also those that this release does not know, which may stand in a state: they are compared, and the next write
    leaves them out.
    """
    kind, options = _kind(tree), tree.get("options")
    block = options.get(kind) if isinstance(options, Mapping) else None
    said = block.items() if isinstance(block, Mapping) else ()
    deciding = deciding_options(str(kind))
    beside = {name: value for name, value in said if name not in deciding and value not in (None, [], {})}
    return {kind: beside} if beside else {}


def own_options(options: Options, tree: Mapping[str, Any]) -> Options:
    """Only the block of the prompt's own registry: the others are addressed to other registries."""
    return Options(*(block for kind, block in options.items() if kind == _kind(tree)))

"""What a platform team asks of all prompts: allowed models, an owner, and production from promoted files alone."""

from collections.abc import Iterable
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)

PROMPT = "pulumi-python:dynamic/prompts:Prompt"
ALLOWED_MODELS = ("gpt-4o", "gpt-4o-mini", "anthropic.claude-3-haiku-20240307-v1:0")
PROMOTED_ONLY = ("production",)
"""The stacks whose prompts come from a file that `pulumi-prompts promote` wrote."""


def models_are_allowed(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Overrides are in the inputs already: this is the model that answers."""
    model = args.props.get("model")
    if args.resource_type == PROMPT and model is not None and model not in ALLOWED_MODELS:
        report(f"{args.name}: the model {model!r} is not allowed; use one of {', '.join(ALLOWED_MODELS)}")


def prompts_have_an_owner(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """TrueFoundry has no tags: there it is an entry of the metadata."""
    if args.resource_type == PROMPT and not any("owner" in labels for labels in labels_of(args.props)):
        report(f"{args.name}: has no owner; add the tag `owner`, the team that answers for the prompt")


def production_is_promoted(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """`check` has verified that the content is the one that the head names."""
    stack = args.urn.split("::")[0].rpartition(":")[2]
    if args.resource_type == PROMPT and stack in PROMOTED_ONLY and not args.props.get("promoted"):
        report(f"{args.name}: {stack} takes promoted files alone; `pulumi-prompts promote {args.name} --to {stack}`")


def labels_of(props: Any) -> Iterable[Any]:
    return (props.get(name) or {} for name in ("tags", "metadata"))


PolicyPack(
    name="prompts",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        ResourceValidationPolicy("allowed-models", "Only models that are approved answer.", models_are_allowed),
        ResourceValidationPolicy("owner", "Somebody answers for each prompt.", prompts_have_an_owner),
        ResourceValidationPolicy("promoted", "Production has what was reviewed.", production_is_promoted),
    ],
)

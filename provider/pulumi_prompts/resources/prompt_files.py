"""Prompts from files: what a file and a program say together, and what another stack has beside it."""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi import Input, Output

from pulumi_prompts.content.lines import changed_lines
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.evidence import read_evidence
from pulumi_prompts.files.keys import refuse_wrong_keys
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.files.refusing import COMPUTED, overrides_alone
from pulumi_prompts.program.arguments import CONTENT_NAMES
from pulumi_prompts.program.prompt_files import PromptFileArgs
from pulumi_prompts.program.slips import ProgramError, refuse_no_path

if TYPE_CHECKING:
    from pulumi_prompts.resources.prompt import Prompt

DECIDING = frozenset(CONTENT_NAMES) - {"variables"}
"""The arguments that enter the digest; variables follow from the text."""


def read_prompt_file(resource_name: str, path: str | PathLike[str]) -> PromptFile:
    """The file in its parts. Raises ProgramError, with the line of what is wrong in it."""
    refuse_no_path(resource_name, path)
    try:
        document = load(path)
        refuse_wrong_keys(Path(path), {k: v for k, v in document.items() if k not in COMPUTED}, PromptFileArgs)
    except InputError as error:
        raise ProgramError(error.said, error.remedy) from None
    for name, reason in overrides_alone(document):
        raise ProgramError(f"{path}: `{name}` {reason}")
    return PromptFile.of(document, Path(path).parent)


def gates_of(
    file: PromptFile, after: Input[Mapping[str, Any] | str] | None, evidence: str | PathLike[str] | None
) -> dict[str, Any]:
    """The gates of the file and of the program, as inputs.

    A stack that exports nothing has None, which never reaches a provider: the gate would stand open.
    """
    vouching = file.evidence if evidence is None else evidence
    gates = {
        "after_stack": file.after,
        "after": None if after is None else Output.from_input(after).apply(lambda said: said or {}),
        "evidence": None if vouching is None else read_evidence(vouching),
    }
    return {name: value for name, value in gates.items() if value is not None}


def served_of(prompt: "Prompt", file: PromptFile | None) -> Output[dict[str, Any]]:
    """What `Prompt.served` says."""
    return Output.all(_content_of(prompt, file), prompt.history or {}).apply(lambda both: _with_former(*both))


def _content_of(prompt: "Prompt", file: PromptFile | None) -> Output[dict[str, Any]]:
    """The content without overrides, with its digest."""
    if file is None or not isinstance(file.promoted, Mapping):
        return Output.all(digest=prompt.digest, content=prompt.content.apply(_deciding))
    head, content = file.promoted, _deciding(file.inputs)
    return Output.all(digest=head.get("digest"), content=content, since=head.get("at"))


def _deciding(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if name in DECIDING and value is not None}


def _with_former(content: Mapping[str, Any], history: Mapping[str, str]) -> dict[str, Any]:
    former = sorted({*history.values()} - {content["digest"]})
    return {**content, "before": former} if former else {**content}


def tell_what_waits(prompt: "Prompt", file: PromptFile, source: Input[Mapping[str, Any]]) -> None:
    """Say in each preview where another stack has another content; nothing fails by it, and nothing waits for it."""
    Output.all(_content_of(prompt, file), source).apply(lambda both: _tell(prompt, *both))


def _tell(prompt: "Prompt", here: Mapping[str, Any], there: Any) -> None:
    if text := what_waits(here, there):
        pulumi.log.info(text, prompt)


def what_waits(here: Mapping[str, Any], there: Any) -> str | None:
    """What is said of the content that another stack has; None where it is the same."""
    if not isinstance(there, Mapping) or not isinstance(there.get("digest"), str):
        return NOTHING_SERVED
    if there["digest"] == here.get("digest"):
        return None
    since = f" since {there['since']}" if there.get("since") else ""
    content = there.get("content")
    number = changed_lines(here.get("content") or {}, content) if isinstance(content, Mapping) else 0
    differ = f", {number} {'line differs' if number == 1 else 'lines differ'}" if number else ""
    return f"the source serves {there['digest']}{since}{differ}: it waits to be promoted"


NOTHING_SERVED = "the source serves nothing: there is nothing to promote"

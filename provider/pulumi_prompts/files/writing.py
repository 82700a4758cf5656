"""Prompts written to files, byte for byte: what a form has no words for is refused, and never left out.

Each text is read back before anybody gets it, as `loading.load` would read the file. So a new property, or a text that
only looks like a part of the form, is found without a rule of its own.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pulumi_prompts.content.base import same_json
from pulumi_prompts.content.comparing import without_nothing
from pulumi_prompts.content.digest import canonical, options_beside_content, options_in_content
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.content.properties import Step, property_path
from pulumi_prompts.errors import FileError, InputError
from pulumi_prompts.files import dotprompt, json_form, markdown
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.loading import parsed
from pulumi_prompts.files.schema import KEY, modeline, schema_for
from pulumi_prompts.files.text import decoded
from pulumi_prompts.files.truefoundry import manifest_of
from pulumi_prompts.files.yaml_form import document

_TEXTS: Final = ("template", "messages")
_WINDOWS: Final = "\r\n"
_PLACE: Final = "(the written file)"

WRITE_ANOTHER: Final = f"write {Form.YAML.noun} or {Form.JSON.noun}, which hold everything"
AS_IT_STANDS: Final = "as it stands"
WINDOWS: Final = "with its line breaks of Windows, which a file of that form makes plain ones"


def declaration_of(content: Content, options: Options, beside: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a `Prompt` in the order in which people read them: what stands beside it, settings, the texts.

    Args:
        content: What the file is to declare.
        options: Those of its registry that are beside the content, as `Head.options` has them.
        beside: Other inputs beside the content: `name`, `description`, `tags`, `metadata`. None and empty ones are left
            out.
    """
    said = {**without_nothing(beside), **canonical(content)}
    blocks = [options_in_content(content.options), options_beside_content(content.options)]
    blocks.append(options_beside_content(options))
    kinds = dict.fromkeys(kind for block in blocks for kind in block)
    said["options"] = {kind: {k: v for block in blocks for k, v in block.get(kind, {}).items()} for kind in kinds}
    texts: dict[str, Any] = {name: said.pop(name) for name in _TEXTS if name in said}
    return without_nothing({**said, **texts})


def written(form: Form, inputs: Mapping[str, Any], folder: Path = Path()) -> str:
    """The text of a file of that form which declares these inputs of a `Prompt`.

    Line breaks are plain ones: write it as bytes, or with `newline=""`.

    Args:
        form: The form of the file.
        inputs: Those of a `Prompt`, as `declaration_of` says them.
        folder: Where the file is to lie. Where the schema of prompt files lies there, or above in the project, the file
            refers to it.

    Raises:
        InputError: The form has no words for some of it. It says for which.
    """
    text = _WRITERS[form](inputs, schema_for(folder))
    if lost := _lost(form, text, inputs):
        raise InputError(f"{form.noun} cannot hold {lost}", WRITE_ANOTHER)
    return text


def _yaml(inputs: Mapping[str, Any], schema: str | None) -> str:
    return f"{modeline(schema) if schema else ''}{document(inputs)}"


def _json(inputs: Mapping[str, Any], schema: str | None) -> str:
    return json_form.dumps({KEY: schema, **inputs} if schema else inputs)


_WRITERS: Mapping[Form, Callable[[Mapping[str, Any], str | None], str]] = {
    Form.YAML: _yaml,
    Form.JSON: _json,
    Form.MARKDOWN: lambda inputs, _: markdown.rendered(inputs),
    Form.PROMPT: lambda inputs, _: dotprompt.rendered(inputs),
    Form.TRUEFOUNDRY: lambda inputs, _: document(manifest_of(inputs)),
}


def _lost(form: Form, text: str, inputs: Mapping[str, Any]) -> str:
    """What of the inputs would be read otherwise, in words; nothing where all of it is the same."""
    try:
        found = parsed(form.suffix, decoded(text.encode(), _PLACE), _PLACE)
    except FileError as error:
        return f"this prompt: {error.what}"
    differing = [*_otherwise((), inputs, found)]
    said = [each for each in differing if each[1] is not None] or differing
    return ", ".join(dict.fromkeys(_in_words(steps, value) for steps, value in said))


def _otherwise(steps: tuple[Step, ...], before: Any, after: Any) -> Iterator[tuple[tuple[Step, ...], Any]]:
    """The innermost values that differ, each with where it stands; None for one that is there only afterwards."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in {**before, **after}:
            yield from _otherwise((*steps, name), before.get(name), after.get(name))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(before) == len(after):
        for index, pair in enumerate(zip(before, after, strict=True)):
            yield from _otherwise((*steps, index), *pair)
    elif not same_json(before, after):
        yield steps, before


def _in_words(steps: tuple[Step, ...], value: Any) -> str:
    path = f"`{property_path(steps)}`"
    if not isinstance(value, str) or steps[0] not in _TEXTS:
        return path
    return f"{path} {WINDOWS if _WINDOWS in value else AS_IT_STANDS}"

"""A warning about texts with something that looks like a variable and is none: a model would get the braces.

If a text has double braces that are not a variable, such as `{{ }}`, a preview warns once for each prompt. It does not
warn about templates of Jinja, or if the program lists the `variables`.
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from pulumi_prompts.content.model import Content
from pulumi_prompts.content.variables import Grammar
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.wording import without_secrets

_MOST_PLACES = 3
_LONGEST = 40


def warn_of_look_alikes(run: Run, declaration: Declaration) -> None:
    """Name the texts of a prompt that have look-alikes, and the registry's rule for a variable."""
    record = declaration.record
    support = record.target.support
    found = islice(look_alikes(declaration), _MOST_PLACES)
    places = [f"{path}: `{_short(without_secrets(f'{{{{{inner}}}}}', record))}`" for path, inner in found]
    if support and places:
        said = f"{', '.join(places)}: {no_variable(support.variables)}"
        run.warn_once(("look-alikes", str(record.values.get("marker"))), said)


def no_variable(grammar: Grammar) -> str:
    """The message for one look-alike."""
    return (
        "no variable here, but text that a model is given as it is; "
        f"a variable is `{{{{name}}}}`, and its name must have {grammar.form}; "
        "if text is meant, list the variables in `variables`"
    )


def look_alikes(declaration: Declaration) -> Iterator[tuple[str, str]]:
    """Each look-alike that needs a warning, with its property; none if the registry's rule is not known."""
    support = declaration.record.target.support
    if support is None or "variables" in declaration.record.values or _is_jinja(declaration):
        return
    for path, text in _texts(declaration.content):
        yield from ((path, inner) for inner in support.variables.look_alikes_in(text))


def _is_jinja(declaration: Declaration) -> bool:
    """By its statements, as MLflow's client does, or by an option, also one of another registry."""
    options = declaration.record.values.get("options")
    blocks = options.values() if isinstance(options, Mapping) else ()
    named = any(isinstance(block, Mapping) and block.get("template_language") == "jinja" for block in blocks)
    return named or any("{%" in text and "%}" in text for text in declaration.content.texts)


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    if content.template is not None:
        yield "template", content.template
    for index, message in enumerate(content.messages or ()):
        path = f"messages[{index}].content"
        blocks = enumerate(message.texts)
        yield from ((path if len(message.texts) == 1 else f"{path}[{block}]", text) for block, text in blocks)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."

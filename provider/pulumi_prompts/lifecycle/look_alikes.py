"""A warning of what looks like a variable in a text and is none: a model would be given the braces.

It is said once a resource and run. Nothing is said where it is meant so: in a template of Jinja, and where the program
lists the variables.
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
    """Say which texts of a prompt hold some, and what its registry takes for a variable."""
    record = declaration.record
    support = record.target.support
    if support is None or "variables" in record.values or _is_jinja(declaration):
        return
    grammar = support.variables
    if places := list(islice(_places(declaration, grammar), _MOST_PLACES)):
        run.warn_once(
            ("look-alikes", str(record.values.get("marker"))),
            f"{', '.join(places)}: no variable here, but text that a model is given as it is; "
            f"a variable is `{{{{name}}}}`, and its name must have {grammar.form}; "
            "if text is meant, list the variables in `variables`",
        )


def _is_jinja(declaration: Declaration) -> bool:
    """By its statements, as MLflow's client tells one, or because options say so, be they of another registry."""
    options = declaration.record.values.get("options")
    blocks = options.values() if isinstance(options, Mapping) else ()
    named = any(isinstance(block, Mapping) and block.get("template_language") == "jinja" for block in blocks)
    return named or any("{%" in text and "%}" in text for text in declaration.content.texts)


def _places(declaration: Declaration, grammar: Grammar) -> Iterator[str]:
    for path, text in _texts(declaration.content):
        for inner in grammar.look_alikes_in(text):
            yield f"{path}: `{_short(without_secrets(f'{{{{{inner}}}}}', declaration.record))}`"


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    if content.template is not None:
        yield "template", content.template
    for index, message in enumerate(content.messages or ()):
        path = f"messages[{index}].content"
        blocks = enumerate(message.texts)
        yield from ((path if len(message.texts) == 1 else f"{path}[{block}]", text) for block, text in blocks)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."

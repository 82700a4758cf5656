"""A warning of what looks like a variable in a text and is none: a model would be given the braces.

It is said once a resource and process, because `check` may run twice. Nothing is said where it is meant so: in a
template of Jinja, and where the program lists the variables.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from threading import Lock
from typing import Any

from pulumi_prompts.content.model import Content
from pulumi_prompts.content.variables import Grammar
from pulumi_prompts.lifecycle.declaration import Declared
from pulumi_prompts.lifecycle.session import without_secrets
from pulumi_prompts.resources.console import warn

_MOST_PLACES = 3
_LONGEST = 40

_lock = Lock()
_warned: set[str] = set()


def warn_of_look_alikes(tree: Mapping[str, Any], declared: Declared) -> None:
    """Say which texts of a prompt hold some, and what its registry takes for a variable."""
    if declared.support is None or "variables" in tree or _is_jinja(tree, declared.content):
        return
    grammar = declared.support.variables
    places = list(islice(_places(tree, declared.content, grammar), _MOST_PLACES))
    if places and _is_first_time(str(tree.get("marker"))):
        warn(
            f"{', '.join(places)}: no variable here, but text that a model is given as it is; "
            f"a variable is `{{{{name}}}}`, and its name must have {grammar.form}; "
            "if text is meant, list the variables in `variables`"
        )


def forget() -> None:
    """Forget what was said, as a new process would."""
    with _lock:
        _warned.clear()


def _is_first_time(marker: str) -> bool:
    with _lock:
        first = marker not in _warned
        _warned.add(marker)
    return first


def _is_jinja(tree: Mapping[str, Any], content: Content) -> bool:
    """By its statements, as MLflow's client tells one, or because options say so, be they of another registry."""
    options = tree.get("options")
    blocks = options.values() if isinstance(options, Mapping) else ()
    named = any(isinstance(block, Mapping) and block.get("template_language") == "jinja" for block in blocks)
    return named or any("{%" in text and "%}" in text for text in content.texts)


def _places(tree: Mapping[str, Any], content: Content, grammar: Grammar) -> Iterator[str]:
    for path, text in _texts(content):
        for inner in grammar.look_alikes_in(text):
            yield f"{path}: `{_short(without_secrets(f'{{{{{inner}}}}}', tree))}`"


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    if content.template is not None:
        yield "template", content.template
    for index, message in enumerate(content.messages or ()):
        path = f"messages[{index}].content"
        blocks = enumerate(message.texts)
        yield from ((path if len(message.texts) == 1 else f"{path}[{block}]", text) for block, text in blocks)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."

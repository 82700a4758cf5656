"""From what a registry holds to a content of ours, or to what is in its way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_prompts.content.chat_form import Obstacle
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.content.parsing import parse_content


@dataclass(frozen=True)
class Flat:
    """What an object holds, in our terms; without a content the digest is `""`, and `obstacle` says why."""

    content: Content | None
    digest: str
    obstacle: str = ""


def flattened(inputs: Callable[[], Mapping[str, Any]], options: type[OptionsBlock]) -> Flat:
    """The content that `inputs` of a `Prompt` would declare; never raises.

    Args:
        inputs: Makes them of what the registry answered; may raise Obstacle, and whatever Python raises where an answer
            is of another form.
        options: The model of the registry's own options.
    """
    try:
        said = {name: value for name, value in inputs().items() if value not in (None, [], {})}
        content, _, failures = parse_content(said, {options.kind: options})
        if failures:
            return Flat(None, "", "; ".join(f"its {failure.path} {failure.reason}" for failure in failures))
        return Flat(content, digest_of(content))
    except Obstacle as why:
        return Flat(None, "", str(why))
    except KeyError as lacking:
        return Flat(None, "", f"a part of it lacks {lacking}")
    except (ValueError, TypeError, AttributeError):
        return Flat(None, "", "it holds something that has no canonical form")

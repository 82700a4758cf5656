"""The shell that Pulumi calls.

What a user's state names for ever (`pulumi_prompts.resources.<module>.<ProviderClass>`) is this thin; what is behind it
may move. A program imports no more than this: the life cycle, pydantic and a registry's client load in the plugin.
"""

import sys
from typing import Any, ClassVar, cast

from pulumi.dynamic import (
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from pulumi_prompts.errors import PromptsError
from pulumi_prompts.resources.console import of_request
from pulumi_prompts.resources.plugin import adapt_plugin, tell_what_is_left

Props = dict[str, Any]


class Provider(ResourceProvider):
    """Hands each hook to the life cycle that `lifecycle` names, as `module:class`.

    Subclasses stand at the top level of a module, have no instance attributes when a program makes them, and never
    change their name: they are in every user's state.
    """

    serialize_as_secret_always = False
    lifecycle: ClassVar[str]

    def configure(self, req: ConfigureRequest) -> None:
        """Keep the stack's configuration for when a credential is first needed; must not fail."""
        adapt_plugin()
        self._secret = req.config.get

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """Say everything that is wrong, and add what follows from the inputs."""
        return cast(CheckResult, self._run("check", _olds, news))

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Whether an update or a replacement is due."""
        return cast(DiffResult, self._run("diff", _id, _olds, _news))

    def create(self, props: Props) -> CreateResult:
        """Create, heal or adopt."""
        return cast(CreateResult, self._run("create", props))

    def read(self, id_: str, props: Props) -> ReadResult:
        """What the registry has now."""
        return cast(ReadResult, self._run("read", id_, props))

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """Write what differs."""
        return cast(UpdateResult, self._run("update", _id, _olds, _news))

    def delete(self, _id: str, _props: Props) -> None:
        """Remove what is ours."""
        self._run("delete", _id, _props)

    def _run(self, hook: str, *args: Any) -> Any:
        frame = sys._getframe(2)
        try:
            with of_request(frame):
                from pulumi_prompts.resources.hooks import Hooks  # loads what no program needs

                return getattr(Hooks.of(self.lifecycle, self._secret), hook)(*args)
        except PromptsError as error:
            tell_what_is_left(frame, error)
            raise error from None

"""How the contents of two environments or versions of a prompt differ: from the states, else from a registry."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.model import Content
from pulumi_prompts.errors import InputError
from pulumi_prompts.promotion.source import version_of
from pulumi_prompts.promotion.state import some_of
from pulumi_prompts.registries.session import Session
from pulumi_prompts.report.differing.contents import contents_of
from pulumi_prompts.status.building import Table, environment_named
from pulumi_prompts.status.comparing import actual
from pulumi_prompts.status.model import Difference, Environment, Served, Status
from pulumi_prompts.status.seen import Seen, Where
from pulumi_prompts.status.states import State, content_in, keeps_secret


class Between:
    """Finds and compares contents.

    Args:
        table: What each environment has.
        states: The states, which have most of the contents.
        session: The connections to registries, which have the others.
    """

    def __init__(self, table: Table, states: Sequence[State], session: Session) -> None:
        self._table, self._states, self._session = table, states, session

    def status(self, prompt: str, before: str, after: str) -> Status:
        """The row of one prompt, with the difference of two of its environments or versions.

        Raises:
            InputError: There is no such prompt, environment or version; or its content is not known.
        """
        row = self._table.row(prompt)
        if row is None:
            raise InputError(no_prompt(prompt), f"there are {some_of(self._table.names, prompt)}")
        old, new = (self._content(row, named) for named in (before, after))
        difference = Difference(prompt, before, after, contents_of(old, new))
        return replace(self._table.status(prompt), difference=difference)

    def _content(self, row: Mapping[Where, Seen], named: str) -> Mapping[str, Any] | None:
        """The content; None if the environment does not have the prompt."""
        environment = environment_named(self._table.environments, named)
        if environment is None:
            return canonical(self._version(row, named))
        seen = row.get(_where(environment))
        content = self._served(seen) if seen else None
        return canonical(content) if content else None

    def _version(self, row: Mapping[Where, Seen], named: str) -> Content:
        name, sign, called = named.rpartition("@")
        environment = environment_named(self._table.environments, name)
        if not sign or environment is None:
            names = [each.name for each in self._table.environments]
            raise InputError(
                no_environment(named), f"there are {some_of(names, named)}; a version is ENVIRONMENT@VERSION"
            )
        seen = row.get(_where(environment))
        if seen is None:
            raise InputError(not_there(name), "name an environment that has it")
        self._refuse_secret(seen)
        return version_of(self._session.connect(seen.target), seen.id, called)[0]

    def _served(self, seen: Seen) -> Content | None:
        served = actual(seen, self._table.live_at(seen))
        if served is None:
            return None
        if served.digest is None:
            raise InputError(not_known(seen.prompt), "run `pulumi up` there first")
        return content_in(self._states, served.digest) or self._read(seen, served)

    def _read(self, seen: Seen, served: Served) -> Content:
        self._refuse_secret(seen)
        backend = self._session.connect(seen.target)
        found = backend.read_version(seen.id, served.version) if served.version else backend.read(seen.id)
        if found.content is None or found.digest != served.digest:
            raise InputError(not_told(seen.prompt, served), "`--live` tells what the registry has now")
        return found.content

    def _refuse_secret(self, seen: Seen) -> None:
        """Refuse to show a secret of the program, which the registry has in plain text."""
        if keeps_secret(self._states, seen.key):
            raise InputError(is_secret(seen.prompt), "compare the digests, which `pulumi-prompts status` shows")


def _where(environment: Environment) -> Where:
    return Where(environment.stack, environment.alias)


def no_prompt(name: str) -> str:
    """The message if no environment has the prompt."""
    return f"no environment has a prompt {name!r}"


def no_environment(name: str) -> str:
    """The message for a name that is not a column."""
    return f"there is no environment {name!r}"


def not_there(environment: str) -> str:
    """The message for a version of an environment that does not have the prompt."""
    return f"{environment!r} does not have this prompt, nor its versions"


def not_known(prompt: str) -> str:
    """The message if a state does not say what is served, because it is unfinished or a secret."""
    return f"what is served of {prompt!r} is not known"


def is_secret(prompt: str) -> str:
    """The message if the content is a secret of the program."""
    return f"the content of {prompt!r} is a secret of its program, and is not shown"


def not_told(prompt: str, served: Served) -> str:
    """The message if neither a program nor the registry has the content any more."""
    return f"no program and no registry has the content {served.digest} of {prompt!r}"

"""Prompts as they are read and written: every write makes a version, so that each says what it has made.

No write has a condition. What one finds after it to be the prompt of somebody else, it takes back.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.content.base import same_json
from pulumi_prompts.registries.langfuse.answers import (
    FIRST,
    LATEST,
    TEMPORARY,
    Prompt,
    Version,
    name_in,
    prompt_id,
    tail_in,
    tail_of,
)
from pulumi_prompts.registries.langfuse.client import LangfuseClient
from pulumi_prompts.registries.shared.notes import parsed_note
from pulumi_prompts.registries.shared.races import lost_race
from pulumi_prompts.registries.transport.http import Answer

_BUSY = "makes another version of this prompt at the moment"


class Prompts:
    """The prompts of a project."""

    def __init__(self, client: LangfuseClient) -> None:
        self._client = client

    def read(self, id: str) -> Prompt:
        """Two calls, for the newest version and the first: by that one a prompt is told from a later one of its name.

        Only without any version a name begins anew: so one of which nothing tells whose version was the first is the
        one that is asked for.
        """
        latest = self._client.newest(name_in(id))
        first = latest if latest.version == FIRST else self._first(latest.name)
        tail = _require_same(id, latest, first)
        if not latest.is_temporary:
            return Prompt(latest, first, tail)
        return Prompt(next(reversed(self._lasting(latest.name)), latest), first, tail, latest)

    def _first(self, name: str) -> Version | None:
        try:
            return self._client.version(name, FIRST)
        except errors.NotFoundError:
            return None

    def all_versions(self, id: str) -> list[Version]:
        """The oldest first: a list, and a call for each. Raises NotFoundError where it is another prompt by now."""
        return self.whole(id)[1]

    def whole(self, id: str) -> tuple[Prompt, list[Version]]:
        """The prompt and all its versions, in the calls for these. Raises NotFoundError where it is another by now."""
        found = self._lasting(name_in(id))
        if not found:
            return self.read(id), found
        first = found[0] if found[0].version == FIRST else None
        return Prompt(found[-1], first, _require_same(id, found[-1], first)), found

    def _lasting(self, name: str) -> list[Version]:
        """All but temporary ones."""
        found = []
        for number in sorted(self._client.listed(name).versions):
            with suppress(errors.NotFoundError):  # gone since the list
                found.append(self._client.version(name, number))
        return [each for each in found if not each.is_temporary]

    def version(self, id: str, called: str) -> Version:
        """One version, and no later one that has got its number."""
        number, name = called.partition("-")[0], name_in(id)
        if number.isdecimal() and int(number) >= FIRST:
            found = self._client.version(name, int(number))
            if found.called == called:
                return found
        raise errors.NotFoundError(f"the prompt {name!r} has no version {called}")

    def make(self, fields: Mapping[str, Any]) -> Version:
        """The first version of a new prompt.

        Raises:
            AlreadyExistsError: There is one of that name; or the server has refused the second of two creations.
            LostRaceError: Somebody has made the prompt since the look: ours was another version of it.
        """
        name = fields["name"]
        with suppress(errors.NotFoundError):
            self._client.labelled(name, LATEST)
            raise errors.AlreadyExistsError(f"the project has a prompt {name!r}")
        written = self._client.once(lambda: self._client.add(fields), lambda: self._made(fields))
        if written.version != FIRST:
            raise lost_race(name, str(written.version), lambda: self._withdraw(written))
        return written

    def _made(self, fields: Mapping[str, Any]) -> Version | None:
        """What a creation made whose answer was lost, whoever has written the prompt since."""
        try:
            return next((each for each in self.all_versions(fields["name"]) if _is_what(each, fields)), None)
        except errors.NotFoundError:
            return None

    def add(self, prompt: Prompt, fields: Mapping[str, Any]) -> Version:
        """A further version.

        Raises:
            DriftError: The prompt is gone, or another one has its name: what was made there is removed again.
        """
        written = self._client.once(lambda: self._add(fields), lambda: self._added(prompt, fields))
        first = written if written.version == FIRST else self._first(prompt.name) if prompt.first else None
        if first and (prompt.first is None or first.id != prompt.first.id):
            self.take_back(written)
            raise errors.DriftError(f"the prompt {prompt.name!r} was deleted meanwhile")
        return written

    def _add(self, fields: Mapping[str, Any]) -> Version:
        try:
            return self._client.add(fields)
        except errors.AlreadyExistsError as race:
            error = errors.UnavailableError(race.said)
            error.state = _BUSY
            raise error from race

    def _added(self, prompt: Prompt, fields: Mapping[str, Any]) -> Version | None:
        newest = self._client.newest(prompt.name)
        return newest if newest.id != prompt.newest.id and _is_what(newest, fields) else None

    def tag(self, prompt: Prompt, tags: Iterable[str]) -> None:
        """Replace the tags, which go with a new version only: one that says the same as the newest, and goes again."""
        newest = prompt.newest
        note = parsed_note(newest.commit_message).saying(TEMPORARY).written
        fields = {"name": newest.name, "type": newest.type, "prompt": newest.prompt, "config": newest.config}
        self.take_back(self.add(prompt, {**fields, "commitMessage": note, "tags": [*tags]}))

    def tidy(self, prompt: Prompt) -> None:
        """Remove what a write of tags left that was interrupted."""
        if prompt.leftover:
            self.take_back(prompt.leftover)

    def _withdraw(self, version: Version) -> None:
        if not self.take_back(version):
            raise errors.RejectedError("somebody has given it a label")

    def take_back(self, version: Version) -> bool:
        """Remove what was just made, and tell whether it is gone: not where somebody has given it a label since."""
        with suppress(errors.NotFoundError):
            found = self._client.version(version.name, version.version)
            if found.id == version.id and found.aliases:
                return False
            if found.id == version.id:
                self.remove_version(found)
        return True

    def remove_version(self, version: Version) -> None:
        """Remove it, and nothing that has got its number since."""

        def landed() -> Answer | None:
            try:
                is_there = self._client.version(version.name, version.version).id == version.id
            except errors.NotFoundError:
                is_there = False
            return None if is_there else Answer()

        self._client.once(lambda: self._client.delete_version(version.name, version.version), landed)

    def remove(self, prompt: Prompt) -> None:
        """Remove it, and no prompt that has got its name since."""

        def landed() -> Answer | None:
            try:
                self.read(prompt.id)
            except errors.NotFoundError:
                return Answer()
            return None

        self._client.once(lambda: self._client.delete_prompt(prompt.name), landed)


def _require_same(id: str, newest: Version, first: Version | None) -> str | None:
    """Raise NotFoundError where a later prompt has that name by now; else tell what it is known by."""
    name, tail = newest.name, tail_of(newest, first)
    if tail and id not in (name, prompt_id(name, tail)):
        raise errors.NotFoundError(f"it was deleted; {name!r} is another prompt of that name, made later")
    return tail or tail_in(id)


def _is_what(version: Version, fields: Mapping[str, Any]) -> bool:
    """Whether it is the one that was to be made."""
    made = [version.prompt, version.config, version.commit_message]
    return same_json(made, [fields["prompt"], fields["config"], fields.get("commitMessage")])

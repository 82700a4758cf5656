"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.content.options import Options, OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.shared.races import lost_race
from pulumi_prompts.registries.support import Support
from pulumi_prompts.registries.truefoundry.aliases import Aliases, went_elsewhere
from pulumi_prompts.registries.truefoundry.client import REPO, Prompt, PromptVersion, TrueFoundryClient
from pulumi_prompts.registries.truefoundry.options import TrueFoundryOptions
from pulumi_prompts.registries.truefoundry.settings import TrueFoundrySettings
from pulumi_prompts.registries.truefoundry.support import SUPPORT
from pulumi_prompts.registries.truefoundry.wire import FlatVersion, expand, flatten, noted_aliases, with_publisher

if TYPE_CHECKING:
    import httpx

_NO_VERSION = FlatVersion(None, "", "it has no version")
_FIRST = 1


class TrueFoundry:
    """The adapter for one ML repo."""

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = TrueFoundrySettings
    options: ClassVar[type[OptionsBlock] | None] = TrueFoundryOptions

    def __init__(self, client: TrueFoundryClient, ml_repo: str, environment: base.Environment) -> None:
        self._client = client
        self._ml_repo = ml_repo
        self._aliases = Aliases(client, environment)

    @classmethod
    def connect(
        cls,
        settings: TrueFoundrySettings,
        environment: base.Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> Self:
        """An adapter that makes its first call when one is needed."""
        return cls(TrueFoundryClient(settings, environment, transport), settings.ml_repo, environment)

    def create(self, desired: base.Desired) -> base.Ref:
        """List by name, because a PUT also writes to a name that is taken; then PUT."""
        if self._named(desired.name):
            raise errors.AlreadyExistsError(f"the ML repo {self._ml_repo} has a prompt {desired.name!r}")
        manifest = expand(desired, self._ml_repo, desired.marker, is_creation=True)
        written = self._client.apply(manifest, lambda: self._created(desired))
        self._withdraw_unless_first(written, desired)
        return base.Ref(written.prompt_id, written.prompt_fqn)

    def _created(self, desired: base.Desired) -> PromptVersion | None:
        """The version that a creation made, even if others have written the prompt since."""
        prompt = self._named(desired.name)
        versions = self._client.versions(prompt_id=prompt.id) if prompt else ()
        return next((each for each in versions if _flat(each).is_what(desired)), None)

    def _withdraw_unless_first(self, written: PromptVersion, desired: base.Desired) -> None:
        """If somebody else made the prompt after the check, our write is a version of their prompt: take it back."""
        owner = self._owner(written)
        if (owner.marker, owner.nonce) != (desired.marker, desired.nonce):
            raise lost_race(desired.name, str(written.number), lambda: self._client.delete_version(written.id))

    def _owner(self, latest: PromptVersion) -> FlatVersion:
        """The note that counts. That of a creation that came second does not; it may not be taken back yet."""
        flat = _flat(latest)
        if latest.number == _FIRST or not flat.is_creation:
            return flat
        first, *later = map(_flat, self._in_order(latest.prompt_id) or [latest])
        return [first, *(each for each in later if not each.is_creation)][-1]

    def find(self, name: str) -> base.Head | None:
        """List by name; a prompt has its latest version with it."""
        found = self._named(name)
        return self._head(found) if found else None

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """List the ML repo for its identifier, then its prompts, a hundred a page: each with its latest version."""
        for prompt in self._client.prompts(ml_repo_id=self._ml_repo_id()):
            if prompt.name.startswith(prefix) and self._is_here(prompt):
                yield base.Listed(prompt.name, partial(self._head, prompt), base.Ref(prompt.id, prompt.fqn))

    def _ml_repo_id(self) -> str:
        found = [repo.id for repo in self._client.ml_repos(self._ml_repo) if repo.manifest.name == self._ml_repo]
        if not found:
            raise errors.RejectedError(f"the API key sees no ML repo {self._ml_repo}", REPO)
        return found[0]

    def read(self, prompt_id: str) -> base.Head:
        """GET of the prompt, which has its latest version with it."""
        return self._head(self._client.prompt(prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """PUT, unless the head is the same already."""
        prompt: Prompt = head.source
        flat = _flat(prompt.latest_version)
        if not flat.is_what(desired):
            self._write(prompt, flat, desired)
        return head.ref

    def _write(self, prompt: Prompt, head: FlatVersion, desired: base.Desired) -> None:
        if prompt.latest_version is None or head.digest != desired.digest:
            self._add_version(prompt, desired)
            return
        try:
            self._rewrite(prompt, prompt.latest_version, head, desired)
        except errors.AccessError:
            raise
        except (errors.AlreadyExistsError, errors.RejectedError):
            # If a version cannot be rewritten (not known), a change beside the content needs a new version, too. But
            # a missing prompt is refused as well, and a new version would create it again: look first.
            self._client.prompt(prompt.id)
            self._add_version(prompt, desired)

    def _rewrite(self, prompt: Prompt, version: PromptVersion, head: FlatVersion, desired: base.Desired) -> None:
        manifest = expand(desired, self._ml_repo, head.published_by, aliases=noted_aliases(version.manifest))
        written = self._apply({**manifest, "version": version.number}, prompt, desired)
        if written.prompt_id != prompt.id:
            raise errors.DriftError(went_elsewhere(written))  # it may belong to somebody: it is not removed

    def _add_version(self, prompt: Prompt, desired: base.Desired) -> None:
        desired = _for_another_version(desired)
        aliases = noted_aliases(prompt.latest_version.manifest) if prompt.latest_version else {}
        manifest = expand(desired, self._ml_repo, desired.marker, aliases=aliases)
        written = self._apply(manifest, prompt, desired)
        if written.prompt_id != prompt.id:
            raise errors.DriftError(self._made_anew(written))

    def _apply(self, manifest: dict[str, Any], prompt: Prompt, desired: base.Desired) -> PromptVersion:
        return self._client.apply(manifest, lambda: _written(self._client.prompt(prompt.id), desired))

    def _made_anew(self, written: PromptVersion) -> str:
        """A PUT by name creates a prompt that was deleted. If it has only this version, it is removed again."""
        if [each.id for each in self._client.versions(prompt_id=written.prompt_id)] != [written.id]:
            return went_elsewhere(written)
        self._client.delete_prompt(written.prompt_id)
        return "the prompt was deleted meanwhile; the write made another one of that name, which was removed again"

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """DELETE, which also deletes the versions. It cannot be conditional."""
        self._client.delete_prompt(prompt_id)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """List by prompt, with the digests. If there are none, GET finds out whether the prompt exists."""
        found = self._in_order(prompt_id)
        if not found:
            self._client.prompt(prompt_id)
        return [_version(each) for each in found]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """List by prompt and number: no other call finds a version by its number."""
        return _version(self._numbered(prompt_id, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """No write: the head is a version already. Raise if it is not the one that was written."""
        head = self._client.prompt(prompt_id).latest_version
        if head is None or (version := _version(head)).digest != publication.digest:
            raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
        return version

    def delete_version(self, prompt_id: str, version: str) -> None:
        """List by number, then DELETE."""
        self._client.delete_version(self._numbered(prompt_id, version).id)

    def mark_version(self, prompt_id: str, version: base.Version, marker: str, of_prompt: str) -> None:
        """GET, then PUT of the same manifest with the note in its metadata. The prompt published it.

        Only the newest version is tried: a write of an older one may make a new head (not known).
        """
        latest = self._client.prompt(prompt_id).latest_version
        if latest is None or str(latest.number) != version.version:
            self._numbered(prompt_id, version.version)
            raise errors.RejectedError("only the newest version can be written anew")
        manifest = {**with_publisher(latest.manifest, of_prompt), "version": latest.number}
        try:
            self._client.apply(manifest, lambda: self._published_by(prompt_id, of_prompt))
        except errors.AlreadyExistsError as error:
            raise errors.RejectedError(error.said) from error

    def _published_by(self, prompt_id: str, marker: str) -> PromptVersion | None:
        latest = self._client.prompt(prompt_id).latest_version
        return latest if _flat(latest).published_by == marker else None

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """One call: TrueFoundry's tags. If there are no versions, GET finds out whether the prompt exists."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """A list, a PUT of the newest version if the owner must be noted, and a PUT of the tags."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """A list, a PUT of the other tags, a list that shows whether the tag is gone, and a PUT without our note."""
        self._aliases.remove(prompt_id, seen)

    def confirm_target(self, uri: str) -> None:
        """List the ML repo, which has its tenant: a prompt of another tenant looks like a deleted one."""
        tenant, ml_repo = uri.partition(":")[2].split("/")[:2]
        owners = {repo.tenant_name for repo in self._client.ml_repos(ml_repo) if repo.manifest.name == ml_repo}
        if tenant in owners:
            return
        other = " or ".join(sorted(owners))
        reason = f"belongs to tenant {other}" if owners else f"sees no ML repo {ml_repo}"
        said = f"it is in ML repo {ml_repo} of tenant {tenant}, and the API key {reason}"
        raise errors.CredentialsError(said, "use an API key of its tenant; nothing was changed")

    def _head(self, prompt: Prompt) -> base.Head:
        flat = _flat(prompt.latest_version)
        return base.Head(
            id=prompt.id,
            uri=prompt.fqn,
            name=prompt.name,
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=flat.description or None,
            metadata=flat.metadata,
            options=Options(TrueFoundryOptions(version_alias=flat.version_alias)),
            labels=self._labels(prompt),
            age=self._client.age_of(prompt),
            version=str(prompt.latest_version.number) if prompt.latest_version else None,
            source=prompt,
        )

    def _labels(self, prompt: Prompt) -> base.Labels:
        owner = self._owner(prompt.latest_version) if prompt.latest_version else _NO_VERSION
        return base.Labels(marker=owner.marker, nonce=owner.nonce)

    def _in_order(self, prompt_id: str) -> list[PromptVersion]:
        return sorted(self._client.versions(prompt_id=prompt_id), key=lambda each: each.number)

    def _named(self, name: str) -> Prompt | None:
        listed = self._client.prompts(name=name)
        return next((each for each in listed if each.name == name and self._is_here(each)), None)

    def _is_here(self, prompt: Prompt) -> bool:
        return prompt.fqn.partition("/")[2] == f"{self._ml_repo}/{prompt.name}"

    def _numbered(self, prompt_id: str, version: str) -> PromptVersion:
        listed = self._client.versions(prompt_id=prompt_id, version=int(version))
        found = next((each for each in listed if each.number == int(version)), None)
        if found is None:
            raise errors.NotFoundError(f"the prompt {prompt_id} has no version {version}")
        return found


def _for_another_version(desired: base.Desired) -> base.Desired:
    """An alias of a version that is not declared stays there: two versions cannot have the same one."""
    if "version_alias" not in desired.carried:
        return desired
    block = _options_of(desired).model_copy(update={"version_alias": None})
    return replace(desired, content=desired.content.model_copy(update={"options": Options(block)}))


def _options_of(desired: base.Desired) -> TrueFoundryOptions:
    return desired.options.of(TrueFoundryOptions)


def _flat(version: PromptVersion | None) -> FlatVersion:
    return flatten(version.manifest) if version else _NO_VERSION


def _written(prompt: Prompt | None, desired: base.Desired) -> PromptVersion | None:
    """The head, if it is what we wanted to write."""
    head = prompt.latest_version if prompt else None
    return head if _flat(head).is_what(desired) else None


def _version(version: PromptVersion) -> base.Version:
    """Description and alias belong to the write of the prompt, so a `PromptVersion` does not get them."""
    flat = _flat(version)
    return base.Version(
        version=str(version.number),
        uri=version.fqn,
        digest=flat.digest,
        content=flat.content,
        published_at=version.created_at,
        labels=base.Labels(marker=flat.published_by, of_prompt=flat.published_by),
    )

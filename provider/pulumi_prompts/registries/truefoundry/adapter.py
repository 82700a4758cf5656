"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
        """List by name, because a PUT takes a name that is taken as well; then PUT."""
        if self._named(desired.name):
            raise errors.AlreadyExistsError(f"the ML repo {self._ml_repo} has a prompt {desired.name!r}")
        manifest = expand(desired, self._ml_repo, desired.marker, is_creation=True)
        written = self._client.apply(manifest, lambda: self._created(desired))
        self._withdraw_unless_first(written, desired)
        return base.Ref(written.prompt_id, written.prompt_fqn)

    def _created(self, desired: base.Desired) -> PromptVersion | None:
        """The version that a creation made, whoever has written the prompt since."""
        prompt = self._named(desired.name)
        versions = self._client.versions(prompt_id=prompt.id) if prompt else ()
        return next((each for each in versions if _flat(each).is_what(desired)), None)

    def _withdraw_unless_first(self, written: PromptVersion, desired: base.Desired) -> None:
        """Somebody else may have made the prompt since the look: then what was written is a version of theirs."""
        owner = self._owner(written)
        if (owner.marker, owner.nonce) != (desired.marker, desired.nonce):
            raise lost_race(desired.name, str(written.number), lambda: self._client.delete_version(written.id))

    def _owner(self, latest: PromptVersion) -> FlatVersion:
        """The note that counts: not that of a creation which was not the first, and may not be taken back yet."""
        flat = _flat(latest)
        if latest.number == _FIRST or not flat.is_creation:
            return flat
        first, *later = map(_flat, self._in_order(latest.prompt_id) or [latest])
        return [first, *(each for each in later if not each.is_creation)][-1]

    def find(self, name: str) -> base.Head | None:
        """List by name: a prompt comes with its latest version."""
        found = self._named(name)
        return self._head(found) if found else None

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """List the ML repo for its identifier, then its prompts, a hundred a page: each with its latest version."""
        for prompt in self._client.prompts(ml_repo_id=self._ml_repo_id()):
            if prompt.name.startswith(prefix) and self._is_here(prompt):
                yield base.Listed(base.Ref(prompt.id, prompt.fqn), prompt.name, self._head(prompt))

    def _ml_repo_id(self) -> str:
        found = [repo.id for repo in self._client.ml_repos(self._ml_repo) if repo.manifest.name == self._ml_repo]
        if not found:
            raise errors.RejectedError(f"the API key sees no ML repo {self._ml_repo}", REPO)
        return found[0]

    def read(self, prompt_id: str) -> base.Head:
        """GET of the prompt, which comes with its latest version."""
        return self._head(self._client.prompt(prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """PUT, unless the head is that already."""
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
            # Where a version cannot be rewritten (not known), what is beside the content needs a version, too; but
            # the prompt may be gone, which is refused as well, and a version would make it anew.
            self._client.prompt(prompt.id)
            self._add_version(prompt, desired)

    def _rewrite(self, prompt: Prompt, version: PromptVersion, head: FlatVersion, desired: base.Desired) -> None:
        manifest = expand(desired, self._ml_repo, head.published_by, aliases=noted_aliases(version.manifest))
        written = self._apply({**manifest, "version": version.number}, prompt, desired)
        if written.prompt_id != prompt.id:
            raise errors.DriftError(went_elsewhere(written))  # it may have been somebody's: it is not removed

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
        """A PUT names the prompt, and makes it where it was deleted: what has this version only is removed again."""
        if [each.id for each in self._client.versions(prompt_id=written.prompt_id)] != [written.id]:
            return went_elsewhere(written)
        self._client.delete_prompt(written.prompt_id)
        return "the prompt was deleted meanwhile; the write made another one of that name, which was removed again"

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """DELETE, which takes the versions along; it knows no condition."""
        self._client.delete_prompt(prompt_id)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """List by prompt, with the digests. Where there are none, GET says whether there is a prompt."""
        found = self._in_order(prompt_id)
        if not found:
            self._client.prompt(prompt_id)
        return [_version(each) for each in found]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """List by prompt and number: there is no other way from a number to a version."""
        return _version(self._numbered(prompt_id, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """Nothing to do: the head is a version. It is another than the one that was written, or had none."""
        head = self._client.prompt(prompt_id).latest_version
        if head is None or (version := _version(head)).digest != publication.digest:
            raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
        return version

    def delete_version(self, prompt_id: str, version: str) -> None:
        """List by number, then DELETE."""
        self._client.delete_version(self._numbered(prompt_id, version).id)

    def mark_version(self, prompt_id: str, version: base.Version, marker: str, of_prompt: str) -> None:
        """GET, then PUT of the same manifest with the note in its metadata. The prompt published it.

        Where a version cannot be rewritten (not known), an older one would become the head: only the newest is tried.
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
        """One call: TrueFoundry's tags. Where there are no versions, GET says whether there is a prompt."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """A list, a PUT of the newest version where the owner is to be noted, and a PUT of the tags."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """A list, a PUT of the tags that stay, a list that tells whether it went, and a PUT without our note."""
        self._aliases.remove(prompt_id, seen)

    def confirm_target(self, uri: str) -> None:
        """List the ML repo, which tells its tenant: a prompt of another one is as absent as one that was deleted."""
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
    """An alias that is not declared stays at the version that has it: no two may have one."""
    if "version_alias" not in desired.carried:
        return desired
    block = _options_of(desired).model_copy(update={"version_alias": None})
    return replace(desired, content=desired.content.model_copy(update={"options": Options(block)}))


def _options_of(desired: base.Desired) -> TrueFoundryOptions:
    return desired.options.of(TrueFoundryOptions)


def _flat(version: PromptVersion | None) -> FlatVersion:
    return flatten(version.manifest) if version else _NO_VERSION


def _written(prompt: Prompt | None, desired: base.Desired) -> PromptVersion | None:
    """The head, where it is what was to be written."""
    head = prompt.latest_version if prompt else None
    return head if _flat(head).is_what(desired) else None


def _version(version: PromptVersion) -> base.Version:
    """Its description and its alias are those that a write of the prompt said, so that no `PromptVersion` has them."""
    flat = _flat(version)
    return base.Version(
        version=str(version.number),
        uri=version.fqn,
        digest=flat.digest,
        content=flat.content,
        published_at=version.created_at,
        labels=base.Labels(marker=flat.published_by, of_prompt=flat.published_by),
    )

"""What registries have of the prompts in the states: each prompt is read once, several at the same time."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from pulumi_prompts.errors import ConfigurationError, NotFoundError, PromptsError, UnavailableError
from pulumi_prompts.lifecycle.questions import confirm_gone
from pulumi_prompts.registries.base import THREADS, Backend, Head, KeepsAliases, ReadsWhole, Version, Whole
from pulumi_prompts.registries.session import Session
from pulumi_prompts.status.model import Served
from pulumi_prompts.status.seen import PromptKey, Seen


@dataclass(frozen=True)
class Live:
    """What a registry has of one prompt.

    Attributes:
        head: The current content; None if the prompt is gone or could not be read.
        aliases: What each alias serves; None if its version is gone.
        versions: When each version was published, if the registry says it; the oldest version is first.
        problem: Why the prompt could not be read.
    """

    head: Served | None = None
    aliases: Mapping[str, Served | None] = field(default_factory=dict)
    versions: Mapping[str, datetime | None] = field(default_factory=dict)
    problem: str | None = None


def live_of(seen: Sequence[Seen], session: Session, tell: Callable[[str], None]) -> Mapping[PromptKey, Live]:
    """What the registries have of these prompts. A prompt that cannot be read has a problem.

    Args:
        seen: The prompts.
        session: The connections to the registries.
        tell: Gets the progress.
    """
    prompts: dict[PromptKey, list[Seen]] = {}
    for each in seen:
        prompts.setdefault(each.key, []).append(each)
    asking = _Asking(session)
    found: dict[PromptKey, Live] = {}
    with ThreadPoolExecutor(THREADS) as threads:
        for key, live in zip(prompts, threads.map(asking.about, prompts.values()), strict=True):
            found[key] = live
            tell(f"asking the registries: {len(found):,} of {len(prompts):,} prompts")
    return found


class _Asking:
    """Reads in several threads. A registry that times out or denies access is not asked again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._out_of_reach: dict[str, PromptsError] = {}

    def about(self, seen: Sequence[Seen]) -> Live:
        registry = seen[0].key.registry
        try:
            if registry in self._out_of_reach:
                raise self._out_of_reach[registry]
            return _found(self._session.connect(seen[0].target), seen)
        except (ConfigurationError, UnavailableError) as error:
            self._out_of_reach[registry] = error
            return Live(problem=str(error))
        except PromptsError as error:
            return Live(problem=str(error))


def _found(backend: Backend, seen: Sequence[Seen]) -> Live:
    prompt_id = seen[0].id
    try:
        head, versions, aliases = _whole(backend, prompt_id)
    except NotFoundError:
        confirm_gone(backend, next((each.uri for each in seen if each.uri), None))
        return Live()
    found = {version.version: version for version in versions}
    return Live(
        _head(head, versions, seen),
        {each.name: _served(backend, prompt_id, found.get(each.version)) for each in aliases},
        {version.version: version.published_at for version in versions},
    )


def _whole(backend: Backend, prompt_id: str) -> Whole:
    if isinstance(backend, ReadsWhole):
        return backend.read_whole(prompt_id)
    head, versions = backend.read(prompt_id), backend.versions(prompt_id)
    return Whole(head, versions, backend.aliases(prompt_id) if isinstance(backend, KeepsAliases) else ())


def _head(head: Head, versions: Sequence[Version], seen: Sequence[Seen]) -> Served:
    """The head with the newest version of its content. If the list has no digests, the state names the version."""
    known = {each.served.version for each in seen if each.served.digest == head.digest}
    alike = [each.version for each in versions if _has(each, head.digest, known)]
    return Served(head.version or (alike[-1] if alike else None), head.digest or None)


def _has(version: Version, digest: str, known: set[str | None]) -> bool:
    return version.version in known if version.digest is None else version.digest == digest


def _served(backend: Backend, prompt_id: str, version: Version | None) -> Served | None:
    if version is not None and version.digest is None:
        version = backend.read_version(prompt_id, version.version)
    return None if version is None else Served(version.version, version.digest or None)

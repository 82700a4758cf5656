"""Which version is meant by a number, a name or a digest."""

from pulumi_prompts import errors
from pulumi_prompts.registries.base import Backend, Version


def chosen(backend: Backend, prompt_id: str, version: str | None, digest: str | None) -> Version:
    """The version with the number or the name `version`; without `version`, the newest one with the digest.

    Raises:
        InputError: There is none. The message lists the versions.
        NotFoundError: The prompt is gone.
    """
    found = newest_with(backend, prompt_id, digest) if version is None else _called(backend, prompt_id, version)
    if found:
        return found
    raise no_such_version(backend, prompt_id, version, digest)


def newest_with(backend: Backend, prompt_id: str, digest: str | None) -> Version | None:
    """The newest version with that content, or None. Raises NotFoundError for the prompt."""
    with_digest = (_with_digest(backend, prompt_id, each) for each in reversed(backend.versions(prompt_id)))
    return next((each for each in with_digest if each.digest == digest), None)


def _called(backend: Backend, prompt_id: str, version: str) -> Version | None:
    called = [each for each in reversed(backend.versions(prompt_id)) if version in (each.version, each.version_name)]
    called.sort(key=lambda each: each.version != version)
    return _with_digest(backend, prompt_id, called[0]) if called else None


def no_such_version(backend: Backend, prompt_id: str, version: str | None, digest: str | None) -> errors.InputError:
    """The error for a missing version; it lists the versions. Raises NotFoundError if the prompt is gone."""
    what = f"version {version}" if version else f"a version with the content {digest}"
    existing = [_with_digest(backend, prompt_id, each) for each in backend.versions(prompt_id)]
    known = ", ".join(map(described, existing))
    return errors.InputError(f"the prompt does not have {what}", f"it has {known}" if known else "publish one first")


def described(version: Version) -> str:
    """A version with its digest, and its day of publication if the registry has it."""
    on = f", {version.published_at:%Y-%m-%d}" if version.published_at else ""
    return f"{version.version} ({version.digest or 'a content that cannot be said here'}{on})"


def _with_digest(backend: Backend, prompt_id: str, version: Version) -> Version:
    return version if version.digest is not None else backend.read_version(prompt_id, version.version)

"""What the parts of the suite share: the adapter's class, the declarations it accepts, and which tests apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pulumi_prompts.content.digest import digest_of, options_beside_content
from pulumi_prompts.registries.base import (
    Backend,
    Change,
    DeletesVersions,
    Desired,
    Head,
    Labels,
    LabelsApart,
    Publication,
    Ref,
    Version,
)
from pulumi_prompts.testing.declarations import MARKER, Declarations
from pulumi_prompts.testing.samples import SAMPLES, Tree

if TYPE_CHECKING:
    import pytest

MARKER_OF_VERSION = f"{MARKER}-published"

Test = TypeVar("Test", bound=Callable[..., None])


def applies_if(condition: Callable[[type[Conformance]], bool]) -> Callable[[Test], Test]:
    """Leave a test out of the suites of backends for which `condition` does not hold."""

    def mark(test: Test) -> Test:
        test.__dict__["applies_if"] = condition
        return test

    return mark


def can(*protocols: type) -> Callable[[type[Conformance]], bool]:
    """The condition that the backend has these optional protocols."""
    return lambda suite: all(issubclass(suite.adapter, protocol) for protocol in protocols)


class Conformance:
    """The ground of every part.

    Attributes:
        adapter: The class of the backend; a subclass says it, and has a fixture `backend`.
        samples: Contents to try; a subclass may add its own (`{**SAMPLES, ...}`).
        declare: What the backend's gate accepts; follows from the two.
    """

    adapter: ClassVar[type[Backend]]
    samples: ClassVar[Mapping[str, Tree]] = SAMPLES
    declare: ClassVar[Declarations]

    def __init_subclass__(cls) -> None:
        """Keep the tests that apply to the adapter; pytest never sees the others."""
        if not hasattr(cls, "adapter"):
            return
        cls.declare = Declarations(cls.adapter.support, cls.adapter.options, cls.samples)
        for name in dir(cls):
            condition = getattr(getattr(cls, name), "applies_if", None)
            if condition is not None and not condition(cls):
                setattr(cls, name, None)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each sample that the registry can express."""
        if "sample" in metafunc.fixturenames:
            metafunc.parametrize("sample", [*self.declare.contents])

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        """Change a head, behind the adapter's back, into what `Content` cannot say. A subclass may have it."""
        raise NotImplementedError

    def elsewhere(self, uri: str) -> str:
        """An address like `uri`, in a registry that the credentials do not reach. For backends that ConfirmsTarget."""
        raise NotImplementedError

    def desired(self, edition: int = 1, **others: Any) -> Desired:
        """A small prompt; another content for each edition."""
        return self.declare.desired(self.declare.edition(edition), **others)


def labels_of(backend: Backend, holder: Head | Version) -> Labels:
    """The labels of a prompt or a version, asked for where the registry keeps them apart."""
    if holder.labels is not None:
        return holder.labels
    assert isinstance(backend, LabelsApart), "a backend without LabelsApart gives the labels with the head or version"
    return backend.labels(holder.uri)


def write(backend: Backend, ref: Ref, desired: Desired, change: Change) -> Ref:
    """Read the prompt and write it, as the life cycle does."""
    return backend.update(backend.read(ref.id), desired, change)


def delete(backend: Backend, ref: Ref) -> None:
    """Look whose the prompt is and delete it, as the life cycle does."""
    backend.delete(ref.id, labels_of(backend, backend.read(ref.id)))


def delete_version(backend: Backend, prompt_id: str, version: str) -> None:
    """Remove one version; for tests that apply where that is possible."""
    assert isinstance(backend, DeletesVersions)
    backend.delete_version(prompt_id, version)


def assert_holds(backend: Backend, head: Head | None, ref: Ref, desired: Desired) -> None:
    """The registry has the prompt as it was declared."""
    assert head is not None, "the registry does not have the prompt"
    assert (head.id, head.uri, head.name) == (ref.id, ref.uri, desired.name)
    assert head.content is not None, head.obstacle
    assert (digest_of(head.content), head.digest, head.obstacle) == (desired.digest, desired.digest, "")
    assert head.description == desired.description, _came_back("description", desired.description, head.description)
    assert head.metadata == desired.metadata, _came_back("metadata", desired.metadata, head.metadata)
    assert options_beside_content(head.options) == options_beside_content(desired.options)
    labels = labels_of(backend, head)
    assert (labels.tags, labels.marker, labels.nonce) == (desired.tags, desired.marker, desired.nonce)


def _came_back(name: str, written: object, read: object) -> str:
    return f"the {name} {written!r} came back as {read!r}; what the registry changes, `support` must refuse"


def version_with(backend: Backend, prompt_id: str, digest: str) -> Version | None:
    """The newest version that has this digest, read where the list does not tell, or None."""
    for listed in reversed(backend.versions(prompt_id)):
        version = listed if listed.digest is not None else backend.read_version(prompt_id, listed.version)
        if version.digest == digest:
            return version
    return None


def published(backend: Backend, ref: Ref, desired: Desired, **others: Any) -> Version:
    """The version that has the content of the head, which is `desired`: re-used where there is one, else published.

    So does the life cycle, and so registries of both kinds pass: those with a draft, where publishing makes a version,
    and those where each write of the head has made one already.
    """
    found = version_with(backend, ref.id, desired.digest)
    return found or backend.publish(ref.id, publication(desired, **others))


def publication(desired: Desired, **others: Any) -> Publication:
    """What to publish: the head, which should be `desired`."""
    return Publication(desired.digest, MARKER_OF_VERSION, desired.marker, **others)

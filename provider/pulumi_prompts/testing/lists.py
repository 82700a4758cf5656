"""What a backend tells of all prompts."""

from dataclasses import replace

from pulumi_prompts.errors import NotFoundError
from pulumi_prompts.registries.base import Backend, KeepsAliases, Listed, ListsPrompts, Ref
from pulumi_prompts.testing.base import Conformance, applies_if, assert_holds, can, delete, published
from pulumi_prompts.testing.declarations import MARKER, NONCE

THEIRS = "organization/other/dev/triage"

lists_prompts = applies_if(can(ListsPrompts))


def listed(backend: Backend, prefix: str = "") -> dict[str, Listed]:
    """What is listed, by the names."""
    assert isinstance(backend, ListsPrompts)
    found = [*backend.list_prompts(prefix)]
    by_name = {each.name: each for each in found}
    assert len(by_name) == len(found), "a prompt is told more than once, although nothing changes meanwhile"
    return by_name


def is_gone(listed: Listed) -> bool:
    """Whether a read says that there is no such prompt any more."""
    try:
        listed.read()
    except NotFoundError:
        return True
    return False


class ListConformance(Conformance):
    """The list of all prompts."""

    def _made(self, backend: Backend, *names: str, marker: str = MARKER) -> dict[str, Ref]:
        desired = (self.desired(number, name=name, marker=marker) for number, name in enumerate(names))
        return {each.name: backend.create(each) for each in desired}

    @lists_prompts
    def test_an_empty_registry_lists_nothing(self, backend: Backend) -> None:
        """And it is no error."""
        assert listed(backend) == {}

    @lists_prompts
    def test_every_prompt_is_listed(self, backend: Backend) -> None:
        """However many pages there are, and whosever they are; each as it is addressed everywhere else."""
        made = self._made(backend, *(f"conformance-{number}" for number in range(23)))
        made |= self._made(backend, "conformance-theirs", marker=THEIRS)
        told = listed(backend)
        assert {name: each.read().ref for name, each in told.items()} == made
        assert all(each.ref in (None, made[name]) for name, each in told.items())

    @lists_prompts
    def test_every_name_that_the_gate_accepts_is_listed(self, backend: Backend) -> None:
        """Whatever characters are in it; and what is deleted is not listed any more."""
        made = self._made(backend, *self.declare.names)
        assert listed(backend).keys() == made.keys()
        gone, ref = made.popitem()
        found = listed(backend)[gone]
        delete(backend, ref)
        assert listed(backend).keys() == made.keys(), f"{gone!r} was deleted"
        assert found.ref is not None or is_gone(found), f"{gone!r} was deleted"

    @lists_prompts
    def test_a_beginning_of_names_is_taken_as_it_stands(self, backend: Backend) -> None:
        """No character of it is a pattern, and none is left out because it needs an escape."""
        names = {"conformance", *self._made(backend, "conformance", *self.declare.names)}
        for prefix in ("", *names, *(name[:2] for name in names), "conform_nce", "conf%", "o'", "Conformance", "\\"):
            assert listed(backend, prefix).keys() == {name for name in names if name.startswith(prefix)}, prefix

    @lists_prompts
    def test_what_a_list_tells_is_what_a_read_tells(self, backend: Backend) -> None:
        """The head, with its labels; and the aliases, which a list may leave out."""
        desired = self.declare.desired(self.declare.fullest, nonce=NONCE)
        ref = backend.create(desired)
        published(backend, ref, desired)
        found = listed(backend)[desired.name]
        assert_holds(backend, found.read(), ref, desired)
        assert replace(found.read(), labels=None) == replace(backend.read(ref.id), labels=None)
        if found.aliases is not None:
            assert isinstance(backend, KeepsAliases)
            assert [*found.aliases] == [*backend.aliases(ref.id)]

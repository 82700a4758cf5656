"""The heart of the suite: what was declared is what the registry has, for every content that its gate lets through."""

from pulumi_prompts.content.digest import digest_of, options_beside_content
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.base import Backend, Change
from pulumi_prompts.testing.base import Conformance, applies_if, assert_holds, published, write


class ContentConformance(Conformance):
    """Contents there and back."""

    def test_every_property_that_it_declares_is_tried(self) -> None:
        """A pattern in `support` that no sample reaches is a slip of the pen, or wants a sample of its own."""
        assert self.adapter.support.prompt.keys() <= self.declare.tried

    def test_the_variables_of_a_text_may_be_listed(self) -> None:
        """A preview lists them beside each text, whether the program does or not."""
        refused = [*self.adapter.support.refuses_in_prompt({"variables": ["question"]})]
        assert not refused, f"`support` must take `variables` and `variables[]`: {refused}"

    def test_a_created_content_comes_back(self, backend: Backend, sample: str) -> None:
        """Create, then find and read; published, a version has its digest."""
        desired = self.declare.desired(self.declare.contents[sample])
        ref = backend.create(desired)
        assert_holds(backend, backend.find(desired.name), ref, desired)
        assert_holds(backend, backend.read(ref.id), ref, desired)
        version = published(backend, ref, desired)
        assert version.digest == desired.digest
        assert backend.read_version(ref.id, version.version).digest == desired.digest

    def test_a_written_content_replaces_the_former(self, backend: Backend, sample: str) -> None:
        """Update from all that there is to this: what is no longer declared is gone."""
        after = self.declare.desired(self.declare.contents[sample])
        before = self.declare.desired(self.declare.fullest_like(after.content))
        ref = backend.create(before)
        written = write(backend, ref, after, Change(frozenset({"content", "options"})))
        assert_holds(backend, backend.read(ref.id), written, after)

    @applies_if(lambda suite: suite.adapter.support.without_template is not None)
    def test_a_prompt_without_a_text_comes_back(self, backend: Backend) -> None:
        """Created, published, filled with a text, and emptied again."""
        bare, filled = self.declare.desired(Content(), metadata={}), self.desired()
        ref = backend.create(bare)
        assert_holds(backend, backend.read(ref.id), ref, bare)
        assert published(backend, ref, bare).digest == bare.digest
        write(backend, ref, filled, Change(frozenset({"content", "metadata"})))
        assert_holds(backend, backend.read(ref.id), ref, filled)
        write(backend, ref, bare, Change(frozenset({"content", "metadata"})))
        assert_holds(backend, backend.read(ref.id), ref, bare)

    def test_what_comes_back_can_be_written_again(self, backend: Backend) -> None:
        """The content of a head, declared as it is, is the same content."""
        ref = backend.create(self.declare.desired(self.declare.fullest))
        head = backend.read(ref.id)
        assert head.content is not None
        again = self.declare.desired(head.content)
        write(backend, ref, again, Change(frozenset({"content"})))
        assert digest_of(head.content) == backend.read(ref.id).digest == again.digest

    @applies_if(lambda suite: bool(suite.declare.beside_content))
    def test_options_beside_the_content_are_removed(self, backend: Backend) -> None:
        """Options that are no longer declared are gone."""
        small = self.declare.desired(self.declare.edition(1))
        for number, content in enumerate(self.declare.beside_content.values()):
            name = f"conformance-{number}"
            ref = backend.create(self.declare.desired(content, name=name))
            write(backend, ref, self.desired(name=name), Change(frozenset({"content", "options"})))
            assert options_beside_content(backend.read(ref.id).options) == options_beside_content(small.options)

    @applies_if(lambda suite: suite.make_inexpressible is not Conformance.make_inexpressible)
    def test_what_cannot_be_said_in_our_terms_is_told(self, backend: Backend) -> None:
        """Such a head has no content and no digest, but says why in one line; writing mends it."""
        desired = self.desired()
        ref = backend.create(desired)
        self.make_inexpressible(backend, ref.id)
        for head in (backend.read(ref.id), backend.find(desired.name)):
            assert head is not None
            assert (head.id, head.content, head.digest) == (ref.id, None, "")
            assert head.obstacle
            assert "\n" not in head.obstacle
        write(backend, ref, desired, Change(frozenset({"content"})))
        assert_holds(backend, backend.read(ref.id), ref, desired)

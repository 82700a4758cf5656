"""What an adapter makes of answers that get lost, and of those that are not its registry's own.

For backends that are reached by HTTP through `transport.http`: a subclass has a fixture `connect_over`, which connects
the adapter over a transport of httpx.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import pytest

from pulumi_prompts.errors import NotFoundError, PromptsError
from pulumi_prompts.registries.base import Alias, Backend, Change, Desired, KeepsAliases, Ref
from pulumi_prompts.testing.aliases import PRODUCTION
from pulumi_prompts.testing.base import Conformance, applies_if, published, write
from pulumi_prompts.testing.base import delete as delete_prompt
from pulumi_prompts.testing.declarations import MARKER, NONCE
from pulumi_prompts.testing.transports import LosesAnswers, answering

Connect = Callable[[httpx.BaseTransport], Backend]

MOST_REQUESTS = 30
"""More than any method sends."""

STRANGERS: Mapping[str, tuple[str, str]] = {
    "a web page": ("text/html; charset=utf-8", "<!doctype html><title>404 Not Found</title>"),
    "a server of Go": ("text/plain; charset=utf-8", "404 page not found\n"),
    "a gateway": ("application/json", '{"message": "no Route matched with those values"}'),
    "a balancer": ("text/plain", "default backend - 404"),
    "nobody": ("text/plain", ""),
}
"""How others say that they have no such page, by who they are: the type of the body, and the body."""

TERMINAL = "\x1b[31mred\x1b[0m"
"""What a terminal obeys."""


@dataclass(frozen=True)
class _Scene:
    """A prompt of its own, in what stands before a step, and in what the step does."""

    backend: Backend
    first: Desired
    second: Desired

    def create(self) -> None:
        self.backend.create(self.first)

    def update(self) -> None:
        write(self.backend, self._ref, self.second, Change(frozenset({"content"})))

    def publish(self) -> str:
        return published(self.backend, self._ref, self.first).version

    def set_alias(self) -> None:
        self._keeper.set_alias(self._ref.id, Alias(PRODUCTION, self.publish(), MARKER, NONCE), None)

    def remove_alias(self) -> None:
        self._keeper.remove_alias(self._ref.id, Alias(PRODUCTION, self.publish(), MARKER, NONCE))

    def delete(self) -> None:
        delete_prompt(self.backend, self._ref)

    @property
    def _keeper(self) -> KeepsAliases:
        assert isinstance(self.backend, KeepsAliases)
        return self.backend

    @property
    def _ref(self) -> Ref:
        head = self.backend.find(self.first.name)
        assert head is not None
        return head.ref

    def standing(self) -> tuple[Any, ...]:
        """The digest of the head, those of the versions, and who holds the alias; nothing where it is gone."""
        head = self.backend.find(self.first.name)
        if head is None:
            return "", [], []
        digests = [self.backend.read_version(head.id, each.version).digest for each in self.backend.versions(head.id)]
        aliases = self.backend.aliases(head.id) if isinstance(self.backend, KeepsAliases) else ()
        return head.digest, digests, [alias.owner for alias in aliases]


STEPS: Mapping[str, tuple[str, ...]] = {
    "create": (),
    "update": ("create",),
    "publish": ("create",),
    "delete": ("create", "publish"),
}
STEPS_WITH_ALIASES: Mapping[str, tuple[str, ...]] = {
    "set_alias": ("create", "publish"),
    "remove_alias": ("create", "publish", "set_alias"),
}
"""What is done before each step."""


def _connects_over(suite: type[Conformance]) -> bool:
    return hasattr(suite, "connect_over")


def _connects_over_with_aliases(suite: type[Conformance]) -> bool:
    return _connects_over(suite) and issubclass(suite.adapter, KeepsAliases)


class AnswerConformance(Conformance):
    """Answers that get lost, and those of strangers."""

    @applies_if(_connects_over)
    @pytest.mark.parametrize("step", STEPS)
    def test_a_lost_answer_doubles_nothing(self, connect_over: Connect, step: str) -> None:
        """Whichever request it belongs to: what was carried out is found, and not carried out again."""
        self._lose_each_answer(connect_over, step, STEPS[step])

    @applies_if(_connects_over_with_aliases)
    @pytest.mark.parametrize("step", STEPS_WITH_ALIASES)
    def test_a_lost_answer_leaves_the_alias_right(self, connect_over: Connect, step: str) -> None:
        """It is the same alias, or the error says that nobody knows."""
        self._lose_each_answer(connect_over, step, STEPS_WITH_ALIASES[step])

    def _lose_each_answer(self, connect_over: Connect, step: str, before: tuple[str, ...]) -> None:
        network = LosesAnswers(httpx.HTTPTransport())
        backend = connect_over(network)
        expected = self._after(backend, "without-loss", (*before, step))
        for number in range(1, MOST_REQUESTS):
            scene = self._scene(backend, f"loss-{number}")
            self._play(scene, before)
            network.lose(number)
            error = _failure(getattr(scene, step))
            if not network.has_lost:
                return
            _judge(step, number, scene.standing(), expected, error)
        pytest.fail(f"{step}() sends more than {MOST_REQUESTS} requests")

    def _after(self, backend: Backend, name: str, steps: tuple[str, ...]) -> tuple[Any, ...]:
        scene = self._scene(backend, name)
        self._play(scene, steps)
        return scene.standing()

    def _scene(self, backend: Backend, name: str) -> _Scene:
        return _Scene(backend, self.desired(1, name=name), self.desired(2, name=name))

    def _play(self, scene: _Scene, steps: tuple[str, ...]) -> None:
        for step in steps:
            getattr(scene, step)()

    @applies_if(_connects_over)
    @pytest.mark.parametrize("stranger", STRANGERS)
    def test_the_not_found_of_a_stranger_is_not_believed(
        self, backend: Backend, connect_over: Connect, stranger: str
    ) -> None:
        """Else a proxy or a wrong address would make a refresh drop what is there."""
        ref = backend.create(self.desired())
        kind, text = STRANGERS[stranger]
        lost = connect_over(answering(404, kind, text))
        calls: dict[str, Callable[[], object]] = {
            "read": partial(lost.read, ref.id),
            "find": partial(lost.find, self.desired().name),
            "versions": partial(lost.versions, ref.id),
        }
        for method, call in calls.items():
            error = _failure(call)
            said = f"{method}() takes the 404 of {stranger} for the registry's own word that the prompt is gone"
            assert error is not None, said
            assert not isinstance(error, NotFoundError), said

    @applies_if(_connects_over)
    @pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
    def test_a_refusal_in_plain_text_is_told_safely(self, connect_over: Connect, status: int) -> None:
        """One line, without what a terminal would obey, and without the credentials, which a registry may repeat."""
        sent: list[str] = []

        def refuse(request: httpx.Request) -> httpx.Response:
            sent.extend(request.headers.get(name, "") for name in ("authorization", "x-api-key"))
            return httpx.Response(status, text=f"{TERMINAL}\nno: {' '.join(sent)}")

        error = _failure(partial(connect_over(httpx.MockTransport(refuse)).create, self.desired()))
        assert error is not None, f"an answer {status} in plain text is taken for a success"
        secrets = [word for header in sent for word in header.split()[-1:]]
        assert not [word for word in secrets if word in str(error)], "an error tells the credentials"
        assert str(error).isprintable(), f"an error has what a terminal would obey: {error!s}"


def _failure(call: Callable[[], object]) -> PromptsError | None:
    try:
        call()
    except PromptsError as error:
        return error
    return None


def _judge(
    step: str, number: int, found: tuple[Any, ...], expected: tuple[Any, ...], error: PromptsError | None
) -> None:
    """What fails may have done its work or a part of it, and is repeated; but nothing is done twice."""
    lost = f"{step}(): after the answer to its request {number} was lost, the prompt"
    assert len(found[1]) <= len(expected[1]), (
        f"{lost} has {len(found[1])} versions instead of {len(expected[1])}: a write was sent twice; "
        "what must be carried out once goes through `HttpClient.once`, with repeatable=False"
    )
    if error is None:
        assert found == expected, f"{lost} is not what a call without a loss makes of it"

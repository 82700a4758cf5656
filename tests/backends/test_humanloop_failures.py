"""What goes wrong on the way: what is sent again, what is final, and the line that a person reads."""

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

from backends.humanloop_world import World, declared, desired
from clock import time_of_day
from fakes.humanloop import KEY, Fault, HumanloopFake, drop, error, lose_answer, page, truncate
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from pulumi_prompts.errors import (
    AccessError,
    AnswerError,
    CredentialsError,
    NotFoundError,
    PromptsError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from pulumi_prompts.registries.base import Change, Ref
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.testing.base import delete, write
from remedies import AGAIN, PERMISSION, STRANGER

ONE, TWO = desired("One."), desired("Two.")
CHANGE = Change(frozenset({"content"}))


@pytest.fixture
def world(humanloop_fake: HumanloopFake) -> World:  # noqa: F811
    return World(humanloop_fake)


@pytest.fixture
def backend(world: World) -> Humanloop:
    return world.connect(timeout=60)


# operations, each with the call of its that matters, and what it must leave

Operation = Callable[[Humanloop, Ref], Any]
OPERATIONS: dict[str, tuple[str, Operation]] = {
    "create": ("upsert", lambda backend, ref: backend.create(desired("New.", name="new"))),
    "look before creating": ("retrieve_by_path", lambda backend, ref: backend.create(desired("New.", name="new"))),
    "root": ("list_directories", lambda backend, ref: backend.create(desired("New.", name="new"))),
    "read": ("list_versions", lambda backend, ref: backend.read(ref.id)),
    "update": ("upsert", lambda backend, ref: write(backend, ref, TWO, CHANGE)),
    "move": ("move", lambda backend, ref: write(backend, ref, desired("One.", name="b"), Change(frozenset({"name"})))),
    "describe": (
        "patch_prompt_version",
        lambda backend, ref: backend.describe_version(ref.id, str(backend.read(ref.id).version), "d", "v1"),
    ),
    "delete a version": (
        "delete_prompt_version",
        lambda backend, ref: backend.delete_version(ref.id, str(backend.read(ref.id).version)),
    ),
    "delete": ("delete", lambda backend, ref: delete(backend, ref)),
}
DELETIONS = {"delete", "delete a version"}
PASSING: dict[str, Fault] = {
    "dropped": drop(),
    "429": error(429, "slow down", {"Retry-After": "7"}),
    "429 without a time": error(429, "slow down"),
    "500": error(500, "sorry"),
    "502": page(502, "<html>Bad Gateway</html>"),
    "503": page(503, "no body of ours", "text/plain"),
    "504": page(504, ""),
    "529": error(529, "overloaded"),
}


def made(world: World) -> Ref:
    """A prompt that another process made."""
    return world.connect().create(ONE)


def state_of(world: World) -> object:
    return {
        prompt.path: (prompt.tags, [(each.kernel, each.name, each.description) for each in prompt.versions])
        for prompt in world.registry.prompts.values()
    }


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_passes_is_sent_again(world: World, backend: Humanloop, operation: str, fault: str) -> None:
    call, run = OPERATIONS[operation]
    world.fake.inject(call, PASSING[fault], times=2, skip=_calls_before(operation))
    run(backend, made(world))
    assert world.fake.pending_faults == 0
    assert world.time.now >= (14 if fault == "429" else 0.3)


def _calls_before(operation: str) -> int:
    """How often the call comes before: `made` creates a prompt as well."""
    return 1 if operation in ("create", "look before creating", "root", "update") else 0


@pytest.mark.parametrize("operation", sorted(OPERATIONS.keys() - DELETIONS))
def test_a_lost_answer_changes_nothing(world: World, backend: Humanloop, operation: str) -> None:
    """What is there is what is there without the fault; and no call is made that would not be made otherwise."""
    call, run = OPERATIONS[operation]
    with HumanloopFake() as undisturbed:
        other = World(undisturbed)
        run(other.connect(), made(other))
        expected = state_of(other)
    world.fake.inject(call, lose_answer(), skip=_calls_before(operation))
    run(backend, made(world))
    assert world.fake.pending_faults == 0
    assert state_of(world) == expected


@pytest.mark.parametrize("operation", sorted(DELETIONS))
def test_what_a_lost_answer_deleted_is_gone(world: World, backend: Humanloop, operation: str) -> None:
    call, run = OPERATIONS[operation]
    world.fake.inject(call, lose_answer())
    with pytest.raises(NotFoundError):
        run(backend, made(world))


REFUSED = (
    "check the credentials, which are missing, wrong or expired: "
    "looked at were HUMANLOOP_API_KEY (or prompts:humanloopApiKey)"
)
FINAL: dict[str, tuple[Fault, type[PromptsError], str]] = {
    "400": (error(400, "no"), RejectedError, "400: no; correct what it names"),
    "401": (
        error(401, "Invalid API key."),
        CredentialsError,
        f"401: Invalid API key; {REFUSED}",
    ),
    "403": (error(403, "not yours"), AccessError, f"403: not yours; {PERMISSION}"),
    "404 of a proxy": (
        page(404, "<html>nginx</html>"),
        AnswerError,
        f"{{url}} answered 404 with a body of type text/html; {STRANGER}",
    ),
    "404 of the framework": (
        page(404, '{"detail": "Not Found"}', "application/json"),
        AnswerError,
        f"{{url}} answered 404 with a body of type application/json; {STRANGER}",
    ),
    "404 of another API": (
        page(404, '{"message": "no such thing"}', "application/json"),
        AnswerError,
        f"{{url}} answered 404 with a body of type application/json; {STRANGER}",
    ),
    "404 that is empty": (
        page(404, ""),
        AnswerError,
        f"{{url}} answered 404 with a body of type text/html; {STRANGER}",
    ),
    "a page that claims success": (
        page(200, "<html>log in</html>"),
        AnswerError,
        f"{{url}} answered 200 with a body of type text/html; {STRANGER}",
    ),
    "half an answer": (
        truncate(),
        AnswerError,
        f"{{url}} answered 200 with a body of type application/json; {STRANGER}",
    ),
}


@pytest.mark.parametrize("fault", FINAL)
def test_what_does_not_pass_is_final_and_one_line(world: World, backend: Humanloop, fault: str) -> None:
    injected, kind, said = FINAL[fault]
    ref = made(world)
    world.fake.inject("list_versions", injected)
    with pytest.raises(kind) as caught:
        backend.read(ref.id)
    assert type(caught.value) is kind
    assert str(caught.value) == said.format(url=world.fake.url)
    assert world.time.now == 0


WRONG_ANSWERS = {
    '{"records": [{"id": "pr_1"}]}': "records[0].path: Field required",
    '{"records": [{"id": 1, "path": "a", "version_id": "v", "created_at": "2024-01-01"}]}': (
        "records[0].id: Input should be a valid string"
    ),
    '{"records": [{"id": "p", "path": "a", "version_id": "v", "created_at": "soon"}]}': (
        "records[0].created_at: Input should be a valid datetime or date, input is too short"
    ),
    '{"records": [{"id": "p", "path": "a", "version_id": "v", "created_at": "2024-01-01", "tags": [1]}]}': (
        "records[0].tags[0]: Input should be a valid string"
    ),
    '{"records": 5}': "records: Input should be a valid tuple",
    '{"records": ["x"]}': "records[0]: Input should be an object",
    "[]": "Input should be an object",
}


@pytest.mark.parametrize("body", WRONG_ANSWERS)
def test_an_unexpected_answer_names_the_field(world: World, backend: Humanloop, body: str) -> None:
    world.fake.inject("list_versions", page(200, body, "application/json"))
    with pytest.raises(AnswerError) as caught:
        backend.read("pr_1")
    assert caught.value.said == f"the answer to GET /prompts/pr_1/versions is not understood: {WRONG_ANSWERS[body]}"


def test_what_the_registry_adds_is_ignored(world: World, backend: Humanloop) -> None:
    body = '{"records": [{"id": "pr_1", "path": "a", "version_id": "v", "created_at": "2024-01-01", "n": 1}], "x": 1}'
    world.fake.inject("list_versions", page(200, body, "application/json"))
    head = backend.read("pr_1")
    assert (head.name, head.obstacle) == ("a", "it has no template")


def test_folders_without_a_root_are_no_answer(world: World, backend: Humanloop) -> None:
    world.fake.inject("list_directories", page(200, '[{"id": "dir_1", "parent_id": "dir_0"}]', "application/json"))
    with pytest.raises(AnswerError) as caught:
        backend.confirm_target("humanloop:dir_1/a")
    assert caught.value.said == "the answer to GET /directories names no folder without a parent"


def test_what_the_registry_refuses_is_told_with_its_place(world: World, backend: Humanloop) -> None:
    """The gate refuses a space at an end; the fake, what is nothing but space."""
    with pytest.raises(RejectedError) as caught:
        backend.create(desired(name="a/ /b"))
    assert str(caught.value) == "422: path: Path is invalid; correct what it names"


LINKED: dict[str, Any] = {"model": "gpt-4o", "template": "One.", "options": {"humanloop": {"linked_tools": ["tl_0"]}}}


@pytest.mark.parametrize(
    "write",
    [
        lambda backend, ref: backend.create(declared(LINKED, name="new")),
        lambda backend, ref: write(backend, ref, declared(LINKED), CHANGE),
    ],
)
def test_a_tool_that_is_not_there_is_no_prompt_that_is_gone(world: World, backend: Humanloop, write: Operation) -> None:
    ref = made(world)
    with pytest.raises(RejectedError) as caught:
        write(backend, ref)
    assert str(caught.value) == "404: Tool with ID 'tl_0' not found; check `options.humanloop.linked_tools`"


def test_a_prompt_that_goes_before_it_is_written_is_gone(world: World, backend: Humanloop) -> None:
    ref = made(world)
    world.fake.inject("upsert", error(404, f"Prompt with ID '{ref.id}' not found."))
    with pytest.raises(NotFoundError):
        write(backend, ref, TWO, CHANGE)


def test_a_deadline_ends_it(world: World, backend: Humanloop) -> None:
    world.fake.inject("*", error(503, "busy"), times=1000)
    with pytest.raises(UnavailableError) as caught:
        backend.read("pr_1")
    assert str(caught.value) == f"503: busy; {AGAIN}"
    assert 30 < world.time.now <= 60


def test_a_wait_that_is_longer_than_the_deadline_is_not_begun(world: World, backend: Humanloop) -> None:
    world.fake.inject("*", error(429, "slow down", {"Retry-After": "61"}))
    with pytest.raises(ThrottledError):
        backend.read("pr_1")
    assert world.time.now == 0


def test_a_long_wait_is_told(world: World, backend: Humanloop) -> None:
    ref = made(world)
    world.fake.inject("list_versions", error(429, "slow down", {"Retry-After": "7"}))
    backend.read(ref.id)
    assert world.progress == [
        f"{world.fake.url.removesuffix('/v5')} asks for fewer requests; trying until {time_of_day(60)}"
    ]


def test_nothing_listens(world: World) -> None:
    with HumanloopFake() as gone:
        url = gone.url
    backend = world.connect(url=url, timeout=5)
    with pytest.raises(UnavailableError) as caught:
        backend.read("pr_1")
    assert caught.value.said == os.strerror(errno.ECONNREFUSED)


# the key


def test_without_a_key_nothing_is_sent(world: World) -> None:
    world.environ.clear()
    with pytest.raises(CredentialsError) as caught:
        world.connect().read("pr_1")
    assert str(caught.value) == (
        "there are no credentials; set HUMANLOOP_API_KEY, or `pulumi config set --secret prompts:humanloopApiKey`"
    )
    assert world.fake.calls == []


def test_a_key_comes_from_the_environment_or_the_stack(world: World) -> None:
    world.environ.clear()
    world.secrets["prompts:humanloopApiKey"] = KEY
    assert world.connect().find("triage") is None
    world.environ["HUMANLOOP_API_KEY"] = "hl_sk_wrong"
    with pytest.raises(CredentialsError) as caught:
        world.connect().find("triage")
    assert str(caught.value) == f"401: Invalid API key; {REFUSED}"


def test_no_error_and_no_log_tells_the_key(world: World, backend: Humanloop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    world.fake.inject("*", drop(), times=2)
    faults = [injected for injected, _, _ in FINAL.values()]
    said = []
    for injected in faults:
        world.fake.inject("list_versions", injected)
        with pytest.raises(PromptsError) as caught:
            backend.read("pr_1")
        said.append(f"{caught.value!r} {caught.value} {caught.value.__cause__} {caught.value.__dict__}")
    assert not [text for text in [*said, *caplog.messages, *world.progress, repr(vars(backend))] if KEY in text]

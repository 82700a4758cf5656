"""What goes wrong on the way: what is final, what is no word of Langfuse's, and the line that a person reads."""

import pytest

from backends.langfuse_world import World, desired
from fakes.langfuse import OTHER_PUBLIC_KEY, PROJECT, SECRET_KEY, Fault, LangfuseFake, error, page, truncate
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (a fixture)
from pulumi_prompts.errors import (
    AccessError,
    AnswerError,
    CredentialsError,
    NotFoundError,
    PromptsError,
    RejectedError,
)
from pulumi_prompts.registries.base import Change
from pulumi_prompts.registries.langfuse import Langfuse
from pulumi_prompts.testing.base import delete, write
from remedies import PERMISSION, STRANGER

REFUSED = (
    "check the credentials, which are missing, wrong or expired: looked at were LANGFUSE_PUBLIC_KEY "
    "(or prompts:langfusePublicKey) and LANGFUSE_SECRET_KEY (or prompts:langfuseSecretKey)"
)
UNAUTHORIZED = "401: Invalid credentials. Confirm that you've configured the correct host"
PROBLEMS = '{"message": "Invalid request data", "error": [{"path": ["prompt", 0, "role"], "message": "Required"}]}'
FINAL: dict[str, tuple[Fault, type[PromptsError], str]] = {
    "400": (error(400, "no"), RejectedError, "400: no; correct what it names"),
    "400 with places": (
        page(400, PROBLEMS, "application/json"),
        RejectedError,
        "400: Invalid request data; prompt[0].role: Required; correct what it names",
    ),
    "401": (error(401, "Invalid."), CredentialsError, f"401: Invalid; {REFUSED}"),
    "403": (error(403, "not yours"), AccessError, f"403: not yours; {PERMISSION}"),
    "409": (
        error(409, "Prompt dependency not found: tone"),
        RejectedError,
        "409: Prompt dependency not found: tone; correct what it names",
    ),
    "404 of a proxy": (
        page(404, "<html>nginx</html>"),
        AnswerError,
        f"{{url}}/api/public answered 404 with a body of type text/html; {STRANGER}",
    ),
    "404 of another API": (
        page(404, '{"message": "Not Found", "error": "NotFound"}', "application/json"),
        AnswerError,
        f"{{url}}/api/public answered 404 with a body of type application/json; {STRANGER}",
    ),
    "a page that claims success": (
        page(200, "<html>log in</html>"),
        AnswerError,
        f"{{url}}/api/public answered 200 with a body of type text/html; {STRANGER}",
    ),
    "half an answer": (
        truncate(),
        AnswerError,
        f"{{url}}/api/public answered 200 with a body of type application/json; {STRANGER}",
    ),
    "an answer without an id": (
        page(200, '{"name": "triage", "version": 1}', "application/json"),
        AnswerError,
        "the answer to GET /v2/prompts/triage is not understood: id: Field required; "
        "check the address of the registry, then report this as a bug",
    ),
}


@pytest.fixture
def world(langfuse_fake: LangfuseFake) -> World:  # noqa: F811
    return World(langfuse_fake)


@pytest.fixture
def backend(world: World) -> Langfuse:
    return world.connect(timeout=60)


@pytest.mark.parametrize("fault", FINAL)
def test_what_does_not_pass_is_final_and_one_line(world: World, backend: Langfuse, fault: str) -> None:
    injected, kind, said = FINAL[fault]
    ref = backend.create(desired())
    world.fake.inject("get", injected)
    with pytest.raises(kind) as caught:
        backend.read(ref.id)
    assert type(caught.value) is kind
    assert str(caught.value) == said.format(url=world.fake.url)


@pytest.mark.parametrize("operation", ["get", "create", "update", "delete", "list_prompts"])
def test_what_passes_is_sent_again(world: World, backend: Langfuse, operation: str) -> None:
    ref = backend.create(desired("One."))
    world.fake.inject(operation, error(429, "slow down", {"Retry-After": "7"}))
    write(backend, ref, desired("Two."), Change(frozenset({"content"})))
    world.client().label(world.client().newest("triage"), "production")
    backend.versions(ref.id)
    delete(backend, ref)
    assert world.fake.pending_faults == 0
    assert world.time.now >= 7


def test_a_project_that_cannot_be_named_is_no_answer(world: World, backend: Langfuse) -> None:
    world.fake.inject("projects", page(200, '{"data": []}', "application/json"))
    with pytest.raises(AnswerError, match="the answer to GET /projects names no project"):
        backend.confirm_target(f"langfuse:{PROJECT}/triage")


# the keys, which are the project


def test_keys_of_another_project_are_told(world: World, backend: Langfuse) -> None:
    """Which has a prompt of that name, as projects of several environments do."""
    ref = backend.create(desired())
    world.environ["LANGFUSE_PUBLIC_KEY"] = OTHER_PUBLIC_KEY
    stranger = world.connect()
    stranger.create(desired())
    with pytest.raises(NotFoundError):
        stranger.read(ref.id)
    with pytest.raises(CredentialsError) as caught:
        stranger.confirm_target(ref.uri)
    assert str(caught.value) == (
        "it is in the project cl0000000000000project1, and the API keys belong to the project "
        "cl0000000000000project2; use the keys of its project; nothing was changed"
    )


@pytest.mark.parametrize("missing", ["LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"])
def test_without_both_keys_nothing_is_sent(world: World, missing: str) -> None:
    del world.environ[missing]
    with pytest.raises(CredentialsError, match=f"there are no credentials; set {missing}"):
        world.connect().read("triage")
    assert world.fake.calls == []


def test_keys_come_from_the_environment_or_the_stack(world: World) -> None:
    world.secrets["prompts:langfuseSecretKey"] = world.environ.pop("LANGFUSE_SECRET_KEY")
    assert world.connect().find("triage") is None


def test_wrong_keys_are_told_in_its_words(world: World, backend: Langfuse) -> None:
    """A change of a label is refused in another form."""
    backend.create(desired())
    newest = world.client().newest("triage")
    world.environ["LANGFUSE_SECRET_KEY"] = "sk-lf-wrong"
    with pytest.raises(CredentialsError) as caught:
        world.client().newest("triage")
    assert str(caught.value) == f"{UNAUTHORIZED}; {REFUSED}"
    with pytest.raises(CredentialsError) as caught:
        world.client().label(newest, "production")
    assert str(caught.value) == f"401 Unauthorized; {REFUSED}"


def test_no_error_and_no_log_tells_the_secret_key(
    world: World, backend: Langfuse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    said = []
    for injected, _, _ in FINAL.values():
        world.fake.inject("get", injected)
        with pytest.raises(PromptsError) as caught:
            backend.read("triage")
        said.append(f"{caught.value!r} {caught.value} {caught.value.__cause__} {caught.value.__dict__}")
    assert not [text for text in [*said, *caplog.messages, repr(vars(backend))] if SECRET_KEY in text]


def test_a_name_that_would_be_another_path_is_looked_for_in_the_list_alone(world: World, backend: Langfuse) -> None:
    backend.create(desired())
    world.fake.clear_calls()
    for name in ("", ".", ".."):
        with pytest.raises(NotFoundError):
            backend.read(name)
    assert world.fake.call_counts() == {"list_prompts": 3}

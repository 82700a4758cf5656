"""Which calls an operation makes, what is written and what is not, and what becomes of answers that get lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from backends.truefoundry_fixtures import backend, fake, world
from backends.truefoundry_world import MARKER, World, declared, desired
from clock import time_of_day
from fakes.truefoundry import (
    ML_REPO,
    NEW_PREFIX,
    OLD_PREFIX,
    OTHER_ML_REPO,
    OTHER_TOKEN,
    TOKEN,
    Habits,
    TrueFoundryFake,
    drop,
    error,
    lose_answer,
    page,
    truncate,
)
from fakes.truefoundry.state import Prompt
from pulumi_prompts.errors import (
    AccessError,
    AlreadyExistsError,
    AnswerError,
    CredentialsError,
    DriftError,
    NotFoundError,
    PromptsError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from pulumi_prompts.lifecycle.questions import pins_of
from pulumi_prompts.registries.base import Change, Environment, Labels, Publication, Ref, Version
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.registries.truefoundry.options import TrueFoundryOptions
from pulumi_prompts.registries.truefoundry.settings import TrueFoundrySettings
from pulumi_prompts.testing.base import write
from remedies import AGAIN, ANOTHER_NAME, BUG, PERMISSION, STRANGER

__all__ = ["backend", "fake", "world"]

OTHER_MARKER = "acme/shop/prod/triage"
CONTENT = Change(frozenset({"content"}))
BESIDE = Change(frozenset({"description", "metadata", "marker", "options"}))
PUT, GET, LIST = "PUT /prompt-versions", "GET /prompts/{id}", "GET /prompts"
VERSIONS, DELETE_VERSION = "GET /prompt-versions", "DELETE /prompt-versions/{id}"


@pytest.fixture
def ref(backend: TrueFoundry, fake: TrueFoundryFake) -> Ref:
    """A prompt that was made before."""
    ref = backend.create(desired())
    fake.clear_calls()
    return ref


def triage(fake: TrueFoundryFake) -> Prompt:
    return fake.registry().prompt("triage")


def operations(fake: TrueFoundryFake) -> list[str]:
    return [call.operation for call in fake.calls]


def refusal(kind: type[PromptsError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as refused:
        act()
    assert type(refused.value) is kind
    return str(refused.value)


FIRST = Version("1", f"chat_prompt:acme/{ML_REPO}/triage:1")
CALLS: dict[str, tuple[Callable[[TrueFoundry, Ref], object], list[str]]] = {
    "create": (lambda backend, ref: backend.create(desired(name="other")), [LIST, PUT]),
    "find": (lambda backend, ref: backend.find("triage"), [LIST]),
    "read": (lambda backend, ref: backend.read(ref.id), [GET]),
    "update": (lambda backend, ref: write(backend, ref, desired("Other."), CONTENT), [GET, PUT]),
    "describe": (lambda backend, ref: write(backend, ref, desired(description="d"), BESIDE), [GET, PUT]),
    "nothing": (lambda backend, ref: write(backend, ref, desired(), CONTENT), [GET]),
    "versions": (lambda backend, ref: backend.versions(ref.id), [VERSIONS]),
    "read_version": (lambda backend, ref: backend.read_version(ref.id, "1"), [VERSIONS]),
    "delete_version": (lambda backend, ref: backend.delete_version(ref.id, "1"), [VERSIONS, DELETE_VERSION]),
    "mark_version": (lambda backend, ref: backend.mark_version(ref.id, FIRST, MARKER, MARKER), [GET, PUT]),
    "publish": (lambda backend, ref: backend.publish(ref.id, Publication(desired().digest, MARKER, MARKER)), [GET]),
    "delete": (lambda backend, ref: backend.delete(ref.id, Labels(marker=MARKER)), ["DELETE /prompts/{id}"]),
    "confirm_target": (lambda backend, ref: backend.confirm_target(ref.uri), ["GET /ml-repos"]),
}


@pytest.mark.parametrize("operation", CALLS)
def test_the_calls_of_each_operation(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake, operation: str) -> None:
    act, expected = CALLS[operation]
    act(backend, ref)
    assert operations(fake) == expected


# What is written

HABITS = [
    Habits(repeats, fills, takes)
    for repeats in (True, False)
    for fills in (True, False)
    for takes in ("rewrites", "refuses", "ignores")
]


@pytest.mark.parametrize("habits", HABITS, ids=str)
def test_what_is_there_already_is_not_written(habits: Habits) -> None:
    """Whatever the service would make of it."""
    with TrueFoundryFake(habits=habits) as fake:
        backend = World(fake).connect()
        declaration = desired(description="d", metadata={"a": [1, {"b": 0.5}]})
        ref = backend.create(declaration)
        fake.clear_calls()
        for change in (CONTENT, BESIDE):
            write(backend, ref, declaration, change)
        assert PUT not in operations(fake)
        assert fake.registry().numbers("triage") == [1]


@pytest.mark.parametrize("habits", HABITS, ids=str)
def test_a_description_is_written_whatever_a_number_in_a_manifest_does(habits: Habits) -> None:
    """In place where that is possible, else as another version with the same content."""
    with TrueFoundryFake(habits=habits) as fake:
        backend = World(fake).connect()
        ref = backend.create(desired())
        write(backend, ref, desired(description="d", marker=OTHER_MARKER), BESIDE)
        head = backend.read(ref.id)
        assert (head.description, head.digest) == ("d", desired().digest)
        assert head.labels == Labels(marker=OTHER_MARKER)
        assert fake.registry().numbers("triage") == ([1] if habits.takes_version == "rewrites" else [1, 2])
        assert {version.digest for version in backend.versions(ref.id)} == {desired().digest}


def test_a_truth_value_takes_the_place_of_a_number(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """To Python they are the same."""
    ref = backend.create(desired(metadata={"level": 1}))
    write(backend, ref, desired(metadata={"level": True}), BESIDE)
    assert triage(fake).latest.manifest["metadata"]["level"] is True


def test_who_published_a_version_stays_when_it_is_described(backend: TrueFoundry, ref: Ref) -> None:
    write(backend, ref, desired(marker=OTHER_MARKER), BESIDE)
    assert [version.labels.marker for version in backend.versions(ref.id) if version.labels] == [MARKER]
    assert backend.read(ref.id).labels == Labels(marker=OTHER_MARKER)


def test_a_version_of_somebody_else_stays_theirs(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """Also when its prompt was adopted."""
    chat = {"messages": [{"role": "user", "content": "Hi"}]}
    ref = backend.create(declared(chat))
    triage(fake).latest.manifest["metadata"] = {"theirs": 1}
    write(backend, ref, declared(chat), BESIDE)
    (version,) = backend.versions(ref.id)
    assert version.labels is not None
    assert version.labels.marker is None
    assert backend.read(ref.id).labels == Labels(marker=MARKER)


def test_going_back_makes_a_version(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    """Readers of the latest one need it."""
    for text in ("Other.", "Sort {{ticket}}."):
        write(backend, ref, desired(text), CONTENT)
    digests = [version.digest for version in backend.versions(ref.id)]
    assert digests == [desired().digest, desired("Other.").digest, desired().digest]
    assert backend.read(ref.id).version == "3"


def test_an_alias_is_that_of_one_version(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """The same for another text is refused, with what to do; without one, or with another, the text is written."""

    def aliased(text: str, alias: str | None) -> Any:
        options = {} if alias is None else {"options": {"truefoundry": {"version_alias": alias}}}
        return declared({"template": text, **options})

    ref = backend.create(aliased("One.", "v1"))
    head = backend.read(ref.id)
    assert head.options.of(TrueFoundryOptions).version_alias == "v1"
    said = refusal(AlreadyExistsError, lambda: write(backend, ref, aliased("Two.", "v1"), CONTENT))
    assert said == (
        "409: Version alias v1 is in use by version 1; give the version that this write makes another "
        "`options.truefoundry.version_alias`, or none"
    )
    write(backend, ref, aliased("Two.", "v2"), CONTENT)
    write(backend, ref, aliased("Two.", "v2-final"), BESIDE)
    write(backend, ref, aliased("Three.", None), CONTENT)
    aliases = [version.manifest["version_alias"] for version in triage(fake).versions]
    assert aliases == ["v1", "v2-final", None]


def test_a_version_says_nothing_that_a_version_resource_would_take_for_drift(backend: TrueFoundry) -> None:
    """Description and alias are those of the prompt's write."""
    options = {"options": {"truefoundry": {"version_alias": "v1"}}}
    ref = backend.create(declared({"template": "One.", **options}, description="d"))
    version = backend.read_version(ref.id, "1")
    assert (version.description, version.version_name) == (None, None)


def test_tags_of_truefoundry_pin_versions(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    write(backend, ref, desired("Two."), CONTENT)
    first, second = triage(fake).versions
    first.tags, second.tags = ["production"], ["eu", "us"]
    write(backend, ref, desired("Three."), CONTENT)
    assert pins_of(backend, ref.id, backend.versions(ref.id)) == {"1": "tag 'production'", "2": "tag 'eu' and 'us'"}


def test_a_prompt_without_versions_is_there(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    triage(fake).versions.clear()
    head = backend.find("triage")
    assert head == backend.read(ref.id)
    assert head is not None
    assert (head.content, head.digest, head.obstacle, head.version) == (None, "", "it has no version", None)
    assert backend.versions(ref.id) == []
    assert head.labels == Labels()
    said = refusal(AlreadyExistsError, lambda: backend.create(desired()))
    assert said == f"the ML repo support has a prompt 'triage'; {ANOTHER_NAME}"
    refusal(DriftError, lambda: backend.publish(ref.id, Publication(desired().digest, MARKER, MARKER)))
    write(backend, ref, desired(), CONTENT)
    assert backend.read(ref.id).version == "2"


def test_empty_prompts_are_asked_for(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """As the SDKs do: what the service would do without it is not known."""
    backend.find("triage")
    (call,) = fake.calls
    assert call.path == "/api/svc/v1/prompts?name=triage&include_empty_prompts=true&limit=100&offset=0"


def test_lists_are_read_to_their_end() -> None:
    """However few entries the service puts into one answer."""
    with TrueFoundryFake(habits=Habits(page=3)) as fake:
        backend = World(fake).connect(prefix=NEW_PREFIX)
        refs = [backend.create(desired(name=f"triage-{number}")) for number in range(7)]
        for number in range(6):
            write(backend, refs[6], desired(f"{number}.", name="triage-6"), CONTENT)
        fake.clear_calls()
        assert [version.version for version in backend.versions(refs[6].id)] == ["1", "2", "3", "4", "5", "6", "7"]
        assert operations(fake) == 3 * [VERSIONS]
        found = backend.find("triage-6")
        assert found is not None
        assert found.id == refs[6].id


def test_a_name_in_another_repo_is_another_prompt(world: World, backend: TrueFoundry, ref: Ref) -> None:
    other = world.connect(ml_repo=OTHER_ML_REPO)
    assert other.find("triage") is None
    assert other.create(desired("Other.", marker=OTHER_MARKER)).uri == ref.uri.replace(ML_REPO, OTHER_ML_REPO)
    world.fake.registry().prompts[backend.create(desired(name="triage-2")).id].latest.tags = ["production"]
    assert [version.version for version in backend.versions(ref.id)] == ["1"]
    assert [*backend.aliases(ref.id)] == []
    assert backend.read(ref.id).labels == Labels(marker=MARKER)


# Which prefix answers


@pytest.mark.parametrize("prefix", [NEW_PREFIX, OLD_PREFIX])
def test_the_first_call_finds_the_prefix_and_remembers_it(prefix: Any) -> None:
    with TrueFoundryFake(prefix) as fake:
        backend = World(fake).connect()
        ref = backend.create(desired())
        tried = ["GET elsewhere", LIST] if prefix == OLD_PREFIX else [LIST]
        assert operations(fake) == [*tried, LIST, PUT]
        fake.clear_calls()
        backend.read(ref.id)
        assert operations(fake) == [GET]


def test_a_prefix_that_is_said_is_not_looked_for() -> None:
    with TrueFoundryFake(OLD_PREFIX) as fake:
        World(fake).connect(prefix=OLD_PREFIX).find("triage")
        assert operations(fake) == [LIST]
        said = refusal(AnswerError, lambda: World(fake).connect(prefix=NEW_PREFIX).find("triage"))
        assert said == f"{fake.url} answered 404 with a body of type text/html; {STRANGER}"


def test_where_neither_prefix_answers_nothing_is_gone(fake: TrueFoundryFake, world: World) -> None:
    backend = world.connect(url=f"{fake.url}/app")
    said = refusal(AnswerError, lambda: backend.read("p1"))
    assert said == f"no prompt registry answers at {fake.url}/app/api/svc/v1 nor api/ml/v1; {STRANGER}"


def test_a_registry_that_is_not_ready_is_no_other_prefix(fake: TrueFoundryFake, world: World) -> None:
    fake.inject(LIST, page(503, "<html>starting</html>"), times=2)
    assert world.connect().find("triage") is None
    assert operations(fake) == [LIST, LIST, LIST, LIST]


def test_a_gateway_that_refuses_what_it_does_not_know_is_no_registry() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if request.url.path.startswith(f"/{NEW_PREFIX}/"):
            return httpx.Response(403, text="RBAC: access denied")
        return httpx.Response(200, json={"data": [], "pagination": {"total": 0}})

    settings = TrueFoundrySettings(kind="truefoundry", url="https://acme.example.com", ml_repo=ML_REPO)
    environment = Environment(variable={"TFY_API_KEY": TOKEN}.get)
    assert TrueFoundry.connect(settings, environment, httpx.MockTransport(answer)).find("triage") is None
    assert asked == [f"/{prefix}/prompts" for prefix in (NEW_PREFIX, OLD_PREFIX, OLD_PREFIX)]


def test_where_everything_is_refused_the_refusal_is_told(fake: TrueFoundryFake, world: World) -> None:
    fake.inject("*", page(403, "RBAC: access denied", "text/plain"), times=2)
    said = refusal(AccessError, lambda: world.connect().find("triage"))
    assert said == f"403 Forbidden; {PERMISSION}; a proxy on the way may refuse as well"


# Who may


def test_the_key_comes_from_the_environment_or_from_secret_configuration(fake: TrueFoundryFake) -> None:
    for each in (World(fake), World(fake, environ={}, secrets={"prompts:truefoundryApiKey": TOKEN})):
        assert each.connect().find("triage") is None


def test_without_a_key_both_places_are_named(fake: TrueFoundryFake) -> None:
    said = refusal(CredentialsError, lambda: World(fake, environ={}).connect().find("triage"))
    assert said == (
        "there are no credentials; set TFY_API_KEY, or `pulumi config set --secret prompts:truefoundryApiKey`"
    )
    assert fake.calls == []


def test_a_wrong_key_is_said_and_not_shown(fake: TrueFoundryFake) -> None:
    said = refusal(CredentialsError, lambda: World(fake, environ={"TFY_API_KEY": "wr0ng"}).connect().find("triage"))
    assert said == (
        "401: Invalid or expired token; check the credentials, which are missing, wrong or expired: "
        "looked at were TFY_API_KEY (or prompts:truefoundryApiKey)"
    )


def test_what_a_key_may_not_do_is_final(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    fake.inject(PUT, error(403, "No permission to write to ML Repo support"))
    said = refusal(AccessError, lambda: write(backend, ref, desired(description="d"), BESIDE))
    assert said == (f"403: No permission to write to ML Repo support; {PERMISSION}")
    assert operations(fake) == [GET, PUT]


def test_a_prompt_of_another_tenant_is_not_gone(fake: TrueFoundryFake, ref: Ref) -> None:
    other = World(fake, environ={"TFY_API_KEY": OTHER_TOKEN}).connect()
    refusal(NotFoundError, lambda: other.read(ref.id))
    said = refusal(CredentialsError, lambda: other.confirm_target(ref.uri))
    assert said == (
        "it is in ML repo support of tenant acme, and the API key belongs to tenant globex; "
        "use an API key of its tenant; nothing was changed"
    )
    said = refusal(CredentialsError, lambda: other.confirm_target(ref.uri.replace(ML_REPO, OTHER_ML_REPO)))
    assert said == (
        "it is in ML repo sales of tenant acme, and the API key sees no ML repo sales; "
        "use an API key of its tenant; nothing was changed"
    )


# What the registry says


def test_an_unknown_repo_is_no_prompt_that_is_gone(world: World) -> None:
    said = refusal(RejectedError, lambda: world.connect(ml_repo="nowhere").create(desired()))
    assert said == "404: ML Repo nowhere not found; check `backend.ml_repo`, and what the API key may see"


def test_a_refused_manifest_is_told_without_its_values(backend: TrueFoundry) -> None:
    said = refusal(RejectedError, lambda: backend.create(desired("\nswordfish")))
    assert said == (
        "422: body.manifest.messages.0.user.content.constrained-str: String should match pattern '^.[\\s\\S]*$'; "
        "body.manifest.messages.0.user.content.list[union[TextPart,ImagePart]]: Input should be a valid list; "
        "body.manifest.messages.0.user.content.BlobStorageReference: Input should be a valid dictionary or instance "
        "of BlobStorageReference; correct what it names"
    )


@pytest.mark.parametrize("prefix", [NEW_PREFIX, OLD_PREFIX])
def test_only_the_registrys_own_not_found_is_believed(prefix: Any) -> None:
    with TrueFoundryFake(prefix) as fake:
        backend = World(fake).connect(prefix=prefix)
        said = refusal(NotFoundError, lambda: backend.read("p1"))
        assert said == "404: Prompt p1 not found"
        for body in (
            '{"detail": "Not Found"}',
            '{"statusCode": 404, "message": "Cannot GET /x"}',
            '{"error": 1}',
            "{}",
        ):
            fake.inject(GET, page(404, body, "application/json"))
            said = refusal(AnswerError, lambda: backend.read("p1"))
            assert said == f"{fake.url} answered 404 with a body of type application/json; {STRANGER}"


def test_an_answer_that_is_none_names_the_field(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    fake.inject(GET, page(200, '{"data": {"id": "p1", "fqn": 5}}', "application/json"))
    said = refusal(AnswerError, lambda: backend.read(ref.id))
    assert said == (
        f"the answer to GET /api/svc/v1/prompts/{ref.id} is not understood: "
        f"data.fqn: Input should be a valid string; {BUG}"
    )


def test_a_version_without_a_number_is_no_answer(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    version = '{"id": "v", "fqn": "chat_prompt:acme/support/triage", "prompt_id": "p", "manifest": {}}'
    body = f'{{"data": [{version}], "pagination": {{"total": 1}}}}'
    fake.inject(VERSIONS, page(200, body, "application/json"))
    said = refusal(AnswerError, lambda: backend.versions(ref.id))
    assert said.startswith(
        "the answer to GET /api/svc/v1/prompt-versions is not understood: data[0].fqn: String should"
    )


def test_a_time_without_a_zone_is_utc(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    triage(fake).created_at = f"{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%dT%H:%M:%S}"
    age = backend.read(ref.id).age
    assert age is not None
    assert abs(age - timedelta(hours=2)) < timedelta(minutes=1)


# What gets lost


LOST = {
    "the answer": lose_answer(),
    "the connection": drop(),
    "half of the answer": page(502, "<html>bad gateway</html>"),
}


@pytest.mark.parametrize("lost", LOST)
def test_a_creation_is_carried_out_once(world: World, backend: TrueFoundry, fake: TrueFoundryFake, lost: str) -> None:
    fake.inject(PUT, LOST[lost])
    ref = backend.create(desired())
    assert backend.read(ref.id).digest == desired().digest
    assert fake.registry().numbers("triage") == [1]
    done = lost == "the answer"
    assert fake.call_counts()[PUT] == (1 if done else 2)
    assert world.time.now > 0


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("change", [CONTENT, BESIDE], ids=["content", "beside"])
def test_an_update_is_carried_out_once(
    backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake, lost: str, change: Change
) -> None:
    fake.inject(PUT, LOST[lost])
    declaration = desired("Other." if change is CONTENT else "Sort {{ticket}}.", description="d")
    write(backend, ref, declaration, change)
    head = backend.read(ref.id)
    assert (head.digest, head.description) == (declaration.digest, "d")
    assert fake.registry().numbers("triage") == ([1, 2] if change is CONTENT else [1])


def test_an_answer_that_stays_lost_is_found_by_the_next_up(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    fake.inject(PUT, lose_answer())
    fake.inject(LIST, page(503, "<html>busy</html>"), times=100, skip=1)
    said = refusal(UnavailableError, lambda: backend.create(desired()))
    assert said == f"503 Service Unavailable; {AGAIN}"
    assert fake.registry().numbers("triage") == [1]


def test_a_write_and_its_look_ups_have_one_deadline(world: World, fake: TrueFoundryFake) -> None:
    fake.inject(PUT, error(429, "slow down", {"Retry-After": "50"}))
    fake.inject(PUT, lose_answer())
    fake.inject(LIST, page(503, "<html>busy</html>"), times=100, skip=1)
    refusal(UnavailableError, lambda: world.connect(prefix=NEW_PREFIX, timeout=60).create(desired()))
    assert 50 <= world.time.now <= 60


def test_half_an_answer_to_a_write_makes_no_second_version(
    backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake
) -> None:
    fake.inject(PUT, truncate())
    refusal(AnswerError, lambda: write(backend, ref, desired("Other."), CONTENT))
    write(backend, ref, desired("Other."), CONTENT)
    assert fake.registry().numbers("triage") == [1, 2]


def test_it_waits_as_the_registry_asks(world: World, backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    fake.inject(PUT, error(429, "slow down", {"Retry-After": "30"}))
    write(backend, ref, desired("Other."), CONTENT)
    assert world.time.now >= 30
    assert world.progress == [f"{fake.url} asks for fewer requests; trying until {time_of_day(300)}"]


def test_it_gives_up_at_the_timeout(world: World, ref: Ref, fake: TrueFoundryFake) -> None:
    fake.inject(GET, error(429, "slow down"), times=1000)
    said = refusal(ThrottledError, lambda: world.connect(prefix=NEW_PREFIX, timeout=60).read(ref.id))
    assert said == f"429: slow down; {AGAIN}"
    assert 30 < world.time.now <= 60

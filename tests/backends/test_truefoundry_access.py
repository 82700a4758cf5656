"""Which prefix answers, who may, and what the registry says that is no success."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from backends.truefoundry_fixtures import backend, fake, ref, world
from backends.truefoundry_world import BESIDE, GET, LIST, PUT, VERSIONS, World, desired, operations, refusal, triage
from fakes.truefoundry import (
    ML_REPO,
    NEW_PREFIX,
    OLD_PREFIX,
    OTHER_ML_REPO,
    OTHER_TOKEN,
    TOKEN,
    TrueFoundryFake,
    error,
    page,
)
from pulumi_prompts.errors import AccessError, AnswerError, CredentialsError, NotFoundError, RejectedError
from pulumi_prompts.registries.base import Environment, Ref
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.registries.truefoundry.settings import TrueFoundrySettings
from pulumi_prompts.testing.base import write
from remedies import BUG, PERMISSION, STRANGER

__all__ = ["backend", "fake", "ref", "world"]


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

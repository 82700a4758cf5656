"""The registries behind the proxy: how a program names one, how it refuses, and what it keeps."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.error import HTTPError

from fakes.humanloop import KEY, OTHER_KEY, OTHER_ORGANIZATION, HumanloopFake
from fakes.langfuse import (
    OTHER_PROJECT,
    OTHER_PUBLIC_KEY,
    PROJECT,
    PUBLIC_KEY,
    SECRET_KEY,
    LangfuseFake,
    authorization,
)
from fakes.truefoundry import ML_REPO, OTHER_TENANT, OTHER_TOKEN, TENANT, TOKEN, TrueFoundryFake
from faults.proxy import FORBIDDEN, Fault, answering, extra_fields, json_response, text_response, with_header
from mlflow_server.registry import MlflowRegistry
from phoenix_server.registry import PhoenixRegistry
from remedies import STRANGER

Own = tuple[Fault, str]


def _own(status: int, body: Any, said: str) -> Own:
    return answering(f"{status} own", json_response(status, body)), said


def _no_route(body: Any) -> Fault:
    return answering("404 own route", json_response(404, body))


@dataclass(frozen=True)
class Traits:
    """What is known of a registry before it runs.

    Attributes:
        where: How messages name it: a pattern with `{url}`.
        own: Its own refusals by status, and what a message says of each.
        another_account: Another account's key or workspace.
        no_route: Its own answer to a path that it does not serve.
        newer: A later release, which adds fields; but not to what is the user's own.
        settings: What a program says of it beside its address; `{name}` is that of the stack's prompt.
        address: The setting that holds its address.
        api: What stands between its address and the paths of requests, in messages.
        environ: The environment variables that hold the credentials.
        places: Where credentials are looked for, as a message names it.
        checks: The environment variables that hold another address of it, where credentials are checked.
        labels: What a program may say of a prompt beside its content and description.
        describes_versions: Whether a published version's description can be edited.
        deletes_versions: Whether a version can be removed.
        renames: Whether a prompt can get another name.
        reuses: Whether a content that the prompt had before is the same version again.
        trusts_types: Whether the types of what it answers are taken for granted, as botocore takes them.
        versions_every_write: Whether writing a prompt makes a version; else publishing one does.
        hides: Whether another account's prompts are as absent as those that were deleted.
        unknown: What a message says of what is absent.
        words: What a line says of a fault where that is not what others say.
        passing: What passes of its own refusals.
        forbidden: What it answers where one operation is forbidden, and others may not be.
        is_slow: Whether each request takes as long as several of others.
        seconds: After which an operation is given up where an answer is too slow: a third of them for each.
    """

    kind: str
    where: str
    own: Mapping[int, Own]
    another_account: Fault
    newer: Fault
    no_route: Fault
    environ: Mapping[str, str]
    places: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    address: str = "url"
    checks: tuple[str, ...] = ()
    api: str = ""
    provider: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    describes_versions: bool = True
    deletes_versions: bool = True
    renames: bool = False
    reuses: bool = False
    trusts_types: bool = False
    versions_every_write: bool = True
    hides: bool = True
    unknown: str = r"404: [^;]+ not found"
    words: Mapping[Fault, str] = field(default_factory=dict)
    passing: tuple[Fault, ...] = ()
    forbidden: Fault = FORBIDDEN
    is_slow: bool = False
    seconds: float = 1.2


TRUEFOUNDRY: Final = Traits(
    kind="truefoundry",
    where=f"truefoundry {{url}} {ML_REPO}",
    own={
        401: _own(401, {"statusCode": 401, "message": "Invalid token"}, "Invalid token"),
        403: _own(403, {"statusCode": 403, "message": "Forbidden resource"}, "Forbidden resource"),
    },
    another_account=with_header("another account", "Authorization", f"Bearer {OTHER_TOKEN}"),
    newer=extra_fields(but_in=["manifest"]),
    no_route=_no_route({"statusCode": 404, "message": "Cannot GET /prompts", "error": "Not Found"}),
    environ={"TFY_API_KEY": TOKEN},
    places="TFY_API_KEY (or prompts:truefoundryApiKey)",
    settings={"ml_repo": ML_REPO},
    provider={"provider": "openai-main"},
    labels={"metadata": {"team": "desk"}},
    describes_versions=False,
)
HUMANLOOP: Final = Traits(
    kind="humanloop",
    where="humanloop {url}",
    own={
        401: _own(401, {"detail": {"message": "Invalid API key."}}, "Invalid API key"),
        403: _own(403, {"detail": {"message": "Not yours."}}, "Not yours"),
    },
    another_account=with_header("another account", "X-API-KEY", OTHER_KEY),
    newer=extra_fields(but_in=["attributes", "other"]),
    no_route=_no_route({"detail": "Method Not Allowed"}),
    environ={"HUMANLOOP_API_KEY": KEY},
    places="HUMANLOOP_API_KEY (or prompts:humanloopApiKey)",
    labels={"tags": {"team": "desk"}},
    renames=True,
    reuses=True,
)
LANGFUSE: Final = Traits(
    kind="langfuse",
    where="langfuse {url}",
    own={
        401: _own(401, {"message": "Invalid credentials.", "error": "UnauthorizedError"}, "Invalid credentials"),
        403: _own(403, {"message": "Not yours.", "error": "ForbiddenError"}, "Not yours"),
    },
    another_account=with_header("another account", "Authorization", authorization(OTHER_PUBLIC_KEY)),
    newer=extra_fields(but_in=["prompt", "config"]),
    no_route=_no_route({"message": "Not Found", "error": "NotFound"}),
    environ={"LANGFUSE_PUBLIC_KEY": PUBLIC_KEY, "LANGFUSE_SECRET_KEY": SECRET_KEY},
    places="LANGFUSE_PUBLIC_KEY (or prompts:langfusePublicKey) and LANGFUSE_SECRET_KEY (or prompts:langfuseSecretKey)",
    api="/api/public",
    labels={"tags": {"team": "desk"}},
    describes_versions=False,
    unknown=r"(404: Prompt not found: [^;]+|there is no prompt [^;]+)",
)
_NO_WORKSPACE = {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "Workspace 'team-a' not found"}
MLFLOW: Final = Traits(
    kind="mlflow",
    where="mlflow {url} default",
    own={
        401: _own(401, {"error_code": "UNAUTHENTICATED", "message": "Who are you?"}, "UNAUTHENTICATED: Who are you?"),
        403: _own(403, {"error_code": "PERMISSION_DENIED", "message": "Not yours"}, "PERMISSION_DENIED: Not yours"),
    },
    another_account=answering("another account", json_response(404, _NO_WORKSPACE)),
    newer=extra_fields(),
    no_route=_no_route({"error_code": "ENDPOINT_NOT_FOUND", "message": "No API found for '/registered-models'"}),
    environ={"MLFLOW_TRACKING_TOKEN": "token-of-mlflow"},
    places="MLFLOW_TRACKING_USERNAME (or prompts:mlflowTrackingUsername), "
    "MLFLOW_TRACKING_PASSWORD (or prompts:mlflowTrackingPassword) "
    "and MLFLOW_TRACKING_TOKEN (or prompts:mlflowTrackingToken)",
    api="/api/2.0/mlflow",
    labels={"tags": {"team": "desk"}},
    hides=False,
    seconds=2.4,
)
_NO_ROUTE_OF_PHOENIX = answering("405 own route", text_response(405, "Method Not Allowed", "text/plain"))
PHOENIX: Final = Traits(
    kind="phoenix",
    where="phoenix {url}",
    own={},
    another_account=answering("another account", text_response(401, "Invalid token", "text/plain")),
    newer=extra_fields(but_in=["metadata", "template", "invocation_parameters"]),
    no_route=_NO_ROUTE_OF_PHOENIX,
    environ={"PHOENIX_API_KEY": "key-of-phoenix"},
    places="PHOENIX_API_KEY (or prompts:phoenixApiKey)",
    api="/v1",
    provider={"provider": "openai"},
    labels={"metadata": {"team": "desk"}},
    describes_versions=False,
    deletes_versions=False,
    hides=False,
    is_slow=True,
    words={_NO_ROUTE_OF_PHOENIX: f"{{api}} answered 405 with a body of type text/plain; {STRANGER}"},
    seconds=2.4,
)
TRAITS: Final = {traits.kind: traits for traits in (TRUEFOUNDRY, HUMANLOOP, LANGFUSE, MLFLOW, PHOENIX)}


@dataclass(frozen=True)
class Stored:
    """A prompt as the registry keeps it, without what differs from run to run: identifiers and times.

    Attributes:
        beside: The description, the labels as they stand, and which version each alias is at.
        versions: The text and the description of each, the oldest first.
    """

    beside: Mapping[str, Any]
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Registry:
    """One that runs.

    Attributes:
        url: Its address, without the proxy.
        of_another: What a message says where another account answers.
        prompts: All prompts whose names begin so.
    """

    traits: Traits
    url: str
    of_another: str
    prompts: Callable[[str], Mapping[str, Stored]]


@contextmanager
def truefoundry() -> Iterator[Registry]:
    """The fake of TrueFoundry."""

    def prompts(beginning: str) -> dict[str, Stored]:
        names = [name for name in fake.registry().names() if name.startswith(beginning)]
        return {name: stored(fake.registry().prompt(name).versions) for name in names}

    def stored(versions: list[Any]) -> Stored:
        manifests = [each.manifest for each in versions]
        beside = {"description": manifests[-1].get("description"), **metadata(manifests[-1])} if manifests else {}
        aliases = {tag: nth for nth, each in enumerate(versions, 1) for tag in each.tags}
        return Stored({**beside, "aliases": aliases}, tuple((each["messages"][0]["content"], "") for each in manifests))

    def metadata(manifest: Any) -> dict[str, Any]:
        """With our note, but for whether the version is that of the creation: an interrupted one was written twice."""
        note = {name: value for name, value in manifest["metadata"]["pulumi_prompts"].items() if name != "is_creation"}
        return {**manifest["metadata"], "pulumi_prompts": note}

    where = f"it is in ML repo {ML_REPO} of tenant {TENANT}, and the API key belongs to tenant {OTHER_TENANT}"
    with TrueFoundryFake() as fake:
        yield Registry(TRUEFOUNDRY, fake.url, f"{where}; use an API key of its tenant; nothing was changed", prompts)
    assert (fake.faults, fake.registry(OTHER_TENANT).names()) == ([], [])


@contextmanager
def humanloop() -> Iterator[Registry]:
    """The fake of Humanloop."""

    def prompts(beginning: str) -> dict[str, Stored]:
        found = [each for each in fake.registry().prompts.values() if each.path.startswith(beginning)]
        return {each.path: stored(each) for each in found}

    def stored(prompt: Any) -> Stored:
        tags = sorted(tag.partition("/head=")[0] for tag in prompt.tags)  # what follows is an identifier and a time
        versions = ((each.kernel["template"], each.description or "") for each in prompt.versions)
        numbers = {each.id: nth for nth, each in enumerate(prompt.versions, 1)}
        names = {each.id: each.name for each in fake.registry().environments}
        aliases = {names[environment]: numbers[version] for environment, version in prompt.deployed.items()}
        beside = {"description": prompt.description or "", "tags": tags, "aliases": aliases}
        return Stored(beside, tuple(versions))

    with HumanloopFake() as fake:
        root = fake.registry().root
        where = f"it is in the organization with the root folder {root}, and the API key belongs to another"
        yield Registry(HUMANLOOP, fake.url, f"{where}; use a key of its organization; nothing was changed", prompts)
    assert (fake.faults, fake.registry(OTHER_ORGANIZATION).paths()) == ([], [])


@contextmanager
def langfuse() -> Iterator[Registry]:
    """The fake of Langfuse."""

    def prompts(beginning: str) -> dict[str, Stored]:
        found = fake.registry().prompts.items()
        return {name: stored(versions) for name, versions in found if name.startswith(beginning)}

    def stored(versions: list[Any]) -> Stored:
        numbers = {label: nth for nth, each in enumerate(versions, 1) for label in each.labels}
        tags = {key: value for key, _, value in (tag.partition("=") for tag in sorted(versions[-1].tags))}
        tags.pop("pulumi-prompts/id", None)  # which a creation has in its version
        owner = [tags.pop(f"pulumi-prompts/{name}", None) for name in ("marker", "nonce")]
        noted = (versions[0].commit_message or "").removeprefix("pulumi-prompts: ").split(" #")
        beside = {"tags": tags, "aliases": numbers, "owner": owner if owner[0] else noted}
        return Stored(beside, tuple((each.prompt, (each.commit_message or "").split(" #")[0]) for each in versions))

    with LangfuseFake() as fake:
        where = f"it is in the project {PROJECT}, and the API keys belong to the project {OTHER_PROJECT}"
        yield Registry(LANGFUSE, fake.url, f"{where}; use the keys of its project; nothing was changed", prompts)
    assert (fake.faults, fake.registry(OTHER_PROJECT).prompts) == ([], {})


def mlflow(server: MlflowRegistry) -> Registry:
    """A real server; asked only for the two names that a cell may have made."""

    def prompts(beginning: str) -> dict[str, Stored]:
        found = ((name, stored(name)) for name in (beginning, f"{beginning}-b"))
        return {name: prompt for name, prompt in found if prompt is not None}

    def stored(name: str) -> Stored | None:
        try:
            found = server.stored(name)
        except HTTPError:
            return None
        beside = {"description": found.description, "tags": dict(found.tags), "aliases": dict(found.aliases)}
        return Stored(beside, tuple((each.text, each.description) for each in found.versions))

    wrong = "check `backend.workspace`: in one that does not exist nothing is found, and everything may still be there"
    of_another = f"404: RESOURCE_DOES_NOT_EXIST: Workspace 'team-a' not found; {wrong}"
    return Registry(MLFLOW, server.url, of_another, prompts)


def phoenix(server: PhoenixRegistry) -> Registry:
    """A real server; asked only for the two names that a cell may have made."""

    def prompts(beginning: str) -> dict[str, Stored]:
        found = ((name, stored(name)) for name in (beginning, f"{beginning}-b"))
        return {name: prompt for name, prompt in found if prompt is not None}

    def stored(name: str) -> Stored | None:
        if (found := server.stored(name)) is None:
            return None
        numbers = {version.id: nth for nth, version in enumerate(found.versions, 1)}
        tags = {tag: [numbers[version], found.described(tag)] for tag, version in found.tags.items()}
        beside = {"description": found.description, "metadata": dict(found.metadata), "tags": tags}
        return Stored(beside, tuple((each.text, each.note.get("marker", "")) for each in found.versions))

    looked_at = "looked at were PHOENIX_API_KEY (or prompts:phoenixApiKey)"
    of_another = f"401 Unauthorized; check the credentials, which are missing, wrong or expired: {looked_at}"
    return Registry(PHOENIX, server.url, of_another, prompts)

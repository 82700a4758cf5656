"""The calls of TrueFoundry's prompt registry, and what it answers."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, get_args
from urllib.parse import quote

from pydantic import Field, StringConstraints

from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.transport.credentials import Credentials, bearer, credential
from pulumi_prompts.registries.transport.http import NOT_THE_REGISTRY, Answer, Dialect, HttpClient, Moment, Refusal
from pulumi_prompts.registries.transport.once import Once
from pulumi_prompts.registries.truefoundry.settings import KEY, Prefix, TrueFoundrySettings

if TYPE_CHECKING:
    import httpx


_PAGE = 100
_ALIAS = "give the version that this write makes another `options.truefoundry.version_alias`, or none"
REPO = "check `backend.ml_repo`, and what the API key may see"


class PromptVersion(Answer):
    """A version of a prompt."""

    id: str
    fqn: Annotated[str, StringConstraints(pattern=r"^.+:[1-9][0-9]*$")]
    prompt_id: str
    manifest: dict[str, Any]
    created_at: Moment | None = None
    tags: tuple[str, ...] | None = None

    @property
    def number(self) -> int:
        """Its number, which its fully qualified name ends in."""
        return int(self.fqn.rpartition(":")[2])

    @property
    def prompt_fqn(self) -> str:
        """The fully qualified name of the prompt."""
        return self.fqn.rpartition(":")[0]


class Prompt(Answer):
    """A prompt. Its head is its latest version; without versions it has no head."""

    id: str
    fqn: str
    name: str
    created_at: Moment | None = None
    latest_version: PromptVersion | None = None


class MlRepoManifest(Answer):
    """What an ML repo says of itself."""

    name: str


class MlRepo(Answer):
    """An ML repo, and its tenant."""

    id: str
    tenant_name: str
    manifest: MlRepoManifest


class _Pagination(Answer):
    total: Annotated[int, Field(ge=0)]


T = TypeVar("T", bound=Answer)


class _One(Answer, Generic[T]):
    data: T


class _Page(Answer, Generic[T]):
    data: tuple[T, ...]
    pagination: _Pagination


class TrueFoundryClient:
    """Calls one control plane. The first call finds out under which prefix the registry answers."""

    def __init__(
        self,
        settings: TrueFoundrySettings,
        environment: Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        dialect = Dialect(settings.credentials, _credentials, _refusal)
        self._settings = settings
        self._http = HttpClient(settings.url, dialect, settings.timeout, environment, transport)
        self._prefix = Once(self._find_prefix)

    def age_of(self, prompt: Prompt) -> timedelta | None:
        """By the service's clock."""
        return self._http.clock.age_of(prompt.created_at)

    def prompt(self, prompt_id: str) -> Prompt:
        """GET /prompts/{id}."""
        return self._call("GET", f"/prompts/{_quoted(prompt_id)}", _One[Prompt]).data

    def prompts(self, **filters: str) -> Iterator[Prompt]:
        """GET /prompts, page by page. It is not known whether `name` must match as a whole: the caller compares it."""
        return self._pages("/prompts", _Page[Prompt], **filters, include_empty_prompts=True)

    def versions(self, **filters: str | int) -> Iterator[PromptVersion]:
        """GET /prompt-versions, page by page."""
        return self._pages("/prompt-versions", _Page[PromptVersion], **filters)

    def ml_repos(self, name: str) -> Iterator[MlRepo]:
        """GET /ml-repos, page by page."""
        return self._pages("/ml-repos", _Page[MlRepo], name=name)

    def delete_prompt(self, prompt_id: str) -> None:
        """DELETE /prompts/{id}, with its versions."""
        self._call("DELETE", f"/prompts/{_quoted(prompt_id)}", Answer)

    def delete_version(self, version_id: str) -> None:
        """DELETE /prompt-versions/{id}."""
        self._call("DELETE", f"/prompt-versions/{_quoted(version_id)}", Answer)

    def apply(self, manifest: dict[str, Any], landed: Callable[[], PromptVersion | None]) -> PromptVersion:
        """PUT /prompt-versions. A repeat may make a second version, so `landed` first looks for the first one."""
        return self._http.once(lambda: self._put(manifest), landed)

    def tag(self, version_id: str, tags: Sequence[str], *, force: bool) -> None:
        """PUT /prompt-versions/tags. A tag of another version moves only with `force`.

        Raises:
            AlreadyExistsError: Another version has one of the tags (inferred: the status is 409).
        """
        body = {"prompt_version_id": version_id, "tags": [*tags], "force": force}
        self._call("PUT", "/prompt-versions/tags", Answer, json=body)

    def _put(self, manifest: dict[str, Any]) -> PromptVersion:
        body = {"manifest": manifest}
        try:
            return self._call("PUT", "/prompt-versions", _One[PromptVersion], json=body, repeatable=False).data
        except errors.NotFoundError as error:
            raise errors.RejectedError(error.said, REPO) from error
        except errors.AlreadyExistsError as error:
            raise errors.AlreadyExistsError(error.said, _ALIAS) from error

    def _pages(self, path: str, page: type[_Page[T]], **filters: str | int) -> Iterator[T]:
        offset = 0
        while True:
            found = self._call("GET", path, page, params={**filters, "limit": _PAGE, "offset": offset})
            yield from found.data
            offset += len(found.data)
            if not found.data or offset >= found.pagination.total:
                return

    def _call(self, method: str, path: str, answer: type[T], **more: Any) -> T:
        return self._http.call(method, f"/{self._prefix()}{path}", answer, **more)

    def _find_prefix(self) -> str:
        """The prefix under which the registry answers, and no other service; a refusal may come from a gateway."""
        if self._settings.prefix:
            return self._settings.prefix
        refused: errors.AccessError | None = None
        for prefix in get_args(Prefix):
            try:
                self._http.call("GET", f"/{prefix}/prompts", _Page[Prompt], params={"limit": 1})
                return str(prefix)
            except (errors.AnswerError, errors.NotFoundError):
                continue
            except errors.AccessError as error:
                refused = refused or error
        raise refused or self._no_registry()

    def _no_registry(self) -> errors.AnswerError:
        tried = " nor ".join(get_args(Prefix))
        return errors.AnswerError(f"no prompt registry answers at {self._settings.url}/{tried}", NOT_THE_REGISTRY)


def _credentials(environment: Environment) -> Credentials:
    return bearer(credential(environment, KEY))


def _quoted(identifier: str) -> str:
    return quote(identifier, safe="")


def _refusal(status: int, body: Any) -> Refusal | None:
    """`{"detail": ...}` under the old prefix, `{"statusCode": ..., "message": ...}` under the new one."""
    match body:
        case {"detail": str(said)}:
            is_route = status == 404 and said == "Not Found"
        case {"detail": [*failures]}:
            said, is_route = "; ".join(map(_failure, failures)), False
        case {"statusCode": int(), "message": str(said)}:
            is_route = status == 404 and said.startswith("Cannot ")
        case _:
            return None
    return None if is_route else Refusal(said)


def _failure(failure: Any) -> str:
    """What is wrong, and where, without the value."""
    match failure:
        case {"loc": [*steps], "msg": str(said)}:
            return f"{'.'.join(map(str, steps))}: {said}"
        case _:
            return "it does not say what is wrong"

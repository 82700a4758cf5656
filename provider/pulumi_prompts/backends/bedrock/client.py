"""One paced, retried client of the prompt calls of `bedrock-agent`, made when it is first needed."""

from collections.abc import Callable, Mapping
from functools import cached_property
from threading import Lock
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.backends._retry import Clock, Pace, Retry
from pulumi_prompts.backends.bedrock.settings import BedrockSettings

QUOTAS = {
    "create_prompt": 2.0,
    "update_prompt": 2.0,
    "delete_prompt": 2.0,
    "create_prompt_version": 2.0,
    "get_prompt": 10.0,
    "list_prompts": 10.0,
}
"""Calls a second in one account and region (AWS documentation; for list_prompts inferred)."""

_CONNECT_SECONDS = 10
_READ_SECONDS = 60


class BedrockClient:
    """Sends calls as fast as the quotas allow, repeats what may go through later, and raises our errors."""

    def __init__(self, settings: BedrockSettings, progress: Callable[[str], None], clock: Clock) -> None:
        self._settings = settings
        self._retry = Retry(settings.timeout, progress, clock)
        self._paces = {name: Pace(quota, progress, clock) for name, quota in QUOTAS.items()}
        self._lock = Lock()
        self._verified = False

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """The answer to one call, by its name in boto3; parameters that are None are left out."""
        present = {name: value for name, value in parameters.items() if value is not None}
        answer: dict[str, Any] = self._retry.run(lambda: self._send(operation, present))
        return answer

    @cached_property
    def account(self) -> str:
        """The account that the credentials belong to."""
        return str(self._retry.run(lambda: _translated(self._sts().get_caller_identity))["Account"])

    def _send(self, operation: str, parameters: Mapping[str, Any]) -> Any:
        client = self._ready()
        if pace := self._paces.get(operation):
            pace.wait()
        answer: dict[str, Any] = _translated(getattr(client, operation), **parameters)
        _refuse_what_is_no_answer(client, operation, answer)
        return answer

    def _ready(self) -> Any:
        with self._lock:
            if not self._verified:
                self._verify_account()
            return self._client

    def _verify_account(self) -> None:
        allowed = self._settings.accounts
        if allowed and self.account not in allowed:
            said = f"the credentials belong to account {self.account}, allowed is {' or '.join(allowed)}"
            raise errors.CredentialsError(said, "use the credentials of that account, or correct the backend")
        self._verified = True

    @cached_property
    def _client(self) -> Any:
        return self._make_client("bedrock-agent", self._settings.endpoint_url)

    def _sts(self) -> Any:
        return self._make_client("sts", None)

    def _make_client(self, service: str, endpoint_url: str | None) -> Any:
        from botocore.config import Config

        # One attempt: `Retry` is the policy, with a deadline in place of a count.
        config = Config(
            retries={"total_max_attempts": 1},
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            user_agent_extra="pulumi-prompts",
        )
        return _translated(lambda: self._session.client(service, endpoint_url=endpoint_url, config=config))

    @cached_property
    def _session(self) -> Any:
        return _translated(lambda: _session(self._settings))


def _refuse_what_is_no_answer(client: Any, operation: str, answer: Mapping[str, Any]) -> None:
    """Raise AnswerError for a truncated body, or a page of something else: boto3 reads them as an empty answer."""
    from pulumi_prompts.backends.bedrock.failures import NOT_BEDROCK

    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation]).output_shape
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    missing = [name for name in shape.required_members if name not in answer]
    unread = shape.members and not shape.members.keys() & answer.keys() and int(headers.get("content-length", 0)) > 2
    if missing or unread or "html" in headers.get("content-type", ""):
        said = (
            f"the answer to {client.meta.method_to_api_mapping[operation]} has no {', '.join(missing) or 'known field'}"
        )
        raise errors.AnswerError(said, NOT_BEDROCK)


def _session(settings: BedrockSettings) -> Any:
    import boto3

    session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
    return session if settings.role_arn is None else _assumed(session, settings.role_arn)


def _assumed(session: Any, role_arn: str) -> Any:
    """A session with the credentials of a role, renewed before they run out."""
    import boto3
    from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
    from botocore.session import get_session

    fetcher = AssumeRoleCredentialFetcher(
        client_creator=session._session.create_client,
        source_credentials=session.get_credentials(),
        role_arn=role_arn,
        extra_args={"RoleSessionName": "pulumi-prompts"},
    )
    core = get_session()
    core._credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")  # type: ignore[attr-defined]
    return boto3.Session(botocore_session=core, region_name=session.region_name)


def _translated(send: Callable[..., Any], **parameters: Any) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    from pulumi_prompts.backends.bedrock.failures import our_error

    try:
        return send(**parameters)
    except (BotoCoreError, ClientError) as error:
        raise our_error(error) from error

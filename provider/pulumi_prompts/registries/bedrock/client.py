"""A client of the prompt calls of `bedrock-agent`, with pacing and retries. It is made at the first call."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.registries.base import THREADS, Environment
from pulumi_prompts.registries.bedrock import answers
from pulumi_prompts.registries.bedrock.settings import BedrockSettings
from pulumi_prompts.registries.bedrock.support import WRITES_A_SECOND
from pulumi_prompts.registries.transport.clock import RegistryClock
from pulumi_prompts.registries.transport.once import Once
from pulumi_prompts.registries.transport.retry import Pace, Retry, longest_answer, longest_connect

QUOTAS = {
    "create_prompt": WRITES_A_SECOND,
    "update_prompt": WRITES_A_SECOND,
    "delete_prompt": WRITES_A_SECOND,
    "create_prompt_version": WRITES_A_SECOND,
    "get_prompt": 10.0,
    "list_prompts": 10.0,
}
"""Calls per second in one account and region (AWS documentation; inferred for list_prompts)."""


class BedrockClient:
    """Sends calls as fast as the quotas allow, repeats temporary failures, and raises our errors.

    The calls of other threads wait for what the first call finds out, and share its result (`Once`).
    """

    def __init__(self, settings: BedrockSettings, environment: Environment) -> None:
        self._settings = settings
        self._retry = Retry(settings.timeout, environment, settings.address)
        self._paces = {name: Pace(quota, environment, settings.address) for name, quota in QUOTAS.items()}
        self._retry_of_sts = Retry(settings.timeout, environment, f"sts in {settings.region}")
        self._session = Once(lambda: _translated(lambda: _session(settings)))
        self._account = Once(self._find_account)
        self._client = Once(self._make_client_of_account)
        self.clock = RegistryClock(environment.clock)

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """The answer to one call, by its name in boto3; parameters that are None are left out."""
        present = {name: value for name, value in parameters.items() if value is not None}
        client = self._client()
        answer: dict[str, Any] = self._retry.run(lambda: self._send(client, operation, present))
        return answer

    @property
    def account(self) -> str:
        """The account that the credentials belong to."""
        return self._account()

    def _send(self, client: Any, operation: str, parameters: Mapping[str, Any]) -> Any:
        if pace := self._paces.get(operation):
            pace.wait()
        answer = _translated(getattr(client, operation), **parameters)
        answers.refuse_what_is_empty(client, operation, answer)
        self.clock.hear(answer["ResponseMetadata"]["HTTPHeaders"])
        return answer

    def _find_account(self) -> str:
        sts = self._make_client("sts", None)
        return str(self._retry_of_sts.run(lambda: _translated(sts.get_caller_identity))["Account"])

    def _make_client_of_account(self) -> Any:
        self._get_credentials()
        self._verify_account()
        client = self._make_client("bedrock-agent", self._settings.endpoint_url)
        client.meta.events.register("before-parse.bedrock-agent", answers.refuse_what_is_no_answer)
        return client

    def _get_credentials(self) -> None:
        """Fetch the credentials of a role here: botocore would do it in each thread that signs, one after the other."""
        if credentials := _translated(self._session().get_credentials):
            self._retry_of_sts.run(lambda: _translated(credentials.get_frozen_credentials))

    def _verify_account(self) -> None:
        allowed = self._settings.accounts
        if allowed and self.account not in allowed:
            said = f"the credentials belong to account {self.account}, allowed is {' or '.join(allowed)}"
            raise errors.CredentialsError(said, "use the credentials of that account, or correct the backend")

    def _make_client(self, service: str, endpoint_url: str | None) -> Any:
        # The environment (AWS_ENDPOINT_URL) never decides which registry is meant, but where credentials are checked.
        config = _config(self._settings.timeout, ignore_configured_endpoint_urls=service == "bedrock-agent")
        session = self._session()
        return _translated(lambda: _new_client(session, service, endpoint_url=endpoint_url, config=config))


def _config(timeout: float, **more: Any) -> Any:
    from botocore.config import Config

    # One attempt: `Retry` has the policy, with a deadline instead of a count.
    return Config(
        retries={"total_max_attempts": 1},
        connect_timeout=longest_connect(timeout),
        read_timeout=longest_answer(timeout),
        max_pool_connections=THREADS,
        user_agent_extra="pulumi-prompts",
        **more,
    )


def _new_client(session: Any, service: str, **settings: Any) -> Any:
    try:
        return session.client(service, **settings)
    except ValueError as error:
        if "Invalid endpoint" in str(error):
            raise errors.ConfigurationError(str(error), "correct `backend.endpoint_url`") from error
        raise


def _session(settings: BedrockSettings) -> Any:
    import boto3

    session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
    if settings.role_arn:
        _assume(session, settings.role_arn, settings.timeout)
    return session


def _assume(session: Any, role_arn: str, timeout: float) -> None:
    """Use the credentials of a role instead of the session's own; they are renewed before they expire."""
    from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
    from botocore.exceptions import NoCredentialsError

    source = session.get_credentials()
    if source is None:
        raise NoCredentialsError
    core = session._session
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=partial(core.create_client, config=_config(timeout)),
        source_credentials=source,
        role_arn=role_arn,
        extra_args={"RoleSessionName": "pulumi-prompts"},
    )
    core._credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")


def _translated(send: Callable[..., Any], **parameters: Any) -> Any:
    from pulumi_prompts.registries.bedrock.failures import our_error

    try:
        return send(**parameters)
    except errors.PromptsError:
        raise
    except Exception as error:
        raise our_error(error) from error

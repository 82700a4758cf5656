"""The fake as tests hold it: it takes HTTP requests apart, records them, lets faults happen, and answers."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from ..front import Front
from ..wire import Json, Reply, Request
from . import sts
from .auth import Accounts, Caller
from .limits import Throttle
from .model import AgentModel, Operation, refusal_reply
from .registry import USUAL, Habits, Quotas, Registry
from .wire import ApiError

REGION = "us-east-1"
OTHER_REGION = "eu-west-1"
ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
ACCESS_KEY = "FAKEACCESSKEYONE0001"
OTHER_ACCESS_KEY = "FAKEACCESSKEYTWO0002"
SECRET_KEY = "fake-secret"
ACCOUNTS: Mapping[str, str] = {ACCESS_KEY: ACCOUNT, OTHER_ACCESS_KEY: OTHER_ACCOUNT}


@dataclass(frozen=True)
class Call:
    """One request that arrived, whatever became of it; retries count. `parameters` are as sent, before validation."""

    operation: str
    parameters: Json
    account: str
    region: str


class BedrockFake(Front[Call, ApiError]):
    """Bedrock's prompt registry and STS on 127.0.0.1. Use as a context manager, or `start()` and `stop()`."""

    _headers_of_broken = {"x-amzn-ErrorType": "FakeBroken"}  # noqa: RUF012 (declared as ClassVar)

    def __init__(
        self,
        *,
        accounts: Mapping[str, str] = ACCOUNTS,
        clock: Callable[[], float] = time.time,
        max_prompts: int = Quotas.prompts,
        max_versions: int = Quotas.versions,
        rate_limits: Mapping[str, float] | None = None,
        habits: Habits = USUAL,
    ) -> None:
        super().__init__(ApiError)
        self._accounts = Accounts(accounts)
        self._clock = clock
        self._quotas = Quotas(max_prompts, max_versions)
        self._habits = habits
        self._throttle = Throttle(rate_limits or {}, clock)
        self._agent = AgentModel()
        self._sts = sts.Sts(self._accounts)
        self._registries: dict[tuple[str, str], Registry] = {}

    def environ(self, access_key: str = ACCESS_KEY, region: str = REGION) -> dict[str, str]:
        """The variables with which any AWS SDK, in any process, talks to this fake and to nothing else."""
        return {
            "AWS_ACCESS_KEY_ID": access_key,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_SESSION_TOKEN": "",
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def registry(self, account: str = ACCOUNT, region: str = REGION) -> Registry:
        with self._lock:
            key = (account, region)
            if key not in self._registries:
                self._registries[key] = Registry(account, region, self._clock, self._quotas, self._habits)
            return self._registries[key]

    # requests

    def handle(self, request: Request) -> Reply | None:
        reply = super().handle(request)
        return reply and replace(reply, headers={"x-amzn-RequestId": str(uuid4()), **reply.headers})

    def _respond(self, request: Request) -> Reply | None:
        if _is_sts(request):
            return self._guarded(lambda: self._handle_sts(request), sts.refusal_reply)
        return self._guarded(lambda: self._handle_agent(request), lambda error: refusal_reply(None, error))

    def _handle_agent(self, request: Request) -> Reply | None:
        operation = self._agent.operation(request)

        def refuse(error: ApiError) -> Reply:
            return refusal_reply(operation, error)

        def respond() -> Reply | None:
            caller = self._accounts.caller(request.headers, "bedrock")
            parameters = operation.parameters(request)
            fault = self._arrived(Call(operation.name, parameters, caller.account, caller.region))
            return self._carried_out(fault, lambda: self._run_agent(operation, caller, parameters), refuse)

        return self._guarded(respond, refuse)

    def _run_agent(self, operation: Operation, caller: Caller, parameters: Json) -> Reply:
        self._throttle.check(caller.account, caller.region, operation.name)
        operation.check_request(parameters)
        registry = self.registry(caller.account, caller.region)
        return operation.reply(registry.call(operation.name, operation.stored(parameters)))

    def _handle_sts(self, request: Request) -> Reply | None:
        name = self._sts.operation(request)
        caller = self._accounts.caller(request.headers, "sts")
        parameters = self._sts.parameters(request)
        fault = self._arrived(Call(name, parameters, caller.account, caller.region))
        return self._carried_out(fault, lambda: self._sts.call(name, caller, parameters), sts.refusal_reply)


def _is_sts(request: Request) -> bool:
    form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return request.method == "POST" and request.path == "/" and form

"""The fake as tests hold it: it takes HTTP requests apart, records them, lets faults happen, and answers."""

import os
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self
from uuid import uuid4

from ..scripting import Fault, Script
from ..server import Server
from ..wire import Json, Reply, Request
from . import sts
from .auth import Accounts, Caller
from .limits import Throttle
from .model import AgentModel, Operation, refusal_reply
from .registry import Quotas, Registry
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


class BedrockFake:
    """Bedrock's prompt registry and STS on 127.0.0.1. Use as a context manager, or `start()` and `stop()`."""

    def __init__(
        self,
        *,
        accounts: Mapping[str, str] = ACCOUNTS,
        clock: Callable[[], float] = time.time,
        max_prompts: int = Quotas.prompts,
        max_versions: int = Quotas.versions,
        rate_limits: Mapping[str, float] | None = None,
    ) -> None:
        self.faults: list[str] = []
        self._accounts = Accounts(accounts)
        self._clock = clock
        self._quotas = Quotas(max_prompts, max_versions)
        self._throttle = Throttle(rate_limits or {}, clock)
        self._script = Script()
        self._agent = AgentModel()
        self._sts = sts.Sts(self._accounts)
        self._registries: dict[tuple[str, str], Registry] = {}
        self._calls: list[Call] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = Server(self.handle)

    # life

    @property
    def url(self) -> str:
        return self._server.url

    def start(self) -> Self:
        self._server.start()
        return self

    def stop(self) -> None:
        """Ends the server and every open connection; delays under way end at once, without an answer."""
        self._stopping.set()
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    # for tests

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
                self._registries[key] = Registry(account, region, self._clock, self._quotas)
            return self._registries[key]

    def inject(self, operation: str, fault: Fault, times: int = 1, skip: int = 0) -> None:
        """Lets `fault` happen to the next `times` calls of `operation` ("*": of any), after `skip` untouched ones."""
        self._script.add(operation, fault, times, skip)

    @property
    def pending_faults(self) -> int:
        """How many injected faults have not happened yet."""
        return self._script.pending()

    @property
    def calls(self) -> list[Call]:
        with self._lock:
            return list(self._calls)

    def call_counts(self) -> dict[str, int]:
        return dict(Counter(call.operation for call in self.calls))

    def clear_calls(self) -> None:
        with self._lock:
            self._calls.clear()

    # requests

    def handle(self, request: Request) -> Reply | None:
        """The reply to one request; None closes the connection without one, as does everything after `stop()`."""
        reply = self._handle(request)
        if reply is None or self._stopping.is_set():
            return None
        return replace(reply, headers={"x-amzn-RequestId": str(uuid4()), **reply.headers})

    def _handle(self, request: Request) -> Reply | None:
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
            fault = self._arrived(operation.name, parameters, caller)
            process = self._guarding(lambda: self._run_agent(operation, caller, parameters), refuse)
            return fault.apply(process, self._stopping.wait)

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
        fault = self._arrived(name, parameters, caller)
        process = self._guarding(lambda: self._sts.call(name, caller, parameters), sts.refusal_reply)
        return fault.apply(process, self._stopping.wait)

    def _arrived(self, operation: str, parameters: Json, caller: Caller) -> Fault:
        with self._lock:
            self._calls.append(Call(operation, parameters, caller.account, caller.region))
        return self._script.take(operation)

    def _guarding(self, act: Callable[[], Reply], refuse: Callable[[ApiError], Reply]) -> Callable[[], Reply]:
        def guarded() -> Reply:
            reply = self._guarded(act, refuse)
            assert reply is not None
            return reply

        return guarded

    def _guarded(self, act: Callable[[], Reply | None], refuse: Callable[[ApiError], Reply]) -> Reply | None:
        """Refusals become replies; anything else is the fake's own fault: recorded, and 500."""
        try:
            try:
                return act()
            except ApiError as error:
                return refuse(error)
        except Exception as failure:
            with self._lock:
                self.faults.append("".join(traceback.format_exception(failure)))
            return Reply(500, f"the fake is broken: {failure}".encode(), {"x-amzn-ErrorType": "FakeBroken"})


def _is_sts(request: Request) -> bool:
    form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return request.method == "POST" and request.path == "/" and form

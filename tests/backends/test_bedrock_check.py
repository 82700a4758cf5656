"""What a person reads at preview where a limit of Bedrock is broken: everything at once, each with its path."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.bedrock import regions
from pulumi_prompts.registries.bedrock.support import MARKER_TAG
from pulumi_prompts.registries.session import Target

BACKEND = {"kind": "bedrock", "region": "us-east-1"}
KEY = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"
PARTS = ("metadata", "parameters")


def failures(**properties: Any) -> list[str]:
    """What `check` says of a prompt that is good but for these properties."""
    text: dict[str, Any] = {} if properties.keys() & {"template", "messages"} else {"template": "x"}
    tree = {"name": "triage", "backend": BACKEND, **text, **properties}
    return sorted(str(failure) for failure in Declaration.of(tree).failures)


def chat(*messages: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"role": role, "content": content} for role, content in messages]


def tool(**more: Any) -> dict[str, Any]:
    return {"messages": chat(("user", "x")), "tools": [{"name": "find", "parameters": {}, **more}]}


def bedrock(**options: Any) -> dict[str, Any]:
    return {"options": {"bedrock": options}}


FORM_OF_NAME = "1 to 100 letters and digits, `_` or `-` between them (bedrock)"
FORM_OF_LABEL = "letters, digits, spaces and . _ : / = + @ - (bedrock)"
FIELDS = (
    "bedrock cannot express this: put it into `options.bedrock.additional_model_request_fields`, as the model names it"
)
RESERVED = "keys that begin with 'aws:' or 'pulumi-prompts/' or 'alias/' are reserved (bedrock)"
NO_PLACE = "is no place in this prompt; the end of a message is 'messages[N]', without its last block"

CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({"name": "support triage"}, [f"name: must be {FORM_OF_NAME}"]),
    ({"name": ""}, ["name: must not be empty (bedrock)"]),
    ({"name": "a" * 101}, [f"name: must be {FORM_OF_NAME}"]),
    ({"name": "a_-b"}, [f"name: must be {FORM_OF_NAME}"]),
    ({"name": "a" * 100}, []),
    ({"description": ""}, ["description: must not be empty (bedrock)"]),
    ({"description": "x" * 201}, ["description: must have at most 200 characters, has 201 (bedrock)"]),
    ({"tags": {"a;b": "c"}}, [f'tags["a;b"]: the key must be {FORM_OF_LABEL}']),
    ({"tags": {"a": "c;d"}}, [f"tags.a: must be {FORM_OF_LABEL}"]),
    ({"tags": {"a": "\u2003"}}, [f"tags.a: must be {FORM_OF_LABEL}"]),
    ({"tags": {"": "a"}}, ['tags[""]: the key must not be empty (bedrock)']),
    ({"tags": {"k" * 129: "a"}}, [f"tags.{'k' * 129}: the key must have at most 128 characters, has 129 (bedrock)"]),
    ({"tags": {"a": "v" * 257}}, ["tags.a: must have at most 256 characters, has 257 (bedrock)"]),
    ({"tags": {f"k{number}": "" for number in range(50)}}, ["tags: must have at most 48 entries, has 50 (bedrock)"]),
    ({"tags": {"aws:x": "a"}}, [f'tags["aws:x"]: {RESERVED}']),
    ({"tags": {"AWS:x": "a"}}, [f'tags["AWS:x"]: {RESERVED}']),
    ({"tags": {"alias/production": "1"}}, [f'tags["alias/production"]: {RESERVED}']),
    ({"tags": {MARKER_TAG: "mine"}}, [f'tags["{MARKER_TAG}"]: {RESERVED}']),
    ({"metadata": {"a": 1}}, ["metadata.a: must be a string (bedrock)"]),
    ({"metadata": {"a": "Grüße"}}, [f"metadata.a: must be {FORM_OF_LABEL}"]),
    (
        {"metadata": {"a": "v" * 1025}},
        ["metadata.a: must have at most 1024 characters, has 1025 (bedrock)"],
    ),
    (
        {"metadata": {f"k{number}": "" for number in range(51)}},
        ["metadata: must have at most 50 entries, has 51 (bedrock)"],
    ),
    ({"template": ""}, ["template: must not be empty (bedrock)"]),
    (
        {"messages": chat(("user", ""), ("user", ["x", ""]))},
        ["messages[0].content: must not be empty (bedrock)", "messages[1].content[1]: must not be empty (bedrock)"],
    ),
    (
        {"messages": chat(("developer", "x"), ("tool", "y"))},
        [
            "messages[0].role: must be 'system' or 'user' or 'assistant'; "
            "a developer message is a system message there (bedrock)",
            "messages[1].role: must be 'system' or 'user' or 'assistant'; "
            "a developer message is a system message there (bedrock)",
        ],
    ),
    (
        {"messages": chat(("user", "x"), ("system", "y"))},
        ["messages[1].role: system messages stand first (bedrock); move it up"],
    ),
    (
        {"messages": chat(("system", ["x", "y"]), ("user", "z"))},
        ["messages[0].content: must be one text (bedrock); write a system message for each"],
    ),
    (
        {"messages": [{"role": "user", "content": "x", "name": "ada"}]},
        ["messages[0].name: bedrock cannot express this: say the name in the text"],
    ),
    ({"model": "not a model"}, ["model: must be the ID or ARN of a model or an inference profile (bedrock)"]),
    ({"model": ""}, ["model: must not be empty (bedrock)"]),
    ({"model": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123"}, []),
    ({"provider": "anthropic"}, ["provider: bedrock cannot express this: the ID of the model says who serves it"]),
    ({"endpoint": "chat"}, ["endpoint: bedrock cannot express this: it follows from `template` or `messages`"]),
    (
        {"response_format": {"type": "json_object"}},
        [
            "response_format: bedrock cannot express this: say it in the text, "
            "or give the model a tool with the schema and `tool_choice`"
        ],
    ),
    ({"parameters": {"temperature": 1.1}}, ["parameters.temperature: must be at most 1 (bedrock)"]),
    ({"parameters": {"max_tokens": -1}}, ["parameters.max_tokens: must be at least 0 (bedrock)"]),
    ({"parameters": {"max_tokens": 2**31}}, ["parameters.max_tokens: must be at most 2147483647 (bedrock)"]),
    ({"parameters": {"max_tokens": 2**31 - 1}}, []),
    ({"parameters": {"stop": list("abcde")}}, ["parameters.stop: must have at most 4 items, has 5 (bedrock)"]),
    ({"parameters": {"top_k": 5}}, [f"parameters.top_k: {FIELDS}"]),
    ({"parameters": {"presence_penalty": 0}}, [f"parameters.presence_penalty: {FIELDS}"]),
    ({"parameters": {"frequency_penalty": 0}}, [f"parameters.frequency_penalty: {FIELDS}"]),
    ({"parameters": {"seed": 0}}, [f"parameters.seed: {FIELDS}"]),
    ({"parameters": {"reasoning_effort": "low"}}, [f"parameters.reasoning_effort: {FIELDS}"]),
    (
        {"template": "x", "tools": [{"name": "find", "parameters": {}}]},
        ["tools: go with `messages`, not with `template` (bedrock); write the text as a user message"],
    ),
    (tool(name="2-find"), ["tools[0].name: must be a letter, then letters, digits or `_` (bedrock)"]),
    (tool(name="f" * 65), ["tools[0].name: must have at most 64 characters, has 65 (bedrock)"]),
    (tool(description=""), ["tools[0].description: must not be empty (bedrock)"]),
    (tool(parameters=None), ["tools[0].parameters: is required (bedrock); {} stands for no arguments"]),
    (
        {**tool(), "tool_choice": "none"},
        ["tool_choice: must be 'auto' or 'required'; leave `tools` out for a model that must not call any (bedrock)"],
    ),
    (
        {"template": " ".join(f"{{{{v{number}}}}}" for number in range(21))},
        ["variables: must be at most 20 (bedrock), the text uses 21"],
    ),
    (
        {
            "template": " ".join(f"{{{{v{number}}}}}" for number in range(21)),
            "variables": [f"v{number}" for number in range(21)],
        },
        ["variables: must have at most 20 items, has 21 (bedrock)"],
    ),
    ({"template": "{{a__b}}"}, [f"variables: 'a__b' must be {FORM_OF_NAME}"]),
    (bedrock(kms_key_arn="x"), ["options.bedrock.kms_key_arn: must be the ARN of a KMS key (bedrock)"]),
    (bedrock(variant_name="a b"), [f"options.bedrock.variant_name: must be {FORM_OF_NAME}"]),
    (bedrock(agent="x"), ["options.bedrock.agent: must be the ARN of an agent's alias (bedrock)"]),
    (bedrock(cache_points=["messages[0]"]), [f"options.bedrock.cache_points: 'messages[0]' {NO_PLACE}"]),
    (
        {"messages": chat(("user", ["x", "y"])), **bedrock(cache_points=["messages[0].content[1]"])},
        [f"options.bedrock.cache_points: 'messages[0].content[1]' {NO_PLACE}"],
    ),
]


@pytest.mark.parametrize(("properties", "said"), CASES)
def test_what_is_wrong_is_said(properties: dict[str, Any], said: list[str]) -> None:
    properties = {name: _without_none(value) for name, value in properties.items()}
    assert failures(**properties) == said


def _without_none(value: Any) -> Any:
    """As Pulumi sends it."""
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    return {k: _without_none(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value


ACCOUNT = "must be the 12 digits of an AWS account"
LOST = "is a number, which lost its leading zeros; quote the 12 digits, or `pulumi config set --path --type string ...`"
QUOTE = "must be a string; quote it, or `pulumi config set --path --type string prompts:backend.{} <value>`"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"account_id": 111122223333.0}, []),
        ({"allowed_account_ids": [111122223333.0, "012345678901"]}, []),
        ({"allowed_account_ids": 111122223333}, []),
        ({"allowed_account_ids": "111122223333"}, []),
        ({"allowed_account_ids": []}, []),
        ({"account_id": 12345678901.0}, [f"backend.account_id: {LOST}"]),
        ({"allowed_account_ids": ["111122223333", 0]}, [f"backend.allowed_account_ids[1]: {LOST}"]),
        ({"allowed_account_ids": 5}, [f"backend.allowed_account_ids: {LOST}"]),
        ({"account_id": 1111222233334}, [f"backend.account_id: {ACCOUNT}"]),
        ({"account_id": -111122223333}, [f"backend.account_id: {ACCOUNT}"]),
        ({"account_id": 111122223333.5}, [f"backend.account_id: {QUOTE.format('account_id')}"]),
        ({"account_id": True}, ["backend.account_id: must be a string"]),
        (
            {"allowed_account_ids": ["1", 5.5]},
            [f"backend.allowed_account_ids[0]: {ACCOUNT}", "backend.allowed_account_ids[1]: must be a string"],
        ),
        ({"allowed_account_ids": {"a": "b"}}, ["backend.allowed_account_ids: must be a list"]),
        ({"profile": 5}, [f"backend.profile: {QUOTE.format('profile')}"]),
        ({"timeout": 0}, ["backend.timeout: must be more than 0"]),
    ],
)
def test_an_account_may_be_a_number_where_that_says_the_same(settings: dict[str, Any], said: list[str]) -> None:
    assert failures(backend={**BACKEND, **settings}) == said


def test_a_registry_is_the_same_whether_its_account_is_a_number_or_a_text() -> None:
    as_text, as_number = ({**BACKEND, "account_id": account} for account in ("111122223333", 111122223333.0))
    assert Target.of(as_text).identity == Target.of(as_number).identity


GOES_WITH = "goes with `template` or `messages` (bedrock); add one, or leave it out"


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({}, []),
        ({"description": "To be written.", "tags": {"team": "support"}, **bedrock(kms_key_arn=KEY)}, []),
        ({"parameters": {}, "tools": [], "metadata": {}, "messages": [], "variables": [], **bedrock()}, []),
        ({"model": UNKNOWN, "parameters": {"temperature": UNKNOWN}}, []),
        ({"template": UNKNOWN, "model": "m"}, []),
        ({"messages": UNKNOWN, "model": "m"}, []),
        ({"model": "m"}, [f"model: {GOES_WITH}"]),
        ({"parameters": {"temperature": 0}, "metadata": {"a": "b"}}, [f"{p}: {GOES_WITH}" for p in PARTS]),
        (
            {"variables": ["a"]},
            ["variables: 'a' is not used in the text as `{{a}}`; remove it, or use it"],
        ),
        (bedrock(variant_name="main", kms_key_arn=KEY), [f"options.bedrock.variant_name: {GOES_WITH}"]),
        ({"provider": "p"}, ["provider: bedrock cannot express this: the ID of the model says who serves it"]),
    ],
)
def test_a_name_alone_is_a_prompt_and_what_a_variant_holds_is_none(properties: dict[str, Any], said: list[str]) -> None:
    tree = {"name": "triage", "backend": BACKEND, **properties}
    assert sorted(str(failure) for failure in Declaration.of(tree).failures) == said


def test_a_role_that_there_is_not_names_those_that_the_registry_takes() -> None:
    assert failures(messages=chat(("sytem", "x"))) == [
        "messages[0].role: must be 'system' or 'user' or 'assistant'; "
        "a developer message is a system message there (bedrock)"
    ]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert failures(
        name="support triage",
        description="x" * 201,
        tags={"aws:x": "a"},
        messages=chat(("developer", "{{a__b}}"), ("user", "")),
        parameters={"temperature": 2, "top_k": 5},
        tools=[{"name": "find"}],
        tool_choice="none",
        backend={"kind": "bedrock", "account_id": "1"},
        options={"bedrock": {"agent": "x", "kms_key_arn": "y"}},
    ) == sorted(
        [
            "backend.region: is required; set it, or `pulumi config set aws:region <region>`; `AWS_REGION` is not read",
            "backend.account_id: must be the 12 digits of an AWS account",
            f"name: must be {FORM_OF_NAME}",
            "description: must have at most 200 characters, has 201 (bedrock)",
            f'tags["aws:x"]: {RESERVED}',
            "messages[0].role: must be 'system' or 'user' or 'assistant'; "
            "a developer message is a system message there (bedrock)",
            "messages[1].content: must not be empty (bedrock)",
            f"variables: 'a__b' must be {FORM_OF_NAME}",
            "parameters.temperature: must be at most 1 (bedrock)",
            f"parameters.top_k: {FIELDS}",
            "tools[0].parameters: is required (bedrock); {} stands for no arguments",
            "tool_choice: must be 'auto' or 'required'; leave `tools` out for a model that must not call any (bedrock)",
            "options.bedrock.agent: must be the ARN of an agent's alias (bedrock)",
            "options.bedrock.kms_key_arn: must be the ARN of a KMS key (bedrock)",
        ]
    )


@pytest.mark.parametrize(("properties", "said"), CASES)
def test_what_is_not_known_yet_passes(properties: dict[str, Any], said: list[str]) -> None:
    """Each broken property alone, not known: nothing is said of it."""
    broken = {re.split(r"[.\[:]", line, maxsplit=1)[0] for line in said}
    hidden = dict.fromkeys(broken & properties.keys(), UNKNOWN)
    if broken <= {"variables"} or broken <= {"tools"}:  # judged from the texts, or together with them
        hidden |= dict.fromkeys(properties.keys(), UNKNOWN)
    assert failures(**{**properties, **hidden}) == []


# where it is


def wrong(**settings: Any) -> list[str]:
    return [str(failure) for failure in Target.of({**BACKEND, **settings}).failures]


UNKNOWN_REGION = "backend.region: is no region that the installed botocore knows; "
NEWER = "update boto3, or set `backend.endpoint_url`"
HERE = "http://127.0.0.1:9"


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-2", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"])
def test_regions_that_there_are(region: str) -> None:
    assert wrong(region=region) == wrong(region=region, endpoint_url=HERE) == []


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("eu-centrall-1", f"did you mean 'eu-central-1'? If it is a new one, {NEWER}"),
        ("eu-central-7", f"did you mean 'eu-central-2'? If it is a new one, {NEWER}"),
        ("us-moonbase-1", f"if it is a new one, {NEWER}"),
    ],
)
def test_a_region_that_botocore_does_not_know_needs_an_endpoint(region: str, said: str) -> None:
    """It may be newer than botocore."""
    assert wrong(region=region) == [UNKNOWN_REGION + said]
    assert wrong(region=region, endpoint_url=HERE) == []


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("europe-central-1", "did you mean 'eu-central-1'? If it is a new one, update boto3"),
        ("moon-base-1", "if it is a new one, update boto3"),
    ],
)
def test_a_region_of_no_partition_is_none(region: str, said: str) -> None:
    assert wrong(region=region) == wrong(region=region, endpoint_url=HERE) == [UNKNOWN_REGION + said]


def test_what_stands_for_a_whole_partition_is_no_region() -> None:
    assert wrong(region="aws-global") == ["backend.region: must be the name of a region, such as 'eu-central-1'"]


def test_an_endpoint_that_is_not_known_yet_may_be_one() -> None:
    assert wrong(region="us-moonbase-1", endpoint_url=UNKNOWN) == []
    assert wrong(region="us-moonbase-1", endpoint_url="none") == [
        "backend.endpoint_url: must be the URL of the API, such as 'https://...'"
    ]


@pytest.fixture
def without_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A botocore that keeps its data elsewhere."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "botocore.py").touch()
    regions._partitions.cache_clear()
    monkeypatch.delitem(sys.modules, "botocore", raising=False)
    yield
    regions._partitions.cache_clear()


@pytest.mark.usefixtures("without_data")
def test_without_the_data_no_region_is_refused() -> None:
    assert wrong(region="us-moonbase-1") == []


@pytest.mark.parametrize("url", ["https://ada:swordfish@bedrock.example.com", "HTTPS://ada@bedrock.example.com/x"])
def test_an_endpoint_holds_no_credentials(url: str) -> None:
    assert wrong(endpoint_url=url) == [
        "backend.endpoint_url: must not hold credentials; they come from boto3's own chain"
    ]

"""Lost answers leave one prompt; a client is made lazily, for the account and region that were meant."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from backends.bedrock_world import MARKER, World, desired
from fakes.bedrock import (
    ACCOUNT,
    OTHER_ACCESS_KEY,
    OTHER_ACCOUNT,
    OTHER_REGION,
    REGION,
    SECRET_KEY,
    BedrockFake,
    drop,
    error,
    lose_answer,
)
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Change, Publication
from pulumi_prompts.testing.base import delete, write
from remedies import REFRESH

# Lost answers: one prompt, one version.


def test_a_lost_answer_of_create(world: World) -> None:
    bedrock = world.connect()
    world.fake.inject("CreatePrompt", lose_answer(), times=2)
    ref = bedrock.create(desired())
    assert list(world.fake.registry().prompts) == [ref.id]


def test_a_lost_answer_of_publish(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    world.fake.inject("CreatePromptVersion", lose_answer(), times=2)
    version = bedrock.publish(ref.id, Publication(desired().digest, MARKER, MARKER))
    assert [each.version for each in bedrock.versions(ref.id)] == [version.version] == ["1"]


def test_a_lost_answer_of_update(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    world.fake.inject("UpdatePrompt", lose_answer(), times=2)
    write(bedrock, ref, desired("Other."), Change(frozenset({"content"})))
    assert bedrock.read(ref.id).digest == desired("Other.").digest


def test_a_lost_answer_of_delete_is_told_as_gone(world: World) -> None:
    """Which is what was wanted: the life cycle takes it so, after it has confirmed the account."""
    bedrock = world.connect()
    ref = bedrock.create(desired())
    world.fake.inject("DeletePrompt", lose_answer())
    with pytest.raises(errors.NotFoundError):
        delete(bedrock, ref)
    assert world.fake.registry().prompts == {}


def test_a_version_that_was_deleted_is_published_again_under_another_number(world: World) -> None:
    """A token made of what is published would give the deleted one back."""
    bedrock = world.connect()
    ref = bedrock.create(desired())
    publication = Publication(desired().digest, MARKER, MARKER)
    bedrock.delete_version(ref.id, bedrock.publish(ref.id, publication).version)
    assert bedrock.publish(ref.id, publication).version == "2"
    assert [each.version for each in bedrock.versions(ref.id)] == ["2"]


def test_a_foreign_draft_that_cannot_be_removed_is_told(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    world.fake.inject("DeletePrompt", error(403, "AccessDeniedException", "You may not."))
    with pytest.raises(errors.DriftError) as raised:
        bedrock.publish(ref.id, Publication(desired("Other.").digest, MARKER, MARKER))
    assert str(raised.value) == (
        "the prompt's draft is not the one that this program wrote, "
        f"and version 1, which holds it, stays (AccessDeniedException: You may not); {REFRESH}"
    )


# Lazily.


def test_nothing_is_called_when_it_connects(world: World) -> None:
    world.connect(profile="there is none", account_id=OTHER_ACCOUNT)
    assert world.fake.calls == []


def test_boto3_is_imported_with_the_first_call(world: World) -> None:
    program = f"""
import sys
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.bedrock import Bedrock
settings = Bedrock.settings(kind="bedrock", region="{REGION}", endpoint_url="{world.fake.url}")
bedrock = Bedrock.connect(settings, Environment())
assert not {{"boto3", "botocore"}} & sys.modules.keys()
assert bedrock.find("triage") is None
assert {{"boto3", "botocore"}} <= sys.modules.keys()
assert "httpx" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_one_client_for_all_threads(world: World) -> None:
    bedrock = world.connect(account_id=ACCOUNT)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: [*bedrock.list_prompts()], range(8)))
    assert world.fake.call_counts() == {"GetCallerIdentity": 1, "ListPrompts": 8}


# Who, where.


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials come from the configuration files alone."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")


def write_profile(folder: Path, name: str, key: str, **config: str) -> None:
    keys = f"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = {SECRET_KEY}\n"
    (folder / "aws-credentials").write_text(keys)
    lines = [f"{key} = {value}" for key, value in config.items()]
    (folder / "aws-config").write_text("\n".join([f"[profile {name}]", *lines]))


def callers(fake: BedrockFake) -> set[tuple[str, str]]:
    """Account and region of each call."""
    return {(call.account, call.region) for call in fake.calls}


def test_a_profile_of_the_configuration_files(world: World, tmp_path: Path, no_keys: None) -> None:
    write_profile(tmp_path, "other", OTHER_ACCESS_KEY, region="ap-south-1", endpoint_url="http://127.0.0.1:9")
    world.connect(profile="other").find("triage")
    assert callers(world.fake) == {(OTHER_ACCOUNT, REGION)}


def test_a_profile_wins_over_keys_in_the_environment(world: World, tmp_path: Path) -> None:
    write_profile(tmp_path, "other", OTHER_ACCESS_KEY)
    world.connect(profile="other").find("triage")
    assert callers(world.fake) == {(OTHER_ACCOUNT, REGION)}


def test_a_role_is_assumed(world: World) -> None:
    bedrock = world.connect(role_arn=f"arn:aws:iam::{OTHER_ACCOUNT}:role/deployer")
    ref = bedrock.create(desired())
    assert f":{OTHER_ACCOUNT}:" in ref.uri
    bedrock.confirm_target(ref.uri)
    operations = [(call.operation, call.account) for call in world.fake.calls]
    assert operations == [
        ("AssumeRole", ACCOUNT),
        ("CreatePrompt", OTHER_ACCOUNT),
        ("GetCallerIdentity", OTHER_ACCOUNT),
    ]


def test_a_role_is_assumed_from_a_profile(world: World, tmp_path: Path, no_keys: None) -> None:
    write_profile(tmp_path, "other", OTHER_ACCESS_KEY)
    bedrock = world.connect(profile="other", role_arn=f"arn:aws:iam::{ACCOUNT}:role/deployer")
    bedrock.find("triage")
    assert callers(world.fake) == {(OTHER_ACCOUNT, REGION), (ACCOUNT, REGION)}


def test_assuming_a_role_is_repeated(world: World) -> None:
    world.fake.inject("AssumeRole", drop(), times=2)
    world.connect(role_arn=f"arn:aws:iam::{ACCOUNT}:role/deployer").find("triage")
    assert world.fake.call_counts() == {"AssumeRole": 3, "ListPrompts": 1}


@pytest.mark.parametrize("settings", [{"account_id": ACCOUNT}, {"allowed_account_ids": [OTHER_ACCOUNT, ACCOUNT]}])
def test_the_right_account_is_checked_once(world: World, settings: dict[str, Any]) -> None:
    bedrock = world.connect(**settings)
    bedrock.find("triage")
    bedrock.find("triage")
    assert world.fake.call_counts() == {"GetCallerIdentity": 1, "ListPrompts": 2}


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ({"account_id": OTHER_ACCOUNT}, OTHER_ACCOUNT),
        ({"allowed_account_ids": [OTHER_ACCOUNT, "000000000000"]}, f"{OTHER_ACCOUNT} or 000000000000"),
        ({"account_id": OTHER_ACCOUNT, "allowed_account_ids": [ACCOUNT]}, OTHER_ACCOUNT),
    ],
)
def test_the_wrong_account_is_told_before_any_call(world: World, settings: dict[str, Any], allowed: str) -> None:
    bedrock = world.connect(**settings)
    for _ in range(2):
        with pytest.raises(errors.CredentialsError) as raised:
            bedrock.create(desired())
        assert str(raised.value) == (
            f"the credentials belong to account {ACCOUNT}, allowed is {allowed}; "
            "use the credentials of that account, or correct the backend"
        )
    assert world.fake.call_counts() == {"GetCallerIdentity": 1}


def test_the_account_of_a_prompt_that_is_gone_is_confirmed(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    bedrock.confirm_target(ref.uri)
    with pytest.raises(errors.CredentialsError) as raised:
        bedrock.confirm_target(ref.uri.replace(ACCOUNT, OTHER_ACCOUNT))
    assert str(raised.value) == (
        f"it is in account {OTHER_ACCOUNT}, and the credentials belong to account {ACCOUNT}; "
        "use the credentials of its account; nothing was changed"
    )


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_region_of_the_environment_does_not_matter(
    world: World, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, OTHER_REGION)
    bedrock = world.connect(account_id=ACCOUNT, role_arn=f"arn:aws:iam::{ACCOUNT}:role/deployer")
    assert f":{REGION}:" in bedrock.create(desired()).uri
    assert callers(world.fake) == {(ACCOUNT, REGION)}


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BEDROCK_AGENT"])
def test_the_endpoint_of_the_environment_does_not_matter(
    world: World, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:9")
    world.connect().find("triage")
    assert world.fake.call_counts() == {"ListPrompts": 1}


@pytest.fixture
def nowhere(aws: BedrockFake, monkeypatch: pytest.MonkeyPatch) -> str:
    """A proxy that shows who would have been asked; nothing leaves this machine."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    return "ProxyConnectionError"


def test_without_an_endpoint_the_region_says_it(world: World, monkeypatch: pytest.MonkeyPatch, nowhere: str) -> None:
    """Not the environment, also where the program names no endpoint: what is meant is never its to say."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", world.fake.url)
    with pytest.raises(errors.UnavailableError, match=nowhere):
        world.connect(endpoint_url=None).find("triage")
    assert world.fake.calls == []


def test_two_regions_are_two_registries(world: World) -> None:
    here, there = world.connect(), world.connect(region=OTHER_REGION)
    here.create(desired())
    assert there.find("triage") is None

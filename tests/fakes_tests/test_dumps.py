"""What a fake keeps can be put into another one of its kind, which goes on as the first would have."""

from fakes.bedrock import BedrockFake
from fakes.humanloop import HumanloopFake
from fakes.langfuse import LangfuseFake
from fakes.truefoundry import ML_REPO, TrueFoundryFake
from fakes.truefoundry.manifest import ApplyRequest
from fakes_tests.bedrock_clients import ALL_FIELDS, connect


def test_bedrock() -> None:
    with BedrockFake() as first, BedrockFake() as second:
        client = connect(first)
        prompt_id = client.create_prompt(**ALL_FIELDS, tags={"team": "a"})["id"]
        client.create_prompt_version(promptIdentifier=prompt_id, tags={"by": "me"})
        dump = first.registry().dump()
        second.registry().load(dump)
        assert second.registry().dump() == dump
        client = connect(second)
        client.delete_prompt(promptIdentifier=prompt_id, promptVersion="1")
        assert client.create_prompt_version(promptIdentifier=prompt_id)["version"] == "2"
        other = client.create_prompt(name="other")["id"]
        assert [each["id"] for each in client.list_prompts()["promptSummaries"]] == [prompt_id, other]


def test_truefoundry() -> None:
    with TrueFoundryFake() as first, TrueFoundryFake() as second:
        manifest = {
            "type": "chat_prompt",
            "name": "greet",
            "ml_repo": ML_REPO,
            "metadata": {"rating": 4.0},
            "messages": [{"role": "user", "content": "Hi"}],
        }
        request = ApplyRequest.model_validate({"manifest": manifest})
        first.registry().apply(request, "ada")
        dump = first.registry().dump()
        second.registry().load(dump)
        assert second.registry().dump() == dump
        second.registry().apply(request, "ada")
        assert second.registry().numbers("greet") == [1, 2]


def test_humanloop() -> None:
    with HumanloopFake() as first, HumanloopFake() as second:
        version = first.registry().write("folder/greet", model="small", template="Hi {{name}}", tags=["a"])
        first.registry().deploy("folder/greet", "staging", version.id)
        dump = first.registry().dump()
        second.registry().load(dump)
        assert second.registry().dump() == dump
        again = second.registry().write("folder/greet", model="small", template="Hi {{name}}")
        assert again.id == version.id
        assert second.registry().prompt("folder/greet").directory_id == second.registry().directories["folder"]


def test_langfuse() -> None:
    with LangfuseFake() as first, LangfuseFake() as second:
        first.registry().write("desk/greet", type="text", prompt="Hi {{name}}", config={"n": 1.0}, tags=["a"])
        first.registry().label("desk/greet", "production", 1)
        dump = first.registry().dump()
        second.registry().load(dump)
        assert second.registry().dump() == dump
        assert second.registry().write("desk/greet", type="text", prompt="Hello").version == 2
        assert second.registry().labels("desk/greet") == {"production": 1, "latest": 2}

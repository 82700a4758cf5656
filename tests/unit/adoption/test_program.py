"""The text of a program that takes prompts over."""

import ast

from pulumi_prompts.adoption.program import Declared, program_of

BACKEND = {"kind": "bedrock", "region": "us-east-1", "allowed_account_ids": ["1"], "timeout": 60}


def body(text: str) -> str:
    """What is declared, below the constants."""
    return text.partition("PROTECTED = ResourceOptions(protect=True)\n")[2]


def test_each_prompt_is_declared_with_what_hangs_on_it() -> None:
    prompts = [
        Declared("faq", "prompts/faq.yaml", is_published=False),
        Declared("team-reply", "prompts/team-reply.yaml", is_published=True, aliases={"production": "6", "v/1": "2"}),
    ]
    text = program_of(BACKEND, prompts)
    assert "from pulumi_prompts import Backend, Prompt, PromptAlias, PromptVersion\n" in text
    assert (
        body(text)
        == """
# No version has this content. A PromptVersion would publish it.
Prompt.from_file("faq", "prompts/faq.yaml", PROTECTED, adopt=True, backend=BACKEND)

team_reply = Prompt.from_file("team-reply", "prompts/team-reply.yaml", PROTECTED, adopt=True, backend=BACKEND)
PromptVersion("team-reply", PROTECTED, prompt=team_reply)
PromptAlias("team-reply-production", PROTECTED, prompt=team_reply, alias="production", version="6", adopt=True)
PromptAlias("team-reply-v-1", PROTECTED, prompt=team_reply, alias="v/1", version="2", adopt=True)
"""
    )


def test_no_name_stands_for_two() -> None:
    """Neither a variable, nor an alias of one prompt and one of another."""
    prompts = [
        Declared("a-b", "a-b.yaml", is_published=True, aliases={"c": "1"}),
        Declared("a_b", "a_b.yaml", is_published=True),
        Declared("a", "a.yaml", is_published=False, aliases={"b-c": "1"}),
        Declared("Prompt", "Prompt.yaml", is_published=True),
    ]
    program = ast.parse(program_of(BACKEND, prompts))
    assigned = [
        str(node.targets[0].id)
        for node in program.body
        if isinstance(node, ast.Assign)
        for _ in "1"
        if isinstance(node.targets[0], ast.Name)
    ]
    assert assigned == ["PROTECTED", "a_b", "a_b_2", "a", "Prompt_2"]
    calls = [node for node in ast.walk(program) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    aliases = [
        ast.literal_eval(call.args[0])
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "PromptAlias"
    ]
    assert aliases == ["a-b-c", "a-b-c-2"]


def test_what_a_registry_says_cannot_act_in_the_program() -> None:
    evil = 'x"); import os; os.abort(); ("'
    text = program_of({"kind": "local", "path": evil}, [Declared("a", f"{evil}.yaml", True, {evil: evil})])
    values = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    assert [value for value in values if isinstance(value, str) and evil in value] == [evil, f"{evil}.yaml", evil, evil]

"""`pulumi-prompts validate`: what it finds in files, and where."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.checking import NESTED
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.files.fragments import OUTSIDE
from pulumi_prompts.files.refusing import NOT_DECLARED, OVERRIDES_ALONE
from pulumi_prompts.lifecycle.look_alikes import no_variable
from pulumi_prompts.lifecycle.promoted import edited
from pulumi_prompts.registries.kinds import KINDS, content_from
from pulumi_prompts.registries.local import Local
from pulumi_prompts.report.visible import visible

PROMOTED = """\
promoted:
  digest: {digest}
  origin: {{stack: acme/desk/staging, version: "6"}}
  at: "2026-11-30T09:00:00Z"
overrides:
  model: large
  parameters: {{top_p: {top_p}}}
model: small
template: {template}
"""
DIGEST = digest_of(content_from({"model": "small", "template": "Sort {{ticket}}."}))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8", newline="")


def validate(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["validate", *arguments])


def found_in(name: str, text: str, *options: str) -> list[str]:
    write(name, text)
    return validate(name, *options).stdout.splitlines()


def test_files_that_a_preview_takes() -> None:
    write("prompts/a.yaml", "name: a\ntemplate: Sort {{ticket}}.\nafter: staging\nevidence: evals.json\n")
    write("prompts/deep/b.json", '{"model": null, "messages": [{"role": "user", "content": {"file": "c.txt"}}]}')
    write("prompts/deep/c.txt", "{{ticket}}")
    write("prompts/d.prompt", "---\nmodel: m\n---\nSort {{ticket}}.")
    write("prompts/f.md", "---\nmodel: m\n---\nSort {{ticket}}.")
    write("prompts/README.md", "# Not a prompt: {{the ticket}}\n")
    write("prompts/prompt.schema.json", CliRunner().invoke(app, ["schema"]).stdout)
    write("prompts/production/e.yaml", PROMOTED.format(digest=DIGEST, top_p=1, template="Sort {{ticket}}."))
    done = validate("prompts", "prompts/a.yaml")
    assert (done.exit_code, done.stdout, done.stderr) == (Exit.DONE, "", "5 files, 0 mistakes\n")


class TestPlaces:
    """Where a mistake stands, in each form that a file may have."""

    @pytest.mark.parametrize(
        ("name", "text", "place"),
        [
            ("a.yaml", "template: a\nparameters:\n  top_p: 3\n", "3:3"),
            ("a.yaml", "template: a\r\nparameters: {seed: 1, top_p: 3}\r\n", "2:23"),
            ("a.yaml", "\ufefftemplate: a\nparameters: {top_p: 3}\n", "2:14"),
            ("a.json", '{\n\t"template": "\\/", "parameters": {"top_p": 3}\n}', "2:35"),
            ("a.json", '{"template": "\x7f", "parameters": {"top_p": 3}}', "1:1"),  # JSON, and no YAML
            ("a.prompt", "---\nmodel: m\ntop_p: 3\n---\nHi", "3:1"),
            ("a.md", "---\nmodel: m\nparameters:\n  top_p: 3\n---\nHi", "4:3"),
            (
                "a.yaml",
                "type: chat_prompt\nname: a\nmessages: [{role: user, content: a}]\n"
                "model_configuration:\n  parameters:\n    top_p: 3\n",
                "6:5",
            ),
        ],
    )
    def test_of_a_property(self, name: str, text: str, place: str) -> None:
        assert found_in(name, text) == [f"{name}:{place}: parameters.top_p: must be at most 1"]

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("messages:\n- role: user\n  content: a\n- role: users\n  content: b\n", "4:3: messages[1].role: must be"),
            ("messages:\n- role: user\n  name: a\n", "2:3: messages[0].content: is required"),
            ("template: a\ntemplat: b\n", "2:1: templat: is not a known property; did you mean `template`?"),
            ("template: a\noptions: {mlflow: {model_confg: {}}}\n", "2:20: options.mlflow.model_confg: is not a known"),
            ("template: a\ntags: {'a b': 3}\n", '2:8: tags["a b"]: must be a string'),
            ("template: a\nuri: a\n", f"2:1: uri: {NOT_DECLARED}"),
            ("template: a\noverrides: {model: m}\n", f"2:1: overrides: {OVERRIDES_ALONE}"),
            ("template: a\nvariables: [b]\n", "2:1: variables: 'b' is not used in the text"),
            ("template: a\nbackend: {kind: bedrok}\n", "2:11: backend.kind: must be one of"),
            ("template: a\nb: c: d\n", "2:5: is not YAML: mapping values are not allowed here"),
            ("- template: a\n", "1:1: must be a mapping with the inputs of a prompt"),
        ],
    )
    def test_of_what_is_wrong_or_missing(self, text: str, place: str) -> None:
        (line,) = found_in("a.yaml", text)
        assert line.startswith(f"a.yaml:{place}")

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ('{"template": "a",\n "template": "b"}', "2:2: the key 'template' stands twice in one object"),
            ('{"template": "a",\n "b" 2}', "2:6: is not JSON: Expecting ':' delimiter"),
        ],
    )
    def test_of_what_is_no_json(self, text: str, place: str) -> None:
        assert found_in("a.json", text) == [f"a.json:{place}"]

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("---\nmodel: m\nsize: 3\n---\nHi", "3:1: `size` in the header is no parameter of a prompt"),
            ('---\nmodel: m\n---\n<user>a</user>\n\n<tool id="1">b</tool>\n', "6:1: messages[1] has `id`, which"),
            ("---\nendpoint: chat\n---\n<user>a</user>\n  b\n", "5:3: 'b' stands outside of the tags of the messages"),
        ],
    )
    def test_of_what_is_no_prompt_text(self, text: str, place: str) -> None:
        (line,) = found_in("a.prompt", text)
        assert line.startswith(f"a.prompt:{place}")

    def test_of_a_text_below_front_matter(self) -> None:
        write("a.md", "---\nmodel: m\n---\n<user>a</user>\nHi {{the ticket}}\n")
        (line,) = validate("a.md", "--registry", "local").stdout.splitlines()
        assert line.startswith("a.md:5:4: warning: template: ")

    def test_of_a_message_below_a_header(self) -> None:
        write("a.prompt", "---\nmodel: m\n---\n<system>a</system>\n<user>\n  Hi {{b.c}}\n</user>\n")
        (line,) = validate("a.prompt", "--registry", "bedrock").stdout.splitlines()
        assert line.startswith("a.prompt:6:6: warning: messages[1].content: ")

    def test_of_a_variable_is_where_the_text_mentions_it(self) -> None:
        message = "messages:\n- role: user\n  content: |\n    Sort\n    {{ tickt }}\n"
        found = found_in("a.yaml", f"description: of {{{{tickt}}}}\nvariables: [ticket]\n{message}")
        assert [line.partition(" ")[0] for line in found] == [
            "a.yaml:2:1:",
            "a.yaml:7:5:",
        ]


class TestTakenTexts:
    """Files whose text a prompt takes."""

    def test_a_mistake_in_one_is_told_there(self) -> None:
        write("prompts/texts/a.md", "# Sort\n\n{{tickt}} now\n")
        found = found_in("prompts/a.yaml", "template: {file: texts/a.md}\nvariables: [tickt, ticket]\n")
        assert found == [
            "prompts/a.yaml:2:1: variables: 'ticket' is not used in the text as `{{ticket}}`; remove it, or use it"
        ]
        found = found_in("prompts/a.yaml", "template: {file: texts/a.md}\nvariables: [ticket]\n")
        assert [line.partition(": ")[0] for line in found] == ["prompts/a.yaml:2:1", "prompts/texts/a.md:3:1"]

    def test_a_mistake_in_one_that_is_included_is_told_there(self) -> None:
        write("prompts/texts/a.md", "# Sort\n\n{{> style.md}}\n{{ticket}}\n")
        write("prompts/texts/style.md", "Be brief, {{nmae}}.\n")
        found = found_in("prompts/a.yaml", "template: {include: texts/a.md}\nvariables: [ticket]\n")
        assert [line.partition(": ")[0] for line in found] == ["prompts/texts/style.md:1:11"]

    def test_one_that_includes_itself(self) -> None:
        write("p/a.md", "a\n{{> a.md}}\n")
        assert found_in("p/a.yaml", "template: {include: a.md}\n") == ["p/a.md:2:1: includes itself: p/a.md -> p/a.md"]

    def test_one_that_lies_outside_is_told_where_it_is_named(self, folder: Path) -> None:
        found = found_in("p/a.yaml", "model: m\ntemplate: {include: ../../b.md}\n")
        assert found == [f"p/a.yaml:2:12: p/../../b.md: {OUTSIDE} {folder}; keep a copy there"]

    def test_one_that_is_too_long_begins_there(self) -> None:
        write("long.txt", "a" * 100_001)
        (line,) = found_in("a.yaml", "template: {file: long.txt}\n", "--registry", "mlflow")
        assert line.startswith("long.txt:1:1: template: must have at most 100000 characters")

    def test_one_that_is_no_text(self) -> None:
        Path("a.txt").write_bytes(b"a\nb\xff\n")
        assert found_in("a.yaml", "template: {file: a.txt}\n") == ["a.txt:2:2: is not UTF-8; save it in that encoding"]

    def test_one_that_is_not_there_is_told_where_it_is_named(self, folder: Path) -> None:
        found = found_in("p/a.yaml", "model: m\nmessages:\n- {role: user, content: {file: none.txt}}\n")
        assert found == [f"p/a.yaml:3:26: p/none.txt: No such file or directory; its path starts at {folder}"]


class TestPromoted:
    def test_an_edited_content_and_a_wrong_override(self) -> None:
        assert found_in("a.yaml", PROMOTED.format(digest=DIGEST, top_p=3, template="Sort {{ticket}} now.")) == [
            "a.yaml:1:1: promoted: "
            + edited(DIGEST, digest_of(content_from({"model": "small", "template": "Sort {{ticket}} now."}))),
            "a.yaml:7:16: parameters.top_p: must be at most 1",
        ]

    def test_what_is_missing_is_no_matter_of_the_overrides(self) -> None:
        promoted = PROMOTED.format(digest=digest_of(content_from({"template": "a"})), top_p=1, template="a")
        text = promoted.replace("  model: large\n", "").replace("model: small\n", "")
        assert [line[:29] for line in found_in("a.yaml", text, "--registry", "humanloop")] == [
            "a.yaml:1:1: model: is require"
        ]

    def test_an_override_may_mend_what_a_registry_refuses(self) -> None:
        promoted = PROMOTED.format(digest=DIGEST, top_p=1, template="Sort {{ticket}}.")
        assert found_in("a.yaml", f"{promoted}provider: openai\n", "--registry", "bedrock") != []
        content = {"model": "small", "template": "Sort {{ticket}}.", "provider": "openai"}
        promoted = promoted.replace(DIGEST, digest_of(content_from(content))).replace(
            "  model:", "  provider: null\n  model:"
        )
        assert found_in("a.yaml", f"{promoted}provider: openai\n", "--registry", "bedrock") == []


class TestRegistries:
    TEXT = "template: Sort {{ticket}}.\nprovider: openai\n"

    def test_without_one_only_what_all_refuse(self) -> None:
        assert found_in("a.yaml", self.TEXT) == []
        (line,) = found_in("a.yaml", f"{self.TEXT}variables: [ticket, date]\n")
        assert line.startswith("a.yaml:3:1: variables: 'date' is not used in the text")

    def test_one_or_several(self) -> None:
        refused = ["a.yaml:2:1: provider: bedrock cannot express this: the ID of the model says who serves it"]
        assert found_in("a.yaml", self.TEXT, "--registry", "bedrock") == refused
        assert found_in("a.yaml", self.TEXT, "--registry", "bedrock", "--registry", "local") == refused

    def test_all(self) -> None:
        lines = found_in("a.yaml", self.TEXT, "--registry", "all")
        assert any("(humanloop)" in line for line in lines)
        assert any(": bedrock cannot express this" in line for line in lines)

    def test_that_of_the_file_itself_needs_no_configuration(self) -> None:
        text = "template: a\nprovider: openai\nbackend: {kind: bedrock}\n"
        assert [line[:18] for line in found_in("a.yaml", text)] == ["a.yaml:2:1: provid"]
        text = "template: a\nbackend: {kind: mlflow, url: nowhere}\n"
        assert [line[:33] for line in found_in("a.yaml", text, "--registry", "bedrock")] == [
            "a.yaml:2:25: backend.url: must be"
        ]

    def test_what_only_looks_like_a_variable_is_a_warning(self) -> None:
        write("a.yaml", "template: Sort {{the ticket}}.\n")
        done = validate("a.yaml", "--registry", "local")
        said = f"`{{{{the ticket}}}}` is {no_variable(Local.support.variables)}"
        assert (done.exit_code, done.stdout) == (Exit.DONE, f"a.yaml:1:16: warning: template: {said}\n")

    def test_what_one_of_several_says_names_it(self) -> None:
        (line,) = found_in("a.yaml", "template: '{{a.b}}'\n", "--registry", "bedrock", "--registry", "mlflow")
        assert line.endswith(" (bedrock)")

    def test_one_that_is_not_there(self) -> None:
        write("a.yaml", self.TEXT)
        done = validate("a.yaml", "--registry", "bedrok")
        assert done.exit_code == Exit.UNUSABLE
        assert all(kind in done.stderr for kind in (*KINDS, "all", "did you mean `bedrock`?"))


class TestOutput:
    def test_annotations_of_github(self) -> None:
        text = 'template: "{{a\\e[31m %}}"\nparameters: {top_p: 3}\n'
        warning, error = found_in("a:b,c%.yaml", text, "--format", "github", "--registry", "local")
        said = f"template: `{{{{a{visible(chr(27))}[31m %25}}}}` is {no_variable(Local.support.variables)}"
        assert warning == f"::warning file=a%3Ab%2Cc%25.yaml,line=1,col=1::{said}"
        assert error == "::error file=a%3Ab%2Cc%25.yaml,line=2,col=14::parameters.top_p: must be at most 1"

    def test_the_exit_code_tells_of_mistakes(self) -> None:
        write("a.yaml", "template: a\nparameters: {top_p: 3}\n")
        write("b.yaml", "template: a\n")
        done = validate(".")
        assert (done.exit_code, done.stderr) == (Exit.REFUSED, "2 files, 1 mistake\n")

    @pytest.mark.parametrize("path", ["nowhere", "empty", "empty/.hidden"])
    def test_where_there_is_nothing_to_look_at(self, path: str) -> None:
        write("empty/.git/a.yaml", "a: b\n")
        write("empty/README.md", "# No prompt\n")
        done = validate(path)
        assert (done.exit_code, done.stderr.startswith(f"error: {path}: there is no")) == (Exit.UNUSABLE, True)

    @pytest.mark.parametrize(
        ("name", "text", "why"),
        [
            ("a.yaml", "template: a\nmetadata: &m {a: *m}\n", NESTED),
            ("a.json", "[" * 100_000, NESTED),
            ("a.json", f'{{"metadata": {"9" * 5000}}}', "is not JSON: Exceeds the limit"),
            ("a.yaml", f"metadata: {'9' * 5000}", "is not YAML: Exceeds the limit"),
            ("a.yaml", 'template: {file: "a\\0b"}', f"a{visible(chr(0))}b: embedded null byte"),
            ("a.yaml", "template: {file: .}", ".: Is a directory"),
            ("a.yaml", "template: {file: 3}", "template: must be a string"),
            ("a.yaml", "template: {file: a.txt, encoding: latin}", "template: must be a string"),
        ],
    )
    def test_what_somebody_may_write_to_break_it(self, name: str, text: str, why: str) -> None:
        (line,) = found_in(name, text)
        assert line.partition(" ")[2].startswith(why)

    def test_a_file_of_another_suffix(self) -> None:
        (line,) = found_in("a.toml", "")
        assert line.startswith("a.toml:1:1: a prompt's file ends in .yaml")

"""The JSON form is the report: nothing is lost on the way, and nothing else is taken for one."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.errors import InputError
from pulumi_prompts.report.forms.json_form import HOW_TO_WRITE_ONE, dumps, loads, schema
from pulumi_prompts.report.model import FORMAT, Report
from report import samples

ALL = (samples.everything, samples.failed, samples.hostile, samples.nothing, samples.created, samples.many)


@pytest.mark.parametrize("sample", ALL)
def test_nothing_is_lost(sample: Callable[[], Report]) -> None:
    assert loads(dumps(sample())) == sample()


@given(st.text(st.characters()))
def test_any_text_passes(text: str) -> None:
    written = dumps(samples.hostile(text))
    assert written.isascii()
    assert loads(written) == samples.hostile(text)


def test_the_schema_says_that_every_field_is_there_and_which_format_it_is_of() -> None:
    schemas = [schema(), *schema()["$defs"].values()]
    assert all(each["required"] == [*each["properties"]] for each in schemas)
    assert schema()["properties"]["format"]["const"] == FORMAT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not one document of JSON"),
        ("{}\n{}", "it is not one document of JSON"),
        ("[" * 100_000, "it is not one document of JSON"),
        ("[]", "it has no `format`"),
        ('{"steps": [], "changeSummary": {}}', "it may be the output of Pulumi itself"),
        ('{"sequence": 1, "timestamp": 2}', "it may be the output of Pulumi itself"),
        (f'{{"format": {FORMAT + 1}}}', f"it has the format {FORMAT + 1}, and this version of pulumi-prompts reads"),
        (f'{{"format": {FORMAT}, "changes": []}}', "`stacks`: Field required"),
        (f'{{"format": {FORMAT}, "changes": [], "stacks": [{{"name": 1}}]}}', "`stacks[0].name`: Input should be a"),
    ],
)
def test_anything_else_is_refused_in_a_line(text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        loads(text)
    assert said in refused.value.said
    assert len(str(refused.value).splitlines()) == 1


def test_the_refusal_says_how_to_write_one() -> None:
    with pytest.raises(InputError) as refused:
        loads("{}")
    assert refused.value.remedy == HOW_TO_WRITE_ONE

"""The report on a real engine: what it says of a preview is what the update then does."""

from acceptance.local_registry import LocalRegistry
from acceptance.programs import BE_KIND, BE_STRICT
from acceptance.stack import Stack
from pulumi_prompts.report.changes.building import report_of
from pulumi_prompts.report.model import Operation, Place
from pulumi_prompts.report.previews.reading import read
from report.scenarios import DESK, Given, document, triage, update_alone

HISTORY: tuple[tuple[str, Given, dict[str, str]], ...] = (
    ("publishes version 1", triage(aliases={"staging": None, "production": "1"}), {"staging": "1", "production": "1"}),
    ("publishes version 2", triage(BE_KIND, aliases={"staging": None, "production": "1"}), {"staging": "2"}),
    (
        "re-uses version 1, which has this content",
        triage(aliases={"staging": None, "production": "2"}),
        {"staging": "1", "production": "2"},
    ),
    ("publishes version 3", triage(BE_STRICT, aliases={"staging": None, "production": "2"}), {"staging": "3"}),
    ("removes `staging`", triage(BE_STRICT, aliases={"production": "3"}), {"production": "3"}),
    ("deletes the prompt with all its versions", {}, {}),
)
"""What is said, by which program, and which aliases serve another version by it."""


def test_what_the_report_says_of_a_preview_is_what_the_update_does(stack: Stack, registry: LocalRegistry) -> None:
    for text, program, moved in HISTORY:
        stack.write(DESK, **program)
        planned = _places(document(stack))
        assert text in {each.text for place in planned for each in place.happenings}
        done = _places(update_alone(stack))
        assert _operations(done) == _operations(planned), text
        told = {each.alias: each.after for each in planned[0].serving}
        assert {name: told[name] for name in moved} == moved
        assert {name: version for name, version in told.items() if version} == (registry.aliases if program else {})


def _places(text: str) -> list[Place]:
    (preview,) = read([("-", text)])
    assert not preview.failures
    return [place for change in report_of([preview]).changes for place in change.places]


def _operations(places: list[Place]) -> set[Operation]:
    return {each for place in places for each in place.operations}

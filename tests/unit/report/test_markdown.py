"""The comment of a pull request: what it says, that texts in it do nothing, and that it has room."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.report.forms.facts import FAILED, INCOMPLETE, NO_PREVIEW
from pulumi_prompts.report.forms.hunks import Words, hunks
from pulumi_prompts.report.forms.markdown import IN_OTHER_FORMS, LONGEST, NO_ROOM, comment
from pulumi_prompts.report.forms.markdown_text import code as code_span
from pulumi_prompts.report.forms.markdown_text import fenced, link, marker, words
from pulumi_prompts.report.model import NOT_KNOWN, Contents, Failure, Report, Serving, Stack, Warning
from pulumi_prompts.report.visible import SPACE, TAB
from report import github, samples

WHOLE = "https://ci.example/report?run=1&job=2"
OURS = re.compile(r"<!-- pulumi-prompts report: .* -->|<details><summary>[\d,]+ changed lines?</summary>|</details>")
SOURCE = "https://git.example/"
ACTING = r"""` ``` ~~~ | < > </details> <b> <!-- --> @octocat #1 GH-1 ![x](y) [x](http://e.example) http://e.example
www.e.example a@e.example \ * _ $ :tada: a 1. - === &lt; [x]: ] ( )"""
HIDING = ["\n", "\r", "\t", " ", "    ", "\u202e", "\u200b", "\ud800", "\u2028", "\x00"]
TEXTS = st.lists(st.sampled_from(re.findall(r"\S+", ACTING) + HIDING), max_size=8).map("".join)


def test_the_first_line_finds_it_again() -> None:
    assert (
        comment(samples.edited(), key="desk").splitlines()[0]
        == marker("desk")
        == "<!-- pulumi-prompts report: desk -->"
    )


@given(st.text(st.characters()))
def test_no_key_breaks_out(key: str) -> None:
    assert github.html(comment(samples.nothing(), key=key)) == [marker(key)]


def test_the_verdict_says_what_changes_where_and_what_is_dangerous() -> None:
    assert comment(samples.edited()).splitlines()[2] == (
        "**1 prompt changes in 3 stacks, production among them. Look at: breaks callers (1), production moves (1).**"
    )
    assert "**1 prompt changes in 1 stack. No warnings.**" in comment(samples.created())
    assert "**No prompt changes in 2 stacks.**" in comment(samples.nothing())


def test_an_update_is_told_as_done() -> None:
    report = samples.created()
    done = replace(report, stacks=tuple(replace(stack, is_update=True) for stack in report.stacks))
    assert "**1 prompt changed in 1 stack." in comment(done)


def test_a_failed_preview_is_told_first() -> None:
    text = comment(samples.failed())
    [failure, *_] = [block for block in github.code(text) if "tone" in block]
    assert text.splitlines()[2].startswith(f"**{INCOMPLETE} ")
    assert failure == "triage: messages: the text mentions {{tone}}, which `variables` does not have\n"
    assert text.index(failure) < text.index("greeting")
    assert "No warnings" not in text


def test_a_report_of_nothing_is_a_failure() -> None:
    assert f"**{FAILED}**: {NO_PREVIEW}" in comment(Report((), ()))


def test_the_index_has_every_change_before_the_diffs() -> None:
    index = comment(samples.everything()).split("###")[0]
    assert re.findall(r"^- .*?`([a-z-]+)` in ", index, re.MULTILINE) == [
        change.prompt for change in samples.everything().changes
    ]
    assert "- ⚠ **deletion**: `farewell` in `acme/support-desk/dev`: deletes the prompt" in index.splitlines()
    assert "; in `acme/support-desk/staging`, `acme/support-desk/dev`: publishes version 8" in index


def test_a_change_says_what_is_to_be_known_of_it() -> None:
    lines = comment(samples.edited()).splitlines()
    where = next(line for line in lines if line.startswith(f"- `{samples.PRODUCTION}` ("))
    assert "`production` `7` => `8`, `canary` stays on `6`; [`__main__.py:12`](https://git.example/" in where
    assert "- variables: callers must give `language`" in lines
    assert "- `parameters.temperature`: `0` => `0.2`" in lines
    assert '- `parameters.stop_sequences`: `["END"]` => (none)' in lines


def test_a_diff_shows_lines_and_the_words_of_long_ones() -> None:
    text = comment(samples.edited())
    [diff] = [block for block in github.code(text) if block.startswith(" You sort")]
    assert diff.splitlines()[2] == "-Answer with one word: billing, delivery, or other."
    assert "+⏎" in diff.splitlines()
    assert [line for line in diff.splitlines() if line.startswith("!")] == [
        "!Never promise a refund, whatev … 37 equal characters … n they ask for it; "
        "say that a [-colleague-]{+person+} looks at it."
    ]


def test_a_long_line_that_differs_in_spaces_shows_them() -> None:
    text = samples.text_change("a" * 120 + " b", "a" * 120 + "\tb")
    [words_of_it] = [str(line) for line in hunks(text) if isinstance(line, Words)]
    assert words_of_it.endswith(f"[-{SPACE}-]{{+{TAB}+}}b")


def test_equal_lines_far_from_a_change_are_counted() -> None:
    [diff] = [block for block in github.code(comment(samples.many(1))) if block.startswith("-You")]
    assert diff.splitlines()[-2:] == [" 2. Be polite, brief and exact, also with who is none.", "@@ 77 equal lines @@"]


@pytest.mark.parametrize(("lines", "folded"), [(40, 0), (41, 1)])
def test_long_diffs_are_folded(lines: int, folded: int) -> None:
    change = samples.created().changes[0]
    text = samples.text_change(None, "x\n" * lines)
    report = replace(samples.created(), changes=(replace(change, contents=Contents((text,))),))
    assert (
        github.html(comment(report))[1:]
        == [
            f"<details><summary>{lines} changed lines</summary>",
            "</details>",
        ][: 2 * folded]
    )


def test_what_is_not_known_or_secret_is_said() -> None:
    assert "#### template (the new text is known at `pulumi up` only)" in comment(samples.unknown())
    assert "#### template (the text is a secret)" in comment(samples.secret())


def test_a_version_that_is_not_known_and_a_content_that_stays_are_said() -> None:
    serving = Serving("production", "1", NOT_KNOWN, moves=True)
    [change] = samples.moved().changes
    place = replace(change.places[0], serving=(serving,))
    made = comment(replace(samples.moved(), changes=(replace(change, after=change.before, places=(place,)),)))
    assert "aliases: `production` `1` => (known at `pulumi up` only);" in made
    assert re.search(r"^- content stays `sha256:[0-9a-f]{12}`$", made, re.MULTILINE)
    assert "- content: (known at `pulumi up` only) => " in comment(samples.joined(samples.unknown(), unknown_before()))


def unknown_before() -> Report:
    [change] = samples.unknown().changes
    return replace(samples.unknown(), changes=(replace(change, before=NOT_KNOWN),))


@given(TEXTS)
def test_no_text_acts(text: str) -> None:
    made = comment(samples.hostile(text), whole=WHOLE)
    assert [line for line in github.html(made) if not OURS.fullmatch(line)] == []
    assert all(address.startswith((SOURCE, WHOLE)) for address in github.addresses(made))
    assert (github.images(made), github.acting(made)) == ([], [])


def test_the_hostile_sample_does_not_act() -> None:
    made = comment(samples.hostile())
    assert (github.images(made), github.acting(made)) == ([], [])
    assert [line for line in github.html(made) if not OURS.fullmatch(line)] == []


@given(st.text())
def test_a_code_span_holds_any_text(text: str) -> None:
    [span] = github.code(f"- a {code_span(text)} b")
    assert span.strip() == (code_span(text).strip("`").strip())
    assert github.acting(f"- a {code_span(text)} b") == []


def test_names_with_backticks_and_pipes_are_whole() -> None:
    assert [github.code(code_span(name)) for name in ("a``b`", "`", " a|b ", "")] == [
        ["a``b`"],
        ["`"],
        [" a|b "],
        ["(empty)"],
    ]


def test_plain_words_stay_and_all_else_is_code() -> None:
    assert (
        words("moves `pro-d` from 7 to (8), re-uses it: see a_b")
        == "moves `pro-d` from 7 to (8), re-uses it: see `a_b`"
    )
    assert words("from p.db, to (q.db).") == "from `p.db`, to `(q.db`)."
    assert words("`a``b`") == "`a` `b`"
    assert words("ᅠ") == code_span("⟨U+1160⟩")


def test_a_fence_is_longer_than_any_run_in_it() -> None:
    assert fenced(["a", "````"], "diff") == "`````diff\na\n````\n`````"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/etc/passwd"])
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    assert link("said", url) == "said"


def test_an_address_stays_one() -> None:
    assert github.addresses(link("said", "https://e.example/a) [b](c?x=1&copy;=2")) == [
        "https://e.example/a%29%20%5Bb%5D%28c?x=1&copy;=2"
    ]


def failed(stack: str, text: str, *advice: str) -> Stack:
    return Stack(stack, is_update=False, failures=(Failure(text),), advice=advice)


MANY_FAILURES = Report(tuple(failed(f"s{at}", "x" * 900) for at in range(1000)), ())
ONE_LARGE = Report((failed("s" * 90_000, "`" * 200_000, "@" * 90_000),), ())


@pytest.mark.parametrize(
    "report",
    [
        samples.many(40),
        samples.many(300),
        samples.many(1000),
        samples.many(2, lines=3000),
        samples.hostile("`@" * 40_000),
        MANY_FAILURES,
        ONE_LARGE,
        samples.joined(samples.many(1000), MANY_FAILURES),
    ],
)
def test_it_has_room_whatever_it_tells(report: Report) -> None:
    made = comment(report, key="k", whole=WHOLE)
    assert len(made) <= LONGEST
    assert [line for line in github.html(made) if not OURS.fullmatch(line)] == []


def test_failures_are_told_as_far_as_they_have_room() -> None:
    made = comment(MANY_FAILURES)
    told = made.count(f"**{FAILED}**: `s")
    assert told > 10
    assert f"… and {1000 - told} more failures" in made
    assert "more characters)" in comment(ONE_LARGE)


def test_the_most_important_changes_have_room_first_and_the_others_are_named() -> None:
    made = comment(samples.many(300), whole=WHOLE)
    shown = made.count("\n### ")
    assert "- `acme/support-desk/dev`: 300 changes (publish 300)" in made
    [left_out] = [line for line in made.splitlines() if line.startswith(f"What {NO_ROOM}; [")]
    assert left_out.count("`helper-") + shown == 300
    assert f"`helper-{shown:04d}`" in left_out
    assert WHOLE in github.addresses(made)
    assert len(made) > LONGEST * 0.9


def test_a_diff_that_has_no_room_is_left_out_whole_and_its_facts_stay() -> None:
    large = samples.text_change(None, "a line that is new\n" * 5000)
    [first] = samples.edited().changes
    change = replace(first, contents=Contents((large,)))
    made = comment(replace(samples.edited(), changes=(change, *samples.moved().changes)))
    assert f"The diff of 5,000 lines {NO_ROOM}; {IN_OTHER_FORMS}." in made
    assert "a line that is new" not in made
    assert "- ⚠ **breaks callers**: callers must give `language`" in made
    assert "-Be brief." in made.splitlines()


def test_where_the_index_has_no_room_it_keeps_what_is_dangerous() -> None:
    many = samples.many(300)
    deletion = Warning("deletion", "deletes it")
    places = tuple(replace(place, warnings=(deletion,)) for place in many.changes[-1].places)
    report = replace(many, changes=(*many.changes[:-1], replace(many.changes[-1], places=places)))
    assert "- ⚠ **deletion**: `helper-0299` in `acme/support-desk/dev`: publishes" in comment(report)


def test_stacks_are_told_with_what_else_they_do_and_with_advice() -> None:
    stack = Stack("a/b", is_update=False, unchanged=2, others={"create": 1, "update": 20}, advice=("use tags",))
    made = comment(Report((stack,), ()))
    assert "- `a/b`: preview, 0 changed, 2 unchanged; other resources: `create` 1, `update` 20" in made
    assert "- `a/b`: policy: use tags" in made


def test_nothing_is_told_of_what_is_unchanged_where_a_preview_may_not_list_it() -> None:
    assert "- `a/b`: preview, 0 changed\n" in comment(Report((Stack("a/b", is_update=False),), ()))


def test_what_happens_alike_is_told_once() -> None:
    report = samples.edited()
    [change] = report.changes
    places = tuple(replace(change.places[1], stack=f"s{at}") for at in range(3))
    made = comment(replace(report, changes=(replace(change, places=places),)))
    assert made.count("publishes version 8") == 2
    assert "- `s0`, `s1`, `s2` (`bedrock us-east-1`): publishes version 8;" in made

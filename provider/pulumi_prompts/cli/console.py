"""What `promote` and `import` print for people while they run."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pulumi_prompts.adoption.journal import Done
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.promotion.promotion import Promotion
from pulumi_prompts.report.forms.sentences import counted
from pulumi_prompts.report.visible import visible

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


class PromotionConsole:
    """Prints lines, with colours on a terminal. No line is cut, and no text of a prompt acts as markup."""

    def __init__(self) -> None:
        self._out, self._errors = Console(highlight=False), Console(stderr=True, highlight=False)

    def promotion(self, promotion: Promotion) -> None:
        """The planned change of one file."""
        source, target = promotion.source, promotion.target
        since = f", deployed {source.since}" if source.since else ""
        self._line(f"{source.name}: {promotion.origin}{since}, {source.digest}")
        if not promotion.is_due:
            return self._line(f"  {target.path} has this content already")
        self._diff(promotion.diff())
        if source.overrides:
            self._line(f"  not copied, because they are overrides there: {', '.join(source.overrides)}")
        if target.found and target.found.overrides:
            self._line(f"  overridden in {target.stack}: {', '.join(sorted(target.found.overrides))}")
        return None

    def refused(self, name: str, reasons: Iterable[str]) -> None:
        """Why a promotion is refused."""
        for reason in reasons:
            self._errors.print(Text(f"{name}: {reason}", "red"), soft_wrap=True)

    def written(self, promotion: Promotion) -> None:
        """A file is written."""
        self._line(f"wrote {promotion.target.path}")

    def summary(self, text: str) -> None:
        """The last line."""
        self._line(text)

    def _diff(self, lines: list[str]) -> None:
        for line in lines:
            self._out.print(Text(f"  {line}", _STYLES.get(line[:1], "")), soft_wrap=True)
        if not lines:
            self._line("  the content is the same; only the lines about the promotion are added")

    def _line(self, text: str) -> None:
        self._out.print(Text(text), soft_wrap=True)


class ImportConsole:
    """Prints the result of an import. No text of a registry acts in the terminal."""

    def __init__(self) -> None:
        self._out, self._errors = Console(highlight=False), Console(stderr=True, highlight=False)

    def left_out(self, done: Done) -> None:
        """A prompt that is left out, or some of its aliases, and why."""
        for reason in done.left_out:
            self._line(f"{done.name}: left out: {reason}")

    def failed(self, name: str, error: PromptsError) -> None:
        """Why a prompt could not be read or written."""
        self._errors.print(Text(visible(f"{name}: {error}"), "red"), soft_wrap=True)

    def unfinished(self, count: int) -> None:
        """Some prompts failed, and no program is written."""
        self._line(f"{count} could not be imported; run the command again: it reads only these")

    def written(self, taken: int, left_out: int, folder: Path, program: Path) -> None:
        """The program is written."""
        self._line(f"wrote {program}, and {counted(taken, 'file')} in {folder}; left out {left_out}")

    def nothing(self, left_out: int) -> None:
        """There is nothing to import."""
        self._line(f"there is nothing to import; left out {left_out}")

    def steps(self, steps: Iterable[str]) -> None:
        """What to do next."""
        for step in steps:
            self._line(step)

    def _line(self, text: str) -> None:
        self._out.print(Text(visible(text)), soft_wrap=True)

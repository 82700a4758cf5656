"""What a person reads of a promotion, while it goes on."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from pulumi_prompts.promotion.promotion import Promotion

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


class PromotionConsole:
    """Writes plain lines, in colour to a terminal; no line is cut, and no text of a prompt is taken for markup."""

    def __init__(self) -> None:
        self._out, self._errors = Console(highlight=False), Console(stderr=True, highlight=False)

    def promotion(self, promotion: Promotion) -> None:
        """What is about to happen to one file."""
        source, target = promotion.source, promotion.target
        since = f", deployed {source.since}" if source.since else ""
        self._line(f"{source.name}: {promotion.origin}{since}, {source.digest}")
        if not promotion.is_due:
            return self._line(f"  {target.path} has it")
        self._diff(promotion.diff())
        if source.overrides:
            self._line(f"  stays there, because it is an override: {', '.join(source.overrides)}")
        if target.found and target.found.overrides:
            self._line(f"  overridden in {target.stack}: {', '.join(sorted(target.found.overrides))}")
        return None

    def refused(self, name: str, reasons: Iterable[str]) -> None:
        """Why one is refused."""
        for reason in reasons:
            self._errors.print(Text(f"{name}: {reason}", "red"), soft_wrap=True)

    def written(self, promotion: Promotion) -> None:
        """A file that was written."""
        self._line(f"wrote {promotion.target.path}")

    def summary(self, text: str) -> None:
        """The last line."""
        self._line(text)

    def _diff(self, lines: list[str]) -> None:
        for line in lines:
            self._out.print(Text(f"  {line}", _STYLES.get(line[:1], "")), soft_wrap=True)
        if not lines:
            self._line("  the content is the same; the file gets its head")

    def _line(self, text: str) -> None:
        self._out.print(Text(text), soft_wrap=True)

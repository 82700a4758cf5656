"""What time it is for a registry: the age of what it made is a matter of its clock alone, never of ours."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pulumi_prompts.registries.base import Clock


def moment_of(date: str) -> datetime | None:
    """A date of HTTP (RFC 9110), which is one of UTC also where it does not say so; None where it is none."""
    try:
        parsed = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


class RegistryClock:
    """The clock of a registry, as its last answer told it (`Date`). Our own only measures the time since then."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard: tuple[datetime, float] | None = None

    def hear(self, headers: Mapping[str, str]) -> None:
        """Set it by the headers of an answer, whose names are in lower case or found in any."""
        if moment := moment_of(headers.get("date", "")):
            self._heard = moment, self._clock.monotonic()

    @property
    def now(self) -> datetime | None:
        """What it shows; None where no answer told it yet."""
        if self._heard is None:
            return None
        said, at = self._heard
        return said + timedelta(seconds=self._clock.monotonic() - at)

    def age_of(self, made: datetime | None) -> timedelta | None:
        """How long ago the registry made something; None where it told no time."""
        return None if made is None or self.now is None else self.now - made

"""Times in a status: ISO 8601 in UTC, to the second."""

from datetime import UTC, datetime


def in_utc(time: datetime) -> str:
    """A time from a registry."""
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def time_in(said: object) -> str | None:
    """A time from a state, where Pulumi writes nanoseconds; None for anything else."""
    try:
        return in_utc(datetime.fromisoformat(str(said)))
    except (ValueError, OverflowError):
        return None

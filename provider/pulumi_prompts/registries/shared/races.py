"""A creation that was not the first, where the registry's own create takes a name that is taken as well."""

from collections.abc import Callable

from pulumi_prompts.errors import LostRaceError, NotFoundError, RegistryError


def lost_race(name: str, version: str, take_back: Callable[[], object]) -> LostRaceError:
    """Take back what was written into a prompt of somebody else, and say what became of that.

    Args:
        name: Of the prompt.
        version: What the write has made there, as people find it in the registry.
        take_back: Removes it. What is not found is gone already, with its prompt or because an answer was lost.
    """
    try:
        take_back()
    except NotFoundError:
        return LostRaceError.of(name)
    except RegistryError as error:
        return LostRaceError.of(name, may_stay(version, error))
    return LostRaceError.of(name)


def may_stay(version: str, why: RegistryError) -> str:
    """Said of what could not be taken back, or of which nobody knows. The registry's words may hold what was sent."""
    code = " ".join(filter(None, (type(why).__name__, why.code)))
    return f"version {version}, which this program wrote, may stay in it, because it was not taken back ({code})"

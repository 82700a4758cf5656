"""Which AWS regions there are: botocore's data says it, and is read without botocore, which takes long to import."""

import json
import re
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_NEAR = 0.75
"""How near a name must be to be meant, where 1 is the same: names of regions are short, and much alike."""


class _Partition(NamedTuple):
    form: str
    regions: tuple[str, ...]


def why_no_region(region: str, has_endpoint: bool) -> str | None:
    """Why no registry can be in `region`, or None.

    A name that has the form of no partition is no region. One that has it, and that the installed botocore does not
    know, is mistyped far more often than newer than botocore. So it is refused as well, and whoever knows better has
    two ways round: a newer botocore, and an endpoint, which says where the registry is, so that the region is only what
    requests are signed for. Where botocore's data cannot be read, nothing is refused: a late error is better than a
    wrong one.
    """
    partitions = _partitions()
    known = [name for partition in partitions for name in partition.regions]
    has_form = any(re.match(partition.form, region) for partition in partitions)
    if not known or region in known or (has_form and has_endpoint):
        return None
    near = get_close_matches(region, known, n=1, cutoff=_NEAR)
    hint = f"did you mean '{near[0]}'? If it is a new one, " if near else "if it is a new one, "
    way_round = "update boto3, or set `backend.endpoint_url`" if has_form else "update boto3"
    return f"is no region that the installed botocore knows; {hint}{way_round}"


@cache
def _partitions() -> tuple[_Partition, ...]:
    try:
        read = json.loads(_file().read_text(encoding="utf-8"))["partitions"]
        return tuple(_partition(each["regionRegex"], [*each["regions"]]) for each in read)
    except (OSError, ValueError, LookupError):
        return ()


def _file() -> Path:
    spec = find_spec("botocore")
    return Path(spec.origin if spec and spec.origin else "").with_name("data") / "partitions.json"


def _partition(form: str, names: list[str]) -> _Partition:
    """Without what stands for all regions of the partition, such as `aws-global`."""
    return _Partition(form, tuple(name for name in names if re.match(form, name)))

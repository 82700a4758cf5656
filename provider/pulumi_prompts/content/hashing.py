"""The digest of a content that is in its canonical form already; it needs no models."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785


def digest_of_canonical(fields: Mapping[str, Any]) -> str:
    """The identity: `sha256:` and 64 hexadecimal digits, of the JSON of RFC 8785."""
    return "sha256:" + hashlib.sha256(rfc8785.dumps(dict(fields))).hexdigest()

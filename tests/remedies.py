"""What messages end with, from where it is written: what a person is told to do."""

from typing import Final

from pulumi_prompts import errors
from pulumi_prompts.registries.transport import http

AGAIN: Final = errors.UnavailableError.default_remedy
LOST: Final = errors.LostAnswerError.default_remedy
BUG: Final = errors.AnswerError.default_remedy
PERMISSION: Final = errors.AccessError.default_remedy
REFRESH: Final = errors.DriftError.default_remedy
ANOTHER_NAME: Final = errors.AlreadyExistsError.default_remedy
STRANGER: Final = http.NOT_THE_REGISTRY

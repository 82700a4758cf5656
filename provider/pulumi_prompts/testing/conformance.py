"""The whole suite."""

from pulumi_prompts.testing.aliases import AliasConformance
from pulumi_prompts.testing.answers import AnswerConformance
from pulumi_prompts.testing.contents import ContentConformance
from pulumi_prompts.testing.failures import FailureConformance
from pulumi_prompts.testing.identifiers import IdentifierConformance
from pulumi_prompts.testing.labels import LabelConformance
from pulumi_prompts.testing.lists import ListConformance
from pulumi_prompts.testing.prompts import PromptConformance
from pulumi_prompts.testing.versions import VersionConformance
from pulumi_prompts.testing.wholes import WholeConformance


class BackendConformance(
    ContentConformance,
    PromptConformance,
    IdentifierConformance,
    LabelConformance,
    ListConformance,
    VersionConformance,
    AliasConformance,
    WholeConformance,
    FailureConformance,
    AnswerConformance,
):
    """What every backend must pass."""

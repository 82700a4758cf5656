"""What the embedded registry can express: everything."""

from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.support import AliasSupport, Anything, Entries, Support, Text

SUPPORT = Support(
    kind="local",
    prompt={
        "name": Text(shortest=1),
        "description": Text(),
        "tags": Entries(key=Text(shortest=1), value=Text()),
        "metadata": Anything(deep=True),
        **{name: Anything(deep=True) for name in Content.model_fields},
    },
    version={"description": Text(), "version_name": Text(shortest=1)},
    renames=True,
    numbers_versions=True,
    compares_on_delete="in one step",
    aliases=AliasSupport(kept_as="a row of the file", name=Text(shortest=1)),
)

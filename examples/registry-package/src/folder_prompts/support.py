"""What the registry can express. All else is refused in a preview, with the nearest thing that works."""

from pulumi_prompts.registries.support import AliasSupport, Anything, Between, Entries, Items, OneOf, Support, Text

SUPPORT = Support(
    kind="folder",
    prompt={
        "name": Text(1, 100, r"[A-Za-z0-9_-]+", "letters, digits, `_` and `-`"),
        "description": Text(),
        "tags": Entries(key=Text(1), value=Text()),
        "template": Text(),
        "messages": Items(),
        "messages[]": Anything(),
        "messages[].role": OneOf(("system", "user", "assistant")),
        "messages[].content": Text(),
        "model": Text(1),
        "parameters": Anything(),
        "parameters.temperature": Between(0, 2),
        "parameters.max_tokens": Between(1),
        "variables": Items(),
        "variables[]": Anything(),
        "options": Anything(),
        "options.folder": Anything(),
        "options.folder.audience": Text(1),
        "options.folder.reviewer": Text(1),
    },
    version={"description": Text()},
    instead={"metadata": "put it into `tags`"},
    numbers_versions=True,
    compares_on_delete="in one step",
    aliases=AliasSupport(kept_as="an entry of the prompt's file", name=Text(1)),
)

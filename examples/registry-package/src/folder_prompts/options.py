"""Options that only this registry has."""

from typing import Annotated, ClassVar

from pydantic import StrictStr

from pulumi_prompts.content.base import InContent
from pulumi_prompts.content.options import OptionsBlock


class FolderOptions(OptionsBlock):
    """Options of a folder of prompts.

    Attributes:
        audience: Whom the model speaks to. It goes to the model, so that it is part of the content.
        reviewer: Who looks at changes. It is not part of the content.
    """

    kind: ClassVar[str] = "folder"
    audience: Annotated[StrictStr | None, InContent] = None
    reviewer: StrictStr | None = None

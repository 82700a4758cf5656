"""Where a Bedrock registry is, and how to reach it."""

from typing import Annotated, Literal

from pydantic import Field, StrictStr

from pulumi_prompts._model import Identity, Number, Remedy, Strings
from pulumi_prompts.backends.base import Settings

_REGION = Remedy("set it, or `pulumi config set aws:region <region>`; the environment is not asked for it")


class BedrockSettings(Settings):
    """One account and region of Amazon Bedrock. Credentials come from boto3's own chain.

    Attributes:
        region: The AWS region.
        account_id: The AWS account that is meant; its change replaces the prompts. Unset, that of the credentials.
        allowed_account_ids: The only accounts that credentials may belong to.
        profile: A profile of the AWS configuration files.
        role_arn: A role to assume with those credentials.
        endpoint_url: Another address of the `bedrock-agent` API (a VPC endpoint, an emulator).
        timeout: Seconds until a call that keeps failing is given up.
    """

    kind: Literal["bedrock"]
    region: Annotated[StrictStr, Identity(), _REGION]
    account_id: Annotated[StrictStr | None, Identity(), Field(pattern=r"^\d{12}$")] = None
    allowed_account_ids: Strings = None
    profile: StrictStr | None = None
    role_arn: StrictStr | None = None
    endpoint_url: StrictStr | None = None
    timeout: Annotated[Number, Field(gt=0)] = 300.0

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that credentials may belong to; none named, any."""
        return (self.account_id,) if self.account_id else self.allowed_account_ids or ()

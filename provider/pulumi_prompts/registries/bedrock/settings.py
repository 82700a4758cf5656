"""Where a Bedrock registry is, and how to reach it."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import AlsoConfigured, Identity, Remedy
from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.registries.bedrock.regions import why_no_region
from pulumi_prompts.registries.shared.settings import RemoteSettings, url_of
from pulumi_prompts.registries.transport.failures import origin_of

_REGION = Remedy("set it, or `pulumi config set aws:region <region>`; `AWS_REGION` is not read")


def _of_form(pattern: str, form: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise PydanticCustomError("form", "must be {form}", {"form": form})
        return value

    return check


_region = _of_form(r"[a-z]{2,}(-[a-z]+)+-\d+", "the name of a region, such as 'eu-central-1'")
_account = _of_form(r"\d{12}", "the 12 digits of an AWS account")
_role = _of_form(r"arn:aws[a-z-]*:iam::\d{12}:role/\S+", "the ARN of a role")
_url = url_of("the API, such as 'https://...'", "they come from boto3's own chain")


_FEWEST_DIGITS = 10**11
_LOST_ZEROS = (
    "is a number, which lost its leading zeros; quote the 12 digits, or `pulumi config set --path --type string ...`"
)


def _digits(value: object) -> object:
    """A number as its digits: that is what `pulumi config set --path` makes of an account."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not float(value).is_integer():
        return value
    if 0 <= value < _FEWEST_DIGITS:
        raise PydanticCustomError("digits", _LOST_ZEROS)
    return str(int(value))


def _list(value: object) -> object:
    if value == []:
        return None
    return [value] if isinstance(value, str | int | float) else value


_Account = Annotated[StrictStr, AfterValidator(_account), BeforeValidator(_digits)]


class BedrockSettings(RemoteSettings):
    """One account and region of Amazon Bedrock. Credentials come from boto3: variables, profiles, SSO, roles.

    Attributes:
        endpoint_url: The address of the `bedrock-agent` API, if it is not the usual one (a VPC endpoint, an emulator).
        region: The AWS region. If unset, it is `aws:region` of the stack's configuration; one of them is required.
        account_id: The AWS account of the prompts. If unset, it is the account of the credentials.
        allowed_account_ids: The accounts that the credentials may belong to. If unset, every account is allowed.
        profile: A profile of the AWS configuration files. If unset, it is `aws:profile` of the stack's configuration.
        role_arn: The ARN of a role to assume.
        timeout: Temporary errors are retried for this number of seconds.
    """

    kind: Literal["bedrock"]
    endpoint_url: Annotated[StrictStr, AfterValidator(_url)] | None = None
    region: Annotated[StrictStr, AfterValidator(_region), Identity(), _REGION, AlsoConfigured]
    account_id: Annotated[_Account | None, Identity()] = None
    allowed_account_ids: Annotated[tuple[_Account, ...] | None, BeforeValidator(_list)] = None
    profile: StrictStr | None = None
    role_arn: Annotated[StrictStr, AfterValidator(_role)] | None = None

    def doubts(self) -> Iterator[Failure]:
        """A region that botocore does not know."""
        if why := why_no_region(self.region, has_endpoint=self.endpoint_url is not None):
            yield Failure("region", why)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that credentials may belong to; none named, any."""
        return (self.account_id,) if self.account_id else self.allowed_account_ids or ()

    @property
    def address(self) -> str:
        """Where it is, for a person who waits."""
        return origin_of(self.endpoint_url) if self.endpoint_url else f"bedrock-agent in {self.region}"

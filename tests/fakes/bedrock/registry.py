"""The prompts of one account in one region, and the rules of the service.

Parameters arrive already held against the service model. Messages of errors are inferred, codes are the model's.
"""

import base64
import binascii
import copy
import itertools
import json
import random
import string
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ..kept import dumped, loaded
from ..wire import Json
from .state import DRAFT, Kept, Prompt, Reference, Snapshot
from .wire import conflict, invalid, not_found, over_quota

PAGE = 10  # the model allows no more summaries in one answer, whatever maxResults asks
MAX_TAGS = 50
_TEMPLATE_MEMBERS = {"TEXT": "text", "CHAT": "chat"}
_CONTENT = ("name", "description", "customerEncryptionKeyArn", "defaultVariant", "variants")
_KEPT = ("description", "customerEncryptionKeyArn")


@dataclass(frozen=True)
class Quotas:
    """AWS's own are the defaults; benchmarks raise them."""

    prompts: int = 50
    versions: int = 10


@dataclass(frozen=True)
class Habits:
    """What is not known of the service; both ways are tried.

    `keeps_what_is_left_out`: UpdatePrompt leaves the description and the key that it does not name.
    """

    keeps_what_is_left_out: bool = False


USUAL = Habits()


class Registry:
    """One account's prompts in one region. `prompts` (by id) and `tags` (by ARN) are open to tests."""

    def __init__(
        self, account: str, region: str, clock: Callable[[], float], quotas: Quotas, habits: Habits = USUAL
    ) -> None:
        self.account = account
        self.region = region
        self.prompts: dict[str, Prompt] = {}
        self.tags: dict[str, dict[str, str]] = {}
        self._clock = clock
        self._quotas = quotas
        self._habits = habits
        self._done: dict[tuple[str, str], tuple[Json, Json]] = {}
        self._order = itertools.count(1)
        self._lock = threading.RLock()
        self._operations: dict[str, Callable[[Json], Json]] = {
            "CreatePrompt": lambda given: self._once("CreatePrompt", given, self._create_prompt),
            "UpdatePrompt": self._update_prompt,
            "GetPrompt": self._get_prompt,
            "ListPrompts": self._list_prompts,
            "CreatePromptVersion": lambda given: self._once("CreatePromptVersion", given, self._create_prompt_version),
            "DeletePrompt": self._delete_prompt,
            "TagResource": self._tag_resource,
            "UntagResource": self._untag_resource,
            "ListTagsForResource": self._list_tags,
        }

    def call(self, operation: str, parameters: Json) -> Json:
        with self._lock:
            return self._operations[operation](parameters)

    def prompt(self, name: str) -> Prompt:
        """The prompt of this name, for tests; KeyError where there is none."""
        with self._lock:
            found = self._named(name)
        if found is None:
            raise KeyError(name)
        return found

    def draft(self, name: str) -> Snapshot:
        return self.prompt(name).draft

    def version(self, name: str, version: str) -> Snapshot:
        return self.prompt(name).versions[version]

    def names(self) -> list[str]:
        with self._lock:
            return [prompt.name for prompt in self.prompts.values()]

    def dump(self) -> str:
        """Everything that is kept, as JSON; used client tokens are not."""
        with self._lock:
            return dumped(Kept(self.prompts, self.tags))

    def load(self, dump: str) -> None:
        """Keep what another registry has dumped, in place of everything."""
        with self._lock:
            kept = loaded(Kept, dump)
            self.prompts, self.tags = kept.prompts, kept.tags
            self._order = itertools.count(1 + max((prompt.order for prompt in kept.prompts.values()), default=0))

    # prompts

    def _create_prompt(self, given: Json) -> Json:
        _check_content(given)
        self._check_name_is_free(given["name"], None)
        if len(self.prompts) >= self._quotas.prompts:
            over_quota(f"The account has {self._quotas.prompts} prompts in this region, which is its quota.")
        tags = _merged({}, given.get("tags", {}))
        now = self._now()
        prompt_id = self._new_id()
        draft = Snapshot(DRAFT, _content(given), now, now)
        prompt = Prompt(prompt_id, self._arn(prompt_id), next(self._order), draft)
        self.prompts[prompt_id] = prompt
        self.tags[prompt.arn] = tags
        return prompt.answer(draft)

    def _update_prompt(self, given: Json) -> Json:
        prompt = self._find(Reference.parse(given["promptIdentifier"]).without_version())
        _check_content(given)
        self._check_name_is_free(given["name"], prompt)
        kept = {key: prompt.draft.fields[key] for key in self._kept(prompt)}
        prompt.draft = Snapshot(DRAFT, {**kept, **_content(given)}, prompt.draft.created_at, self._now())
        return prompt.answer(prompt.draft)

    def _get_prompt(self, given: Json) -> Json:
        reference = Reference.parse(given["promptIdentifier"])
        version = reference.with_version(given.get("promptVersion"))
        prompt = self._find(reference)
        answer = prompt.answer(self._snapshot(prompt, version))
        if given.get("includedData") == "METADATA_ONLY":
            answer.pop("variants", None)  # inferred: the rest of the metadata stays
        return answer

    def _delete_prompt(self, given: Json) -> Json:
        prompt = self._find(Reference.parse(given["promptIdentifier"]).without_version())
        if "promptVersion" in given:
            return self._delete_version(prompt, given["promptVersion"])
        del self.prompts[prompt.id]
        for _, snapshot in prompt.snapshots():
            self.tags.pop(prompt.snapshot_arn(snapshot), None)
        return {"id": prompt.id}

    # versions

    def _create_prompt_version(self, given: Json) -> Json:
        prompt = self._find(Reference.parse(given["promptIdentifier"]).without_version())
        if len(prompt.versions) >= self._quotas.versions:
            over_quota(f"Prompt {prompt.id} has {self._quotas.versions} versions, which is its quota.")
        tags = _merged({}, given.get("tags", {}))
        prompt.issued += 1
        snapshot = prompt.draft.numbered(str(prompt.issued), self._now(), given.get("description"))
        prompt.versions[snapshot.version] = snapshot
        self.tags[prompt.snapshot_arn(snapshot)] = tags
        return prompt.answer(snapshot)

    def _delete_version(self, prompt: Prompt, version: str) -> Json:
        snapshot = self._snapshot(prompt, version)
        del prompt.versions[version]
        self.tags.pop(prompt.snapshot_arn(snapshot), None)
        return {"id": prompt.id, "version": version}

    # lists: a page ends after the last entry seen, so that deletions between pages skip nothing

    def _list_prompts(self, given: Json) -> Json:
        if "promptIdentifier" not in given:
            entries = [(prompt.order, prompt.summary(prompt.draft)) for prompt in self.prompts.values()]
            return _page("prompts", entries, given)
        prompt = self._find(Reference.parse(given["promptIdentifier"]).without_version())
        versions = [(place, prompt.summary(snapshot)) for place, snapshot in prompt.snapshots()]
        return _page(prompt.id, versions, given)

    # tags

    def _tag_resource(self, given: Json) -> Json:
        arn = self._tagged(given["resourceArn"])
        self.tags[arn] = _merged(self.tags[arn], given["tags"])
        return {}

    def _untag_resource(self, given: Json) -> Json:
        tags = self.tags[self._tagged(given["resourceArn"])]
        for key in given["tagKeys"]:
            tags.pop(key, None)
        return {}

    def _list_tags(self, given: Json) -> Json:
        return {"tags": dict(self.tags[self._tagged(given["resourceArn"])])}

    def _tagged(self, arn: str) -> str:
        """The ARN, where it names something that exists here."""
        reference = Reference.parse(arn)
        prompt = self._find(reference)
        return prompt.snapshot_arn(self._snapshot(prompt, reference.with_version(None)))

    # helpers

    def _once(self, operation: str, given: Json, act: Callable[[Json], Json]) -> Json:
        """The first answer again for a token that was used: nothing new, and nothing that came later (an answer may
        name a prompt that was deleted since; inferred, as is that tokens never expire). Failures use no token up."""
        token = given.get("clientToken")
        if token is None:
            return act(given)
        if (operation, token) not in self._done:
            self._done[operation, token] = (copy.deepcopy(given), act(given))
        first, answer = self._done[operation, token]
        if first != given:
            conflict(f"The client token {token} was used with other parameters.")
        return copy.deepcopy(answer)

    def _kept(self, prompt: Prompt) -> Iterable[str]:
        keys = _KEPT if self._habits.keeps_what_is_left_out else ()
        return (key for key in keys if key in prompt.draft.fields)

    def _find(self, reference: Reference) -> Prompt:
        """An id of another account is as unknown as one that never was (for an ARN of another one: inferred)."""
        if not reference.belongs_to(self.account, self.region) or reference.id not in self.prompts:
            not_found(f"Could not find prompt {reference.id}.")
        return self.prompts[reference.id]

    def _snapshot(self, prompt: Prompt, version: str) -> Snapshot:
        if version != DRAFT and version not in prompt.versions:
            not_found(f"Could not find version {version} of prompt {prompt.id}.")
        return prompt.draft if version == DRAFT else prompt.versions[version]

    def _named(self, name: str) -> Prompt | None:
        return next((prompt for prompt in self.prompts.values() if prompt.name == name), None)

    def _check_name_is_free(self, name: str, owner: Prompt | None) -> None:
        holder = self._named(name)
        if holder is not None and holder is not owner:
            conflict(f"A prompt with the name {name} already exists.")

    def _arn(self, prompt_id: str) -> str:
        return f"arn:aws:bedrock:{self.region}:{self.account}:prompt/{prompt_id}"

    def _new_id(self) -> str:
        return "".join(random.choices(string.ascii_uppercase + string.digits, k=10))

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _content(given: Json) -> Json:
    return {key: copy.deepcopy(given[key]) for key in _CONTENT if key in given}


def _check_content(given: Json) -> None:
    """What the documentation demands and the model cannot say (that the service checks it is inferred)."""
    variants = given.get("variants", [])
    for variant in variants:
        if _TEMPLATE_MEMBERS[variant["templateType"]] not in variant["templateConfiguration"]:
            invalid(f"templateConfiguration of variant {variant['name']} does not fit its templateType.")
    if "defaultVariant" in given and given["defaultVariant"] not in [variant["name"] for variant in variants]:
        invalid(f"defaultVariant {given['defaultVariant']} is not the name of a variant.")


def _merged(tags: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """AWS reserves keys with `aws:`; that too many tags are a quota, not a bad request, is inferred."""
    if any(key.lower().startswith("aws:") for key in new):
        invalid("Tag keys starting with aws: are reserved.")
    merged = {**tags, **new}
    if len(merged) > MAX_TAGS:
        over_quota(f"A resource has at most {MAX_TAGS} tags.")
    return merged


def _page(scope: str, entries: Iterable[tuple[int, Json]], given: Json) -> Json:
    after = _read_token(scope, given["nextToken"]) if "nextToken" in given else -1
    size = min(PAGE, given.get("maxResults", PAGE))
    rest = [entry for entry in entries if entry[0] > after]
    answer: Json = {"promptSummaries": [summary for _, summary in rest[:size]]}
    if len(rest) > size:
        answer["nextToken"] = base64.urlsafe_b64encode(json.dumps([scope, rest[size - 1][0]]).encode()).decode()
    return answer


def _read_token(scope: str, token: str) -> int:
    try:
        found, after = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError, binascii.Error):
        invalid("The nextToken is not valid.")
    if found != scope:
        invalid("The nextToken belongs to another list.")
    return int(after)

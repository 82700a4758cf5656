"""What a registry lets a preview say of the form of a content: that it has to stay, and what cannot be compared."""

from collections.abc import Iterator

from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.declaration import Declaration, PromptRecord
from pulumi_prompts.lifecycle.run import Run

_FORMS = ("template", "messages")


def formed_otherwise(olds: Values, new: PromptRecord) -> Iterator[Failure]:
    """A text that is to become a chat, or a chat a text, where a prompt has to stay what it was made as."""
    support, old = new.target.support, PromptRecord(olds)
    if support is None or not support.keeps_form or olds.get("name") != new.values.get("name"):
        return
    before, after = _form_of(old), _form_of(new)
    if before and after and before != after and not new.target.is_another(old.target):
        yield Failure(after, keeps_form(support.kind, before))


def keeps_form(kind: str, before: str) -> str:
    """Said of a property that would make a text of a chat, or a chat of a text."""
    return f"cannot take the place of `{before}` ({kind}): a prompt stays a text or a chat; use another name"


def _form_of(record: PromptRecord) -> str | None:
    return next((name for name in _FORMS if record.values.get(name) is not None), None)


def tell_remarks(run: Run, declaration: Declaration) -> None:
    """Say what its registry has to say of the content."""
    record = declaration.record
    for said in record.target.support.remarks(declaration.content) if record.target.support else ():
        run.warn_once(("remark", said, str(record.values.get("marker"))), said)

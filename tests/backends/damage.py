"""Answers of a registry that somebody, or a bug, has damaged."""

from typing import Any

from hypothesis import strategies as st

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANYTHING: st.SearchStrategy[Any] = SCALARS | st.just({}) | st.just([]) | st.just([1])


def damage(data: st.DataObject, node: Any, *, kinds_stay: bool = False) -> None:
    """Take something out of the answer, or put another value in its place.

    Args:
        kinds_stay: Objects and lists never become something else: the client of the registry would not have it.
    """
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    is_nested = isinstance(node[key], dict | list)
    if is_nested and data.draw(st.booleans()):
        damage(data, node[key], kinds_stay=kinds_stay)
    elif (is_nested and kinds_stay) or data.draw(st.booleans()):
        del node[key]
    else:
        node[key] = data.draw(SCALARS if kinds_stay else ANYTHING)

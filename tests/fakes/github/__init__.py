"""A part of GitHub's REST API on 127.0.0.1: comments on pull requests, and which run has reviewed what was merged.

    with GitHubFake() as github:
        github.open(7)
        github.comments                                        # what stands there
        github.inject("create_comment", rate_limit(seconds=1))

Written from docs.github.com/rest: issues/comments, commits, actions/workflow-runs, pagination, best practices.
"""

from .fake import BOT, REPOSITORY, TOKEN, GitHubFake
from .refusals import LONGEST_BODY, rate_limit
from .state import Comment, Run

__all__ = ["BOT", "LONGEST_BODY", "REPOSITORY", "TOKEN", "Comment", "GitHubFake", "Run", "rate_limit"]

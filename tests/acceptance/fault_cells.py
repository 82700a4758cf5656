"""The cells of fault x command x registry that a real engine goes through, and what it prints in each."""

from acceptance.broken_way import Cell
from fakes import langfuse, truefoundry
from faults.proxy import (
    BAD_GATEWAY,
    FORBIDDEN,
    INTERNAL_ERROR,
    NUMBERS_FOR_STRINGS,
    PAGE_NOT_FOUND,
    REFUSED,
    RESET_AFTER,
    SERVICE_UNAVAILABLE,
    TOO_MANY_REQUESTS,
    TOO_MANY_REQUESTS_RETRY_AFTER,
    TRUNCATED,
    answering,
    json_response,
    with_header,
)
from pulumi_prompts.registries.bedrock.failures import CHECK_THE_WAY, NOT_BEDROCK
from remedies import AGAIN, BUG, LOST, PERMISSION, STRANGER

CREDENTIALS = "check the credentials, which are missing, wrong or expired: looked at were"
ANOTHERS = "{another}"
MESH = f"403 Forbidden; {PERMISSION}; a proxy on the way may refuse as well"

OTHER_TENANT = with_header("another tenant", "Authorization", f"Bearer {truefoundry.OTHER_TOKEN}")
TRUEFOUNDRY = (
    Cell("create", BAD_GATEWAY, "", f"502 Bad Gateway; {AGAIN}", match="GET */prompt-versions"),
    Cell("edit", FORBIDDEN, MESH, match="PUT *"),
    Cell("refresh", OTHER_TENANT, ANOTHERS, ANOTHERS),
    Cell("destroy", SERVICE_UNAVAILABLE, f"503 Service Unavailable; {AGAIN}"),
)

REVOKED_KEY = with_header("revoked key", "X-API-KEY", "revoked")
REVOKED = f"401: Invalid API key; {CREDENTIALS} HUMANLOOP_API_KEY (or prompts:humanloopApiKey)"
HUMANLOOP = (
    Cell("create", TOO_MANY_REQUESTS_RETRY_AFTER, times=1),
    Cell(
        "edit",
        NUMBERS_FOR_STRINGS,
        says_of_version="the answer to PATCH /prompts/{id}/versions/{version} is not understood: "
        f"id: Input should be a valid string; {BUG}",
        match="PATCH *",
    ),
    Cell("describe", TOO_MANY_REQUESTS, f"429 Too Many Requests; {AGAIN}"),
    Cell("refresh", REVOKED_KEY, REVOKED, REVOKED),
    Cell("destroy", TRUNCATED, f"the connection ended without a whole answer; {AGAIN}", match="DELETE *"),
)

OTHER_PROJECT = with_header("another project", "Authorization", langfuse.authorization(langfuse.OTHER_PUBLIC_KEY))
LANGFUSE = (
    Cell("create", BAD_GATEWAY, f"502 Bad Gateway; {LOST}", match="POST *"),
    Cell("edit", TOO_MANY_REQUESTS, f"429 Too Many Requests; {AGAIN}", match="POST *"),
    Cell("describe", FORBIDDEN, MESH, match="POST *"),
    Cell("refresh", OTHER_PROJECT, ANOTHERS, ANOTHERS),
    Cell("destroy", SERVICE_UNAVAILABLE, f"503 Service Unavailable; {AGAIN}"),
)

MLFLOW_API = "{url}/api/2.0/mlflow"
PAGE = f"{MLFLOW_API} answered 404 with a body of type text/html; {STRANGER}"
MLFLOW = (
    Cell("create", SERVICE_UNAVAILABLE, f"503 Service Unavailable; {AGAIN}", match="* */registered-models/create"),
    Cell("describe", FORBIDDEN, MESH, match="* */registered-models/set-tag"),
    Cell("refresh", PAGE_NOT_FOUND, PAGE, PAGE),
    Cell("destroy", RESET_AFTER, f"Connection reset by peer; {AGAIN}", match="DELETE *"),
)

PHOENIX_PAGE = f"{{url}}/v1 answered 404 with a body of type text/html; {STRANGER}"
PHOENIX = (
    Cell("create", SERVICE_UNAVAILABLE, f"503 Service Unavailable; {LOST}", match="POST */prompts"),
    Cell("describe", FORBIDDEN, MESH, match="PATCH *"),
    Cell("refresh", PAGE_NOT_FOUND, PHOENIX_PAGE, PHOENIX_PAGE),
    Cell("destroy", RESET_AFTER, f"Connection reset by peer; {AGAIN}", match="DELETE *"),
)

DENIED = answering(
    "403 of the service",
    json_response(403, {"message": "You may not tag"}, {"x-amzn-ErrorType": "AccessDeniedException"}),
)
OF_NO_SERVICE = "that is no answer of the service"
BEDROCK = (
    Cell("create", INTERNAL_ERROR, "", f"HTTP 500 {OF_NO_SERVICE}; {AGAIN}", match="POST */versions*"),
    Cell("edit", RESET_AFTER, f"{{url}} broke the connection; {CHECK_THE_WAY}", match="PUT *"),
    Cell("describe", DENIED, f"AccessDeniedException: You may not tag; {PERMISSION}", match="POST */tags/*"),
    Cell("refresh", FORBIDDEN, f"HTTP 403 {OF_NO_SERVICE}; {NOT_BEDROCK}", f"HTTP 403 {OF_NO_SERVICE}; {NOT_BEDROCK}"),
    Cell("destroy", REFUSED, f"{{url}} refused the connection; {CHECK_THE_WAY}"),
)

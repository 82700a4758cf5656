"""The cells of fault x command x registry that a real engine goes through, and what it prints in each."""

from acceptance.broken_way import Cell
from fakes import humanloop, truefoundry
from faults.proxy import (
    BAD_GATEWAY,
    FORBIDDEN,
    INTERNAL_ERROR,
    LISTS_FOR_OBJECTS,
    LOGIN_PAGE,
    NUMBERS_FOR_STRINGS,
    PAGE_NOT_FOUND,
    REFUSED,
    RESET_AFTER,
    RESET_BEFORE,
    ROUTE_NOT_FOUND,
    SERVICE_UNAVAILABLE,
    SLOW,
    TOO_MANY_REQUESTS,
    TOO_MANY_REQUESTS_RETRY_AFTER,
    TRUNCATED,
    UNAUTHORIZED,
    answering,
    extra_fields,
    json_response,
    with_header,
)

AGAIN = "run the command again when the registry answers"
LOST = "nobody knows whether it was done: wait a minute and run the command again, which finds out"
REACH = f"check the backend's URL, the network and its proxies (HTTPS_PROXY); {AGAIN}"
STRANGER = "check the backend's URL and proxies on the way: this is not how the registry answers"
BUG = "check the address of the registry, then report this as a bug"
CREDENTIALS = "check the credentials, which are missing, wrong or expired: looked at were"
PERMISSION = "grant the permission, or use other credentials"
ANOTHERS = "{another}"
MESH = f"403 Forbidden; {PERMISSION}; a proxy on the way may refuse as well"
ROUTE = f"{{url}} answered 404 with a body of type application/json; {STRANGER}"

OTHER_TENANT = with_header("another tenant", "Authorization", f"Bearer {truefoundry.OTHER_TOKEN}")
NO_PREFIX = f"no prompt registry answers at {{url}}/api/svc/v1 nor api/ml/v1; {STRANGER}"
TRUEFOUNDRY = (
    Cell("create", REFUSED, f"Connection refused; {REACH}"),
    Cell("destroy", OTHER_TENANT, ANOTHERS),
    Cell("create", BAD_GATEWAY, "", f"502 Bad Gateway; {AGAIN}", match="GET */prompt-versions"),
    Cell("edit", RESET_AFTER, match="PUT *"),
    Cell("edit", FORBIDDEN, MESH, match="PUT *"),
    Cell("edit", extra_fields(but_in=["manifest"])),
    Cell("describe", INTERNAL_ERROR, f"500 Internal Server Error; {LOST}", match="PUT *"),
    Cell("refresh", OTHER_TENANT, ANOTHERS, ANOTHERS),
    Cell("refresh", PAGE_NOT_FOUND, NO_PREFIX, NO_PREFIX),
    Cell("refresh", ROUTE_NOT_FOUND, ROUTE, match="GET */prompts/*"),
    Cell("destroy", SERVICE_UNAVAILABLE, f"503 Service Unavailable; {AGAIN}"),
)

REVOKED_KEY = with_header("revoked key", "X-API-KEY", "revoked")
REVOKED = f"401: Invalid API key; {CREDENTIALS} HUMANLOOP_API_KEY (or prompts:humanloopApiKey)"
OTHER_ORGANIZATION = with_header("another organization", "X-API-KEY", humanloop.OTHER_KEY)
HUMANLOOP = (
    Cell("create", LOGIN_PAGE, f"{{url}} answered 200 with a body of type text/html; {STRANGER}"),
    Cell("destroy", TRUNCATED, f"the connection ended without a whole answer; {AGAIN}", match="DELETE *"),
    Cell("create", TOO_MANY_REQUESTS_RETRY_AFTER, times=1),
    Cell("edit", SLOW, f"no answer came in time; {AGAIN}", match="POST */prompts"),
    Cell(
        "edit",
        NUMBERS_FOR_STRINGS,
        says_of_version="the answer to PATCH /prompts/{id}/versions/{version} is not understood: "
        f"id: Input should be a valid string; {BUG}",
        match="PATCH *",
    ),
    Cell("describe", TOO_MANY_REQUESTS, f"429 Too Many Requests; {AGAIN}"),
    Cell("refresh", REVOKED_KEY, REVOKED, REVOKED),
    Cell("refresh", OTHER_ORGANIZATION, ANOTHERS, ANOTHERS),
    Cell("refresh", ROUTE_NOT_FOUND, ROUTE, ROUTE),
    Cell("refresh", extra_fields(but_in=["template", "attributes", "other"])),
    Cell("destroy", FORBIDDEN, MESH),
)

MLFLOW_API = "{url}/api/2.0/mlflow"
PAGE = f"{MLFLOW_API} answered 404 with a body of type text/html; {STRANGER}"
NO_WORKSPACE = (
    "500: FEATURE_DISABLED: Workspace APIs are not available: workspaces are not enabled on this server; "
    "correct what it names"
)
NO_MODEL = "the answer to POST /registered-models/create is not understood: Input should be an object"
STRANGERS_401 = (
    f"401 Unauthorized; {CREDENTIALS} MLFLOW_TRACKING_USERNAME (or prompts:mlflowTrackingUsername), "
    "MLFLOW_TRACKING_PASSWORD (or prompts:mlflowTrackingPassword) "
    "and MLFLOW_TRACKING_TOKEN (or prompts:mlflowTrackingToken)"
)
MLFLOW = (
    Cell("create", SERVICE_UNAVAILABLE, f"503 Service Unavailable; {LOST}", match="* */model-versions/create"),
    Cell("destroy", RESET_AFTER, f"Connection reset by peer; {AGAIN}", match="DELETE *"),
    Cell("create", LISTS_FOR_OBJECTS, f"{NO_MODEL}; {BUG}"),
    Cell("edit", RESET_BEFORE, f"Connection reset by peer; {LOST}", match="* */model-versions/create"),
    Cell("edit", TRUNCATED, match="* */model-versions/create"),
    Cell("describe", FORBIDDEN, MESH, match="* */registered-models/set-tag"),
    Cell("refresh", UNAUTHORIZED, STRANGERS_401, STRANGERS_401),
    Cell("refresh", with_header("another workspace", "X-MLFLOW-WORKSPACE", "globex"), NO_WORKSPACE, NO_WORKSPACE),
    Cell("refresh", PAGE_NOT_FOUND, PAGE, PAGE),
    Cell("destroy", SLOW, f"no answer came in time; {AGAIN}"),
)

DENIED = answering(
    "403 of the service",
    json_response(403, {"message": "You may not tag"}, {"x-amzn-ErrorType": "AccessDeniedException"}),
)
OF_NO_SERVICE = "that is no answer of the service"
NO_BEDROCK = "check `backend.endpoint_url` and proxies on the way: this is not how Bedrock answers"
NO_WAY = "check `backend.region`, `backend.endpoint_url` and the network; run the command again"
BEDROCK = (
    Cell("create", TOO_MANY_REQUESTS_RETRY_AFTER, f"HTTP 429 {OF_NO_SERVICE}; {AGAIN}"),
    Cell(
        "destroy",
        SLOW,
        f"{{url}} did not answer in time; {NO_WAY}",
        match="DELETE *",
    ),
    Cell("create", INTERNAL_ERROR, "", f"HTTP 500 {OF_NO_SERVICE}; {AGAIN}", match="POST */versions*"),
    Cell("edit", LOGIN_PAGE, f"HTTP 200 {OF_NO_SERVICE}; {NO_BEDROCK}", match="PUT *"),
    Cell("edit", RESET_AFTER, f"{{url}} broke the connection; {NO_WAY}", match="PUT *"),
    Cell("describe", DENIED, f"AccessDeniedException: You may not tag; {PERMISSION}", match="POST */tags/*"),
    Cell(
        "refresh",
        PAGE_NOT_FOUND,
        f"HTTP 404 {OF_NO_SERVICE}; {NO_BEDROCK}",
        f"HTTP 404 {OF_NO_SERVICE}; {NO_BEDROCK}",
    ),
    Cell("refresh", FORBIDDEN, f"HTTP 403 {OF_NO_SERVICE}; {NO_BEDROCK}", f"HTTP 403 {OF_NO_SERVICE}; {NO_BEDROCK}"),
    Cell("destroy", REFUSED, f"{{url}} refused the connection; {NO_WAY}"),
)

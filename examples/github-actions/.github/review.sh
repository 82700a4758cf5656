#!/usr/bin/env bash
# Review of prompts on any CI: previews become a report and a comment, and what ships is what was in them.
# Needs pulumi, pulumi-prompts, curl and jq. docs/review.md of pulumi-prompts says what each step proves.
#
#   review.sh preview STACK...   previews each stack; writes report.json, report.html and comment.md into $REPORT
#   review.sh comment            makes or updates the comment of the pull request from $REPORT/comment.md
#   review.sh approved COMMIT    says which run on GitHub has the report of the pull request that was merged as COMMIT
#   review.sh ship STACK         previews again, and runs `pulumi up` if $REPORT/report.json shows all that would change
#
# It ends with 0 where all is done, and as `pulumi-prompts` does: 2 a preview failed, 4 that was not approved. 1: the
# API refused, or nothing was approved.
#
#   PROGRAM             the folder of the program (.)
#   REPORT              the folder of the report (prompts-report)
#   COMMENT_KEY         tells comments apart, where a pull request has several reports
#   WHOLE_URL           where people find the whole report, should the comment have no room for it
#   SOURCE_URL          the address of the program's folder at this commit, for links to its lines
#   GITHUB_TOKEN        `comment`: may write on pull requests; `approved`: may read pull requests and workflow runs
#   GITHUB_REPOSITORY   owner/name
#   GITHUB_API_URL      https://api.github.com
#   PULL_REQUEST        its number
#   COMMENT_AUTHOR      whom the token belongs to (github-actions[bot]): comments of others are never touched
#   PREVIEW_WORKFLOW    the file of the workflow that previews (prompts-preview.yml)
set -euo pipefail

program=${PROGRAM:-.}
report=${REPORT:-prompts-report}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
  echo "review.sh: $1" >&2
  exit "${2:-1}"
}

# --- Pulumi

# The raw previews hold the plain configuration, so that they stay in a folder that is removed. Only a stream of events
# tells which policy is against it, and only the other form tells lines of the program: the stream explains failures.
# What stays the same tells which aliases serve a prompt.
previewed() {
  local raw="$work/${1//\//.}.preview.json"
  local command=(pulumi preview --cwd "$program" --stack "$1" --json --show-sames --non-interactive)
  "${command[@]}" >"$raw" || PULUMI_ENABLE_STREAMING_JSON_PREVIEW=1 "${command[@]}" >"$raw" || failed=2
}

preview() {
  [ $# -gt 0 ] || fail "preview: say which stacks" 2
  local stack
  for stack in "$@"; do
    previewed "$stack"
  done
  mkdir -p "$report"
  pulumi-prompts report "$work"/*.preview.json \
    --json "$report/report.json" --html "$report/report.html" --markdown "$report/comment.md" \
    ${COMMENT_KEY:+--comment-key "$COMMENT_KEY"} \
    ${WHOLE_URL:+--whole-url "$WHOLE_URL"} \
    ${SOURCE_URL:+--source-url "$SOURCE_URL"}
  return "$failed"
}

ship() {
  [ $# -eq 1 ] || fail "ship: say which stack" 2
  previewed "$1"
  pulumi-prompts verify "$report/report.json" "$work"/*.preview.json
  [ "$failed" -eq 0 ] || fail "the preview of $1 failed" "$failed"
  pulumi up --cwd "$program" --stack "$1" --yes --skip-preview --non-interactive
}

# --- GitHub

# METHOD ADDRESS [FILE]: the answer is in $work/answer. Where GitHub asks for patience, it gets it, a few times.
call() {
  local tries status wait
  for tries in 1 2 3 4 5; do
    status=$(curl --silent --show-error --request "$1" ${3:+--data-binary "@$3"} --header "@$work/headers" \
      --dump-header "$work/head" --output "$work/answer" --write-out '%{http_code}' "$2")
    case $status in
      2??) return ;;
      403 | 429) wait=$(header retry-after) ;;
      *) wait= ;;
    esac
    [ -n "$wait" ] && [ "$tries" -lt 5 ] || fail "$1 $2: $status $(head -c 1000 "$work/answer")"
    sleep "$wait"
  done
}

header() {
  tr -d '\r' <"$work/head" | awk -v name="$1:" 'tolower($1) == name { sub(/^[^:]*: */, ""); print }'
}

next_page() {
  header link | tr ',' '\n' | sed -n 's/.*<\(.*\)>; rel="next".*/\1/p'
}

# On a command line, everybody on the machine could read the token.
open_api() {
  repository="${GITHUB_API_URL:-https://api.github.com}/repos/${GITHUB_REPOSITORY:?}"
  printf '%s\n' "Authorization: Bearer ${GITHUB_TOKEN:?}" 'Accept: application/vnd.github+json' \
    'Content-Type: application/json' 'X-GitHub-Api-Version: 2022-11-28' >"$work/headers"
}

# Sets `found` to our comment that begins with MARKER, on whichever page it is. Anybody can write such a comment, and
# could edit it later: who wrote it is asked as well.
find_comment() {
  local address="$repository/issues/${PULL_REQUEST:?}/comments?per_page=100"
  found=
  while [ -n "$address" ] && [ -z "$found" ]; do
    call GET "$address"
    found=$(jq --raw-output --arg marker "$1" --arg author "${COMMENT_AUTHOR:-github-actions[bot]}" \
      'first(.[] | select(.user.login == $author and (.body | startswith($marker)))).id' "$work/answer")
    address=$(next_page)
  done
}

comment() {
  open_api
  find_comment "$(head -n 1 "$report/comment.md")"
  jq --null-input --rawfile body "$report/comment.md" '{$body}' >"$work/body"
  if [ -n "$found" ]; then
    call PATCH "$repository/issues/comments/$found" "$work/body"
  else
    call POST "$repository/issues/$PULL_REQUEST/comments" "$work/body"
  fi
}

# A fork has other runs, in which it decides what is reported: they do not count.
approved() {
  [ $# -eq 1 ] || fail "approved: say which commit" 2
  open_api
  call GET "$repository/commits/$1/pulls"
  local head run
  head=$(jq --raw-output --arg merged "$1" 'first(.[] | select(.merge_commit_sha == $merged)).head.sha' "$work/answer")
  [ -n "$head" ] || fail "no pull request was merged as $1: what nobody has reviewed does not ship"
  call GET "$repository/actions/workflows/${PREVIEW_WORKFLOW:-prompts-preview.yml}/runs?status=success&head_sha=$head"
  run=$(jq --raw-output --arg ours "$GITHUB_REPOSITORY" \
    'first(.workflow_runs[] | select(.head_repository.full_name == $ours and .event == "pull_request")).id' \
    "$work/answer")
  [ -n "$run" ] || fail "no preview of $head has succeeded in $GITHUB_REPOSITORY: what nobody has reviewed does not ship"
  echo "$run"
}

case ${1:-} in
  preview | comment | approved | ship) "$@" ;;
  *) fail "say preview, comment, approved or ship; the head of this file says more" 2 ;;
esac

#!/usr/bin/env bash
# One comment on the pull request, which each run rewrites. It is recognised by its first line and its author, since anybody can
# write such a first line. A token that may not comment, as in a pull request from a fork, is not a failure.
set -euo pipefail

body=$(mktemp "$RUNNER_TEMP/kzcheck-comment.XXXXXX")
export MARKER="<!-- $NAME -->"
{
    echo "$MARKER"
    cat "$REPORTS/summary.md"
} >"$body"

comments() {
    gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments?per_page=100" \
        --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id'
}

write() {
    local ids
    ids=$(comments) || return
    if [[ -n $ids ]]; then
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/${ids%%$'\n'*}" --field body=@"$body"
    else
        gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field body=@"$body"
    fi
}

write || echo "::notice title=kzcheck::No comment was written; see the log of this step. The run's summary has the same text."

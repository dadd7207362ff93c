#!/usr/bin/env bash
# One comment on the pull request, written anew in its place by each run. It is known by its first line and its author:
# a first line can be written by anybody. A token that may not comment, as in a pull request from a fork, is no failure.
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

write || echo "::notice title=kzcheck::No comment was written: the log of this step says why. The summary of the run says the same"

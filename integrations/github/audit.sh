#!/usr/bin/env bash
# The audit of action.yml. Inputs come in the environment as INPUT_…, so that no text of theirs is ever read as shell.
# The step does not fail with the audit: what that came to is the output "code", with which the action ends.
set -euo pipefail
set -f # words of an input are no patterns of files

case $INPUT_OFFLINE in
true | false) ;;
*)
    echo "::error title=kzcheck::The input offline is true or false"
    exit 2
    ;;
esac

reports=$(mktemp -d "$RUNNER_TEMP/kzcheck-reports.XXXXXX")
arguments=(
    --format=github
    --fail-on="$INPUT_FAIL_ON"
    --save-evidence="$reports/evidence.json"
    --write=json:"$reports/report.json"
    --write=html:"$reports/report.html"
    --write=sarif:"$reports/report.sarif"
    --write=junit:"$reports/junit.xml"
    --write=markdown:"$reports/summary.md"
)
for one in ${INPUT_REQUIRE//,/ }; do arguments+=(--require="$one"); done
if [[ $INPUT_OFFLINE == true ]]; then arguments+=(--offline); fi
if [[ -n $INPUT_SINCE ]]; then arguments+=(--since="$INPUT_SINCE"); fi
if [[ -n $INPUT_BASELINE ]]; then arguments+=(--baseline="$INPUT_BASELINE"); fi
if [[ -n $INPUT_MAILTO ]]; then arguments+=(--mailto="$INPUT_MAILTO"); fi

# An artifact's name and an HTML comment can hold it; an article in another folder has another.
name=kzcheck
if [[ $INPUT_PATH != . ]]; then name="kzcheck-$(printf %s "$INPUT_PATH" | tr '":<>|*?\\/\r\n' -)"; fi

# What kzcheck says beside its report may quote the article, and the runner obeys lines of a certain form: until the token it
# obeys none. Both streams are one, so that nothing comes after the token that was said before it.
annotations=$(mktemp "$RUNNER_TEMP/kzcheck-annotations.XXXXXX")
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
code=0
echo "::stop-commands::$token"
{ kzcheck audit "${arguments[@]}" -- "$INPUT_PATH" >"$annotations"; } 2>&1 || code=$?
echo "::$token::"
cat "$annotations"

{
    echo "code=$code"
    echo "name=$name"
} >>"$GITHUB_OUTPUT"
if [[ -f $reports/summary.md ]]; then # it is written last
    echo "reports=$reports" >>"$GITHUB_OUTPUT"
    cat "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
    # Code scanning shows suppressed results as open alerts. GitHub's runners have jq, another's may not.
    upload=$(mktemp "$RUNNER_TEMP/kzcheck-XXXXXX.sarif")
    jq 'del(.runs[].results[] | select(.suppressions))' "$reports/report.sarif" >"$upload" || cp "$reports/report.sarif" "$upload"
    echo "sarif=$upload" >>"$GITHUB_OUTPUT"
    if [[ $code == 3 ]]; then
        echo "::error title=kzcheck::Not all was checked that must be: the summary of the run says what was not"
    fi
else
    echo "::error title=kzcheck::There is no report: the log of this step says why"
fi

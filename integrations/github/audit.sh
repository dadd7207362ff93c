#!/usr/bin/env bash
# The audit of action.yml. Inputs come in the environment as INPUT_…, so that their text is never read as shell.
# The step does not fail with the audit: the audit's exit code is the output "code", with which the action ends.
set -euo pipefail
set -f # words of an input are not file patterns

case $INPUT_OFFLINE in
true | false) ;;
*)
    echo "::error title=kzcheck::The input offline must be true or false"
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

# Fit for the name of an artifact and for an HTML comment, and different for each article's folder.
name=kzcheck
if [[ $INPUT_PATH != . ]]; then name="kzcheck-$(printf %s "$INPUT_PATH" | tr '":<>|*?\\/\r\n' -)"; fi

# What kzcheck prints beside its report may quote the article, and the runner obeys lines of a certain form. Until the token, it
# obeys none. The streams are joined, so that nothing printed before the token arrives after it.
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
    # Code scanning shows suppressed results as open alerts. GitHub's runners have jq; other runners may not.
    upload=$(mktemp "$RUNNER_TEMP/kzcheck-XXXXXX.sarif")
    jq 'del(.runs[].results[] | select(.suppressions))' "$reports/report.sarif" >"$upload" || cp "$reports/report.sarif" "$upload"
    echo "sarif=$upload" >>"$GITHUB_OUTPUT"
    if [[ $code == 3 ]]; then
        echo "::error title=kzcheck::Required checks were not made; see the summary of the run"
    fi
else
    echo "::error title=kzcheck::There is no report; see the log of this step"
fi

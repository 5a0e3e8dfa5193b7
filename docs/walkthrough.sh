#!/usr/bin/env bash
# A vendor's way through a running marketplace: sign up, draft, upload, submit; a reviewer publishes; anybody finds and downloads.
# usage: docs/walkthrough.sh [APP [ISSUER]]     as ./run prints them; http://127.0.0.1:7071 and http://127.0.0.1:7072 unless given
set -euo pipefail
api=${1:-http://127.0.0.1:7071}/api issuer=${2:-http://127.0.0.1:7072}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

pick() { node -p "JSON.parse(require('fs').readFileSync(0))$1" 2>/dev/null; }
token() { curl -sf "$issuer/token" "$@" | pick .access_token || { echo "No token from $issuer: start ./run, and give the addresses it prints." >&2; exit 1; }; }
call() { # token, method, path, and what else curl is to be told; a refusal is shown and ends it all
  local token=$1 method=$2 path=$3
  shift 3
  : >"$folder/answer"
  curl -sS --fail-with-body -o "$folder/answer" -X "$method" "$api$path" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@" \
    || { echo "$method $path was refused:" >&2; cat "$folder/answer" >&2; echo >&2; exit 1; }
  cat "$folder/answer"
}
until_true() { # what is waited for, then a command
  for _ in $(seq 1 120); do "${@:2}" && return; sleep 0.5; done
  echo "Still waiting for $1 after a minute." >&2
  exit 1
}

vendor=$(token -d role=vendor.admin -d creditCode=91440100EXAMPLE119)
reviewer=$(token -d role=gov.reviewer -d region=44)

echo '1. The company signs up (once).'
if [ "$(curl -s -o "$folder/answer" -w '%{http_code}' "$api/vendors/me" -H "Authorization: Bearer $vendor")" = 404 ]; then
  call "$vendor" PUT /vendors/me -d '{"name":"示例云岭政务软件（广州）有限公司","sizeClass":"small","region":"4401"}' >"$folder/profile"
fi

echo '2. It begins a draft; the answer tells what is missing.'
id=$(call "$vendor" POST /submissions -d '{"kind":"product","content":{"name":"示例事件协同处置软件"}}' | pick .id)
call "$vendor" GET "/submissions/$id" | pick '.issues.map(issue => "   " + issue.field + ": " + issue.message).join("\n")'

echo '3. It saves the whole content.'
call "$vendor" PUT "/submissions/$id" -H 'If-Match: *' -d '{"content":{
  "name":"示例事件协同处置软件","summary":"面向区县的事件汇聚、分派和督办。","description":"全国最佳的协同处置软件。","themes":["governance.society"],"region":"4401",
  "serviceContent":"事件汇聚、分派、督办和统计。","deploymentModes":["governmentCloud"],
  "reuseModel":"subscription","pricing":{"period":"year","fee":{"amount":"50000.00","currency":"CNY"},"extras":["cloudResources"]}}}' | pick '.issues.length + " issues left"' | sed 's/^/   /'

echo '4. It uploads a file straight to storage, by a ticket.'
printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n' >"$folder/manual.pdf"
ticket=$(call "$vendor" POST "/submissions/$id/attachments" -d '{"fileName":"用户手册.pdf","contentType":"application/pdf","length":'"$(wc -c <"$folder/manual.pdf")"'}')
curl -sSf -X PUT "$(pick .upload.url <<<"$ticket")" -H 'x-ms-blob-type: BlockBlob' -H 'Content-Type: application/pdf' --data-binary @"$folder/manual.pdf"
file=$(pick .attachmentId <<<"$ticket")
call "$vendor" POST "/submissions/$id/attachments/$file/complete" | pick '.sha256' | sed 's/^/   SHA-256 /'

echo '5. It accepts the service statement and submits; the checks run.'
statement=$(call "$vendor" GET /reference/service-statement)
accepted='{"statementVersion":"'$(pick .version <<<"$statement")'","statementSha256":"'$(pick .sha256 <<<"$statement")'","acceptedBy":"林晓"}'
call "$vendor" POST "/submissions/$id/submit" -H 'If-Match: *' -d "$accepted" >"$folder/submitted"
is_in_review() { [ "$(call "$vendor" GET "/submissions/$id" | pick .state)" = inReview ]; }
until_true 'the checks' is_in_review
call "$vendor" GET "/submissions/$id" | pick '.findings.map(finding => "   " + finding.severity + ": " + finding.message).join("\n")'

echo '6. A reviewer claims it and publishes the version that was looked at.'
version=$(call "$reviewer" POST "/reviews/$id/claim" | pick .version)
call "$reviewer" POST "/reviews/$id/decision" -d '{"decision":"publish","version":'"$version"'}' | pick '.history.map(step => "   " + step.at + " " + step.action).join("\n")'

echo '7. Anybody finds and downloads it.'
listing=${id%-*}
is_found() { curl -sSfG "$api/listings" --data-urlencode 'q=示例事件协同处置软件' -d limit=100 | grep -q "$listing"; }
until_true 'the search index' is_found
curl -sSf "$(curl -sSf "$api/listings/$listing/attachments/$file" | pick .url)" | cmp - "$folder/manual.pdf"
echo "   $api/listings/$listing"

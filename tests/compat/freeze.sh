#!/usr/bin/env bash
# Writes the code of a layout, once: `freeze.sh layout_1`. What is there already is what the test is about.
set -euo pipefail
cd "$(dirname "$0")"
directory="src/$1"
test ! -e "$directory" || { echo "$directory is there already"; exit 1; }
smithgen() { cargo run -q --manifest-path ../../Cargo.toml -p smithgen -- generate --cli "$@" >/dev/null; }
while read -r module protocol; do
    smithgen --model model/notes.json --protocol "$protocol" --out "$directory/$module"
done <<'PROTOCOLS'
aws_json1_0 aws.protocols#awsJson1_0
aws_json1_1 aws.protocols#awsJson1_1
aws_query aws.protocols#awsQuery
ec2_query aws.protocols#ec2Query
rest_json1 aws.protocols#restJson1
rest_xml aws.protocols#restXml
rpc_v2_cbor smithy.protocols#rpcv2Cbor
PROTOCOLS
smithgen --model ../../model/sso-oidc.json --out "$directory"
find "$directory" -type f ! -name '*.rs' -delete
find "$directory" -type d -empty -delete

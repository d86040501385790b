#!/usr/bin/env bash
# Makes, once for a GCP project, what Pulumi needs before it can run at all: the bucket of its state, and the key of its secrets.
set -euo pipefail

usage() {
  cat <<'USAGE'
infra/gcp/bootstrap.sh --project ID [--location us|europe|asia] [--bucket NAME] [--stack NAME]

Makes in the project, as an owner of it who is logged in with gcloud:
  - the bucket of the stack's state: every version is kept, no object is public, access is by IAM alone;
  - a Cloud KMS key for the stack's secrets, renewed every 90 days.
What is there already is left as it is, so the command can be repeated. At the end it prints what comes next.

  --project   id of the GCP project
  --location  where both are; us unless told
  --bucket    name of the bucket; PROJECT-pulumi-state unless told
  --stack     the stack; prod unless told
USAGE
}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

project='' location=us bucket='' stack=prod
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --project | --location | --bucket | --stack)
      [ $# -ge 2 ] || fail "$1: must be followed by a value; see --help"
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    *) fail "$1: is no option; see --help" ;;
  esac
done
[ -n "$project" ] || fail '--project: must be the id of a GCP project; see --help'
case $location in
  us) bucket_location=us ;;
  europe) bucket_location=eu ;;
  asia) bucket_location=asia ;;
  *) fail "--location: must be one of us, europe, asia, not \"$location\"" ;;
esac
bucket=${bucket:-$project-pulumi-state}
ring=krm-functions
key=pulumi-$stack
command -v gcloud >/dev/null ||
  fail 'gcloud: must be on PATH; install the Google Cloud CLI (https://cloud.google.com/sdk/docs/install), then `gcloud auth login`'

gcloud() {
  command gcloud --quiet --project="$project" "$@"
}

# Whether something is there. Where that cannot be told, making it says why.
is_there() {
  gcloud "$@" >/dev/null 2>&1
}

say() {
  printf '%s\n' "$1" >&2
}

say "APIs of $project that Pulumi needs from the start: switched on"
gcloud services enable cloudkms.googleapis.com cloudresourcemanager.googleapis.com iam.googleapis.com \
  serviceusage.googleapis.com storage.googleapis.com

if is_there storage buckets describe "gs://$bucket"; then
  say "gs://$bucket: found"
else
  gcloud storage buckets create "gs://$bucket" --location="$bucket_location" \
    --uniform-bucket-level-access --public-access-prevention
  say "gs://$bucket: made"
fi
gcloud storage buckets update "gs://$bucket" --versioning --uniform-bucket-level-access --public-access-prevention

if is_there kms keyrings describe "$ring" --location="$location"; then
  say "key ring $ring: found"
else
  gcloud kms keyrings create "$ring" --location="$location"
  say "key ring $ring: made"
fi
if is_there kms keys describe "$key" --keyring="$ring" --location="$location"; then
  say "key $key: found"
else
  next=$(($(date +%s) + 90 * 24 * 3600))
  gcloud kms keys create "$key" --keyring="$ring" --location="$location" --purpose=encryption \
    --rotation-period=90d --next-rotation-time="$(date -u -d "@$next" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$next" +%Y-%m-%dT%H:%M:%SZ)"
  say "key $key: made"
fi

name="projects/$project/locations/$location/keyRings/$ring/cryptoKeys/$key"
cat <<NEXT
Next:
1. Write into Pulumi.$stack.yaml, below \`config:\`

  krm-functions:project: $project
  krm-functions:stateBucket: $bucket
  krm-functions:stateKey: $name

2. Log in for Pulumi, and make the stack (\`npm run pulumi\` finds the bucket in that file; plain Pulumi: \`pulumi login gs://$bucket\`)

  gcloud auth application-default login
  npm run pulumi -- stack init --stack $stack --secrets-provider gcpkms://$name

3. See what the first update makes

  npm run pulumi -- preview --stack $stack
NEXT

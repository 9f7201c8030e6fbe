#!/bin/sh
# make-secrets.sh [NAME-OR-ADDRESS...]
#
# Makes what docker-compose.yml needs and no repository may hold: passwords, the gateway's enrolment code, a certificate authority and the
# broker's certificate, in .lamppost/secrets, and notes the gateway's ID in .env. Run it once before the first start, and again after a
# change of gatewayId or when a certificate is about to expire: what is there and good is kept.
#
# The arguments are further names or IP addresses under which devices reach the broker; they go into its certificate.
set -eu
umask 077

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
secrets=${LAMPPOST_SECRETS_DIR:-$root/.lamppost/secrets}
environment=${LAMPPOST_ENV_FILE:-$root/.env}
config=${LAMPPOST_CONFIG:-$here}/gateway.yaml

# Group of the files. Containers are given it as a supplementary group, for Compose cannot set the owner of a secret file; other people on
# this machine cannot pass through the folder. As root the group is a number of its own, so that no container is in root's group.
ROOT_SECRETS_GID=10883
# Certificates are renewed when fewer days are left.
RENEW_DAYS=30
CA_DAYS=3650
SERVER_DAYS=825

command -v openssl >/dev/null || {
  echo 'openssl: not found; install it (apt install openssl) and run this again' >&2
  exit 2
}

gateway_id=$(sed -n 's/^gatewayId:[[:space:]]*["'\'']\{0,1\}\([A-Za-z0-9_-]*\)["'\'']\{0,1\}[[:space:]]*\(#.*\)\{0,1\}$/\1/p' "$config")
if [ -z "$gateway_id" ]; then
  echo "$config: no gatewayId was found; write one on a line of its own, as in 'gatewayId: pole-001'" >&2
  exit 2
fi
gid=$(id -g)
[ "$(id -u)" -ne 0 ] || gid=$ROOT_SECRETS_GID

mkdir -p "$secrets"
chmod 0700 "$secrets"

# Puts standard input in place of a secret, whole or not at all.
write() {
  cat >"$secrets/$1.new"
  if [ ! -s "$secrets/$1.new" ]; then
    rm "$secrets/$1.new"
    echo "$secrets/$1: openssl made nothing to put there; run 'openssl version', LibreSSL 3 or OpenSSL 1.1.1 or newer is needed" >&2
    exit 1
  fi
  mv "$secrets/$1.new" "$secrets/$1"
}

# Makes a secret of 24 random bytes unless it is there.
random() {
  [ -s "$secrets/$1" ] || openssl rand -hex 24 | write "$1"
}

for name in mqtt_gateway_password mqtt_devices_password influx_admin_password influx_gateway_password postgres_password \
  gateway_metrics_token cloud_metrics_token cloud_access_code sim_rtsp_password; do
  random "$name"
done

# The code is used up at the first start: after that the cloud knows the gateway by its key. Another gateway needs another code.
if ! grep -qF "gatewayId: $gateway_id," "$secrets/enrolment" 2>/dev/null; then
  {
    [ ! -s "$secrets/enrolment" ] || cat "$secrets/enrolment"
    printf -- '- { gatewayId: %s, code: "%s" }\n' "$gateway_id" "$(openssl rand -hex 24)"
  } | write enrolment
fi
sed -n "s/.*gatewayId: $gateway_id, code: \"\(.*\)\".*/\1/p" "$secrets/enrolment" | write enrolment_code

# Whether a certificate is there and will be for a while.
is_good() {
  [ -s "$secrets/$1" ] && openssl x509 -in "$secrets/$1" -noout -checkend $((RENEW_DAYS * 86400)) >/dev/null 2>&1
}

if ! is_good mqtt_ca; then
  openssl ecparam -name prime256v1 -genkey -noout | write mqtt_ca_key
  openssl req -x509 -new -key "$secrets/mqtt_ca_key" -sha256 -days "$CA_DAYS" -subj "/CN=Lamppost broker authority of $gateway_id" \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign' | write mqtt_ca
  rm -f "$secrets/mqtt_server_cert"
fi

names='DNS:mosquitto,DNS:localhost,IP:127.0.0.1'
for name in "$@"; do
  case $name in
  *:*) names="$names,IP:$name" ;;
  *[!0-9.]*) names="$names,DNS:$name" ;;
  *) names="$names,IP:$name" ;;
  esac
done
# Names given once are kept at a later run without arguments.
[ "$#" -gt 0 ] || [ ! -s "$secrets/mqtt_server_names" ] || names=$(cat "$secrets/mqtt_server_names")
if ! is_good mqtt_server_cert || [ "$names" != "$(cat "$secrets/mqtt_server_names")" ]; then
  openssl ecparam -name prime256v1 -genkey -noout | write mqtt_server_key
  printf 'subjectAltName=%s\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n' "$names" |
    write mqtt_server_extensions
  openssl req -new -key "$secrets/mqtt_server_key" -subj /CN=mosquitto | write mqtt_server_request
  openssl x509 -req -in "$secrets/mqtt_server_request" -CA "$secrets/mqtt_ca" -CAkey "$secrets/mqtt_ca_key" -sha256 \
    -set_serial "0x$(openssl rand -hex 16)" \
    -days "$SERVER_DAYS" -extfile "$secrets/mqtt_server_extensions" 2>/dev/null | write mqtt_server_cert
  printf '%s' "$names" | write mqtt_server_names
  rm -f "$secrets/mqtt_server_request" "$secrets/mqtt_server_extensions"
  echo "A certificate for the broker was made for: $names"
fi

for file in "$secrets"/*; do
  case $file in
  # No container reads the authority's key: with it one could pose as the broker.
  */mqtt_ca_key) chmod 0600 "$file" ;;
  *)
    chgrp "$gid" "$file"
    chmod 0640 "$file"
    ;;
  esac
done

touch "$environment"
for line in "LAMPPOST_GATEWAY_ID=$gateway_id" "LAMPPOST_SECRETS_GID=$gid"; do
  { grep -v "^${line%%=*}=" "$environment" || true; } >"$environment.new"
  echo "$line" >>"$environment.new"
  mv "$environment.new" "$environment"
done

echo "The secrets are in $secrets. People sign in to the page with the code in $secrets/cloud_access_code."

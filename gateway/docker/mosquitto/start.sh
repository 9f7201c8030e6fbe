#!/bin/sh
# Writes the broker's accounts out of the secrets, and starts it: one place holds each password, and mosquitto's own tool hashes them.
# The file is hashed in place, so that no password stands on a command line.
set -eu
umask 077

secrets=${LAMPPOST_SECRETS:-/run/secrets}
config=${LAMPPOST_MOSQUITTO_CONFIG:-/mosquitto/config}
run=${LAMPPOST_MOSQUITTO_RUN:-/run/mosquitto}

case ${LAMPPOST_GATEWAY_ID:-} in
'' | *[!A-Za-z0-9_-]*)
  echo "LAMPPOST_GATEWAY_ID: '${LAMPPOST_GATEWAY_ID:-}' is no gateway ID; set it to gatewayId of gateway.yaml (letters, digits, _ and -)" >&2
  exit 2
  ;;
esac

# What a secret file holds, of one account.
password() {
  if ! text=$(cat "$secrets/$1") || [ -z "$text" ]; then
    echo "$secrets/$1: cannot be read or is empty; run gateway/docker/make-secrets.sh and start again" >&2
    exit 2
  fi
  printf '%s' "$text"
}

gateway=$(password mqtt_gateway_password)
devices=$(password mqtt_devices_password)
# The health check signs in as well; its password lives as long as this container.
health=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')

printf 'gateway:%s\ndevices:%s\nhealth:%s\n' "$gateway" "$devices" "$health" >"$run/passwords"
mosquitto_passwd -U "$run/passwords"
printf -- '--username health\n--pw %s\n' "$health" >"$run/mosquitto_sub"
sed "s/GATEWAY_ID/$LAMPPOST_GATEWAY_ID/g; /^#/d" "$config/acl" >"$run/acl"

exec mosquitto -c "$config/mosquitto.conf"

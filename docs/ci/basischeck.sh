#!/bin/sh
# Start een simulator, draai een plan, en ruim op. De exitcode is die van de basischeck.
#
#   sh basischeck.sh PLAN MAP [OPDRACHT ...]
#
# MAP krijgt report.html, report.json, junit.xml en de logs. OPDRACHT start software die moet draaien terwijl er gecheckt
# wordt; zij vindt het adres van de simulator in DSO_URL. Een vaste poort: DSO_SIM_PORT.
set -eu
plan=$1
map=$2
shift 2
mkdir -p "$map"

DSO_SIM_PORT=${DSO_SIM_PORT:-8080} dso-sim serve --klok 2026-03-02T09:00 >"$map/dso-sim.log" 2>&1 &
simulator=$!
software=
trap 'kill $simulator $software 2>/dev/null || true' EXIT

adres() { sed -n 's/^Gereed op \([^ ]*\).*/\1/p' "$map/dso-sim.log"; }
until [ -n "$(adres)" ]; do
  kill -0 $simulator 2>/dev/null || { cat "$map/dso-sim.log"; exit 4; }
  sleep 0.2
done
DSO_URL=$(adres)
export DSO_URL

if [ $# -gt 0 ]; then
  "$@" >"$map/software.log" 2>&1 &
  software=$!
fi
keer=0
until dso-sim doctor "$plan" --sim "$DSO_URL" >"$map/doctor.log" 2>&1; do # doctor zegt wat er niet klopt
  keer=$((keer + 1))
  if [ $keer -ge 30 ] || ! grep -q "luistert niets" "$map/doctor.log"; then
    cat "$map/doctor.log"
    exit 2
  fi
  echo "uw software luistert nog niet; poging $keer van 30"
  sleep 1
done
dso-sim basischeck run "$plan" --sim "$DSO_URL" --uit "$map"

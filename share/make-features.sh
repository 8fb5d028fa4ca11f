#!/usr/bin/env bash
# Makes what gan-styletx looks with by default, out of its text nets/features.net alone: weights are drawn, nothing is trained.
#
#   make-features.sh > features.t
set -euo pipefail
exec gan-init -s 1 --no-pg -z 0 "$(dirname "${BASH_SOURCE[0]}")/nets/features.net"

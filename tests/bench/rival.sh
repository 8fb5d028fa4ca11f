#!/usr/bin/env bash
# make bench-rival: our tools beside PyTorch. PATH has the tools, $1 is the folder of the benchmark programs.
#
# RIVAL_PYTHON (/usr/bin/python3) has Debian's python3-torch. PyPI's newest torch lives in the virtual environment RIVAL_VENV and takes
# part where that exists; RIVAL_PYPI=1 makes it (a download of 3 GB, 5.4 GB on disk). NO_PYPI=1 leaves it out.
set -euo pipefail

bench=$1
here=$(cd "$(dirname "$0")" && pwd)
export LC_ALL=C
python=${RIVAL_PYTHON:-/usr/bin/python3}
venv=${RIVAL_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/gan-tools/rival-venv}

make_venv() {
	echo "bench-rival: PyPI's torch into $venv: about 3 GB to load" >&2
	rm -rf "$venv.new"
	mkdir -p "$(dirname "$venv")"
	if python3 -m venv "$venv.new" && "$venv.new/bin/python" -m pip -q install --no-cache-dir torch numpy >&2; then
		mv "$venv.new" "$venv"
		return
	fi
	rm -rf "$venv.new"
	echo 'bench-rival: that failed; going on with what there is' >&2
}

# Files in memory where there is room: a checkpoint's row is about formats, not disks.
scratch() {
	local free
	free=$(df -Pm /dev/shm 2> /dev/null | awk 'NR == 2 { print $4 }')
	if [ -w /dev/shm ] && [ "${free:-0}" -gt 1024 ]; then mktemp -d /dev/shm/gan-rival.XXXXXX; else mktemp -d; fi
}

[ "${RIVAL_PYPI:-}" != 1 ] || [ -x "$venv/bin/python" ] || make_venv
pythons=()
"$python" -c 'import torch' 2> /dev/null && pythons+=("$python")
[ "${NO_PYPI:-}" = 1 ] || [ ! -x "$venv/bin/python" ] || pythons+=("$venv/bin/python")
if [ ! -x "$venv/bin/python" ]; then
	echo "bench-rival: without PyPI's newest torch (RIVAL_PYPI=1 installs it into $venv)" >&2
fi

dir=$(scratch)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
dcgan=(dcgan like="$dir/d.t" ngf=64 ndf=64 z=100 batch=64 ema=0)
gan-data --toy glyphs -n 512 -S 64x64 -C rgb -o "$dir/d.t"
gan-init "${dcgan[@]}" -o "$dir/m.t"
if gan-init --describe | grep 'precision' > /dev/null; then
	gan-init "${dcgan[@]}" precision=bf16 -o "$dir/m-bf16.t" || rm -f "$dir/m-bf16.t"
fi
gan-init "${dcgan[@]}" norm.d=none -o "$dir/critic.t"
gan-init --from "$dir/m.t" --only g -o "$dir/g.t"
gan-step -q -n 2 -m "$dir/m.t" -o "$dir/trained.t" "$dir/d.t"

# one batch that is the whole set, in whatever order: what the first step computes is known but for the latents
gan-data -n 64 -z 0 -o "$dir/check-data.safetensors" "$dir/d.t"
gan-init "${dcgan[@]}" -z 0 -o "$dir/check.safetensors"
gan-step -q -n 1 --log "$dir/check.tsv" -m "$dir/check.safetensors" -o /dev/null "$dir/check-data.safetensors"

# as many pictures as MNIST has, of noise
{
	printf '\0\0\10\3\0\0\352\140\0\0\0\34\0\0\0\34'
	head -c 47040000 /dev/urandom
} > "$dir/noise.idx"
gan-data --idx "$dir/noise.idx" -z 0 -o "$dir/mlp-data.t"
rm "$dir/noise.idx"
gan-init mlp like="$dir/mlp-data.t" ema=0 -o "$dir/mlp.t"

"${pythons[0]:-$python}" "$here/rival.py" "$dir" "$bench" "${pythons[@]}"

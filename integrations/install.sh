#!/bin/sh
# Installs kzcheck from this checkout into a new virtual environment: install.sh PYTHON ENVIRONMENT, a command and an absolute path.
# Everything comes from the lock files, with hashes and as wheels; kzcheck's own wheel is built here, by the locked backend.
# Nothing of the folder that the caller is in is read: -I, and another folder.
set -eu
python=$1 environment=$2
cd "$(dirname "$0")/.."

build=$environment.build
"$python" -I -m venv --clear "$build"
"$python" -I -m venv --clear --without-pip "$environment"
pip() {
    "$build/bin/python" -I -m pip --quiet --disable-pip-version-check "$@"
}

pip install --require-hashes --requirement locks/build.txt
pip wheel --no-deps --no-build-isolation --no-index --wheel-dir "$build/wheel" .
pip --python "$environment/bin/python" install --require-hashes --requirement locks/runtime.txt
pip --python "$environment/bin/python" install --no-deps --no-index "$build"/wheel/kzcheck-*.whl
rm -rf "$build"

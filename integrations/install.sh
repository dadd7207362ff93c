#!/bin/sh
# Installs kzcheck from this checkout into a new virtual environment: install.sh PYTHON ENVIRONMENT, a command and an absolute path.
# Everything is installed from the lock files, as wheels with hashes; kzcheck's own wheel is built here with the locked backend.
# Nothing in the caller's folder is read: hence -I, and the change of folder.
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

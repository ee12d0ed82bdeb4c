#!/bin/sh
# Sets Pool Lab up from the packages in this folder, without a network, and opens it.
# Words after it are a command: ./start.sh doctor
cd "$(dirname "$0")/course" || exit 1

for python in ${PYTHON:-python@PYTHON@ python3 python} none; do
    found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
    [ "$found" = "@PYTHON@" ] && break
done
if [ "$python" = none ]; then
    echo "The packages here are for Python @PYTHON@, and there is none. Install it, or name it:" >&2
    echo "PYTHON=/path/to/python@PYTHON@ ./start.sh" >&2
    exit 1
fi

# Nothing but these packages, whatever this machine's own settings say.
env PIP_NO_INDEX=1 PIP_FIND_LINKS=../packages PIP_CONFIG_FILE=/dev/null PIP_CONSTRAINT= \
    UV_NO_INDEX=1 UV_FIND_LINKS=../packages UV_OFFLINE=1 UV_PYTHON_DOWNLOADS=never \
    "$python" src/poollab env || exit 1
# A Docker engine may answer, but it could not fetch an image.
export POOLLAB_POSTGRES="${POOLLAB_POSTGRES-embedded}"
[ $# -gt 0 ] || set -- lab
exec "$python" src/poollab "$@"

#!/bin/sh
# Prints the first Python on the PATH that is new enough (3.11), or says what to install.
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$name"
        exit 0
    fi
done
echo "Python 3.11 or newer is needed and was not found on the PATH. On Debian and Ubuntu: apt-get install python3 python3-venv" >&2
echo false

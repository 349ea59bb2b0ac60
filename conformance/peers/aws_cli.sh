#!/bin/sh
# Puts AWS CLI v2 into a directory, from Debian's packages, and prints the program that runs it:
#
#     SMITHGEN_AWS="$(conformance/peers/aws_cli.sh /opt/aws-cli)" cargo test local_server_peers
#
# Needs root, debootstrap and half a gigabyte. The release is named since it has its own Python beside that of the machine.
set -eu
directory="$1"
root="$directory/root"
program="$directory/aws"
if [ ! -x "$program" ]; then
    command -v debootstrap >/dev/null || apt-get install -qy debootstrap >&2
    debootstrap --variant=minbase --include=ca-certificates trixie "$root" >&2
    chroot "$root" apt-get install -qy --no-install-recommends awscli >&2
    cat >"$program" <<EOF
#!/bin/sh
exec env PYTHONHOME="$root/usr" PYTHONPATH="$root/usr/lib/python3/dist-packages" \\
    "$root/lib64/ld-linux-x86-64.so.2" --library-path "$root/usr/lib/x86_64-linux-gnu" \\
    "$root/usr/bin/python3.13" "$root/usr/bin/aws" "\$@"
EOF
    chmod +x "$program"
fi
"$program" --version >&2
echo "$program"

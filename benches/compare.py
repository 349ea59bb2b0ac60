#!/usr/bin/env python3
"""Measures smithgen beside its peers, all in one run, and prints ratios.

    benches/compare.py consumer    what a program that registers a client costs to check, ship and run
    benches/compare.py cli         one command beside the AWS CLI
    benches/compare.py generator   the generator, stage by stage
    benches/compare.py hostile     the generator on models that are meant to exhaust it, in three sizes each
    benches/compare.py codecs      MB/s, instructions and allocations of codecs and whole operations
    benches/compare.py scale       machine code and checking time of a large service
    benches/compare.py services    what starting a command costs that has fifty services in it
    benches/compare.py sdk         programs that call an operation of five services, beside the AWS SDK's crates
    benches/compare.py serve       a generated server beside the same by hand on axum: requests, memory, compilation
    benches/compare.py use         a gigabyte each way, 100,000 items in pages, a command of all services

With `--before PATH` another tree of this repository is measured in the same run, for what has changed since.

Needs: cargo, python3, valgrind (for instruction counts), wrk (for `serve`), GNU time (for memory), a registry for the
peers' crates; `cli`
needs the AWS CLI as `aws` (version 2, else 1 from PyPI). A part whose tool is missing is named and
left out. `codecs`, `scale` and `services` need models of AWS services in `$SMITHGEN_SHARED/models`, else in
`../shared/models`; `scale` needs `size` of binutils, and builds the peer's machine code only with
`SMITHGEN_BENCH_SDK_CODE=1` (ten minutes and more); `SMITHGEN_BENCH_SDK=0` leaves the AWS SDK out of both. `use` needs
botocore's descriptions in `$SMITHGEN_BOTOCORE`, and builds the command of all services with `SMITHGEN_BENCH_ALL=1`.
"""
import http.server
import json
import os

import resource
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TREES = [('smithgen', ROOT)]
ANSWER = json.dumps({
    'clientId': 'client-id', 'clientSecret': 'client-secret',
    'clientIdIssuedAt': 1700000000, 'clientSecretExpiresAt': 1707776000,
}).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers every registration the same way, and keeps the connection."""
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        self.rfile.read(int(self.headers.get('content-length', 0)))
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


def serve():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return 'http://127.0.0.1:%d' % server.server_port


def run(command, **options):
    """Runs to the end; returns CPU seconds, peak memory of children so far in MB, and output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, done


def must(command, **options):
    cpu, done = run(command, **options)
    if done.returncode != 0:
        sys.exit('%s failed:\n%s' % (' '.join(command), done.stderr.decode()[-3000:]))
    return cpu, done


def instructions(command, env=None, ok=(0,)):
    """Instructions of the whole process, by callgrind; children are followed."""
    if not shutil.which('valgrind'):
        return None
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'out.%p')
        done = subprocess.run(
            ['valgrind', '--tool=callgrind', '--trace-children=yes', '--callgrind-out-file=' + out]
            + command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        if done.returncode not in ok:
            sys.exit('%s under valgrind failed:\n%s' % (command, done.stderr.decode()[-2000:]))
        total = 0
        for name in os.listdir(folder):
            with open(os.path.join(folder, name)) as text:
                for line in text:
                    if line.startswith(('summary:', 'totals:')):
                        total += int(line.split()[1])
                        break
    return total


def peak_memory(command, env=None):
    """Peak resident set of one run in MB, by GNU time: a child of this process would count ours."""
    if not os.path.exists('/usr/bin/time'):
        return None
    with tempfile.NamedTemporaryFile() as report:
        subprocess.run(['/usr/bin/time', '-f', '%M', '-o', report.name] + command,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        return int(report.read().split()[-1]) / 1024


def target(root):
    """Where a tree is built."""
    of_this = os.environ.get('CARGO_TARGET_DIR') if root == ROOT else None
    return of_this or os.path.join(root, 'target')


def apart(root, name):
    """Where a package of a tree is built that is measured alone."""
    return os.path.join(target(root), 'compare', name)


def built(root, arguments, name):
    """A release binary of a tree."""
    env = dict(os.environ, CARGO_TARGET_DIR=target(root))
    must(['cargo', 'build', '-q', '--release'] + arguments, cwd=root, env=env)
    return os.path.join(target(root), 'release', name)


def table(title, columns, rows):
    """Prints a Markdown table; each row is a name and its numbers, the first row is the yardstick."""
    print('\n### %s\n' % title)
    print('| | ' + ' | '.join(columns) + ' |')
    print('|---' * (len(columns) + 1) + '|')
    base = rows[0][1]
    for name, numbers in rows:
        cells = []
        for number, unit in zip(numbers, base):
            if number is None:
                cells.append('–')
            elif unit and number is not unit:
                cells.append('%s (%.2f×)' % (show(number), number / unit))
            else:
                cells.append(show(number))
        print('| %s | %s |' % (name, ' | '.join(cells)))


def show(number):
    if isinstance(number, int):
        return '{:,}'.format(number)
    return '%.3f' % number if number < 1 else '%.2f' % number


def consumer():
    url = serve()
    programs = [('by hand', ROOT, 'consumer-handwritten')]
    programs += [(name, root, 'consumer-smithgen') for name, root in TREES]
    if os.environ.get('SMITHGEN_BENCH_SDK') != '0':
        programs.append(('AWS SDK', ROOT, 'consumer-aws-sdk'))
    rows = []
    for title, root, name in programs:
        folder = os.path.join(root, 'benches', name)
        env = dict(os.environ, CARGO_TARGET_DIR=apart(root, name))
        manifest = ['--manifest-path', os.path.join(folder, 'Cargo.toml')]
        must(['cargo', 'fetch', '-q'] + manifest, env=env)
        shutil.rmtree(env['CARGO_TARGET_DIR'], ignore_errors=True)
        check, _ = must(['cargo', 'check', '-q', '--offline'] + manifest, env=env)
        build, _ = must(['cargo', 'build', '-q', '--release', '--offline'] + manifest, env=env)
        _, tree = must(['cargo', 'tree', '--offline', '-e', 'normal', '--prefix', 'none',
                        '--no-dedupe'] + manifest, env=env)
        crates = len({line.split(' (')[0] for line in tree.stdout.decode().splitlines() if line})
        binary = os.path.join(env['CARGO_TARGET_DIR'], 'release', name)
        size = os.path.getsize(binary) / 1e6
        clean = {'PATH': os.environ['PATH'], 'HOME': '/nonexistent', 'AWS_EC2_METADATA_DISABLED': 'true'}
        none, one, many = (instructions([binary, url, str(calls)], env=clean) for calls in (0, 1, 101))
        first = None if one is None else one - none
        further = None if one is None else (many - one) // 100
        rows.append((title, [crates, check, build, size, one, first, further]))
    table('A program that registers a client', [
        'crates', 'clean check, CPU s', 'clean release build, CPU s', 'stripped MB',
        'instructions, whole process with one call', 'of which the first call', 'each further call'], rows)


def aws_cli():
    """The program and the version of the AWS CLI, if it is here."""
    peer = shutil.which('aws')
    if not peer:
        print('no `aws` on the PATH: measured alone')
        return None, ''
    done = subprocess.run([peer, '--version'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    # A version manager's shim is a shell script: measure the program behind it.
    which = subprocess.run(['pyenv', 'which', 'aws'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) \
        if shutil.which('pyenv') else None
    if which and which.returncode == 0:
        peer = which.stdout.decode().strip()
    return peer, done.stdout.decode().split()[0]


def cli():
    import services
    url = serve()
    programs = [(name, [built(root, ['--bin', 'sso-oidc'], 'sso-oidc')]) for name, root in TREES]
    table('The binary', ['stripped MB', 'relocations at start'],
          [(name, [os.path.getsize(command[0]) / 1e6, services.relocations(command[0])]) for name, command in programs])
    peer, version = aws_cli()
    if peer:
        programs.append((version, [peer, 'sso-oidc']))
    call = ['register-client', '--client-name', 'demo', '--client-type', 'public',
            '--region', 'us-east-1', '--endpoint-url', url]
    cases = [('--version', ['--version'], 0),
             ('skeleton', ['register-client', '--generate-cli-skeleton'], 0),
             ('usage error', ['register-client', '--client-name', 'demo'], 252),
             ('one call', call, 0)]
    env = {'PATH': os.environ['PATH'], 'HOME': '/nonexistent', 'LC_ALL': 'C.UTF-8',
           'AWS_EC2_METADATA_DISABLED': 'true'}
    for title, arguments, code in cases:
        rows = []
        for name, command in programs:
            if title == '--version':
                command = command[:1]
            codes = (0, code, 2)
            repeat = 3 if name == version else 50
            cpu, _ = run(['bash', '-c', 'for i in $(seq %d); do "$@" >/dev/null 2>&1; done; true' % repeat, '-']
                         + command + arguments, env=env)
            idle, _ = run(['bash', '-c', 'for i in $(seq %d); do true >/dev/null 2>&1; done; true' % repeat], env=env)
            rows.append((name, [max(cpu - idle, 1e-6) / repeat * 1000,
                                peak_memory(command + arguments, env),
                                instructions(command + arguments, env=env, ok=codes)]))
        table(title, ['CPU ms', 'peak MB', 'instructions'], rows)


def generator():
    rows = []
    for name, root in TREES:
        binary = built(root, ['-p', 'smithgen'], 'smithgen')
        with tempfile.TemporaryDirectory() as folder:
            model = os.path.join(root, 'model', 'sso-oidc.json')
            command = [binary, 'generate', '--model', model, '--cli', '--out', folder]
            cpu, _ = must(command)
            memory = peak_memory(command)
        with tempfile.TemporaryDirectory() as folder:
            rows.append((name, [cpu * 1000, memory, instructions(command[:-1] + [folder])]))
    table('The generator on sso-oidc, all stages', ['CPU ms', 'peak MB', 'instructions'], rows)
    _, done = must(['cargo', 'bench', '-q', '-p', 'smithgen', '--bench', 'stages'], cwd=ROOT)
    print(done.stdout.decode())


def hostile():
    import hostile as part
    for name, root in TREES:
        print('\n### The generator on hostile models: %s\n' % name)
        part.table(built(root, ['-p', 'smithgen'], 'smithgen'))


def shared():
    return os.environ.get('SMITHGEN_SHARED', os.path.join(os.path.dirname(ROOT), 'shared'))


def codecs():
    if not os.path.isdir(os.path.join(shared(), 'models')):
        print('codecs: no models in %s; set SMITHGEN_SHARED' % shared())
        return
    features = ['--no-default-features'] if os.environ.get('SMITHGEN_BENCH_SDK') == '0' else []
    counted = {}
    for title, root in TREES:
        folder = os.path.join(root, 'benches', 'codecs')
        env = dict(os.environ, CARGO_TARGET_DIR=apart(root, 'codecs'), SMITHGEN_SHARED=shared())
        must(['cargo', 'build', '-q', '--release', '--manifest-path', os.path.join(folder, 'Cargo.toml')]
             + features, env=env)
        binary = os.path.join(env['CARGO_TARGET_DIR'], 'release', 'codecs')
        _, done = must([binary])
        print('\n### Codecs: %s\n' % title)
        print(done.stdout.decode())
        _, names = must([binary, 'names'])
        for name in names.stdout.decode().split():
            times = 20 if name.endswith('-get') else 2
            one, many = (instructions([binary, 'run', name, str(n)]) for n in (0, times))
            counted.setdefault(name, []).append(None if one is None else (many - one) // times)
    print('| one operation without network, instructions | %s |' % ' | '.join(name for name, _ in TREES))
    print('|---' + '|--:' * len(TREES) + '|')
    for name, numbers in counted.items():
        cells = ['–' if it is None else show(it) for it in numbers]
        if len(numbers) == 2 and None not in numbers:
            cells[1] += ' (%.2f×)' % (numbers[1] / numbers[0])
        print('| %s | %s |' % (name, ' | '.join(cells)))


def scale():
    import scale as part
    peer = os.environ.get('SMITHGEN_BENCH_SDK') != '0'
    with_code = os.environ.get('SMITHGEN_BENCH_SDK_CODE') == '1' if peer else None
    part.measure(sys.modules[__name__], TREES, shared(), with_code)


def services():
    import services as part
    part.measure(sys.modules[__name__], TREES, shared())


def sdk():
    import sdk as part
    part.measure(sys.modules[__name__], ROOT, shared())


def serve_requests():
    import serve as part
    part.measure(sys.modules[__name__], ROOT)


def use():
    import use as part
    peer, version = aws_cli()
    part.measure(sys.modules[__name__], ROOT, (version, [peer]) if peer else None)


if __name__ == '__main__':
    parts = {'consumer': consumer, 'cli': cli, 'generator': generator, 'hostile': hostile, 'codecs': codecs,
             'scale': scale, 'services': services, 'use': use, 'sdk': sdk, 'serve': serve_requests}
    chosen = sys.argv[1:]
    if '--before' in chosen:
        at = chosen.index('--before')
        if at + 1 == len(chosen):
            sys.exit(__doc__)
        TREES[:] = [('before', os.path.abspath(chosen[at + 1])), ('now', ROOT)]
        del chosen[at:at + 2]
    if any(name not in parts for name in chosen):
        sys.exit(__doc__)
    for name in chosen or parts:
        parts[name]()

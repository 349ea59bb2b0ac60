"""What using services costs: a gigabyte each way, and 100,000 items in pages, beside curl and the AWS CLI; and what a
command costs by the number of services in it.

The command is made by `conformance services`, from the descriptions of botocore in `$SMITHGEN_BOTOCORE` (`botocore/data` of
the package from PyPI), and built in release. Servers are processes of their own on the loopback address.
"""
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

SIZE = 1 << 30
ITEMS, PAGE = 100_000, 100
ENV = {
    'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'AWS_ACCESS_KEY_ID': 'AKIDEXAMPLE',
    'AWS_SECRET_ACCESS_KEY': 'secret', 'AWS_DEFAULT_REGION': 'us-east-1', 'AWS_EC2_METADATA_DISABLED': 'true',
}


def head(connection):
    """The head of a request and what came of its body already; `None` at the end of the connection."""
    data = b''
    while b'\r\n\r\n' not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    return data.split(b'\r\n\r\n', 1)


def length(text):
    found = re.search(rb'(?i)\r\ncontent-length: *(\d+)', text)
    return int(found.group(1)) if found else 0


def answer(connection, body, extra=''):
    text = 'HTTP/1.1 200 OK\r\ncontent-length: %d\r\n%s\r\n' % (len(body), extra)
    connection.sendall(text.encode() + body)


def serve_object(connection, source):
    """Sends the file of a GET, and takes whatever a PUT brings."""
    sink = bytearray(1 << 20)
    while (got := head(connection)) is not None:
        text, rest = got
        if text.startswith(b'GET'):
            connection.sendall(b'HTTP/1.1 200 OK\r\netag: "1"\r\ncontent-length: %d\r\n\r\n' % SIZE)
            with open(source, 'rb') as file:
                connection.sendfile(file)
            continue
        if re.search(rb'(?i)\r\nexpect: *100-continue', text):
            connection.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
        left = length(text) - len(rest)
        while left > 0:
            left -= connection.recv_into(sink, min(left, len(sink)))
        answer(connection, b'', 'etag: "1"\r\n')


def serve_pages(connection, _):
    """Names of tables, a hundred a page."""
    while (got := head(connection)) is not None:
        text, body = got
        while len(body) < length(text):
            body += connection.recv(65536)
        start = int(json.loads(body).get('ExclusiveStartTableName', 'table-0')[6:])
        end = min(start + PAGE, ITEMS)
        page = {'TableNames': ['table-%06d' % number for number in range(start, end)]}
        if end < ITEMS:
            page['LastEvaluatedTableName'] = 'table-%d' % end
        answer(connection, json.dumps(page).encode(), 'content-type: application/x-amz-json-1.0\r\n')


def server(serve, source=None):
    """A process that serves; its URL and how to end it."""
    listener = socket.create_server(('127.0.0.1', 0))
    pid = os.fork()
    if pid == 0:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, source), daemon=True).start()
    port = listener.getsockname()[1]
    listener.close()
    return 'http://127.0.0.1:%d' % port, lambda: os.kill(pid, 9)


def measured(command, env, cwd):
    """Seconds, CPU seconds and peak MB of a process; stops at a failure."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = os.times().elapsed
        child = subprocess.Popen(command, env=env, cwd=cwd, stdout=output, stderr=errors)
        _, status, used = os.wait4(child.pid, 0)
        seconds = os.times().elapsed - start
        errors.seek(0)
        if status != 0:
            sys.exit('%s failed:\n%s' % (' '.join(command), errors.read().decode()[-2000:]))
        return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def best(command, env, cwd):
    """The least of three, each figure for itself."""
    return [min(figures) for figures in zip(*(measured(command, env, cwd) for _ in range(3)))]


def transfers(tools, commands, folder):
    source = os.path.join(folder, 'gigabyte')
    with open(source, 'wb') as file:
        for _ in range(SIZE >> 20):
            file.write(os.urandom(1 << 20))
    url, end = server(serve_object, source)
    env = dict(ENV, HOME=folder)
    target = ['--endpoint-url', url, '--bucket', 'b', '--key', 'k']
    rows = []
    for name, binary in commands:
        for way, command in [
                ('get', [binary, 's3api', 'get-object'] + target + ['out']),
                ('put', [binary, 's3api', 'put-object'] + target + ['--body', source])]:
            seconds, cpu, peak = best(command, env, folder)
            rows.append(('%s, %s' % (name, way), [SIZE / seconds / 1e6, cpu, peak]))
    if shutil.which('curl'):
        for way, command in [('get', ['curl', '-s', '-o', 'out', url + '/b/k']),
                             ('put', ['curl', '-s', '-T', source, url + '/b/k'])]:
            seconds, cpu, peak = best(command, env, folder)
            rows.append(('curl, %s' % way, [SIZE / seconds / 1e6, cpu, peak]))
    end()
    tools.table('a gigabyte', ['MB/s', 'CPU s', 'peak MB'], rows)


def pages(tools, commands, folder):
    url, end = server(serve_pages)
    rows = []
    for name, binary in commands:
        for output in ['text', 'json', 'yaml-stream']:
            if output == 'yaml-stream' and 'aws-cli/1' in name:
                continue
            command = [binary, 'dynamodb', 'list-tables', '--endpoint-url', url, '--output', output]
            seconds, cpu, peak = best(command, dict(ENV, HOME=folder), folder)
            rows.append(('%s, %s' % (name, output), [seconds, cpu, peak]))
    end()
    tools.table('%d items in pages of %d' % (ITEMS, PAGE), ['seconds', 'CPU s', 'peak MB'], rows)


def command_of(tools, root, data, services, folder):
    """The command of some services, or of all, in release; how long it took to generate and build."""
    wanted = [word for service in services for word in ('--service', service)] or ['--all']
    tools.must(['cargo', 'build', '-q', '--release', '-p', 'conformance'], cwd=root)
    program = os.path.join(tools.target(root), 'release', 'conformance')
    start = os.times().elapsed
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    tools.must([program, 'services', data] + wanted + ['--older', '--release', '--out', folder], cwd=root)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return os.path.join(folder, 'aws'), os.times().elapsed - start, cpu


def counts(tools, root, data, folder):
    """What a command costs by the number of services in it."""
    url, end = server(serve_pages)
    env = dict(ENV, HOME=folder)
    rows = []
    names = sorted(os.listdir(data))
    names = [name for name in names if os.path.isdir(os.path.join(data, name)) and name != 'dynamodb']
    fifty = ['dynamodb'] + names[::max(1, len(names) // 49)][:49]
    for name, services in [('1 service', ['dynamodb']), ('50 services', fifty), ('all services', [])]:
        binary, seconds, cpu = command_of(tools, root, data, services, os.path.join(folder, name.split()[0]))
        call = [binary, 'dynamodb', 'list-tables', '--no-paginate', '--endpoint-url', url]
        rows.append((name, [
            seconds, cpu, os.path.getsize(binary) / 1e6,
            tools.instructions([binary, '--version'], env=env),
            tools.instructions([binary, 'dynamodb', 'create-table', '--generate-cli-skeleton'], env=env),
            tools.instructions([binary, 'dynamodb', 'lst-tables'], env=env, ok=(252,)),
            tools.instructions([binary, 'dynmodb', 'list-tables'], env=env, ok=(252,)),
            tools.instructions(call, env=env)]))
    end()
    tools.table('the command by its services', [
        'build, s', 'CPU s', 'stripped MB', '`--version`', 'a skeleton', 'a mistyped command', 'a mistyped service',
        'a call'], rows)


def measure(tools, root, reference):
    """Prints the tables. `reference` is the AWS CLI, as its name and the words that call it, or nothing."""
    data = os.environ.get('SMITHGEN_BOTOCORE', os.path.join(root, '..', 'shared', 'botocore', 'data'))
    if not os.path.isdir(data):
        print('use: no descriptions in %s; set SMITHGEN_BOTOCORE to botocore/data' % data)
        return
    folder = tools.apart(root, 'use')
    binary, _, _ = command_of(tools, root, data, ['s3', 'dynamodb'], os.path.join(folder, 'two'))
    commands = [('smithgen', binary)]
    if reference:
        commands.append((reference[0], reference[1][0]))
    with tempfile.TemporaryDirectory() as scratch:
        transfers(tools, commands, scratch)
        pages(tools, commands, scratch)
        if os.environ.get('SMITHGEN_BENCH_ALL') == '1':
            counts(tools, root, data, folder)
        else:
            print('the command by its services is measured with SMITHGEN_BENCH_ALL=1; it builds for half an hour')

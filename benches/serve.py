"""What a generated server costs beside the same service by hand on axum with serde: requests, memory, compilation."""
import http.client
import json
import os
import re
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import textwrap

KINDS = [('by hand', 'by-hand'), ('generated', 'plain'), ('with constraints', 'constrained')]
SECONDS = int(os.environ.get('SMITHGEN_BENCH_SECONDS', '3'))
ROUNDS = 3
# Seconds after which nobody waits for an answer, or for the end of a measurement.
PATIENCE = 60


def record(number):
    return {'id': 'part-%d' % number, 'name': 'a part that is called number %d' % number, 'count': number * 7 % 1000,
            'price': number + 0.25, 'active': number % 2 == 0, 'tags': ['steel', 'small', 'box %d' % (number % 90)]}


def records(size):
    """So many records that their JSON has this size."""
    count = max(1, size // len(json.dumps(record(1000))))
    return [record(number) for number in range(count)]


def cbor(value):
    def head(major, number):
        for code, (limit, form) in enumerate([(24, None), (1 << 8, 'B'), (1 << 16, 'H'), (1 << 32, 'I')]):
            if number < limit:
                first = number if form is None else 23 + code
                return bytes([major << 5 | first]) + (b'' if form is None else struct.pack('>' + form, number))
    if isinstance(value, bool):
        return b'\xf5' if value else b'\xf4'
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, float):
        return b'\xfb' + struct.pack('>d', value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b''.join(map(cbor, value))
    return head(5, len(value)) + b''.join(cbor(key) + cbor(item) for key, item in value.items())


def request(protocol, size):
    """Path, headers and body."""
    if protocol == 'restJson1':
        return '/shelves/a7', {'content-type': 'application/json'}, json.dumps({'records': records(size)}).encode()
    body = cbor({'shelf': 'a7', 'records': records(size)})
    headers = {'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'accept': 'application/cbor'}
    return '/service/Warehouse/operation/Restock', headers, body


class Running:
    """A server, on a core of its own where there are several."""

    def __init__(self, command):
        if shutil.which('taskset') and (os.cpu_count() or 1) > 1:
            command = ['taskset', '-c', '0'] + command
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def stat(self):
        with open('/proc/%d/stat' % self.process.pid) as text:
            return text.read().rsplit(')', 1)[1].split()

    def cpu(self):
        fields = self.stat()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def memory(self):
        return int(self.stat()[21]) * os.sysconf('SC_PAGE_SIZE')

    def ask(self, connection, asked):
        path, headers, body = asked
        connection.request('POST', path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != 200:
            sys.exit('%d: %s' % (response.status, content[:500]))
        return content

    def connect(self):
        return http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE)


def load(server, asked, connections, folder):
    """Requests per second, and CPU microseconds of the server for each; nothing if it takes too long."""
    # A large request of each connection takes its time.
    seconds = SECONDS * (10 if connections * len(asked[2]) > 1e8 else 1)
    path, headers, body = asked
    script = os.path.join(folder, 'load.lua')
    with open(os.path.join(folder, 'body'), 'wb') as file:
        file.write(body)
    with open(script, 'w') as file:
        file.write('local file = io.open(%s, "rb")\nwrk.body = file:read("*a")\nwrk.method = "POST"\n'
                   % json.dumps(os.path.join(folder, 'body')))
        for name, value in headers.items():
            file.write('wrk.headers[%s] = %s\n' % (json.dumps(name), json.dumps(value)))
    command = ['wrk', '-t1', '-c%d' % connections, '-d%ds' % seconds, '--timeout', '%ds' % PATIENCE, '-s', script,
               'http://127.0.0.1:%d%s' % (server.port, path)]
    if shutil.which('taskset') and (os.cpu_count() or 1) > 1:
        command = ['taskset', '-c', '1'] + command
    before = server.cpu()
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=seconds + PATIENCE).stdout.decode()
    except subprocess.TimeoutExpired:
        return [None, None]
    cpu = server.cpu() - before
    count = int(re.search(r'(\d+) requests in', done).group(1))
    late = re.search(r'Non-2xx or 3xx responses: (\d+)', done)
    # On a busy machine a large body may take longer than a server waits for it: such a run says nothing.
    if late and len(asked[2]) * connections < 1e8:
        sys.exit(done)
    if late or count == 0:
        return [None, None]
    return [float(re.search(r'Requests/sec: *([\d.]+)', done).group(1)), cpu / max(count, 1) * 1e6]


def instructions(binary, kind, asked, many):
    """Instructions of the server for a request, by callgrind."""
    if not shutil.which('valgrind'):
        return None
    totals = []
    for count in (many // 10, many + many // 10):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, 'out')
            command = ['valgrind', '-q', '--tool=callgrind', '--callgrind-out-file=' + out, binary, kind]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            server = Running.__new__(Running)
            server.process, server.port = process, int(process.stdout.readline())
            connection = server.connect()
            for _ in range(count):
                server.ask(connection, asked)
            process.terminate()
            process.wait()
            with open(out) as text:
                totals.append(next(int(line.split()[1]) for line in text if line.startswith(('summary:', 'totals:'))))
    return (totals[1] - totals[0]) // many


def idle(binary, kind, asked, connections=1000):
    """Bytes of the server for each connection that has been answered and is kept."""
    with Running([binary, kind]) as server:
        first = server.connect()
        for _ in range(100):
            server.ask(first, asked)
        before = server.memory()
        kept = [server.connect() for _ in range(connections)]
        for connection in kept:
            server.ask(connection, asked)
        return (server.memory() - before) // connections


def middle(numbers):
    """The median of what there is."""
    numbers = [number for number in numbers if number is not None]
    return statistics.median(numbers) if numbers else None


def requests(compare, binary):
    wrk = shutil.which('wrk')
    if not wrk:
        print('no `wrk` on the PATH: nothing is put under load')
    busy = os.getloadavg()[0]
    print('\nload average when it began: %.2f' % busy)
    for protocol in ('restJson1', 'rpcv2Cbor'):
        for size, name, many in ((1000, '1 kB', 500), (1000000, '1 MB', 5)):
            asked = request(protocol, size)
            columns, rows = [], [(title, []) for title, _ in KINDS]
            for connections in (1, 64, 1000) if wrk else ():
                columns += ['requests/s, %d' % connections, 'CPU µs each, %d' % connections]
                taken = {kind: [] for _, kind in KINDS}
                with tempfile.TemporaryDirectory() as folder:
                    for _ in range(ROUNDS):
                        for _, kind in KINDS:
                            with Running([binary, kind]) as server:
                                server.ask(server.connect(), asked)
                                taken[kind].append(load(server, asked, connections, folder))
                for (_, kind), (_, numbers) in zip(KINDS, rows):
                    numbers += [middle(column) for column in zip(*taken[kind])]
            columns += ['instructions each', 'bytes of a kept connection']
            for (_, kind), (_, numbers) in zip(KINDS, rows):
                numbers += [instructions(binary, kind, asked, many), idle(binary, kind, asked) if size < 2000 else None]
            compare.table('%s, %s (%d bytes)' % (protocol, name, len(asked[2])), columns, rows)


MODEL = '''
@http(method: "POST", uri: "/things{n}/{{id}}")
operation Change{n} {{
    input := {{
        @required
        @httpLabel
        id: String
        @required
        name: String
        @httpQuery("dry")
        dry: Boolean
        tags: Names
        size: Integer
    }}
    output := {{
        @required
        name: String
        tags: Names
        changed: Timestamp
    }}
    errors: [Missing]
}}
'''

BY_HAND = '''
#[derive(serde::Deserialize)]
struct Query{n} {{ dry: Option<bool> }}
#[derive(serde::Deserialize)]
struct Input{n} {{ name: String, tags: Option<Vec<String>>, size: Option<i32> }}
#[derive(serde::Serialize)]
struct Output{n} {{
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<f64>,
}}
async fn change{n}(
    Path(id): Path<String>, Query(query): Query<Query{n}>, Json(input): Json<Input{n}>,
) -> Result<Json<Output{n}>, Missing> {{
    match query.dry {{
        Some(true) => Err(Missing {{ message: id }}),
        _ => Ok(Json(Output{n} {{ name: input.name, tags: input.tags, changed: input.size.map(f64::from) }})),
    }}
}}
'''

GENERATED = '''
    async fn change{n}(
        &self, input: many::operations::change{n}::Change{n}Input, _: &Context,
    ) -> Result<many::operations::change{n}::Change{n}Output, many::server::Change{n}Error> {{
        match input.dry {{
            Some(true) => Err(many::types::Missing {{ message: Some(input.id) }}.into()),
            _ => Ok(many::operations::change{n}::Change{n}Output {{
                name: input.name, tags: input.tags,
                changed: input.size.map(|it| smithgen_server::runtime::DateTime::from_secs(it.into())),
            }}),
        }}
    }}
'''


def package(folder, root, kind, operations):
    """A server with so many operations."""
    numbers = range(operations)
    os.makedirs(os.path.join(folder, 'src'))

    def put(name, text):
        with open(os.path.join(folder, name), 'w') as file:
            file.write(textwrap.dedent(text))
    manifest = '[package]\nname = "many"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n' \
        'tokio = { version = "1", default-features = false, features = ["net", "rt"] }\n'
    if kind == 'by hand':
        put('Cargo.toml', manifest + 'axum = { version = "0.8", default-features = false, '
            'features = ["http1", "json", "query", "tokio"] }\nserde = { version = "1", features = ["derive"] }\n')
        routes = ''.join('.route("/things%d/{id}", post(change%d))' % (n, n) for n in numbers)
        put('src/main.rs', 'use axum::{Json, Router, routing::post, http::StatusCode};\n'
            'use axum::extract::{Path, Query};\nuse axum::response::{IntoResponse, Response};\n'
            '#[derive(serde::Serialize)] struct Missing { message: String }\n'
            'impl IntoResponse for Missing { fn into_response(self) -> Response '
            '{ (StatusCode::NOT_FOUND, Json(self)).into_response() } }\n'
            + ''.join(BY_HAND.format(n=n) for n in numbers)
            + 'fn main() { let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();\n'
            'runtime.block_on(async { let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();\n'
            'axum::serve(listener, Router::new()%s).await.unwrap(); }); }\n' % routes)
        return
    put('Cargo.toml', manifest + 'smithgen-server = { path = "%s/server" }\n\n[build-dependencies]\n'
        'smithgen = { path = "%s/codegen", default-features = false }\n' % (root, root))
    put('many.smithy', '$version: "2"\nnamespace bench\nuse aws.protocols#restJson1\n@restJson1\nservice Many {\n'
        '    operations: [%s]\n}\nlist Names { member: String }\n@error("client")\n@httpError(404)\n'
        'structure Missing { message: String }\n' % ', '.join('Change%d' % n for n in numbers)
        + ''.join(MODEL.format(n=n) for n in numbers))
    put('build.rs', 'fn main() { smithgen::Config::new().model("many.smithy").client(false).server(true)'
        '.module("many").generate(); }\n')
    put('src/main.rs', 'use smithgen_server::Context;\nmod many '
        '{ include!(concat!(env!("OUT_DIR"), "/many/mod.rs")); }\nstruct Served;\n'
        'impl many::server::Many for Served {\n' + ''.join(GENERATED.format(n=n) for n in numbers)
        + '}\nfn main() { let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();\n'
        'runtime.block_on(smithgen_server::serve("127.0.0.1:0", '
        'many::server::serve(Served).into_service())).unwrap(); }\n')


def compilation(compare, root):
    """CPU seconds of the package alone, of its operations beyond the first ten."""
    few, many = 10, 60
    rows = []
    for kind in ('by hand', 'generated'):
        numbers = []
        for profile in (['check'], ['build'], ['build', '--release']):
            taken = []
            for operations in (few, many):
                with tempfile.TemporaryDirectory() as folder:
                    package(folder, root, kind, operations)
                    env = dict(os.environ, CARGO_INCREMENTAL='0',
                               CARGO_TARGET_DIR=compare.apart(root, 'many-' + kind.replace(' ', '-')))
                    compare.must(['cargo'] + profile + ['-q'], cwd=folder, env=env)
                    with open(os.path.join(folder, 'src/main.rs'), 'a') as file:
                        file.write('\n')
                    cpu, _ = compare.must(['cargo'] + profile + ['-q', '--offline'], cwd=folder, env=env)
                    taken.append(cpu)
            numbers.append((taken[1] - taken[0]) / (many - few) * 1000)
        rows.append((kind, numbers))
    compare.table('An operation more, CPU ms', ['check', 'build', 'release build'], rows)


def measure(compare, root):
    folder = os.path.join(root, 'benches', 'serve')
    env = dict(os.environ, CARGO_TARGET_DIR=compare.apart(root, 'serve'))
    compare.must(['cargo', 'build', '-q', '--release', '--manifest-path', os.path.join(folder, 'Cargo.toml')], env=env)
    binary = os.path.join(env['CARGO_TARGET_DIR'], 'release', 'serve')
    requests(compare, binary)
    compilation(compare, root)

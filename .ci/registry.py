#!/usr/bin/env python3
"""A registry for rehearsals: takes what `cargo publish` sends it, and has everything else from crates.io.

    .ci/registry.py FOLDER NAME...

The named crates are ours: they exist once they were published here, whatever crates.io has under these names. Prints its
index on a line of its own and serves until it is killed. Standard library only.
"""
import hashlib
import json
import re
import struct
import sys
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

UPSTREAM = 'https://index.crates.io'
DOWNLOADS = 'https://static.crates.io/crates'
FOLDER, OURS = Path(sys.argv[1]), set(sys.argv[2:])
# What cargo has downloaded before, by its own checksums.
CACHES = Path.home() / '.cargo/registry/cache'
fetched = {}


def upstream(path):
    """What crates.io answers: a status and the lines of a crate."""
    if path not in fetched:
        try:
            with urllib.request.urlopen(UPSTREAM + path, timeout=30) as answer:
                fetched[path] = (answer.status, answer.read())
        except urllib.error.HTTPError as error:
            fetched[path] = (error.code, b'')
    return fetched[path]


def refusal(crate):
    """Why crates.io would not take a crate."""
    for key in ('description', 'license'):
        if not crate.get(key):
            return f'missing or empty metadata field: {key}'
    if len(crate['keywords']) > 5 or len(crate['categories']) > 5:
        return 'expected at most 5 keywords and categories'
    for word in crate['keywords']:
        if len(word) > 20 or not re.fullmatch(r'[A-Za-z0-9][A-Za-z0-9_+-]*', word):
            return f'"{word}" is an invalid keyword'
    for dependency in crate['deps']:
        if dependency['version_req'] == '*':
            return f'wildcard dependency: {dependency["name"]}'
    return None


def entry(crate, archive):
    """The line of the index."""
    def dependency(it):
        named = it.get('explicit_name_in_toml')
        copied = ('features', 'optional', 'default_features', 'target', 'kind')
        return {'name': named or it['name'], 'req': it['version_req'], 'package': it['name'] if named else None,
                **{key: it[key] for key in copied}}
    def is_new(values):
        return any(it.startswith('dep:') or '?/' in it for it in values)
    features = {name: values for name, values in crate['features'].items() if not is_new(values)}
    others = {name: values for name, values in crate['features'].items() if is_new(values)}
    return {'name': crate['name'], 'vers': crate['vers'], 'deps': [dependency(it) for it in crate['deps']],
            'cksum': hashlib.sha256(archive).hexdigest(), 'features': features, 'features2': others, 'yanked': False,
            'links': crate.get('links'), 'rust_version': crate.get('rust_version'), 'v': 2}


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self, status, body=b'', **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        here = f'http://{self.headers["Host"]}'
        path = self.path
        if path == '/index/config.json':
            config = {'dl': f'{here}/crates/{{crate}}/{{version}}', 'api': here}
            return self.answer(200, json.dumps(config).encode())
        if path.startswith('/index/'):
            name = path.rsplit('/', 1)[1]
            if name not in OURS:
                return self.answer(*upstream(path.removeprefix('/index')))
            lines = FOLDER / f'{name}.json'
            return self.answer(200, lines.read_bytes()) if lines.is_file() else self.answer(404)
        if path.startswith('/crates/'):
            name, version = path.split('/')[2:4]
            file = f'{name}-{version}.crate'
            known = [FOLDER / file] if name in OURS else sorted(CACHES.glob(f'*/{file}'))
            for archive in filter(Path.is_file, known):
                return self.answer(200, archive.read_bytes())
            if name in OURS:
                return self.answer(404)
            return self.answer(302, Location=f'{DOWNLOADS}/{name}/{version}/download')
        return self.answer(404)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        if self.path != '/api/v1/crates/new':
            return self.answer(404)
        length, = struct.unpack_from('<I', body)
        crate = json.loads(body[4:4 + length])
        archive = body[8 + length:]
        lines = FOLDER / f'{crate["name"]}.json'
        problem = refusal(crate)
        if crate['name'] not in OURS:
            problem = 'this crate is not one of ours'
        if lines.exists():
            problem = f'crate version `{crate["vers"]}` is already uploaded'
        if problem:
            return self.answer(400, json.dumps({'errors': [{'detail': problem}]}).encode())
        (FOLDER / f'{crate["name"]}-{crate["vers"]}.crate').write_bytes(archive)
        lines.write_text(json.dumps(entry(crate, archive)) + '\n')
        print(f'published {crate["name"]} {crate["vers"]}: {len(archive)} bytes', file=sys.stderr, flush=True)
        return self.answer(200, b'{"warnings":{"invalid_categories":[],"invalid_badges":[],"other":[]}}')


FOLDER.mkdir(parents=True, exist_ok=True)
server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print(f'sparse+http://127.0.0.1:{server.server_address[1]}/index/', flush=True)
server.serve_forever()

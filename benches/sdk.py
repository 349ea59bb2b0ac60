"""What a program costs that calls one operation of a service, beside the AWS SDK crate of that service: with the whole
service generated, and with that operation alone.
"""
import json
import os
import re
import shutil
import sys

# The service's model, its crate in the SDK, and a call in both.
SERVICES = [
    ('sso-oidc', 'ssooidc', 'RegisterClient', 'register_client', 'client_name("demo").client_type("public")'),
    ('sts', 'sts', 'GetCallerIdentity', 'get_caller_identity', ''),
    ('lambda', 'lambda', 'GetFunction', 'get_function', 'function_name("f")'),
    ('dynamodb', 'dynamodb', 'ListTables', 'list_tables', ''),
    ('s3', 's3', 'GetBucketLocation', 'get_bucket_location', 'bucket("b")'),
]

MANIFEST = '''[package]
name = "program"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
%s
tokio = { version = "1", default-features = false, features = ["net", "rt", "time"] }

[profile.release]
opt-level = 3
lto = "fat"
codegen-units = 1
panic = "abort"
strip = true
'''

# What the service's code demands, as a user would give it: the crate that each feature is of.
FEATURES = {
    'aws': ['sigv4', 'sigv4a', 'event-streams'],
    'client': ['cbor', 'checksums', 'compression', 'event-streams', 'http2', 'query', 'xml'],
}

PROGRAM = '''#![allow(dead_code)]
mod %(module)s;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = %(module)s::Client::from_env().unwrap();
        let answer = client.%(method)s()%(setters)s.send().await;
        println!("{}", answer.is_ok());
    });
}
'''

THEIRS = '''fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
        let client = aws_sdk_%(crate)s::Client::new(&config);
        let answer = client.%(method)s()%(setters)s.send().await;
        println!("{}", answer.is_ok());
    });
}
'''


def write(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as out:
            out.write(text)


def dependencies(root, source):
    """The dependencies of generated code, with the features that it demands beside the default ones."""
    demanded = set()
    for folder, _, names in os.walk(source):
        for name in names:
            with open(os.path.join(folder, name)) as file:
                demanded.update(it.replace('_', '-') for it in re.findall(r'require::(\w+)!', file.read()))
    unknown = demanded.difference(*FEATURES.values())
    if unknown:
        sys.exit('sdk: of which crate is the feature %s?' % ', '.join(sorted(unknown)))
    lines = []
    for crate, features in FEATURES.items():
        chosen = [it for it in features if it in demanded]
        lines.append('smithgen-%s = { path = "%s/%s", features = %s }' % (crate, root, crate, json.dumps(chosen)))
    return '\n'.join(lines)


def numbers(tools, folder):
    """Crates, CPU seconds of a clean check and of a release build, megabytes of the program."""
    manifest = ['--manifest-path', os.path.join(folder, 'Cargo.toml')]
    env = dict(os.environ, CARGO_TARGET_DIR=os.path.join(folder, 'target'))
    tools.must(['cargo', 'fetch', '-q'] + manifest, env=env)
    shutil.rmtree(env['CARGO_TARGET_DIR'], ignore_errors=True)
    _, tree = tools.must(['cargo', 'tree', '--offline', '-e', 'normal', '--prefix', 'none', '--no-dedupe'] + manifest,
                         env=env)
    crates = len({line.split(' (')[0] for line in tree.stdout.decode().splitlines() if line})
    check, _ = tools.must(['cargo', 'check', '-q', '--offline'] + manifest, env=env)
    build, _ = tools.must(['cargo', 'build', '-q', '--release', '--offline'] + manifest, env=env)
    size = os.path.getsize(os.path.join(env['CARGO_TARGET_DIR'], 'release', 'program')) / 1e6
    shutil.rmtree(env['CARGO_TARGET_DIR'], ignore_errors=True)
    return [crates, check, build, size]


def measure(tools, root, shared):
    """Prints a table for each service."""
    models = os.path.join(shared, 'models')
    if not os.path.isdir(models):
        print('sdk: no models in %s; set SMITHGEN_SHARED' % shared)
        return
    smithgen = tools.built(root, ['-p', 'smithgen'], 'smithgen')
    for service, crate, operation, method, setters in SERVICES:
        names = sorted(name for name in os.listdir(models) if name.startswith(service + '-2'))
        if not names:
            print('sdk: no model of %s' % service)
            continue
        call = {'method': method, 'setters': '.' + setters if setters else '', 'crate': crate}
        folder = tools.apart(root, 'sdk-' + service)
        shutil.rmtree(folder, ignore_errors=True)
        model = os.path.abspath(os.path.join(models, names[-1]))
        own = os.path.join(folder, 'sdk')
        write(own, {
            'Cargo.toml': MANIFEST % ('aws-config = "1"\naws-sdk-%s = "1"' % crate),
            'src/main.rs': THEIRS % call,
        })
        rows = [('AWS SDK', numbers(tools, own))]
        for name, chosen in [('smithgen, whole service', []),
                             ('smithgen, one operation', ['--operation', operation])]:
            own = os.path.join(folder, name.split()[-1])
            source = os.path.join(own, 'src')
            tools.must([smithgen, 'generate', '--no-record', '--model', model, '--out', source] + chosen)
            call['module'] = next(it for it in os.listdir(source) if os.path.isdir(os.path.join(source, it)))
            write(own, {'Cargo.toml': MANIFEST % dependencies(root, source), 'src/main.rs': PROGRAM % call})
            rows.append((name, numbers(tools, own)))
        tools.table('a program that calls %s of %s' % (operation, service), [
            'crates', 'clean check, CPU s', 'clean release build, CPU s', 'stripped MB'], rows)

"""What one more operation and one more shape cost, beside the AWS SDK crate of the same service.

Packages are written to a folder of the target directory: nothing of the models or of the peers is kept here.
"""
import importlib.util
import json
import os
import re
import subprocess

SERVICE = 'glue'
COUNTS = [1, 50, 200]
# Kinds of shapes that become types of their own.
TYPES = ('structure', 'union', 'enum', 'intEnum')

PROFILE = '''
[workspace]

[profile.release]
opt-level = 3
lto = "fat"
codegen-units = 1
panic = "abort"
strip = true
'''

OURS = '''[package]
name = "scale-smithgen"
version = "0.0.0"
edition = "2024"

[features]
generated = []

[dependencies]
smithgen-aws = { path = "%s/aws" }
smithgen-client = { path = "%s/client", default-features = false }
'''

THEIRS = '''[package]
name = "scale-aws-sdk"
version = "0.0.0"
edition = "2024"

[features]
generated = ["dep:aws-sdk-%(service)s"]

[dependencies]
# What all crates of the SDK need, so that checking it is no part of the difference.
aws-sdk-ssooidc = { version = "1", default-features = false, features = ["rt-tokio"] }
aws-sdk-%(service)s = { version = "1", default-features = false, features = ["rt-tokio"], optional = true }
tokio = { version = "1", default-features = false, features = ["rt"] }
'''


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as out:
        out.write(text)


def operations(model):
    return sorted(key.split('#')[1] for key, shape in model['shapes'].items() if shape['type'] == 'operation')


def code_size(binary):
    """Bytes of machine code and constants."""
    lines = subprocess.run(['size', binary], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    return int(lines[1].split()[0])


def emitted(folder):
    """The types of the operations, which are spelled as Rust spells types."""
    found = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name)) as text:
            markers = re.findall(r'^\w+::operation!\(\s*(\w+)', text.read(), re.MULTILINE)
            found += ['operations::%s::%s' % (name[:-3], marker) for marker in markers]
    return found


def our_main(names):
    arms = '\n'.join('        %d => call::<glue::%s>(&bytes),' % pair for pair in enumerate(names))
    return '''//! Writes the request and reads the response of each operation.
#![allow(dead_code, unused_imports)]
#[cfg(feature = "generated")]
#[path = "glue/mod.rs"]
mod glue;
#[cfg(feature = "generated")]
fn call<O: smithgen_client::Operation>(bytes: &[u8]) {
    let input = smithgen_client::runtime::json::from_slice::<O::Input>(bytes).unwrap_or_default();
    let request = smithgen_client::encode::<O>(&input);
    let body = smithgen_client::bytes::Bytes::copy_from_slice(bytes);
    let output = smithgen_client::decode::<O>(smithgen_client::http::Response::new(body));
    std::hint::black_box((request.is_ok(), output.is_ok()));
}
fn main() {
    let bytes = std::env::args().nth(2).unwrap_or_default().into_bytes();
    #[cfg(feature = "generated")]
    match std::env::args().count() {
%s
        _ => {}
    }
    std::hint::black_box(bytes);
}
'''.replace('glue', SERVICE) % arms.replace('glue', SERVICE)


def their_main(names):
    arms = '\n'.join('            %d => drop(std::hint::black_box(client.%s().send().await.is_ok())),' % pair
                     for pair in enumerate(names))
    return '''//! Sends each operation.
fn main() {
    #[cfg(feature = "generated")]
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let client = aws_sdk_%s::Client::from_conf(aws_sdk_%s::Config::builder().build());
        match std::env::args().count() {
%s
            _ => {}
        }
    });
}
''' % (SERVICE, SERVICE, arms)


def check(tools, folder):
    """CPU seconds that checking the generated code adds to checking what it stands on."""
    env = dict(os.environ, CARGO_TARGET_DIR=os.path.join(folder, 'target'))
    manifest = ['--manifest-path', os.path.join(folder, 'Cargo.toml')]
    tools.must(['cargo', 'fetch', '-q'] + manifest, env=env)
    tools.must(['cargo', 'check', '-q', '--offline'] + manifest, env=env)
    cpu, _ = tools.must(['cargo', 'check', '-q', '--offline', '--features', 'generated'] + manifest, env=env)
    return cpu


def build(tools, folder, name):
    env = dict(os.environ, CARGO_TARGET_DIR=os.path.join(folder, 'target'))
    tools.must(['cargo', 'build', '-q', '--release', '--features', 'generated', '--manifest-path',
                os.path.join(folder, 'Cargo.toml')], env=env)
    return code_size(os.path.join(folder, 'target', 'release', name))


def ours(tools, root, target, model_path):
    """Machine code for each count of operations; CPU seconds and types of all operations."""
    with open(model_path) as text:
        model = json.load(text)
    names = operations(model)
    tools.must(['cargo', 'build', '-q', '-p', 'smithgen'], cwd=root)
    smithgen = os.path.join(os.environ.get('CARGO_TARGET_DIR', os.path.join(root, 'target')), 'debug', 'smithgen')
    folder = os.path.join(target, 'scale-smithgen')
    write(os.path.join(folder, 'Cargo.toml'), OURS % (root, root) + PROFILE)

    def generate(chosen):
        command = [smithgen, 'generate', '--model', model_path, '--out', os.path.join(folder, 'src')]
        for name in chosen:
            command += ['--operation', name]
        tools.must(command)
        write(os.path.join(folder, 'src', 'main.rs'), our_main(emitted(os.path.join(folder, 'src', SERVICE, 'operations'))))

    sizes = []
    for count in COUNTS:
        generate(names[:count])
        sizes.append(build(tools, folder, 'scale-smithgen'))
    generate(names)
    seconds = check(tools, folder)
    types = sum(1 for shape in model['shapes'].values() if shape['type'] in TYPES)
    return sizes, seconds, types


def theirs(tools, target, with_code):
    folder = os.path.join(target, 'scale-aws-sdk')
    write(os.path.join(folder, 'Cargo.toml'), THEIRS % {'service': SERVICE} + PROFILE)
    write(os.path.join(folder, 'src', 'main.rs'), their_main([]))
    seconds = check(tools, folder)
    _, done = tools.must(['cargo', 'metadata', '--format-version', '1', '--offline', '--features', 'generated',
                          '--manifest-path', os.path.join(folder, 'Cargo.toml')])
    package = [p for p in json.loads(done.stdout)['packages'] if p['name'] == 'aws-sdk-' + SERVICE][0]
    source = os.path.join(os.path.dirname(package['manifest_path']), 'src')
    names = sorted(name[:-3] for name in os.listdir(os.path.join(source, 'operation')) if name.endswith('.rs'))
    types = len(os.listdir(os.path.join(source, 'types'))) + 2 * len(names)
    sizes = []
    for count in COUNTS if with_code else []:
        write(os.path.join(folder, 'src', 'main.rs'), their_main(names[:count]))
        sizes.append(build(tools, folder, 'scale-aws-sdk'))
    return sizes or [None] * len(COUNTS), seconds, types, package['version']


def of_tree(root):
    """This file as it is in another tree: how generated code is called changes with it."""
    spec = importlib.util.spec_from_file_location('scale_of_tree', os.path.join(root, 'benches', 'scale.py'))
    part = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(part)
    return part


def measure(tools, trees, shared, with_code):
    """Prints the table. `tools` has `must`, `table` and `apart`; `trees` are names and directories."""
    models = os.path.join(shared, 'models')
    found = [name for name in sorted(os.listdir(models)) if re.match(SERVICE + r'-\d', name)] if os.path.isdir(models) else []
    if not found:
        print('scale: no model of %s in %s; set SMITHGEN_SHARED' % (SERVICE, models))
        return
    model = os.path.join(models, found[0])
    rows = []
    for name, root in trees:
        rows.append((name, *of_tree(root).ours(tools, root, tools.apart(root, ''), model)))
    if with_code is not None:
        sizes, seconds, types, version = theirs(tools, tools.apart(trees[-1][1], ''), with_code)
        rows.append(('aws-sdk-%s %s' % (SERVICE, version), sizes, seconds, types))
    columns = ['bytes of code, %d operations' % count for count in COUNTS]
    columns += ['bytes for each more', 'types', 'check, CPU s', 'CPU s per 1,000 types']
    table = []
    for name, sizes, seconds, types in rows:
        added = (sizes[-1] - sizes[0]) // (COUNTS[-1] - COUNTS[0]) if sizes[0] else None
        table.append((name, sizes + [added, types, seconds, seconds * 1000 / types]))
    tools.table(SERVICE, columns, table)

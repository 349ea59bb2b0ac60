"""What starting a command costs that has fifty services in it: tables must cost nothing before they are read.

The services are every so many of the models at hand, in the order of their names. The package is written to a folder
of the target directory. It is built twice: as Cargo links programs, and at a fixed address (`-no-pie`).
"""
import os
import re
import resource
import subprocess

COUNT = 50

# Linked without LTO: that takes long, and changes neither tables nor relocations.
MANIFEST = '''[package]
name = "services"
version = "0.0.0"
edition = "2024"

[workspace]

[features]
default = ["cli", "cbor", "checksums", "compression", "event-streams", "http2", "query", "sigv4", "sigv4a", "xml"]
cli = []
cbor = []
checksums = []
compression = []
event-streams = []
http2 = []
query = []
sigv4 = []
sigv4a = []
xml = []

[dependencies]
smithgen-cli = { path = "%(root)s/cli", default-features = false }
%(crates)s

[profile.release]
opt-level = 3
lto = false
codegen-units = 16
panic = "abort"
strip = true
'''

FEATURES = '"cbor", "checksums", "compression", "event-streams", "http2", "query", "xml"'


def crates(root):
    """What generated modules stand on in this tree."""
    path = lambda name: os.path.join(root, name)
    if not os.path.isdir(path('client')):
        return 'smithgen-runtime = { path = "%s", features = [%s, "sigv4", "sigv4a"] }' % (path('runtime'), FEATURES)
    lines = ['smithgen-client = { path = "%s", features = [%s] }' % (path('client'), FEATURES)]
    if os.path.isdir(path('aws')):
        lines.append('smithgen-aws = { path = "%s", features = ["event-streams", "sigv4", "sigv4a"] }' % path('aws'))
    return '\n'.join(lines)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as out:
        out.write(text)


def chosen(models):
    names = sorted(name for name in os.listdir(models) if name.endswith('.json'))
    count = min(COUNT, len(names))
    return [os.path.join(models, names[at * len(names) // count]) for at in range(count)]


def generate(tools, root, smithgen, models, folder):
    source = os.path.join(folder, 'src')
    for model in models:
        tools.must([smithgen, 'generate', '--model', model, '--cli', '--out', source])
    modules = sorted(name for name in os.listdir(source) if os.path.exists(os.path.join(source, name, 'mod.rs')))
    tables = ', '.join('&%s::cli::COMMANDS' % name for name in modules)
    write(os.path.join(source, 'main.rs'), '#![allow(dead_code, unused_imports)]\n%s\n\n'
          'fn main() -> std::process::ExitCode {\n'
          '    smithgen_cli::main(&[%s], smithgen_cli::Options::new("0"))\n}\n'
          % ('\n'.join('mod %s;' % name for name in modules), tables))
    write(os.path.join(folder, 'Cargo.toml'), MANIFEST % {'root': root, 'crates': crates(root)})
    return modules


def relocations(binary):
    """Those that the dynamic linker applies at each start."""
    done = subprocess.run(['readelf', '-rW', binary], stdout=subprocess.PIPE, check=True)
    return len(re.findall(rb' R_\w+', done.stdout))


def page_faults(command, env):
    """The fewest of ten starts, none of which reads a disk."""
    counts = []
    for _ in range(10):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        counts.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before)
    return min(counts)


def numbers(tools, binary):
    env = {'PATH': os.environ['PATH'], 'HOME': '/nonexistent', 'LC_ALL': 'C.UTF-8'}
    version = [binary, '--version']
    skeleton = [binary, 'sts', 'assume-role', '--generate-cli-skeleton']
    return [os.path.getsize(binary) / 1e6, relocations(binary), tools.instructions(version, env=env),
            page_faults(version, env), tools.instructions(skeleton, env=env)]


def measure(tools, trees, shared):
    """Prints the table. `trees` are names and directories; the first is the yardstick."""
    models = os.path.join(shared, 'models')
    if not os.path.isdir(models):
        print('services: no models in %s; set SMITHGEN_SHARED' % shared)
        return
    models = chosen(models)
    rows = []
    for name, root in trees:
        folder = tools.apart(root, 'services')
        subprocess.run(['rm', '-rf', os.path.join(folder, 'src')], check=True)
        smithgen = tools.built(root, ['-p', 'smithgen'], 'smithgen')
        generate(tools, root, smithgen, models, folder)
        manifest = ['--manifest-path', os.path.join(folder, 'Cargo.toml')]
        env = dict(os.environ, CARGO_TARGET_DIR=os.path.join(folder, 'target'))
        binary = os.path.join(folder, 'target', 'release', 'services')
        for link, flags in [('', []), (', fixed address', ['-C', 'link-arg=-no-pie'])]:
            tools.must(['cargo', 'rustc', '-q', '--release'] + manifest + ['--'] + flags, env=env)
            rows.append((name + link, numbers(tools, binary)))
    tools.table('%d services in one command' % len(models), [
        'stripped MB', 'relocations', 'instructions of `--version`', 'page faults of `--version`',
        'instructions of a skeleton'], rows)

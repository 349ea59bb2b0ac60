#!/usr/bin/env python3
"""Measures one run of the generator over a directory of models, each a service with a command line of its own.

    benches/models.py [PROGRAM …]

Without a program the release build of this repository is measured; several are compared, one after the other. A
program that takes no `--models` is run once for each model. Models are looked for in `$SMITHGEN_SHARED/models`, else in
`../shared/models`. Needs cargo.
"""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def run(command, cores=None):
    """CPU seconds, seconds, and the peak of memory in MB of one process."""
    limit = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=limit)
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit('%s failed:\n%s' % (' '.join(command), told.decode()[-2000:]))
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024


def each(program, models, out, cores=None):
    """One run over all models, or one for each."""
    takes_all = b'--models' in subprocess.run([program, 'generate', '--help'], stdout=subprocess.PIPE).stdout
    if takes_all:
        folder = os.path.dirname(models[0])
        return run([program, 'generate', '--models', folder, '--cli', '--out', out], cores)
    runs = [run([program, 'generate', '--model', model, '--cli', '--out', out], cores) for model in models]
    return sum(r[0] for r in runs), sum(r[1] for r in runs), max(r[2] for r in runs)


def size(out):
    """Files, lines and bytes of Rust."""
    files = lines = length = 0
    for folder, _, names in os.walk(out):
        for name in names:
            if name.endswith('.rs'):
                with open(os.path.join(folder, name), 'rb') as file:
                    text = file.read()
                files, lines, length = files + 1, lines + text.count(b'\n'), length + len(text)
    return files, lines, length


def main():
    shared = os.environ.get('SMITHGEN_SHARED') or os.path.join(ROOT, '..', 'shared')
    folder = os.path.join(shared, 'models')
    if not os.path.isdir(folder):
        sys.exit('no models in %s: set SMITHGEN_SHARED' % folder)
    models = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith('.json'))
    largest = max(models, key=os.path.getsize)
    megabytes = sum(map(os.path.getsize, models)) / 1e6
    programs = sys.argv[1:]
    if not programs:
        subprocess.run(['cargo', 'build', '--release', '-q', '-p', 'smithgen'], cwd=ROOT, check=True)
        programs = [os.path.join(ROOT, 'target', 'release', 'smithgen')]
    print('%d models, %.1f MB' % (len(models), megabytes))
    # Deleted at the end: ext4 takes twice as long to make files right after many were deleted.
    scratch = tempfile.mkdtemp(prefix='smithgen-models-')
    for number, program in enumerate(programs):
        out, other, third = (os.path.join(scratch, '%d-%s' % (number, name)) for name in ('all', 'largest', 'core'))
        first = each(program, models, out)
        again = each(program, models, out)
        alone = run([program, 'generate', '--model', largest, '--cli', '--out', other])
        print(program)
        print('  first run       %7.2f CPU s, %.3f a MB; %.1f s; peak %.0f MB' % (first[0], first[0] / megabytes, *first[1:]))
        print('  nothing changed %7.2f CPU s, %.1f %% of the first; %.1f s' % (again[0], 100 * again[0] / first[0], again[1]))
        print('  largest alone   %7.2f CPU s; peak %.0f MB' % (alone[0], alone[2]))
        print('  Rust            %d files, %d lines, %d bytes' % size(out))
        core = {min(os.sched_getaffinity(0))}
        one = each(program, models, third, core)
        print('  one core        %7.2f CPU s; %.1f s, %.2f times as long' % (one[0], one[1], one[1] / first[1]))
    shutil.rmtree(scratch)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""Measures runs of the generator over a directory of models, each a service with a command line of its own: all in one
process on all cores and on one, again when nothing changed, and each model in a process of its own. Beside them, parsing the
same models and formatting the same Rust plainly.

    benches/models.py [PROGRAM …]

Without a program the release build of this repository is measured; several are compared, one after the other. A
program that takes no `--models` is run once for each model. Models are looked for in `$SMITHGEN_SHARED/models`, else in
`../shared/models`. Needs cargo, and GNU time for memory.
"""
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def run(command, cores=None):
    """CPU seconds, seconds, and the peak of memory in MB of one process."""
    limit = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    with tempfile.NamedTemporaryFile() as report:
        # A child of this process would count its memory as well.
        watched = ['/usr/bin/time', '-f', '%M', '-o', report.name] + command
        start = time.monotonic()
        process = subprocess.Popen(watched, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=limit)
        told = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        took = time.monotonic() - start
        if status != 0:
            sys.exit('%s failed:\n%s' % (' '.join(command), told.decode()[-2000:]))
        return used.ru_utime + used.ru_stime, took, int(report.read().split()[-1]) / 1024


def each(program, models, out, cores=None):
    """One run over all models, or one for each."""
    takes_all = b'--models' in subprocess.run([program, 'generate', '--help'], stdout=subprocess.PIPE).stdout
    if takes_all:
        folder = os.path.dirname(models[0])
        return run([program, 'generate', '--models', folder, '--cli', '--out', out], cores)
    runs = [run([program, 'generate', '--model', model, '--cli', '--out', out], cores) for model in models]
    return sum(r[0] for r in runs), sum(r[1] for r in runs), max(r[2] for r in runs)


def line(points):
    """The slope and start of the line that fits points best, and how much of their spread it explains."""
    mx, my = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    xx = sum((x - mx) ** 2 for x, _ in points)
    xy = sum((x - mx) * (y - my) for x, y in points)
    yy = sum((y - my) ** 2 for _, y in points)
    return xy / xx, my - xy / xx * mx, xy * xy / (xx * yy)


def growth(program, models, out):
    """Prints how costs grow with the size of a model, each in a process of its own, beside what a small one costs."""
    cost = {model: run([program, 'generate', '--model', model, '--cli', '--out', out]) for model in models}
    small = min(models, key=os.path.getsize)
    # What every process costs, reading what is built in, hides how that of small models grows.
    least = 200_000
    costs = [(os.path.getsize(model), cost[model][0] - cost[small][0]) for model in models]
    costs = [(math.log(length), math.log(more)) for length, more in costs if length > least and more > 0]
    peaks = [(os.path.getsize(model) / 1e6, cost[model][2]) for model in models]
    try:
        exponent, _, explained = line(costs)
        print('  growth          CPU s ~ size^%.2f, R² %.2f, of %d models of over %.1f MB; the smallest costs %.3f' % (
            exponent, explained, len(costs), least / 1e6, cost[small][0]))
        slope, base, explained = line(peaks)
        print('                  peak MB = %.1f + %.1f a MB of the model, R² %.2f' % (base, slope, explained))
    except ZeroDivisionError:
        print('  growth          too few models')


def beside(folder, out):
    """CPU seconds of parsing the models plainly, and of formatting what was generated."""
    package = os.path.join(ROOT, 'benches', 'layout')
    manifest, lock = os.path.join(package, 'Cargo.toml'), os.path.join(package, 'Cargo.lock')
    if not os.path.exists(lock):
        # The crates of the generator.
        shutil.copy(os.path.join(ROOT, 'Cargo.lock'), lock)
    target = os.path.join(ROOT, 'target', 'apart')
    subprocess.run(['cargo', 'build', '--release', '-q', '--manifest-path', manifest, '--target-dir', target], check=True)
    printed = subprocess.run([os.path.join(target, 'release', 'layout'), folder, out], check=True, stdout=subprocess.PIPE)
    return [float(line.split()[1]) for line in printed.stdout.decode().splitlines()]


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
    programs = sys.argv[1:]
    if not programs:
        subprocess.run(['cargo', 'build', '--release', '-q', '-p', 'smithgen'], cwd=ROOT, check=True)
        programs = [os.path.join(ROOT, 'target', 'release', 'smithgen')]
    print('%d models, %.1f MB' % (len(models), sum(map(os.path.getsize, models)) / 1e6))
    # Deleted at the end: ext4 takes far longer to make files right after many were deleted.
    with tempfile.TemporaryDirectory(prefix='smithgen-models-') as scratch:
        measure(programs, models, scratch)


def measure(programs, models, scratch):
    """Prints what each program costs."""
    folder = os.path.dirname(models[0])
    largest = max(models, key=os.path.getsize)
    megabytes = sum(map(os.path.getsize, models)) / 1e6
    for number, program in enumerate(programs):
        out, other, third, each_out = (
            os.path.join(scratch, '%d-%s' % (number, name)) for name in ('all', 'largest', 'core', 'each'))
        first = each(program, models, out)
        again = each(program, models, out)
        alone = run([program, 'generate', '--model', largest, '--cli', '--out', other])
        print(program)
        print('  first run       %7.2f CPU s, %.3f a MB; %.1f s; peak %.0f MB' % (first[0], first[0] / megabytes, *first[1:]))
        print('  nothing changed %7.2f CPU s, %.1f %% of the first; %.1f s' % (again[0], 100 * again[0] / first[0], again[1]))
        print('  largest alone   %7.2f CPU s; peak %.0f MB' % (alone[0], alone[2]))
        files, lines, length = size(out)
        print('  Rust            %d files, %d lines, %d bytes' % (files, lines, length))
        core = {min(os.sched_getaffinity(0))}
        one = each(program, models, third, core)
        print('  one core        %7.2f CPU s; %.1f s, %.2f times as long' % (one[0], one[1], one[1] / first[1]))
        print('                  %.1f MB of models, %.0f lines of Rust a CPU second' % (megabytes / one[0], lines / one[0]))
        growth(program, models, each_out)
        if number == 0:
            plain = beside(folder, out)
            print('  beside          %.2f CPU s for parsing the models with serde_json, %.2f for formatting this Rust with'
                  ' syn and prettyplease' % tuple(plain))


if __name__ == '__main__':
    main()

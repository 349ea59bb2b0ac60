"""Time and memory of the generator on models that nobody would write, in three sizes each: what is linear doubles.

Called by `compare.py hostile`; by itself it takes the generator to measure: `benches/hostile.py target/release/smithgen`.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

STRING = {'target': 'smithy.api#String'}


def model(shapes, docs=None, members=None):
    """A service of one operation whose input has these members."""
    operation = {
        'type': 'operation', 'input': {'target': 'ex#In'},
        'traits': {'smithy.api#http': {'method': 'POST', 'uri': '/'}},
    }
    if docs:
        operation['traits']['smithy.api#documentation'] = docs
    service = {
        'type': 'service', 'version': '1', 'operations': [{'target': 'ex#Get'}],
        'traits': {'aws.protocols#restJson1': {}},
    }
    inside = {'ex#In': {'type': 'structure', 'members': members or {'a': STRING}}}
    return {'smithy': '2.0', 'shapes': {'ex#S': service, 'ex#Get': operation, **inside, **shapes}}


def documented(text):
    return lambda size: model({}, docs=text * size)


def mixins(size):
    """Each mixin uses the one before it and adds a member."""
    shapes = {}
    for number in range(size):
        shapes['ex#M%05d' % number] = {
            'type': 'structure', 'traits': {'smithy.api#mixin': {}},
            'members': {'m%05d' % number: STRING},
            'mixins': [{'target': 'ex#M%05d' % (number - 1)}] if number else [],
        }
    found = model(shapes)
    found['shapes']['ex#In']['mixins'] = [{'target': 'ex#M%05d' % (size - 1)}]
    return found


def members(size):
    return model({}, members={'m%05d' % number: STRING for number in range(size)})


def resources(size):
    shapes = {}
    for number in range(size):
        shapes['ex#R%05d' % number] = {
            'type': 'resource', 'resources': [{'target': 'ex#R%05d' % (number + 1)}] if number + 1 < size else [],
        }
    found = model(shapes)
    found['shapes']['ex#S']['resources'] = [{'target': 'ex#R00000'}]
    return found


def misspelt(size):
    """A member that targets a shape with nearly the same name, which is long."""
    shapes = {'ex#' + 'A' * size: {'type': 'string'}}
    return model(shapes, members={'a': {'target': 'ex#' + 'A' * (size - 1) + 'B'}})


def missing(size):
    """Members that target what does not exist, in a model of as many shapes."""
    shapes = {'ex#Name%05d' % number: {'type': 'string'} for number in range(size)}
    return model(shapes, members={'m%05d' % number: {'target': 'ex#Nam%05dx' % number} for number in range(size)})


def ring(kind):
    """Resources or structures on a cycle, each of which also leads back to the first."""
    def make(size):
        shapes = {}
        for number in range(size):
            ends = [{'target': 'ex#N%05d' % ((number + 1) % size)}, {'target': 'ex#N00000'}]
            if kind == 'resource':
                shapes['ex#N%05d' % number] = {'type': kind, 'resources': ends}
            else:
                members = {name: {**end, 'traits': {'smithy.api#required': {}}} for name, end in zip('ab', ends)}
                shapes['ex#N%05d' % number] = {'type': kind, 'members': members}
        return model(shapes)
    return make


def literals(size):
    found = model({})
    uri = '/?' + '&'.join('q%05d' % number for number in range(size))
    found['shapes']['ex#Get']['traits']['smithy.api#http']['uri'] = uri
    return found


def headers(size):
    header = lambda number: {**STRING, 'traits': {'smithy.api#httpHeader': 'h%05d' % number}}
    return model({}, members={'m%05d' % number: header(number) for number in range(size)})


def labels(size):
    label = {**STRING, 'traits': {'smithy.api#required': {}, 'smithy.api#httpLabel': {}}}
    found = model({}, members={'m%05d' % number: label for number in range(size)})
    uri = ''.join('/{m%05d}' % number for number in range(size))
    found['shapes']['ex#Get']['traits']['smithy.api#http']['uri'] = uri
    return found


def defaults(size):
    """As many members as an enum has values, each with a default."""
    values = {'V%05d' % number: {'target': 'smithy.api#Unit'} for number in range(size)}
    member = lambda number: {'target': 'ex#E', 'traits': {'smithy.api#default': 'V%05d' % number}}
    shapes = {'ex#E': {'type': 'enum', 'members': values}}
    return model(shapes, members={'m%05d' % number: member(number) for number in range(size)})


def applied(size):
    """An `apply` for each member of a structure."""
    found = members(size)
    for number in range(size):
        found['shapes']['ex#In$m%05d' % number] = {'type': 'apply', 'traits': {'smithy.api#documentation': 'x'}}
    return found


def ruled(rules):
    """A service with endpoint rules."""
    found = model({})
    traits = found['shapes']['ex#S']['traits']
    parameter = {'type': 'string', 'builtIn': 'AWS::Region', 'documentation': 'd'}
    traits['smithy.rules#endpointRuleSet'] = {'version': '1.0', 'parameters': {'Region': parameter}, 'rules': rules}
    return found


def rule(conditions, url='https://a.b'):
    return {'type': 'endpoint', 'conditions': conditions, 'endpoint': {'url': url}, 'documentation': 'd'}


def given(name, assign=None):
    """A condition that a variable has a value."""
    condition = {'fn': 'isSet', 'argv': [{'ref': name}]}
    return condition if assign is None else dict(condition, fn='uriEncode', assign=assign)


def variables(size):
    """Each is made of the one before."""
    names = ['Region'] + ['v%05d' % number for number in range(size)]
    return ruled([rule([given('Region')] + [given(a, b) for a, b in zip(names, names[1:])]), rule([])])


def unknown_variables(size):
    """Variables, and as many that are misspelt."""
    conditions = [given('Region')] + [given('Region', 'v%05d' % number) for number in range(size)]
    return ruled([rule(conditions + [given('w%05d' % number) for number in range(size)]), rule([])])


def many_rules(size):
    return ruled([rule([given('Region')], 'https://a%05d.b' % number) for number in range(size)] + [rule([])])


def unknown_members(size):
    """A trait of many members, whose value has as many others."""
    trait = {
        'type': 'structure', 'traits': {'smithy.api#trait': {}},
        'members': {'m%05d' % number: STRING for number in range(size)},
    }
    found = model({'ex#t': trait})
    found['shapes']['ex#In']['traits'] = {'ex#t': {'w%05d' % number: 'x' for number in range(size)}}
    return found


def shared_errors(size):
    found = model({'ex#E%05d' % number: {
        'type': 'structure', 'members': {}, 'traits': {'smithy.api#error': 'client'},
    } for number in range(size)})
    service = found['shapes']['ex#S']
    service['errors'] = [{'target': 'ex#E%05d' % number} for number in range(size)]
    for number in range(size):
        operation = {'type': 'operation', 'traits': {'smithy.api#http': {'method': 'POST', 'uri': '/%d' % number}}}
        found['shapes']['ex#Op%05d' % number] = operation
        service['operations'].append({'target': 'ex#Op%05d' % number})
    return found


def shared_mixin(size):
    shapes = {'ex#M': {
        'type': 'structure', 'traits': {'smithy.api#mixin': {}},
        'members': {'m%05d' % number: STRING for number in range(size)},
    }}
    for number in range(size):
        shapes['ex#N%05d' % number] = {'type': 'structure', 'members': {}, 'mixins': [{'target': 'ex#M'}]}
    return model(shapes)


CASES = [
    ('documentation of `<!--`', documented('<!--'), (25_000, 50_000, 100_000)),
    ('documentation of `&`', documented('&'), (25_000, 50_000, 100_000)),
    ('documentation of `[`', documented('['), (25_000, 50_000, 100_000)),
    ('documentation of `[a](`', documented('[a]('), (25_000, 50_000, 100_000)),
    ('documentation of `<`', documented('<'), (25_000, 50_000, 100_000)),
    ('documentation of `` `a` ``', documented('`a` '), (25_000, 50_000, 100_000)),
    ('documentation of `h`', documented('h'), (25_000, 50_000, 100_000)),
    ('documentation of `https://a `', documented('https://a '), (12_500, 25_000, 50_000)),
    ('documentation of `> ` nested', documented('> '), (25_000, 50_000, 100_000)),
    ('unclosed `<b>`', documented('<b>x '), (1_250, 2_500, 5_000)),
    ('unclosed `<ul><li>`', documented('<ul><li>x '), (1_250, 2_500, 5_000)),
    ('mixins in a chain', mixins, (500, 1_000, 2_000)),
    ('members of a structure', members, (5_000, 10_000, 20_000)),
    ('resources below each other', resources, (2_500, 5_000, 10_000)),
    ('resources on a cycle', ring('resource'), (2_500, 5_000, 10_000)),
    ('structures on a cycle', ring('structure'), (2_500, 5_000, 10_000)),
    ('a long name misspelt', misspelt, (7_500, 15_000, 30_000)),
    ('targets that do not exist', missing, (2_500, 5_000, 10_000)),
    ('literals of a query', literals, (10_000, 20_000, 40_000)),
    ('labels of a path', labels, (2_500, 5_000, 10_000)),
    ('headers', headers, (7_500, 15_000, 30_000)),
    ('defaults of an enum', defaults, (2_500, 5_000, 10_000)),
    ('members with an `apply` each', applied, (5_000, 10_000, 20_000)),
    ('variables of endpoint rules', variables, (2_500, 5_000, 10_000)),
    ('variables of endpoint rules that do not exist', unknown_variables, (2_500, 5_000, 10_000)),
    ('members of a trait that do not exist', unknown_members, (2_500, 5_000, 10_000)),
    ('endpoint rules', many_rules, (2_500, 5_000, 10_000)),
    ('errors of a service', shared_errors, (100, 200, 400)),
    ('a mixin that all use', shared_mixin, (500, 1_000, 2_000)),
]


def measure(binary, found):
    """Seconds of CPU, peak memory in MB, and how the generator ended."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'model.json')
        with open(path, 'w') as file:
            json.dump(found, file, indent=1)
        command = [binary, 'generate', '--model', path, '--cli', '--out', os.path.join(folder, 'out')]
        report = os.path.join(folder, 'peak')
        # A child of this process would count its memory, which has the model in it.
        watched = ['/usr/bin/time', '-f', '%M', '-o', report] + command
        child = subprocess.Popen(watched, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = child.stderr.read().decode(errors='replace')
        _, status, usage = os.wait4(child.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1):
            ended = 'killed by signal %d' % (code - 128)
        else:
            ended = 'generated' if code == 0 else said.split('\n', 1)[0]
        with open(report) as file:
            peak = int(file.read().split()[-1]) / 1024
        return usage.ru_utime + usage.ru_stime, peak, ended


def table(binary, limit=120):
    """Prints a row for each case; memory is that of the largest size."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    print('| input | sizes | seconds | peak memory | ends |\n|---|--:|--:|--:|---|')
    for name, make, sizes in CASES:
        runs = [measure(binary, make(size)) for size in sizes]
        seconds = ' / '.join('%.2f' % cpu for cpu, _, _ in runs)
        sizes = ' / '.join('{:,}'.format(size) for size in sizes)
        print('| %s | %s | %s | %.0f MB | %s |' % (name, sizes, seconds, runs[-1][1], runs[-1][2][:60]), flush=True)


if __name__ == '__main__':
    table(os.path.abspath(sys.argv[1]))

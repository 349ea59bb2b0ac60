"""Calls generated servers with botocore.

Arguments: the program that serves them, then its own. The program says on its first line which services it serves on
which ports; afterwards it is asked, line by line, what to send, what will come back, and what became of what was sent.
botocore writes the requests and reads the responses from its own descriptions of the services, with its own code.
"""

import base64
import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError, ParamValidationError
from botocore.handlers import disable_signing, set_list_objects_encoding_type_url

# What botocore calls services whose models have other names.
NAMES = {
    "cloudwatch-logs": "logs",
    "lex-runtime-service": "lex-runtime",
    "route-53": "route53",
    "sts-as-ec2": "sts",
}

PROTOCOLS = {
    "awsJson1_0": "json",
    "awsJson1_1": "json",
    "awsQuery": "query",
    "ec2Query": "ec2",
    "restJson1": "rest-json",
    "restXml": "rest-xml",
    "rpcv2Cbor": "smithy-rpc-v2-cbor",
}

# Members that botocore itself changes or adds before it sends them, by service and operation (`*` is any).
WITHOUT = {
    "s3": {
        "*": {
            "SSECustomerKey": "botocore encodes it and adds its digest",
            "SSECustomerKeyMD5": "botocore computes it",
            "CopySourceSSECustomerKey": "botocore encodes it and adds its digest",
            "CopySourceSSECustomerKeyMD5": "botocore computes it",
            "EncodingType": "botocore decodes what is answered",
            "ContentMD5": "botocore computes it",
            "ChecksumAlgorithm": "botocore computes the checksum",
        },
        "GetObjectAttributes": {
            "ObjectParts": "botocore takes the markers of parts for numbers",
            "PartNumberMarker": "botocore takes it for a number",
        },
    },
}

# Operations that botocore cannot call as they are, with the reason.
SKIPPED = {
    ("s3", "ListDirectoryBuckets"): "signed for another service",
    ("s3", "WriteGetObjectResponse"): "signed for another service",
}

# Members that follow from the rest of a response.
COMPUTED = {"ContentLength", "ExpiresString", "ResponseMetadata", "ResponseStreamContentType"}

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Unknown(Exception):
    """A member that botocore's description lacks."""


def instant(text):
    seconds = Decimal(text)
    whole = int(seconds // 1)
    return EPOCH + timedelta(seconds=whole, microseconds=int((seconds - whole) * 1_000_000))


def parameters(shape, value):
    """The value as botocore takes it."""
    if value is None or getattr(shape, "is_document_type", False):
        return value
    kind = shape.type_name
    if kind == "structure":
        unknown = [name for name in value if name not in shape.members]
        if unknown:
            raise Unknown(unknown[0])
        return {name: parameters(shape.members[name], part) for name, part in value.items()}
    if kind == "list":
        return [parameters(shape.member, part) for part in value]
    if kind == "map":
        return {name: parameters(shape.value, part) for name, part in value.items()}
    if kind == "blob":
        return base64.b64decode(value)
    if kind == "timestamp":
        return instant(value)
    if kind in ("float", "double"):
        return float(value)
    if kind == "string" and shape.serialization.get("jsonvalue"):
        return json.loads(value)
    if kind == "string" and isinstance(value, int):
        REASONS[f"described as text: {shape.name}"] += 1
        return str(value)
    return value


def differ(at, expected, found):
    return f"{at}: expected {expected!r}, found {found!r}"


def difference(shape, expected, found, at=""):
    """The first difference between a value of the model and what botocore read, if there is one."""
    if getattr(shape, "is_document_type", False) or expected is None:
        return None if expected == found else differ(at, expected, found)
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(found, dict):
            return differ(at, expected, found)
        for name, part in expected.items():
            # A member that botocore's description lacks is not read.
            if name not in shape.members:
                REASONS[f"members unknown to botocore: {shape.name}"] += 1
                continue
            if name not in found:
                if part in ([], {}):
                    continue
                return differ(f"{at}.{name}", part, "nothing")
            told = difference(shape.members[name], part, found[name], f"{at}.{name}")
            if told:
                return told
        for name, part in found.items():
            if hasattr(part, "read"):
                part = part.read()
            if name in COMPUTED or part in ([], {}, "", b""):
                continue
            if name not in expected:
                return differ(f"{at}.{name}", "nothing", part)
        return None
    if kind == "list":
        if len(expected) != len(found):
            return differ(at, expected, found)
        parts = zip(expected, found)
        told = (difference(shape.member, *part, f"{at}[{i}]") for i, part in enumerate(parts))
        return next((it for it in told if it), None)
    if kind == "map":
        if sorted(expected) != sorted(found):
            return differ(at, expected, found)
        told = (difference(shape.value, part, found[name], f"{at}.{name}") for name, part in expected.items())
        return next((it for it in told if it), None)
    if kind == "blob":
        if hasattr(found, "read"):
            found = found.read()
        if isinstance(found, str):
            found = found.encode()
        expected = base64.b64decode(expected)
    elif kind == "timestamp":
        expected, found = instant(expected), found.astimezone(timezone.utc)
        # Seconds in binary fractions are not exact.
        if abs(expected - found) < timedelta(milliseconds=1):
            return None
    elif kind == "float":
        expected, found = float(expected), float(found)
        if abs(expected - found) <= abs(expected) * 1e-6:
            return None
    elif kind == "double":
        expected = float(expected)
    elif kind == "string" and shape.serialization.get("jsonvalue"):
        expected = json.loads(expected)
    elif kind == "string" and isinstance(expected, int):
        REASONS[f"described as text: {shape.name}"] += 1
        expected = str(expected)
    return None if expected == found else differ(at, expected, found)


def events(output):
    """The stream of events of a structure: the member's name and shape."""
    for name, shape in output.members.items() if output else ():
        if getattr(shape, "is_eventstream", False) or shape.serialization.get("eventstream"):
            return name, shape
    return None, None


REASONS = Counter()


class Desk:
    """The program with the servers."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.services = json.loads(self.process.stdout.readline())

    def ask(self, **question):
        print(json.dumps(question), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the servers have ended")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


# Services that tell the names of errors in awsQuery in other protocols, too.
COMPATIBLE = {"sqs"}

# Paths that the models end without a slash.
SLASHES = {("lex-runtime", "GetSession"), ("route53", "ChangeResourceRecordSets")}


def describe(service, protocol, model, operations):
    """botocore's description, in another protocol and where it is to be what the model is."""
    model = json.loads(json.dumps(model))
    metadata = model["metadata"]
    wanted = PROTOCOLS[protocol]
    if protocol.startswith("awsJson"):
        metadata.setdefault("targetPrefix", TARGETS.get(service, service))
        metadata["jsonVersion"] = protocol.removeprefix("awsJson").replace("_", ".")
    metadata["protocol"], metadata["protocols"] = wanted, [wanted]
    for name, operation in model["operations"].items():
        others = [operation.pop(key, None) for key in ("authtype", "auth", "unsignedpayload")]
        own = operations.get(name, {"is_signed": False, "query": []})
        if own["is_signed"] and any(others):
            REASONS[f"described as another way to sign: {service} {name}"] += 1
        uri = operation["http"]["requestUri"]
        there = uri.partition("?")[2].split("&")
        pairs = (key if value is None else f"{key}={value}" for key, value in own["query"])
        lacking = [pair for pair in pairs if pair not in there and pair + "=" not in there]
        if lacking:
            operation["http"]["requestUri"] = uri + ("&" if "?" in uri else "?") + "&".join(lacking)
            REASONS[f"described without constant parameters: {service} ({lacking[0].partition('=')[0]})"] += 1
        if (service, name) in SLASHES:
            operation["http"]["requestUri"] = operation["http"]["requestUri"].rstrip("/")
            REASONS[f"described with a path that ends in a slash: {service} {name}"] += 1
        if wanted == "ec2" and "output" in operation:
            operation["output"].pop("resultWrapper", None)
    if wanted != "query" and service not in COMPATIBLE:
        for shape in model["shapes"].values():
            # The names of errors in awsQuery.
            shape.pop("error", None)
    if wanted == "ec2":
        # In descriptions of this protocol every member of a request has the name that the protocol gives it.
        for shape in model["shapes"].values():
            for name, member in shape.get("members", {}).items():
                if name[:1].islower():
                    member.setdefault("locationName", name[:1].upper() + name[1:])
    return model


def client(name, protocol, described):
    session = botocore.session.Session()
    loader = session.get_component("data_loader")
    load = loader.load_service_model

    def patched(service, kind, api_version=None):
        model = load(service, kind, api_version)
        if kind == "service-2":
            return describe(service, protocol, model, described["operations"])
        return model

    loader.load_service_model = patched
    for operation in ("ListObjects", "ListObjectsV2", "ListObjectVersions"):
        # Else it asks for keys in another form than the caller.
        session.unregister(f"before-parameter-build.s3.{operation}", set_list_objects_encoding_type_url)
    for operation, own in described["operations"].items():
        if own["is_signed"]:
            session.unregister(f"choose-signer.{NAMES.get(name, name)}.{operation}", disable_signing)
    return session.create_client(
        NAMES.get(name, name),
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{described['port']}",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=Config(
            inject_host_prefix=False,
            max_pool_connections=1,
            read_timeout=20,
            request_checksum_calculation="when_required",
            request_min_compression_size_bytes=1_048_576,
            response_checksum_validation="when_required",
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path", "payload_signing_enabled": True},
        ),
    )


# Names of services before their operations, where botocore's description has no such protocol.
TARGETS = {"cloudwatch": "GraniteServiceVersion20100801", "sqs": "AmazonSQS"}


def compare(caller, model, trip, params):
    """Makes a call; what differs in what came back, if something does."""
    shape = model.output_shape
    try:
        found = caller._make_api_call(model.name, params)
    except ClientError as error:
        wanted, code = trip["error"], error.response["Error"]["Code"]
        shapes = {it.name: it for it in model.error_shapes}
        # Several errors may have the same name on the wire, those too that botocore does not list for the operation.
        named = {it.name: it for it in model.service_model.error_shapes}
        name = named[wanted].error_code if wanted in named else wanted
        if wanted is None or name not in (code, type(error).__name__):
            return f"the answer was taken for {code}: {error}"
        if wanted not in shapes:
            REASONS[f"errors unknown to botocore: {wanted}"] += 1
            return None
        read = {k: v for k, v in error.response.items() if k not in ("Error", "ResponseMetadata")}
        # What it keeps with the error itself.
        kept = ("code", "message", "type", "requestid")
        expected = {k: v for k, v in trip["answer"].items() if k.lower() not in kept}
        read = {k: v for k, v in read.items() if k.lower() not in kept}
        return difference(shapes[wanted], expected, read)
    if trip["error"] is not None:
        return "the error was taken for an output"
    if shape is None:
        return None
    for member in [it for it in found if it not in trip["members"] and it != "ResponseMetadata"]:
        REASONS[f"members unknown to the model: {model.name} {member}"] += 1
        del found[member]
    name, union = events(shape)
    told = None
    if name is not None:
        received = []
        try:
            received.extend(found.pop(name))
        except EventStreamError as error:
            last = trip["events"][len(received)]
            if error.response["Error"]["Code"] not in last:
                return f"the event was taken for {error}: {last}"
            # An error ends the stream.
            del trip["events"][len(received):]
        if len(received) != len(trip["events"]):
            told = differ(name, trip["events"], received)
        for expected, event in zip(trip["events"], received):
            told = told or difference(union, expected, event, name)
    return told or difference(shape, trip["answer"], found)


def call(desk, caller, key, operation, number, seed, report):
    service = key.split("/")[0]
    model = caller.meta.service_model.operation_model(operation)
    table = WITHOUT.get(service, {})
    without = {**table.get("*", {}), **table.get(operation, {})}
    if model.input_shape is not None:
        known = model.input_shape.members
    else:
        known = {}
    names = list(without)
    for _ in range(30):
        trip = desk.ask(service=key, operation=operation, trip=number, seed=seed, without=names)
        lacking = [name for name in trip.get("input", {}) if name not in known and name not in names]
        if not lacking:
            break
        REASONS[f"members unknown to botocore: {operation}"] += 1
        names += lacking
    if "impossible" in trip:
        report(key, operation, number, trip["impossible"])
        return trip["count"]
    if "input" not in trip:
        return trip["count"]
    try:
        params = parameters(model.input_shape, trip["input"]) if model.input_shape else {}
    except Unknown as name:
        REASONS[f"members unknown to botocore: {operation} {name}"] += 1
        return trip["count"]
    try:
        told = compare(caller, model, trip, params)
    except ParamValidationError:
        # Later descriptions have narrower constraints.
        REASONS[f"values that botocore's description forbids: {service} {operation}"] += 1
        return trip["count"]
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
    outcome = desk.ask(service=key)["outcome"]
    if outcome is not None:
        told = f"input: {outcome}" + (f" ({told})" if told else "")
    report(key, operation, trip["name"], told)
    return trip["count"]


def main():
    program, *options = sys.argv[1:]
    options = dict(zip(options[::2], options[1::2]))
    seed, only = int(options.get("--seed", 1)), options.get("--operation")
    desk = Desk([program])
    passed, failed = 0, 0

    def report(key, operation, trip, told):
        nonlocal passed, failed
        if told is None:
            passed += 1
        else:
            failed += 1
            print(f"FAILED {key} {operation} {trip}: {told[:600]}")

    available = botocore.session.Session().get_available_services()
    for key, described in desk.services.items():
        service, protocol = key.split("/")
        if NAMES.get(service, service) not in available:
            REASONS[f"services unknown to botocore: {service}"] += 1
            continue
        caller = client(service, protocol, described)
        known = caller.meta.service_model.operation_names
        for operation in described["operations"]:
            if only not in (None, operation):
                continue
            if operation not in known:
                REASONS[f"operations unknown to botocore: {service} {operation}"] += 1
                continue
            reason = SKIPPED.get((service, operation))
            name, _ = events(caller.meta.service_model.operation_model(operation).input_shape)
            if name is not None:
                reason = "botocore sends no events"
            if reason is not None:
                REASONS[f"{reason}: {service} {operation}"] += 1
                continue
            number, count = 0, 1
            while number < count:
                count = call(desk, caller, key, operation, number, seed, report)
                number += 1
    desk.close()
    for reason, count in sorted(REASONS.items()):
        print(f"not compared: {reason} ({count})")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

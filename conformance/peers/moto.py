"""Plays AWS services and refuses what is not signed as botocore signs it: moto itself looks at no signature.

Prints its port, and ends when its standard input does.
"""

import hashlib
import io
import logging
import sys
import threading

try:
    from botocore.auth import S3SigV4Auth, SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server
except ImportError:
    # Who started this says what is missing.
    sys.exit(1)

KEYS = {"AKIDEXAMPLE": "secret"}


def problem(environ, body):
    """What is wrong with the signature of a request, if anything."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value.encode("latin-1").decode()
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    algorithm, _, rest = headers.get("authorization", "").partition(" ")
    fields = dict(field.strip().partition("=")[::2] for field in rest.split(","))
    if algorithm != "AWS4-HMAC-SHA256":
        return "it has no signature"
    key, date, region, service, _ = fields["Credential"].split("/")
    if key not in KEYS:
        return f"nobody knows the key {key}"
    signed = fields["SignedHeaders"].split(";")
    for name in headers:
        if name.startswith("x-amz-") or name in ("content-type", "host"):
            if name not in signed:
                return f"its header {name} is not signed"
    given = headers.get("x-amz-content-sha256", "")
    if len(given) == 64 and given != hashlib.sha256(body).hexdigest():
        return "its body has another hash"
    url = f"http://{headers['host']}{environ['RAW_URI']}"
    request = AWSRequest(environ["REQUEST_METHOD"], url, {name: headers[name] for name in signed}, body)
    request.context = {"timestamp": headers["x-amz-date"]}
    kind = S3SigV4Auth if service == "s3" else SigV4Auth
    signer = kind(Credentials(key, KEYS[key]), service, region)
    canonical = signer.canonical_request(request)
    if signer.signature(signer.string_to_sign(request, canonical), request) != fields["Signature"]:
        return f"its signature is not the one of\n{canonical}"
    return None


class Verified:
    """An application whose requests must be signed."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        wrong = problem(environ, body)
        if wrong is None:
            return self.application(environ, start_response)
        # A forger knows what is wrong.
        if not environ.get("HTTP_USER_AGENT", "").startswith("forger"):
            print(f"{environ['REQUEST_METHOD']} {environ['RAW_URI']}: {wrong}", file=sys.stderr)
        start_response("403 Forbidden", [("content-type", "text/plain")])
        return [b"SignatureDoesNotMatch"]


logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = make_server("127.0.0.1", 0, Verified(DomainDispatcherApplication(create_backend_app)), True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
server.shutdown()

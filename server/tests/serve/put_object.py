"""Puts objects as botocore does: signed with its hash, and as over TLS, in chunks with a checksum behind them; with the
bucket in the path, and in front of the host.
"""
import io
import socket
import sys

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError


find = socket.getaddrinfo
# Names below `localhost` are the server, too.
socket.getaddrinfo = lambda host, *others, **more: find('127.0.0.1', *others, **more)


def put(style, scheme, data):
    session = botocore.session.Session()
    session.set_credentials('AKIDANN', 'the secret')
    config = Config(s3={'addressing_style': style}, retries={'max_attempts': 0})
    client = session.create_client('s3', region_name='local', config=config,
                                   endpoint_url='%s://store.localhost:%s' % (scheme, sys.argv[1]))

    def without_tls(request, **_):
        request.url = request.url.replace('https:', 'http:')
    client.meta.events.register('before-send.s3', without_tls)
    try:
        return client.put_object(Bucket='bucket', Key='a/b c', Body=io.BytesIO(data))['ResponseMetadata']['HTTPStatusCode']
    except ClientError as error:
        return error.response['ResponseMetadata']['HTTPStatusCode']


for style in ('path', 'virtual'):
    print(put(style, 'http', b'some bytes'), put(style, 'https', b'more bytes' * 200000))

"""Puts an object as botocore does: signed with its hash, and as over TLS, in chunks with a checksum behind them."""
import io
import sys

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError


def put(scheme, data):
    session = botocore.session.Session()
    session.set_credentials('AKIDANN', 'the secret')
    config = Config(s3={'addressing_style': 'path'}, retries={'max_attempts': 0})
    client = session.create_client('s3', region_name='local', config=config,
                                   endpoint_url='%s://127.0.0.1:%s' % (scheme, sys.argv[1]))

    def without_tls(request, **_):
        request.url = request.url.replace('https:', 'http:')
    client.meta.events.register('before-send.s3', without_tls)
    try:
        return client.put_object(Bucket='bucket', Key='a/b c', Body=io.BytesIO(data))['ResponseMetadata']['HTTPStatusCode']
    except ClientError as error:
        return error.response['ResponseMetadata']['HTTPStatusCode']


print(put('http', b'some bytes'), put('https', b'more bytes' * 200000))

"""Signs in at a server that approves by itself, with botocore's own providers of tokens and credentials."""

import datetime
import hashlib
import json
import os

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.tokens import SSOTokenProvider

plain = Config(signature_version=UNSIGNED, region_name="us-east-1")
session = botocore.session.Session(profile="reader")

# As a device, by calls.
oidc = session.create_client("sso-oidc", config=plain)
client = oidc.register_client(clientName="botocore", clientType="public", scopes=["sso:account:access"])
who = {name: client[name] for name in ("clientId", "clientSecret")}
device = oidc.start_device_authorization(startUrl="https://example.awsapps.com/start", **who)
poll = {
    "grantType": "urn:ietf:params:oauth:grant-type:device_code",
    "deviceCode": device["deviceCode"],
    **who,
}
try:
    oidc.create_token(**poll)
    raise SystemExit("the first poll was granted")
except oidc.exceptions.AuthorizationPendingException as error:
    assert error.response["error"] == "authorization_pending", error.response
first = oidc.create_token(**poll)
assert first["tokenType"] == "Bearer" and first["expiresIn"] > 0, first
try:
    oidc.create_token(**poll)
    raise SystemExit("a device code was good twice")
except oidc.exceptions.InvalidGrantException:
    pass

# The cache as `aws sso login` leaves it, with a token that is about to expire.
now = datetime.datetime.now(datetime.timezone.utc)
stamp = "%Y-%m-%dT%H:%M:%SZ"
cache = os.path.join(os.environ["HOME"], ".aws", "sso", "cache")
os.makedirs(cache)
name = hashlib.sha1(b"desk").hexdigest() + ".json"
with open(os.path.join(cache, name), "w") as file:
    expires = datetime.datetime.fromtimestamp(client["clientSecretExpiresAt"], datetime.timezone.utc)
    token = {
        "startUrl": "https://example.awsapps.com/start",
        "region": "us-east-1",
        "accessToken": first["accessToken"],
        "refreshToken": first["refreshToken"],
        "expiresAt": (now + datetime.timedelta(seconds=30)).strftime(stamp),
        "registrationExpiresAt": expires.strftime(stamp),
        **who,
    }
    json.dump(token, file)

# botocore refreshes it by itself.
token = SSOTokenProvider(session).load_token().get_frozen_token().token
assert token != first["accessToken"], "it was not refreshed"

# Keys of the profile's role.
keys = session.get_credentials().get_frozen_credentials()
assert keys.access_key.startswith("ASIA") and keys.secret_key and keys.token, "no keys"

# The rest of the portal.
sso = session.create_client("sso", config=plain)
pages = sso.get_paginator("list_accounts").paginate(accessToken=token, PaginationConfig={"PageSize": 1})
accounts = [account["accountId"] for page in pages for account in page["accountList"]]
assert accounts == ["111122223333", "444455556666"], accounts
roles = sso.list_account_roles(accessToken=token, accountId=accounts[0])["roleList"]
assert [role["roleName"] for role in roles] == ["Administrator", "ReadOnly"], roles
try:
    sso.get_role_credentials(accessToken=token, accountId=accounts[0], roleName="Nobody")
    raise SystemExit("an unknown role has keys")
except sso.exceptions.ResourceNotFoundException:
    pass
sso.logout(accessToken=token)
try:
    sso.list_accounts(accessToken=token)
    raise SystemExit("a token is good after the logout")
except sso.exceptions.UnauthorizedException:
    pass
print("signed in, refreshed, used, signed out")

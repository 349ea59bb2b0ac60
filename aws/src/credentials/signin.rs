//! Keys of a session that `aws login` began: those in its file, renewed at the sign-in service.
//!
//! A request for new keys proves with a signature that it comes from the program that began the session: DPoP, RFC 9449.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::HeaderValue;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use sha2::Digest as _;
use smithgen_client::Config;
use smithgen_client::auth::Credentials;
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::{DateTime, Document};
use smithgen_runtime::{url, uuid_v4};

use super::answer::Names;
use super::call::Caller;
use super::source::name;
use super::{CredentialsError, LoginFault, LoginSession, json_file};
use crate::services::signin::operations::create_o_auth2_token::{
    CreateOAuth2Token, CreateOAuth2TokenError, CreateOAuth2TokenInput,
};
use crate::services::signin::types::{TokenInput, TokenOutput};

/// Seconds before their expiry at which keys are renewed, as in botocore.
const RENEW_SECONDS: i64 = 5 * 60;

/// What must be in the file.
const NEEDED: [&str; 4] = ["accessToken", "refreshToken", "dpopKey", "clientId"];

/// How the file holds keys.
const KEYS: Names = Names {
    id: "accessKeyId",
    secret: "secretAccessKey",
    token: "sessionToken",
    expiry: "expiresAt",
    account: "accountId",
};

/// The keys, renewed if they are about to expire.
///
/// # Errors
/// The file is not there or not valid, or the session cannot be continued.
pub(super) async fn ask(
    session: &LoginSession,
    config: &Config,
    now: DateTime,
) -> Result<Credentials, CredentialsError> {
    let path = json_file::named(
        &session.directory,
        &sha2::Sha256::digest(session.name.as_bytes()),
    );
    let absent = || {
        LoginFault::NoToken(format!(
            "Unable to load a existing login session for session {}. Please reauthenticate with 'aws login'.",
            session.name
        ))
    };
    let kept = json_file::read(&path).ok_or_else(absent)?;
    let missing: Vec<_> = NEEDED
        .into_iter()
        .filter(|name| kept.get(name).is_none())
        .collect();
    if !missing.is_empty() {
        return Err(invalid(missing.join(", ")));
    }
    let token = kept.get("accessToken").unwrap_or(&Document::Null);
    let keys = KEYS.read(token).map_err(|name| invalid(name.to_owned()))?;
    let left = |expiry: DateTime| expiry.secs().saturating_sub(now.secs());
    if keys
        .expiry
        .is_some_and(|expiry| left(expiry) > RENEW_SECONDS)
    {
        return Ok(keys);
    }
    let output = renewed(&kept, config, now).await?;
    let expiry = DateTime::from_secs(now.secs().saturating_add(output.expires_in.into()));
    // The next run renews it again if it cannot be written, unless the service takes a refresh token only once.
    let _ = json_file::write(&path, &updated(kept, &output, expiry));
    let new = output.access_token;
    Ok(Credentials {
        access_key_id: new.access_key_id,
        secret_access_key: new.secret_access_key,
        session_token: Some(new.session_token),
        expiry: Some(expiry),
        account_id: keys.account_id,
    })
}

fn invalid(missing: String) -> CredentialsError {
    let message = "Failed to load access token from token cache, missing required fields";
    LoginFault::NoToken(format!("{message}: {missing}.")).into()
}

/// New keys for the refresh token.
async fn renewed(
    kept: &Document,
    config: &Config,
    now: DateTime,
) -> Result<TokenOutput, CredentialsError> {
    let text = |name| kept.get(name).and_then(Document::as_str);
    let unusable = || LoginFault::NoToken("Unable to load private key from cached token.".into());
    let key = text("dpopKey").and_then(private_key).ok_or_else(unusable)?;
    let input = CreateOAuth2TokenInput {
        token_input: Some(TokenInput {
            client_id: text("clientId").unwrap_or_default().to_owned(),
            grant_type: "refresh_token".to_owned(),
            refresh_token: text("refreshToken").map(str::to_owned),
        }),
    };
    let caller = Caller::new(config);
    let prove = |request: &mut http::Request<Bytes>| {
        let url = url::without_userinfo(&request.uri().to_string()).into_owned();
        // It is ASCII.
        if let Ok(proof) = HeaderValue::try_from(proof(&key, &url, now, &uuid_v4())) {
            request.headers_mut().insert("dpop", proof);
        }
    };
    let region = text("signInRegion").filter(|region| !region.is_empty());
    let said = caller.call_with::<CreateOAuth2Token>(name::LOGIN, &input, None, region, prove);
    match said.await {
        Ok(said) => Ok(said.output.token_output),
        Err(CredentialsError::Refused { refusal, .. })
            if refusal.code == "AccessDeniedException" =>
        {
            let error = smithgen_client::decode::<CreateOAuth2Token>(refusal.response);
            Err(refused(error.err()).into())
        }
        Err(error) => Err(error),
    }
}

/// Why the service does not continue the session.
fn refused(error: Option<CreateOAuth2TokenError>) -> LoginFault {
    let Some(CreateOAuth2TokenError::AccessDeniedException(denied)) = error else {
        return LoginFault::Refused;
    };
    match denied.error.as_deref() {
        Some("TOKEN_EXPIRED" | "USER_CREDENTIALS_CHANGED") => LoginFault::Ended,
        Some("INSUFFICIENT_PERMISSIONS") => LoginFault::Forbidden,
        _ => LoginFault::Refused,
    }
}

/// The file with new keys; everything else stays.
fn updated(kept: Document, output: &TokenOutput, expiry: DateTime) -> Document {
    let Document::Object(mut members) = kept else {
        return kept;
    };
    let keys = &output.access_token;
    let expiry = expiry.format(TimestampFormat::DateTime);
    for (name, value) in &mut members {
        match &**name {
            "accessToken" => {
                let account = value.get(KEYS.account).and_then(Document::as_str);
                let mut token = vec![
                    (KEYS.id, &*keys.access_key_id),
                    (KEYS.secret, &keys.secret_access_key),
                    (KEYS.token, &keys.session_token),
                ];
                token.extend(account.map(|account| (KEYS.account, account)));
                token.push((KEYS.expiry, &expiry));
                *value = json_file::object(&token);
            }
            "refreshToken" => *value = Document::String(output.refresh_token.clone()),
            _ => {}
        }
    }
    Document::Object(members)
}

/// The key in the text form of SEC 1, `ECPrivateKey`: version 1, and 32 bytes.
fn private_key(pem: &str) -> Option<SigningKey> {
    let lines = pem.lines().filter(|line| !line.starts_with("-----"));
    let text: String = lines.map(str::trim).collect();
    let der = BASE64_STANDARD.decode(text).ok()?;
    let (sequence, rest) = der.split_first_chunk::<2>()?;
    let rest = match sequence {
        [0x30, 0x81] => rest.get(1..)?,
        [0x30, _] => rest,
        _ => return None,
    };
    let key = rest.strip_prefix(&[2, 1, 1, 4, 32])?.get(..32)?;
    SigningKey::from_slice(key).ok()
}

/// The proof that whoever sends a request to the URL has the key.
fn proof(key: &SigningKey, url: &str, now: DateTime, id: &str) -> String {
    let encoded = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    // Neither base64 nor what a URI may hold has to be escaped in JSON.
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = (
        point.x().map(|it| encoded(it)),
        point.y().map(|it| encoded(it)),
    );
    let (x, y) = (x.unwrap_or_default(), y.unwrap_or_default());
    let key_shown = format!(r#"{{"kty":"EC","x":"{x}","y":"{y}","crv":"P-256"}}"#);
    let header = format!(r#"{{"typ":"dpop+jwt","alg":"ES256","jwk":{key_shown}}}"#);
    let seconds = now.secs();
    let payload = format!(r#"{{"htm":"POST","htu":"{url}","iat":{seconds},"jti":"{id}"}}"#);
    let signed = format!(
        "{}.{}",
        encoded(header.as_bytes()),
        encoded(payload.as_bytes())
    );
    let signature: Signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", encoded(&signature.to_bytes()))
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Verifier as _;

    use super::*;

    /// Made for this test.
    const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\n\
        MHcCAQEEIHcRVrrJZEdf9hFi4MHFHcsAQm0jn6Tgs/HX1pnCRIwjoAoGCCqGSM49\n\
        AwEHoUQDQgAE73eYyWqvvoNbHBIMcxzEkrVrTR5P7HADZG5Blk91benT6Ieq2+Dz\n\
        njj/EqlwSCC0Yuq7g/sAo0f/rbh0Oj8pwA==\n-----END EC PRIVATE KEY-----\n";

    #[test]
    fn a_proof_is_a_token_that_the_key_has_signed() {
        let key = private_key(KEY).unwrap();
        let proof = proof(&key, "https://h/v1/token", DateTime::from_secs(7), "id-1");
        let parts: Vec<_> = proof.split('.').collect();
        let decoded = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
        let text = |part| String::from_utf8(decoded(part)).unwrap();
        assert_eq!(
            text(parts[0]),
            r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","x":"73eYyWqvvoNbHBIMcxzEkrVrTR5P7HADZG5Blk91bek","y":"0-iHqtvg8544_xKpcEggtGLqu4P7AKNH_624dDo_KcA","crv":"P-256"}}"#
        );
        assert_eq!(
            text(parts[1]),
            r#"{"htm":"POST","htu":"https://h/v1/token","iat":7,"jti":"id-1"}"#
        );
        let signature = Signature::from_slice(&decoded(parts[2])).unwrap();
        let signed = format!("{}.{}", parts[0], parts[1]);
        key.verifying_key()
            .verify(signed.as_bytes(), &signature)
            .unwrap();
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "nonsense", "MHcCAQEE", "AAAA", "MAMCAQEE"] {
            assert!(private_key(text).is_none(), "{text}");
        }
    }
}

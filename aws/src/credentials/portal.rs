//! Asks the portal of IAM Identity Center for the keys of a role, with a cached token.

use smithgen_client::Environment;
use smithgen_client::auth::Credentials;
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::{DateTime, Document};

use super::call::Caller;
use super::source::name;
use super::sso::{Session, SingleSignOn};
use super::{CredentialsError, SsoFault, answer, json_file};
use crate::services::sso::operations::get_role_credentials::{
    GetRoleCredentials, GetRoleCredentialsInput,
};
use crate::services::sso_oidc::operations::create_token::{CreateToken, CreateTokenInput};

/// Seconds before its expiry at which a token is renewed, as in botocore.
const RENEW_SECONDS: i64 = 15 * 60;

/// The keys, and what is kept of the answer that they came in.
///
/// # Errors
/// There is no good token, or the portal refuses it.
pub(super) async fn ask(
    sso: &SingleSignOn,
    environment: &Environment,
    caller: &Caller,
    now: DateTime,
) -> Result<(Credentials, Document), CredentialsError> {
    let (token, _) = token(&sso.session, environment, caller, now).await?;
    let input = GetRoleCredentialsInput {
        role_name: Some(sso.role_name.clone()),
        account_id: Some(sso.account_id.clone()),
        access_token: Some(token),
    };
    let region = Some(sso.session.region.as_str());
    let said = caller.call::<GetRoleCredentials>(name::SSO, &input, None, region);
    let said = said.await.map_err(|error| match error {
        CredentialsError::Refused { refusal, .. } if refusal.code == "UnauthorizedException" => {
            SsoFault::Unauthorized.into()
        }
        other => other,
    })?;
    let missing = |name| CredentialsError::Metadata {
        source: name::SSO,
        fault: super::MetadataFault::Missing(name),
    };
    let given = said.output.role_credentials;
    let given = given.ok_or(missing("roleCredentials"))?;
    let id = given.access_key_id.ok_or(missing("accessKeyId"))?;
    let secret = given.secret_access_key.ok_or(missing("secretAccessKey"))?;
    let session_token = given.session_token.ok_or(missing("sessionToken"))?;
    let expiry = DateTime::from_secs(given.expiration.div_euclid(1000));
    let kept = json_file::object(&[
        ("AccessKeyId", &id),
        ("SecretAccessKey", &secret),
        ("SessionToken", &session_token),
        ("Expiration", &expiry.format(TimestampFormat::DateTime)),
        ("AccountId", &sso.account_id),
    ]);
    let kept = Document::Object(vec![
        (
            "ProviderType".to_owned(),
            Document::String("sso".to_owned()),
        ),
        ("Credentials".to_owned(), kept),
    ]);
    let keys = Credentials::new(id, secret).session_token(session_token);
    let keys = keys.account_id(&sso.account_id);
    Ok((keys.expiry(expiry), kept))
}

/// What a cached answer is found by, as in the AWS CLI.
pub(super) fn key(sso: &SingleSignOn) -> String {
    let mut members = vec![
        ("accountId", &*sso.account_id),
        ("roleName", &*sso.role_name),
    ];
    members.push(match &sso.session.name {
        Some(session) => ("sessionName", session),
        None => ("startUrl", &sso.session.start_url),
    });
    // Python's words for what is not ASCII, and no blanks between: all separators are outside of texts.
    let member = |(name, text): &(&str, &str)| {
        let text = Document::String((*text).to_owned());
        let style = smithgen_runtime::codec::JsonStyle::Python;
        let text = smithgen_runtime::codec::json::write_document(&text, style);
        let text = String::from_utf8(text.unwrap_or_default()).unwrap_or_default();
        format!("\"{name}\":{text}")
    };
    let members: Vec<String> = members.iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}

/// The cached token and its expiry, renewed if it is about to expire and can be.
pub(super) async fn token(
    session: &Session,
    environment: &Environment,
    caller: &Caller,
    now: DateTime,
) -> Result<(String, DateTime), CredentialsError> {
    let directory = environment.expand_user("~/.aws/sso/cache");
    let name = session.name.as_ref().unwrap_or(&session.start_url);
    let path = json_file::place(&directory, name);
    let absent = || SsoFault::NoToken(format!("Token for {name} does not exist"));
    let cached = json_file::read(&path).ok_or_else(absent)?;
    let invalid = || SsoFault::NoToken(format!("Token for {} is invalid", session.start_url));
    let text = |key: &str| cached.get(key).and_then(Document::as_str);
    let token = text("accessToken").ok_or_else(invalid)?;
    let expiry = text("expiresAt").and_then(answer::time);
    let expiry = expiry.ok_or_else(invalid)?;
    let left = expiry.secs().saturating_sub(now.secs());
    if session.name.is_none() {
        return match left <= 0 {
            true => Err(SsoFault::Unauthorized.into()),
            false => Ok((token.to_owned(), expiry)),
        };
    }
    if left < RENEW_SECONDS
        && let Some((token, expiry, renewed)) = renewed(session, &cached, caller, now).await?
    {
        // The next run renews it again if it cannot be written.
        let _ = json_file::write(&path, &renewed);
        return Ok((token, expiry));
    }
    match left <= 0 {
        true => Err(SsoFault::Expired.into()),
        false => Ok((token.to_owned(), expiry)),
    }
}

/// A new token and what is kept of it; `None` if it cannot be had with what is known.
async fn renewed(
    session: &Session,
    cached: &Document,
    caller: &Caller,
    now: DateTime,
) -> Result<Option<(String, DateTime, Document)>, CredentialsError> {
    let text = |key: &str| cached.get(key).and_then(Document::as_str);
    let (Some(refresh), Some(id), Some(secret), Some(registered)) = (
        text("refreshToken"),
        text("clientId"),
        text("clientSecret"),
        text("registrationExpiresAt"),
    ) else {
        return Ok(None);
    };
    if answer::time(registered).is_none_or(|until| until <= now) {
        return Ok(None);
    }
    let input = CreateTokenInput {
        client_id: Some(id.to_owned()),
        client_secret: Some(secret.to_owned()),
        grant_type: Some("refresh_token".to_owned()),
        refresh_token: Some(refresh.to_owned()),
        ..CreateTokenInput::default()
    };
    let region = Some(session.region.as_str());
    let output = match caller
        .call::<CreateToken>(name::SSO, &input, None, region)
        .await
    {
        Ok(said) => said.output,
        Err(CredentialsError::Refused { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(token) = output.access_token else {
        return Ok(None);
    };
    let expiry = now.secs().saturating_add(output.expires_in.into());
    let expiry = DateTime::from_secs(expiry);
    let until = expiry.format(TimestampFormat::DateTime);
    let mut members = vec![
        ("startUrl", &*session.start_url),
        ("region", &session.region),
        ("accessToken", &token),
        ("expiresAt", &until),
        ("clientId", id),
        ("clientSecret", secret),
        ("registrationExpiresAt", registered),
    ];
    if let Some(refresh) = &output.refresh_token {
        members.push(("refreshToken", refresh));
    }
    let renewed = json_file::object(&members);
    Ok(Some((token, expiry, renewed)))
}

//! Asks the Security Token Service for the keys of roles.

use smithgen_client::auth::Credentials;
use smithgen_client::blocking::on_a_thread;
use smithgen_client::{Config, Dialect};
use smithgen_runtime::codec::{JsonStyle, json};
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::{DateTime, Document, Number};

use super::assume_role::{Role, account};
use super::call::{Caller, Said};
use super::source::name;
use super::web_identity::WebIdentity;
use super::{CredentialsError, MfaPrompt, ProcessFault, container};
use crate::services::sts::operations::assume_role::{
    AssumeRole, AssumeRoleInput, AssumeRoleOutput,
};
use crate::services::sts::operations::assume_role_with_web_identity::{
    AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput,
};
use crate::services::sts::types::{self, AssumedRoleUser};

/// Keys, and what is kept of the answer that they came in.
pub(super) type Given = (Credentials, Document);

/// Assumes a role with the keys of another identity.
///
/// # Errors
/// The code of a device is needed and cannot be asked for, or the service refuses.
pub(super) async fn assume(
    role: &Role,
    keys: &Credentials,
    caller: &Caller,
    config: &Config,
    now: DateTime,
    prompt: Option<&MfaPrompt>,
) -> Result<Given, CredentialsError> {
    let mut input = AssumeRoleInput {
        role_session_name: Some(session_name(&role.session_name, config, now)),
        external_id: role.external_id.clone(),
        serial_number: role.mfa_serial.clone(),
        duration_seconds: role.duration,
        role_arn: Some(role.arn.clone()),
        token_code: None,
    };
    if let Some(serial) = &role.mfa_serial {
        let Some(prompt) = prompt else {
            return Err(CredentialsError::NoPrompt {
                serial: serial.clone(),
            });
        };
        let code = prompt(serial).await;
        input.token_code = Some(code.map_err(CredentialsError::Prompt)?);
    }
    let source = name::ASSUME_ROLE;
    let said = caller.call::<AssumeRole>(source, &input, Some(keys), None);
    let Said {
        output,
        response,
        attempts,
    } = said.await?;
    let AssumeRoleOutput {
        credentials,
        assumed_role_user,
        packed_policy_size,
        source_identity,
    } = output;
    let (keys, kept) = given(source, credentials, assumed_role_user.as_ref())?;
    let mut members = vec![("Credentials", Some(kept)), user(assumed_role_user)];
    members.extend([
        ("PackedPolicySize", packed_policy_size.map(number)),
        ("SourceIdentity", source_identity.map(Document::String)),
        ("ResponseMetadata", Some(metadata(&response, attempts))),
    ]);
    Ok((keys, object(members)))
}

/// Assumes a role with a token of another identity provider.
///
/// # Errors
/// The token cannot be read, or the service refuses.
pub(super) async fn assume_with_token(
    web: &WebIdentity,
    caller: &Caller,
    config: &Config,
    now: DateTime,
) -> Result<Given, CredentialsError> {
    let source = name::WEB_IDENTITY;
    // Reading the token blocks if its file is a pipe.
    let path = web.token_file.clone();
    let token = on_a_thread(move || container::read(&path)).await;
    let token = token.map_err(ProcessFault::Thread)?;
    let file = |error| CredentialsError::file(source, &web.token_file, error);
    let input = AssumeRoleWithWebIdentityInput {
        role_session_name: Some(session_name(&web.session_name, config, now)),
        role_arn: Some(web.arn.clone()),
        web_identity_token: Some(token.map_err(file)?),
    };
    let said = caller.call::<AssumeRoleWithWebIdentity>(source, &input, None, None);
    let Said {
        output,
        response,
        attempts,
    } = said.await?;
    let AssumeRoleWithWebIdentityOutput {
        credentials,
        subject_from_web_identity_token: subject,
        assumed_role_user,
        packed_policy_size,
        provider,
        audience,
        source_identity,
    } = output;
    let (keys, kept) = given(source, credentials, assumed_role_user.as_ref())?;
    let text = |text: Option<String>| text.map(Document::String);
    let members = vec![
        ("Credentials", Some(kept)),
        ("SubjectFromWebIdentityToken", text(subject)),
        user(assumed_role_user),
        ("PackedPolicySize", packed_policy_size.map(number)),
        ("Provider", text(provider)),
        ("Audience", text(audience)),
        ("SourceIdentity", text(source_identity)),
        ("ResponseMetadata", Some(metadata(&response, attempts))),
    ];
    Ok((keys, object(members)))
}

/// What a cached answer for the role is found by, as in the AWS CLI: the call's arguments, sorted.
pub(super) fn role_key(role: &Role) -> String {
    key(&[
        ("DurationSeconds", role.duration.map(number)),
        ("ExternalId", role.external_id.clone().map(Document::String)),
        ("RoleArn", Some(Document::String(role.arn.clone()))),
        (
            "RoleSessionName",
            role.session_name.clone().map(Document::String),
        ),
        (
            "SerialNumber",
            role.mfa_serial.clone().map(Document::String),
        ),
    ])
}

/// The same for a role that is assumed with a token.
pub(super) fn web_identity_key(web: &WebIdentity) -> String {
    let name = web.session_name.clone();
    key(&[
        ("RoleArn", Some(Document::String(web.arn.clone()))),
        ("RoleSessionName", name.map(Document::String)),
    ])
}

fn key(members: &[(&'static str, Option<Document>)]) -> String {
    let written = json::write_document(&object(members.to_vec()), JsonStyle::Python);
    String::from_utf8(written.unwrap_or_default()).unwrap_or_default()
}

/// The name of the session, made up as by the AWS CLI if none is set.
fn session_name(name: &Option<String>, config: &Config, now: DateTime) -> String {
    let program = match config.dialect {
        Dialect::Botocore => "botocore",
        _ => "smithgen",
    };
    let made_up = || format!("{program}-session-{}", now.secs());
    name.clone().unwrap_or_else(made_up)
}

/// The keys in an answer, and their part of what is kept.
fn given(
    source: &'static str,
    keys: Option<types::Credentials>,
    user: Option<&AssumedRoleUser>,
) -> Result<(Credentials, Document), CredentialsError> {
    let keys = keys.ok_or(CredentialsError::Metadata {
        source,
        fault: super::MetadataFault::Missing("Credentials"),
    })?;
    let account = user.and_then(|user| account(&user.arn));
    // Python writes the offset of UTC as digits.
    let expiry = keys.expiration.format(TimestampFormat::DateTime);
    let expiry = expiry.trim_end_matches('Z').to_owned() + "+00:00";
    let text = |text: &str| Some(Document::String(text.to_owned()));
    let kept = object(vec![
        ("AccessKeyId", text(&keys.access_key_id)),
        ("SecretAccessKey", text(&keys.secret_access_key)),
        ("SessionToken", text(&keys.session_token)),
        ("Expiration", Some(Document::String(expiry))),
        ("AccountId", account.and_then(text)),
    ]);
    let found = Credentials {
        access_key_id: keys.access_key_id,
        secret_access_key: keys.secret_access_key,
        session_token: Some(keys.session_token),
        expiry: Some(keys.expiration),
        account_id: account.map(str::to_owned),
    };
    Ok((found, kept))
}

fn user(user: Option<AssumedRoleUser>) -> (&'static str, Option<Document>) {
    let shown = user.map(|user| {
        object(vec![
            (
                "AssumedRoleId",
                Some(Document::String(user.assumed_role_id)),
            ),
            ("Arn", Some(Document::String(user.arn))),
        ])
    });
    ("AssumedRoleUser", shown)
}

/// What botocore tells of a response.
fn metadata(response: &http::Response<bytes::Bytes>, attempts: u32) -> Document {
    let text = |text: &[u8]| Document::String(String::from_utf8_lossy(text).into_owned());
    let headers = response.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value.as_bytes())));
    object(vec![
        (
            "RequestId",
            request_id(response.body()).map(Document::String),
        ),
        (
            "HTTPStatusCode",
            Some(Document::Number(Number::Uint(
                response.status().as_u16().into(),
            ))),
        ),
        ("HTTPHeaders", Some(Document::Object(headers.collect()))),
        (
            "RetryAttempts",
            Some(Document::Number(Number::Uint(
                attempts.saturating_sub(1).into(),
            ))),
        ),
    ])
}

/// The id in the metadata at the end of a response, which has no place in a model.
fn request_id(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, metadata) = text.rsplit_once("<ResponseMetadata>")?;
    let (_, id) = metadata.split_once("<RequestId>")?;
    Some(id.split_once('<')?.0.to_owned())
}

fn number(number: i32) -> Document {
    Document::Number(match u64::try_from(number) {
        Ok(number) => Number::Uint(number),
        Err(_) => Number::Int(number.into()),
    })
}

/// An object of the members that are there.
fn object(members: Vec<(&'static str, Option<Document>)>) -> Document {
    let members = members.into_iter();
    let there = members.filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Document::Object(there.collect())
}

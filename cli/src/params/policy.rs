//! The policy by which a service may upload to a bucket: made if none is given, and signed with a key that is not sent.
//!
//! Source: "Authenticating requests: browser-based uploads using POST", Amazon S3 API reference, signature version 2.

use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use smithgen_runtime::{DateTime, TimestampFormat};

use super::base64;
use crate::errors::Failure;
use crate::json;
use crate::value::{Map, Value};

const POLICY: &str = "UploadPolicy";
const SIGNATURE: &str = "UploadPolicySignature";
/// Where an option puts the secret key.
const SECRET: &str = "_SAK";
/// How many seconds a policy is good.
const DAY: u64 = 24 * 60 * 60;

/// Makes and signs the policy within a structure of this member.
///
/// # Errors
/// As `aws` 255, else 252, if there is nothing to make a policy of.
pub(super) fn complete(params: &mut Map, member: &str, inside: &str) -> Result<(), Failure> {
    let place = match params.get_mut(member) {
        Some(Value::Map(outer)) => outer.get_mut(inside).ok_or(inside),
        _ => Err(member),
    };
    let place = match place.map_err(missing)? {
        Value::Map(place) => place,
        _ => return Ok(()),
    };
    if !place.contains_key(POLICY) {
        let text = |name: &str| match place.get(name) {
            Some(value) => Ok(json::compact(&Value::from(value.to_string()))),
            None => Err(missing(name)),
        };
        let policy = policy(&text("Bucket")?, &text("Prefix")?, SystemTime::now());
        place.insert(POLICY, Value::Bytes(policy.into_bytes()));
    }
    if place.contains_key(SIGNATURE) {
        return Ok(());
    }
    let policy = match place.get(POLICY) {
        Some(Value::Bytes(bytes)) => bytes.clone(),
        Some(Value::Str(text)) => text.clone().into_bytes(),
        _ => Vec::new(),
    };
    let secret = place.get(SECRET).map(Value::to_string).unwrap_or_default();
    if !policy.is_empty() && !secret.is_empty() {
        place.insert(SIGNATURE, Value::from(signature(&policy, &secret)));
        place.remove(SECRET);
    }
    Ok(())
}

fn missing(name: &str) -> Failure {
    let own =
        format!("{name} is missing: give a bucket and a prefix, or all at once as a structure.");
    Failure::Misread(Box::new(Failure::general(format!("'{name}'"))), own)
}

/// A policy that is good for a day. Bucket and prefix are JSON.
fn policy(bucket: &str, prefix: &str, now: SystemTime) -> String {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(now.as_secs() + DAY).unwrap_or(i64::MAX);
    let expires = DateTime::from_secs(seconds).format(TimestampFormat::DateTime);
    let expires = expires.trim_end_matches('Z');
    let micros = now.subsec_micros();
    format!(
        "{{\"expiration\": \"{expires}.{micros:06}Z\",\"conditions\": [{{\"bucket\": {bucket}}},\
         {{\"acl\": \"ec2-bundle-read\"}},[\"starts-with\", \"$key\", {prefix}]]}}"
    )
}

/// The signature of a policy, in base64, of which the policy in base64 is signed.
fn signature(policy: &[u8], secret: &str) -> String {
    let text = base64::encode(policy);
    // A key may have any length.
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    base64::encode(&mac.chain_update(text.as_bytes()).finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// What becomes of `{"Storage": {"S3": ...}}`.
    fn completed(storage: &str) -> Result<Map, Failure> {
        let params = format!(r#"{{"Storage": {{"S3": {storage}}}}}"#);
        let mut params = json::parse(&params).unwrap().as_map().unwrap().clone();
        complete(&mut params, "Storage", "S3")?;
        let storage = params.get("Storage").unwrap().get("S3").unwrap();
        Ok(storage.as_map().unwrap().clone())
    }

    #[test]
    fn a_policy_is_good_for_a_day() {
        let now = UNIX_EPOCH + Duration::from_micros(1_700_000_000_000_042);
        assert_eq!(
            policy("\"b\"", "\"p/\"", now),
            r#"{"expiration": "2023-11-15T22:13:20.000042Z","conditions": [{"bucket": "b"},{"acl": "ec2-bundle-read"},["starts-with", "$key", "p/"]]}"#
        );
    }

    #[test]
    fn what_is_given_is_signed_and_the_secret_goes() {
        let storage = completed(r#"{"UploadPolicy": "hello", "_SAK": "secret"}"#).unwrap();
        // Checked with Python's hmac.
        assert_eq!(
            storage.get(SIGNATURE).unwrap().as_str(),
            Some("Xue+FQWUW6pRSxi/b2wNPAIx1pM=")
        );
        assert!(!storage.contains_key(SECRET));
    }

    #[test]
    fn what_is_missing_is_made_of_bucket_and_prefix() {
        let storage = completed(r#"{"Bucket": "b", "Prefix": "p"}"#).unwrap();
        assert!(matches!(storage.get(POLICY), Some(Value::Bytes(_))));
        assert!(!storage.contains_key(SIGNATURE));
        for (given, name) in [("{}", "'Bucket'"), (r#"{"Bucket": "b"}"#, "'Prefix'")] {
            let failure = completed(given).unwrap_err().told(true);
            assert!(matches!(failure, Failure::General(text) if text == name));
        }
        let failure = complete(&mut Map::new(), "Storage", "S3").unwrap_err();
        assert!(matches!(failure.told(true), Failure::General(text) if text == "'Storage'"));
    }
}

//! Signs a client's requests: determines the scope and the keys.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName};
use http::{HeaderValue, Request};
use sha2::Digest as _;
use smithgen_client::auth::{AuthError, Hashed, Signed, Signer, Signing, SigningFuture};
use smithgen_client::endpoint::Value;
use smithgen_runtime::message::Payload;
use smithgen_runtime::operation::{OperationSpec, OperationTrait};

use super::payload::is_hash_needed;
use super::{CONTENT_SHA256, Parameters, SECURITY_TOKEN, key, sign};

/// The scheme of directory buckets, and the header for its token. Source: "Regional and Zonal endpoint API operations",
/// Amazon S3 user guide.
const SESSION: &str = "sigv4-s3express";
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-s3session-token");

/// Signs with SigV4 and, with the feature `sigv4a`, with SigV4a.
#[derive(Clone, Copy, Debug, Default)]
pub struct AwsSigner;

/// What a signature applies to.
struct Scope {
    /// The signing name of the service.
    name: String,
    /// The endpoint's signing region; `None` for the client's region.
    region: Option<String>,
    /// The endpoint's region set for SigV4a.
    region_set: Option<String>,
    /// Whether the path is signed as it is, rather than normalized and encoded a second time.
    plain_path: bool,
    /// Whether the payload's hash is sent as a header.
    hash_header: bool,
}

/// Signing names of S3, which signs paths unchanged and requires the payload's hash as a header. Source: "Signature
/// Version 4", AWS General Reference: "except for Amazon S3".
const OBJECT_STORE: &[&str] = &["s3", "s3-outposts", "s3-object-lambda", "s3express"];

/// Whether the signing name is one of S3's.
pub(super) fn is_object_store(name: &str) -> bool {
    OBJECT_STORE.contains(&name)
}

impl Signer for AwsSigner {
    fn read_ahead<'a>(
        &'a self,
        operation: &'static OperationSpec,
        headers: &'a mut HeaderMap,
        payload: &'a Payload,
    ) -> Hashed<'a> {
        Box::pin(async move {
            if !is_hash_needed(operation, headers) {
                return Ok(());
            }
            let mut digest = sha2::Sha256::new();
            let mut body = payload.content()?;
            while let Some(piece) = body.next().await.transpose()? {
                digest.update(&piece);
            }
            // Hexadecimal digits.
            if let Ok(hash) = HeaderValue::try_from(key::hex(&digest.finalize())) {
                headers.insert(CONTENT_SHA256, hash);
            }
            Ok(())
        })
    }

    fn sign<'a>(
        &'a self,
        signing: Signing<'a>,
        request: &'a mut Request<Bytes>,
    ) -> SigningFuture<'a> {
        Box::pin(signed(signing, request))
    }
}

async fn signed(
    signing: Signing<'_>,
    request: &mut Request<Bytes>,
) -> Result<Option<Signed>, AuthError> {
    let asymmetric = signing.asymmetric;
    if asymmetric && !cfg!(feature = "sigv4a") {
        return Err(AuthError::MissingFeature {
            scheme: "sigv4a",
            feature: "sigv4a",
        });
    }
    let named = signing.scheme.and_then(|scheme| scheme.field("name"));
    let in_session = named.is_some_and(|name| name.as_str() == Some(SESSION));
    let provider = match in_session {
        true => &signing.settings.session,
        false => &signing.settings.credentials,
    };
    let Some(provider) = provider else {
        return Ok(None);
    };
    let Some(credentials) = provider.provide(signing.purpose).await? else {
        return Ok(None);
    };
    let purpose = signing.purpose;
    purpose.check_expiry("credentials", credentials.expiry)?;
    let scope = scope(signing.operation, signing.scheme);
    let region = scope.region.as_deref().or(signing.region);
    let preferred = signing.settings.region_set.as_deref();
    let regions = match asymmetric {
        true => preferred.or(scope.region_set.as_deref()).or(region),
        false => region,
    };
    let parameters = Parameters {
        credentials: &credentials,
        name: &scope.name,
        region: regions
            .filter(|text| !text.is_empty())
            .ok_or(AuthError::NoRegion)?,
        time: purpose.now,
        plain_path: scope.plain_path,
        hash_header: scope.hash_header,
        symmetric: !asymmetric,
        token_header: match in_session {
            true => SESSION_TOKEN,
            false => SECURITY_TOKEN,
        },
        operation: signing.operation,
        #[cfg(feature = "event-streams")]
        clock: signing.clock.clone(),
    };
    if let Some(expires) = signing.expires {
        if asymmetric {
            return Err(AuthError::Unsupported {
                operation: signing.operation.name(),
                scheme: "sigv4a",
            });
        }
        super::presign(request, &parameters, expires)?;
        return Ok(Some(Signed::default()));
    }
    #[cfg(feature = "sigv4a")]
    if asymmetric {
        super::sign_asymmetric(request, &parameters)?;
        return Ok(Some(Signed::default()));
    }
    sign(request, &parameters).map(Some)
}

fn scope(operation: &'static OperationSpec, scheme: Option<&Value>) -> Scope {
    let field = |name: &str| scheme.and_then(|scheme| scheme.field(name));
    let text = |name: &str| {
        let value = field(name)?;
        let text = value.as_str().filter(|text| !text.is_empty())?;
        Some(text.to_owned())
    };
    let name = text("signingName").unwrap_or_else(|| operation.service().signing_name().to_owned());
    let region_set = field("signingRegionSet").and_then(|set| {
        let regions: Vec<&str> = set.as_list()?.iter().filter_map(Value::as_str).collect();
        (!regions.is_empty()).then(|| regions.join(","))
    });
    let object_store = is_object_store(&name);
    let disabled = field("disableDoubleEncoding").and_then(|value| value.as_bool());
    Scope {
        region: text("signingRegion"),
        region_set,
        plain_path: disabled.unwrap_or(object_store),
        hash_header: object_store
            || operation
                .traits()
                .contains(&OperationTrait::UnsignedPayload),
        name,
    }
}

//! Buckets that are elsewhere: in another region, to which requests are sent again, or in a zone, where they are made in
//! a session.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::SystemTime;

use http::{HeaderName, Method};
use smithgen_aws::profile::is_valid_region;
use smithgen_client::auth::Credentials;
use smithgen_client::{Answer, Client, Config, ConfigError, Prepared};
use smithgen_runtime::dynamic::{self, DynamicStructure, Typing};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::{Kind, Member, Schema, Trait, prelude};
use smithgen_runtime::{DateTime, TimestampFormat};

use super::{Call, Outcome, failure};
use crate::errors::{Failure, ServiceFailure, Voice};
use crate::limits::REGION_LOOKUPS;
use crate::message::output::{self, Timestamps};
use crate::message::{error, input};
use crate::table::Buckets;
use crate::value::{Map, Value};

/// The header that tells the region of a bucket.
const REGION: HeaderName = HeaderName::from_static("x-amz-bucket-region");
/// The scheme of requests in a session.
const SESSION: &str = "sigv4-s3express";
/// What errors tell of a bucket that is elsewhere.
static TOLD: Schema = Schema::annotated(
    "smithgen.cli#Elsewhere",
    Kind::Structure,
    &[
        Member::new("Region", &prelude::STRING),
        Member::new("Endpoint", &prelude::STRING),
    ],
    &[Trait::Error { client: true }],
);
const HOW_TO_SET_A_REGION: &str = "You can fix this issue by explicitly providing the correct region location using \
    the --region argument, the AWS_DEFAULT_REGION environment variable, or the region variable in the AWS CLI \
    configuration file.  You can get the bucket's location by running \"aws s3api get-bucket-location --bucket BUCKET\".";

/// What is known of a call's bucket.
#[derive(Default)]
pub(crate) struct Whereabouts {
    /// The service's tables, and the input member with the bucket's name.
    pub(crate) of: Option<(&'static Buckets, usize)>,
    found: RefCell<Found>,
}

#[derive(Default)]
struct Found {
    region: Option<String>,
    session: Option<Credentials>,
}

impl Call {
    /// The settings, with what was found out of the bucket and the account.
    pub(super) fn current_config(&self) -> Config {
        let mut config = self.config.clone();
        if let Some(Some(account)) = self.account.get() {
            config = config.endpoint_parameter(super::ACCOUNT, account.clone());
        }
        let found = self.place.found.borrow();
        if let Some(region) = &found.region {
            config.region = Some(region.clone());
        }
        config
    }

    /// The settings for a request that is ready, with a session if its endpoint asks for one.
    pub(super) fn config_for(&self, prepared: &Prepared, input: &Map) -> Outcome<Config> {
        let mut config = self.current_config();
        let properties = prepared.endpoint.properties.iter();
        let mut schemes = properties.filter(|(name, _)| *name == "authSchemes");
        let first = schemes.next().and_then(|(_, it)| it.as_list()?.first());
        let name = first.and_then(|scheme| scheme.field("name"));
        let is_asked_for = name.is_some_and(|name| name.as_str() == Some(SESSION));
        if is_asked_for && !config.anonymous {
            config.auth.session = self.session(input)?.map(|it| Arc::new(it) as _);
        }
        Ok(config)
    }

    fn bucket<'i>(&self, input: &'i Map) -> Option<(&'static Buckets, &'static str, &'i str)> {
        let (buckets, member) = self.place.of?;
        let name = self.operation.input().members().get(member)?.name();
        Some((buckets, name, input.get(name)?.as_str()?))
    }

    /// The credentials of the bucket's session, which is made if there is none that lasts.
    fn session(&self, input: &Map) -> Outcome<Option<Credentials>> {
        let Some((buckets, member, bucket)) = self.bucket(input) else {
            return Ok(None);
        };
        let now = DateTime::from(SystemTime::now());
        let lasts = |it: &Credentials| it.expiry.is_none_or(|expiry| expiry.secs() > now.secs());
        let known = self.place.found.borrow().session.clone();
        if let Some(session) = known.filter(lasts) {
            return Ok(Some(session));
        }
        let (answer, _) = self.ask(buckets.session, member, bucket)?;
        let operation = buckets.session;
        let protocol = operation.service().protocol();
        if !protocol.is_success(operation, &answer.response) {
            let error = error::read(operation, &answer.response, None)?;
            return Err(Failure::Service(Box::new(error)));
        }
        let view = output::read(operation, operation.output(), &answer.response)?;
        let result = output::result(operation, &view, Timestamps::Wire, &[])?;
        let keys = result.get("Credentials");
        let text = |name: &str| keys.and_then(|keys| keys.get(name)?.as_str().map(str::to_owned));
        let (Some(id), Some(secret)) = (text("AccessKeyId"), text("SecretAccessKey")) else {
            return Err(Failure::general("the session of the bucket has no keys"));
        };
        let mut session = Credentials::new(id, secret);
        session.session_token = text("SessionToken");
        let expiry = text("Expiration");
        session.expiry = expiry.and_then(|it| DateTime::parse(&it, TimestampFormat::DateTime).ok());
        self.place.found.borrow_mut().session = Some(session.clone());
        Ok(Some(session))
    }

    /// Makes a call about the bucket.
    fn ask(
        &self,
        operation: &'static OperationSpec,
        member: &str,
        bucket: &str,
    ) -> Outcome<(Answer, Method)> {
        let mut params = Map::new();
        params.insert(member, Value::from(bucket));
        let view = input::view(&params, operation.input())?;
        let mut config = self.current_config();
        config.transport = Some(Arc::clone(&self.link()?.transport));
        let client = Client::new(config);
        let prepared = client.prepare(operation, &view);
        let prepared = prepared.map_err(|error| failure(operation, &error))?;
        let method = prepared.request.method().clone();
        let sent = self.run(client.transmit(prepared))?;
        let answer = sent.map_err(|error| failure(operation, &error))?;
        Ok((answer, method))
    }

    /// Whether the bucket is in another region, which all requests that follow go to.
    ///
    /// # Errors
    /// 255 for a region that is none.
    pub(super) fn is_elsewhere(
        &self,
        input: &Map,
        answer: &Answer,
        method: &Method,
    ) -> Outcome<bool> {
        let Some((buckets, member, bucket)) = self.bucket(input) else {
            return Ok(false);
        };
        let finding = Finding {
            call: self,
            buckets,
            member,
            bucket,
        };
        // An access point has its region in its name.
        match bucket.starts_with("arn:") {
            true => Ok(false),
            false => finding.moves(self.operation, answer, method, 0),
        }
    }

    /// Says how to mend an error about regions, in the reference's words.
    pub(super) fn explain(
        &self,
        failure: &mut ServiceFailure,
        answer: &http::Response<bytes::Bytes>,
    ) -> Outcome<()> {
        if self.place.of.is_none() || self.voice == Voice::Own {
            return Ok(());
        }
        let message = failure.message.as_str().unwrap_or_default();
        if message.contains("Please use AWS4-HMAC-SHA256") {
            failure.message = Value::from(format!(
                "You are attempting to operate on a bucket in a region that requires Signature Version 4.  \
                 {HOW_TO_SET_A_REGION}"
            ));
        } else if failure.code.as_str() == Some("PermanentRedirect") {
            let endpoint = told(self.operation, answer, "Endpoint");
            let endpoint = endpoint.ok_or_else(|| Failure::general("'Endpoint'"))?;
            let mut message = message.to_owned();
            message.pop();
            let message = format!("{message}: {endpoint}\n{HOW_TO_SET_A_REGION}");
            failure.message = Value::from(message);
        }
        Ok(())
    }
}

/// A text in the document of an error.
fn told(
    operation: &OperationSpec,
    response: &http::Response<bytes::Bytes>,
    name: &str,
) -> Option<String> {
    let mut view = DynamicStructure::new(&TOLD, Typing::Loose);
    let protocol = operation.service().protocol();
    protocol.decode_error(operation, response, &mut view).ok()?;
    match view.value(TOLD.member_index(name)?)? {
        dynamic::Value::Untyped(found) => output::value(found).as_str().map(str::to_owned),
        dynamic::Value::Str(text) => Some(text.clone()),
        _ => None,
    }
}

/// The search for the region of a bucket.
struct Finding<'a> {
    call: &'a Call,
    buckets: &'static Buckets,
    member: &'static str,
    bucket: &'a str,
}

impl Finding<'_> {
    /// Whether an answer tells of another region, which is found then. The conditions are the reference's.
    fn moves(
        &self,
        operation: &'static OperationSpec,
        answer: &Answer,
        method: &Method,
        depth: usize,
    ) -> Outcome<bool> {
        let response = &answer.response;
        let protocol = operation.service().protocol();
        if protocol.is_success(operation, response) {
            return Ok(false);
        }
        let status = response.status().as_u16();
        let code = protocol.error_metadata(operation, response).code;
        let header = response.headers().get(REGION);
        let header = header.and_then(|it| it.to_str().ok()).map(str::to_owned);
        let is = |other: &'static OperationSpec| std::ptr::eq(operation, other);
        let is_head = *method == Method::HEAD && matches!(status, 301 | 400);
        let in_error = || told(operation, response, "Region");
        let moves = is_head && (header.is_some() || !is(self.buckets.head))
            || matches!(status, 301 | 302 | 307)
            || code == "PermanentRedirect"
            || code == "AuthorizationHeaderMalformed" && in_error().is_some()
            || code == "IllegalLocationConstraintException" && !is(self.buckets.create);
        if !moves {
            return Ok(false);
        }
        let region = match header.or_else(in_error) {
            Some(region) => Some(region),
            None => self.look_up(depth)?,
        };
        let Some(region) = region else {
            return Ok(false);
        };
        if !is_valid_region(&region) {
            let error = ConfigError::InvalidRegion { region };
            return Err(Failure::general(error.to_string()));
        }
        self.call.place.found.borrow_mut().region = Some(region);
        Ok(true)
    }

    /// Asks for the region, of which answers may tell that the bucket is elsewhere, again and again.
    fn look_up(&self, depth: usize) -> Outcome<Option<String>> {
        if depth >= REGION_LOOKUPS {
            return match self.call.voice {
                Voice::Reference => Err(Failure::general("maximum recursion depth exceeded")),
                Voice::Own => Ok(None),
            };
        }
        let ask = || self.call.ask(self.buckets.head, self.member, self.bucket);
        let (mut answer, method) = ask()?;
        if self.moves(self.buckets.head, &answer, &method, depth + 1)? {
            answer = ask()?.0;
        }
        let region = answer.response.headers().get(REGION);
        Ok(region.and_then(|it| it.to_str().ok()).map(str::to_owned))
    }
}

#[cfg(test)]
#[path = "buckets_tests.rs"]
mod tests;

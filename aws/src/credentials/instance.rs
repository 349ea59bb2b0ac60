//! The metadata service of an instance, which returns the keys of the instance's role.

use std::time::Duration;

use http::Method;
use smithgen_client::auth::Credentials;
use smithgen_client::transport::TransportErrorKind;
use smithgen_client::{Config, Environment};
use smithgen_runtime::DateTime;
use smithgen_runtime::codec::json;

use super::metadata::{Asking, Reply, request};
use super::source::name;
use super::{CredentialsError, MetadataFault, answer};
use crate::limits::{INSTANCE_TIMEOUT_SECONDS, REFRESH_SECONDS};
use crate::profile::{Profile, is_true};

const ROLES: &str = "latest/meta-data/iam/security-credentials/";
const TOKEN: &str = "latest/api/token";
const ZONE: &str = "latest/meta-data/placement/availability-zone/";
/// How long a token of the service is to be good for, in seconds.
const TOKEN_SECONDS: &str = "21600";

/// The metadata service of the instance this may run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceMetadata {
    /// Without a slash at its end.
    endpoint: String,
    timeout: Duration,
    attempts: u32,
    /// Whether the service must give a token.
    needs_token: bool,
}

/// Why the service gives nothing.
enum Nothing {
    /// It does not answer, or has nothing.
    Absent,
    Refused(CredentialsError),
}

impl InstanceMetadata {
    /// The service by the settings of environment and profile; `None` if it must not be asked.
    pub fn find(environment: &Environment, profile: &Profile) -> Option<Self> {
        let setting = |variable: &str, key: &str| {
            let set = environment.get(variable);
            set.or_else(|| profile.get(key).map(str::to_owned))
        };
        let disabled = environment.get("AWS_EC2_METADATA_DISABLED");
        if disabled.is_some_and(|text| is_true(&text)) {
            return None;
        }
        let mode = setting(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
            "ec2_metadata_service_endpoint_mode",
        );
        let is_ipv6 = match mode {
            Some(mode) => mode.eq_ignore_ascii_case("ipv6"),
            None => setting("AWS_IMDS_USE_IPV6", "imds_use_ipv6").is_some_and(|it| is_true(&it)),
        };
        let endpoint = setting(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "ec2_metadata_service_endpoint",
        );
        let endpoint = match endpoint.filter(|url| !url.is_empty()) {
            Some(url) => url,
            None if is_ipv6 => "http://[fd00:ec2::254]".to_owned(),
            None => "http://169.254.169.254".to_owned(),
        };
        let number = |variable, key| setting(variable, key)?.trim().replace('_', "").parse().ok();
        let seconds = number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
        let seconds = seconds.filter(|seconds| *seconds > 0);
        let attempts = number(
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            "metadata_service_num_attempts",
        );
        let needs_token = setting("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled");
        Some(InstanceMetadata {
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            timeout: Duration::from_secs(seconds.unwrap_or(INSTANCE_TIMEOUT_SECONDS)),
            attempts: attempts.map_or(1, |it| u32::try_from(it).unwrap_or(u32::MAX)),
            needs_token: needs_token.is_some_and(|it| is_true(&it)),
        })
    }

    /// Sets how long the service has to accept a connection, and then to answer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The region that the instance is in, if this runs on one.
    ///
    /// # Errors
    /// The service must give a token, and does not.
    pub async fn region(&self, config: &Config) -> Result<Option<String>, CredentialsError> {
        let asking = self.asking(config);
        let zone = async {
            let token = self.token(&asking).await?;
            self.get(&asking, ZONE, token.as_deref(), |(_, body)| {
                String::from_utf8(body.to_vec()).ok()
            })
            .await
        };
        match zone.await {
            Ok(mut zone) => {
                zone.pop();
                Ok(Some(zone).filter(|zone| !zone.is_empty()))
            }
            Err(Nothing::Absent) => Ok(None),
            Err(Nothing::Refused(error)) => Err(error),
        }
    }

    /// Asks for the keys; `None` if this does not run on an instance with a role. Where the service cannot renew the
    /// keys, those that it has count as good for a while longer.
    ///
    /// # Errors
    /// The service must give a token, and does not.
    pub(super) async fn ask(
        &self,
        config: &Config,
        now: DateTime,
    ) -> Result<Option<Credentials>, CredentialsError> {
        match self.keys(&self.asking(config)).await {
            Ok(keys) => Ok(Some(extended(keys, config, now))),
            Err(Nothing::Absent) => Ok(None),
            Err(Nothing::Refused(error)) => Err(error),
        }
    }

    async fn keys(&self, asking: &Asking) -> Result<Credentials, Nothing> {
        let token = self.token(asking).await?;
        let token = token.as_deref();
        let text = |(_, body): &Reply| String::from_utf8(body.to_vec()).ok();
        let role = self.get(asking, ROLES, token, text).await?;
        let path = format!("{ROLES}{role}");
        let document = |(_, body): &Reply| json::document(body).ok();
        let document = self.get(asking, &path, token, document).await?;
        // An answer without keys may hold an error of the role's.
        answer::METADATA
            .read(&document)
            .map_err(|_| Nothing::Absent)
    }

    fn asking(&self, config: &Config) -> Asking {
        Asking::new(config, self.timeout, config.http.proxies.clone())
    }

    /// A token, or `None` if the service knows none.
    async fn token(&self, asking: &Asking) -> Result<Option<String>, Nothing> {
        let url = format!("{}/{TOKEN}", self.endpoint);
        let given = 'given: {
            for _ in 0..self.attempts {
                let request = request(Method::PUT, &url);
                let request = request.header("x-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS);
                match asking.ask(request).await {
                    Ok((200, body)) => break 'given String::from_utf8(body.to_vec()).ok(),
                    Ok((403..=405, _)) => break 'given None,
                    Ok((400, _)) => return Err(Nothing::Absent),
                    Ok(_) => {}
                    // Through some networks only the old way works, and a token never arrives.
                    Err(error) if error.kind == TransportErrorKind::ReadTimeout => {
                        break 'given None;
                    }
                    Err(_) => {}
                }
            }
            None
        };
        match given.filter(|token| !token.is_empty()) {
            None if self.needs_token => Err(Nothing::Refused(CredentialsError::Metadata {
                source: name::INSTANCE,
                fault: MetadataFault::NoToken,
            })),
            given => Ok(given),
        }
    }

    /// What `read` makes of the first good answer.
    async fn get<T>(
        &self,
        asking: &Asking,
        path: &str,
        token: Option<&str>,
        read: impl Fn(&Reply) -> Option<T>,
    ) -> Result<T, Nothing> {
        let url = format!("{}/{path}", self.endpoint);
        for _ in 0..self.attempts {
            let mut request = request(Method::GET, &url);
            if let Some(token) = token {
                request = request.header("x-aws-ec2-metadata-token", token);
            }
            if let Ok(reply) = asking.ask(request).await
                && reply.0 == 200
                && !reply.1.is_empty()
                && let Some(found) = read(&reply)
            {
                return Ok(found);
            }
        }
        Err(Nothing::Absent)
    }
}

/// The keys, with a later expiry if they are about to expire: the service renews them well before, unless it is
/// disturbed, and then they are accepted for longer.
fn extended(keys: Credentials, config: &Config, now: DateTime) -> Credentials {
    // Between 2 and 10 minutes, so that not all machines ask at once.
    let jitter = 120 + ((config.jitter)().clamp(0.0, 1.0) * 480.0) as i64;
    let window = REFRESH_SECONDS + jitter;
    let is_late = |expiry: &DateTime| now.secs() >= expiry.secs().saturating_sub(window);
    match keys.expiry.filter(is_late) {
        Some(_) => keys.expiry(DateTime::from_secs(now.secs().saturating_add(window))),
        None => keys,
    }
}

//! Queries the metadata services of containers and instances.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use smithgen_aws::profile::is_true;
use smithgen_client::transport::{
    Body, HyperTransport, Settings as HttpSettings, Transport, TransportError,
};
use smithgen_runtime::url::without_userinfo;

use super::Settings;
use crate::call::transport_message;
use crate::errors::Failure;
use crate::interrupt;
use crate::json;
use crate::limits::METADATA_BYTES;
use crate::message::foreign::shortened;
use crate::python;
use crate::value::Value;

/// Status and body of a response.
type Reply = (u16, Bytes);

enum Silence {
    Interrupted,
    Failed(TransportError),
}

fn ask(request: http::request::Builder, timeout: Duration) -> Result<Reply, Silence> {
    let unusable = || {
        Silence::Failed(TransportError::new(
            smithgen_runtime::TransportErrorKind::Unusable,
            "the metadata service",
        ))
    };
    let request = request.body(Body::default()).map_err(|_| unusable())?;
    let url = without_userinfo(&request.uri().to_string()).into_owned();
    let mut settings = HttpSettings::default();
    settings.connect_timeout = Some(timeout);
    settings.read_timeout = Some(timeout);
    let transport: Arc<dyn Transport> = Arc::new(HyperTransport::new(settings));
    let runtime = interrupt::runtime().ok_or_else(unusable)?;
    let exchange = async {
        let (head, body) = transport.send(request).await?.into_parts();
        let body = body.collect_within(METADATA_BYTES).await?;
        Ok::<Reply, TransportError>((head.status.as_u16(), body))
    };
    let outcome = runtime.block_on(interrupt::unless_interrupted(exchange));
    runtime.shutdown_background();
    match outcome {
        None => Err(Silence::Interrupted),
        Some(Ok(reply)) => Ok(reply),
        Some(Err(mut error)) => {
            error.url = url;
            Err(Silence::Failed(error))
        }
    }
}

/// Requests credentials from a container's service, with up to three attempts. They are discarded.
///
/// # Errors
/// 255 if the service returns none.
pub(super) fn container_credentials(url: &str, token: Option<&str>) -> Result<(), Failure> {
    const ATTEMPTS: u32 = 3;
    let mut attempt = 1;
    loop {
        let message = match container_attempt(url, token)? {
            Ok(parsed) => return check_credentials(&parsed),
            Err(message) => message,
        };
        if !wait(Duration::from_secs(1)) {
            return Err(Failure::Interrupted);
        }
        if attempt == ATTEMPTS {
            return Err(Failure::general(format!(
                "Error when retrieving credentials from container-role: Error retrieving metadata: {message}"
            )));
        }
        attempt += 1;
    }
}

fn container_attempt(url: &str, token: Option<&str>) -> Result<Result<Value, String>, Failure> {
    let mut request = http::Request::get(url)
        .header("accept", "application/json")
        .header("accept-encoding", "identity");
    if let Some(token) = token {
        request = request.header("authorization", token);
    }
    let (status, body) = match ask(with_host(request, url), Duration::from_secs(2)) {
        Ok(reply) => reply,
        Err(Silence::Interrupted) => return Err(Failure::Interrupted),
        Err(Silence::Failed(error)) => {
            return Ok(Err(format!(
                "Received error when attempting to retrieve container metadata: {}",
                transport_message(&error)
            )));
        }
    };
    let text = String::from_utf8_lossy(&body);
    if status != 200 {
        return Ok(Err(format!(
            "Received non 200 response {status} from container metadata: {}",
            shortened(&text)
        )));
    }
    let parsed = json::parse(&text);
    Ok(parsed
        .map_err(|_| "Unable to parse JSON returned from container metadata services".to_owned()))
}

/// The host and port of the URL, as it spells them: its user and password are for nobody.
fn with_host(request: http::request::Builder, url: &str) -> http::request::Builder {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let address = authority
        .rsplit_once('@')
        .map_or(authority, |(_, address)| address);
    request.header("host", address)
}

fn check_credentials(parsed: &Value) -> Result<(), Failure> {
    for key in ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"] {
        if parsed.get(key).is_none() {
            return Err(Failure::general(format!("'{key}'")));
        }
    }
    Ok(())
}

/// Waits; false if the user pressed Ctrl-C.
fn wait(duration: Duration) -> bool {
    let Some(runtime) = interrupt::runtime() else {
        return true;
    };
    runtime
        .block_on(async { interrupt::unless_interrupted(tokio::time::sleep(duration)).await })
        .is_some()
}

/// The region of the EC2 instance this runs on, if any.
///
/// # Errors
/// 130 if the user interrupted the wait.
pub(super) fn instance_region(settings: &Settings) -> Result<Option<String>, Failure> {
    let is_true = |name: &str| {
        settings
            .variable(name)
            .is_some_and(|text| text.eq_ignore_ascii_case("true"))
    };
    if is_true("AWS_EC2_METADATA_DISABLED") {
        return Ok(None);
    }
    let configured = settings.lookup(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "ec2_metadata_service_endpoint",
    )?;
    let base = match configured.filter(|url| !url.is_empty()) {
        Some(url) => url,
        None if is_ipv6(settings)? => "http://[fd00:ec2::254]".to_owned(),
        None => "http://169.254.169.254".to_owned(),
    };
    let base = base.trim_end_matches('/');
    let timeout = settings
        .lookup("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")?
        .and_then(|text| u64::try_from(python::int(&text)?.as_i64()?).ok())
        .map_or(Duration::from_secs(1), Duration::from_secs);
    let url = format!("{base}/latest/api/token");
    let request = http::Request::put(&url).header("x-aws-ec2-metadata-token-ttl-seconds", "21600");
    let token = match ask(with_host(request, &url), timeout) {
        Ok((200, body)) => String::from_utf8(body.to_vec()).ok(),
        Ok(_) => None,
        Err(Silence::Interrupted) => return Err(Failure::Interrupted),
        // There is no metadata service.
        Err(Silence::Failed(_)) => return Ok(None),
    };
    let url = format!("{base}/latest/meta-data/placement/availability-zone/");
    let mut request = http::Request::get(&url);
    if let Some(token) = token {
        request = request.header("x-aws-ec2-metadata-token", token);
    }
    match ask(with_host(request, &url), timeout) {
        Ok((200, body)) => {
            let mut zone = String::from_utf8_lossy(&body).into_owned();
            zone.pop();
            Ok(Some(zone).filter(|zone| !zone.is_empty()))
        }
        Err(Silence::Interrupted) => Err(Failure::Interrupted),
        Ok(_) | Err(Silence::Failed(_)) => Ok(None),
    }
}

/// Whether to use the metadata service's IPv6 address: by its own setting, else by the older one.
fn is_ipv6(settings: &Settings) -> Result<bool, Failure> {
    let mode = settings.lookup(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "ec2_metadata_service_endpoint_mode",
    )?;
    match mode {
        Some(mode) => Ok(mode.eq_ignore_ascii_case("ipv6")),
        None => Ok(settings
            .lookup("AWS_IMDS_USE_IPV6", "imds_use_ipv6")?
            .is_some_and(|text| is_true(&text))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use super::*;

    /// A service that answers once, and gives the request.
    fn service(status: u16, body: String) -> (String, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let serving = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.extend(byte);
            }
            let length = body.len();
            let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{body}");
            // Whoever asks may hang up at what is too long.
            let _ = stream.write_all(answer.as_bytes());
            String::from_utf8(head).unwrap()
        });
        (address, serving)
    }

    fn container(status: u16, body: String) -> (Result<Value, String>, String, String) {
        let (address, serving) = service(status, body);
        let url = format!("http://user:hush@{address}/x");
        let outcome = container_attempt(&url, None).unwrap();
        (outcome, serving.join().unwrap(), address)
    }

    #[test]
    fn an_answer_is_read_up_to_the_limit_and_not_beyond() {
        let most = usize::try_from(METADATA_BYTES).unwrap();
        let body = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
        assert!(container(200, body(most)).0.is_ok());
        let error = container(200, body(most + 1)).0.unwrap_err();
        assert!(error.contains("too large a response"), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }

    #[test]
    fn a_page_is_told_in_a_few_words() {
        let error = container(500, "x".repeat(1000)).0.unwrap_err();
        assert!(
            error.starts_with("Received non 200 response 500"),
            "{error}"
        );
        assert!(error.ends_with("xxx ...") && error.len() < 300, "{error}");
        let error = container(500, "busy".to_owned()).0.unwrap_err();
        assert!(error.ends_with("container metadata: busy"), "{error}");
    }

    #[test]
    fn a_password_of_the_url_goes_nowhere() {
        let (_, request, address) = container(200, "{}".to_owned());
        assert!(
            !request.contains("hush") && !request.contains("user"),
            "{request}"
        );
        assert!(
            request.contains(&format!("host: {address}\r\n")),
            "{request}"
        );
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://user:hush@{}/x", listener.local_addr().unwrap());
        drop(listener);
        let error = container_attempt(&url, None).unwrap().unwrap_err();
        assert!(error.contains("Could not connect"), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
}

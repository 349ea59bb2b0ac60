//! A container's credentials service, which returns the keys of the container's role.

use std::fs::File;
use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;

use http::Method;
use smithgen_client::auth::Credentials;
use smithgen_client::blocking::on_a_thread;
use smithgen_client::transport::Proxies;
use smithgen_client::{Config, Environment};
use smithgen_runtime::codec::json;

use super::metadata::{Asking, request};
use super::source::name;
use super::{CredentialsError, MetadataFault, ProcessFault, answer};
use crate::limits::{
    CONTAINER_ATTEMPTS, CONTAINER_PAUSE_SECONDS, CONTAINER_TIMEOUT_SECONDS, TOKEN_BYTES,
};

/// Hosts other than loopback addresses that may be queried without TLS.
const HOSTS: [&str; 4] = [
    "169.254.170.2",
    "169.254.170.23",
    "fd00:ec2::23",
    "localhost",
];

/// A container's credentials service.
#[derive(Clone, PartialEq, Eq)]
pub struct Container {
    url: String,
    token: Option<Token>,
}

/// The service's authorization token.
#[derive(Clone, PartialEq, Eq)]
enum Token {
    /// The token is in this file and changes over time.
    File(String),
    Text(String),
}

/// The service configured in the environment, if any.
pub(super) fn find(environment: &Environment) -> Option<Container> {
    let url = match environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
        Some(path) => format!("http://169.254.170.2{path}"),
        None => environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")?,
    };
    let token = match environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
        Some(path) => Some(Token::File(path)),
        None => environment
            .get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
            .map(Token::Text),
    };
    Some(Container { url, token })
}

impl Container {
    /// The service's URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The authorization token, read now.
    ///
    /// # Errors
    /// The token cannot be read or sent, or the service must not be queried because others could read the keys on
    /// the way.
    pub fn token(&self) -> Result<Option<String>, CredentialsError> {
        let token = match &self.token {
            Some(Token::File(path)) => {
                let file = |error| CredentialsError::file(name::CONTAINER, path, error);
                Some(read(path).map_err(file)?)
            }
            Some(Token::Text(text)) => Some(text.clone()),
            None => None,
        };
        let breaks = |token: &String| token.contains(['\r', '\n']);
        if token.as_ref().is_some_and(breaks) {
            return Err(misconfigured(
                "Auth token value is not a legal header value",
            ));
        }
        check_host(&self.url)?;
        Ok(token)
    }
}

/// Asks the service for the keys.
///
/// # Errors
/// It may not be asked, or gives none.
pub(super) async fn ask(
    container: &Container,
    config: &Config,
) -> Result<Credentials, CredentialsError> {
    let timeout = Duration::from_secs(CONTAINER_TIMEOUT_SECONDS);
    let asking = Asking::new(config, timeout, Proxies::default());
    let mut attempt = 1;
    loop {
        // Reading the token blocks if its file is a pipe.
        let own = container.clone();
        let token = on_a_thread(move || own.token()).await;
        let token = token.map_err(ProcessFault::Thread)??;
        let fault = match attempted(&asking, &container.url, token.as_deref()).await {
            Ok(keys) => return Ok(keys),
            Err(fault) => fault,
        };
        let is_final = matches!(fault, MetadataFault::Missing(_));
        if !is_final {
            asking
                .wait(Duration::from_secs(CONTAINER_PAUSE_SECONDS))
                .await;
        }
        if is_final || attempt == CONTAINER_ATTEMPTS {
            return Err(CredentialsError::Metadata {
                source: name::CONTAINER,
                fault,
            });
        }
        attempt += 1;
    }
}

async fn attempted(
    asking: &Asking,
    url: &str,
    token: Option<&str>,
) -> Result<Credentials, MetadataFault> {
    let mut request = request(Method::GET, url)
        .header("accept", "application/json")
        .header("accept-encoding", "identity");
    if let Some(token) = token {
        request = request.header("authorization", token);
    }
    let (status, body) = asking.ask(request).await.map_err(MetadataFault::Silent)?;
    if status != 200 {
        let text = String::from_utf8_lossy(&body).into_owned();
        return Err(MetadataFault::Status(status, text));
    }
    let document = json::document(&body).map_err(|_| MetadataFault::NotJson)?;
    answer::METADATA
        .read(&document)
        .map_err(MetadataFault::Missing)
}

/// Reads a file, possibly a pipe, of at most the length of a header.
pub(super) fn read(path: &str) -> io::Result<String> {
    let mut token = String::new();
    let file = File::open(path)?;
    file.take(TOKEN_BYTES + 1).read_to_string(&mut token)?;
    match token.len() as u64 > TOKEN_BYTES {
        true => Err(io::ErrorKind::FileTooLarge.into()),
        false => Ok(token),
    }
}

/// Without TLS, credentials are fetched only from this machine or its hypervisor.
fn check_host(url: &str) -> Result<(), CredentialsError> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    if scheme.eq_ignore_ascii_case("https") {
        return Ok(());
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let address = authority
        .rsplit_once('@')
        .map_or(authority, |(_, address)| address);
    let host = match address.strip_prefix('[').and_then(|a| a.split_once(']')) {
        Some((host, _)) => host,
        None => address.split(':').next().unwrap_or_default(),
    }
    .to_ascii_lowercase();
    let loopback = host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match loopback || HOSTS.contains(&host.as_str()) {
        true => Ok(()),
        false => Err(misconfigured(format!(
            "Unsupported host '{host}'.  Can only retrieve metadata from a loopback address or one of these hosts: {}",
            HOSTS.join(", ")
        ))),
    }
}

fn misconfigured(message: impl Into<String>) -> CredentialsError {
    CredentialsError::misconfigured(name::CONTAINER, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_up_to_the_length_of_a_header_and_not_beyond() {
        let name = format!("smithgen-token-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let most = usize::try_from(TOKEN_BYTES).unwrap();
        let read = |bytes: usize| {
            std::fs::write(&path, "t".repeat(bytes)).unwrap();
            read(path.to_str().unwrap())
        };
        assert_eq!(read(most).unwrap().len(), most);
        let error = read(most + 1).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        std::fs::remove_file(&path).unwrap();
    }
}

//! Services that answer late, never, or too much.

use std::sync::Arc;
use std::time::Duration;

use smithgen_aws::credentials::InstanceMetadata;
use smithgen_client::transport::{Body, SendFuture, Transport};

use super::server::{Answer, Server, says};
use super::*;

/// Never answers, and knows no limit.
struct Silent(Arc<AtomicU64>);

impl Transport for Silent {
    fn send(&self, _: http::Request<Body>) -> SendFuture<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::pending())
    }
}

/// Time passes at once.
fn silent() -> (Config, Arc<AtomicU64>) {
    let count = Arc::default();
    let config = Config::new().without_waiting();
    (config.transport(Silent(Arc::clone(&count))), count)
}

#[tokio::test]
async fn an_instance_that_never_answers_is_given_up() {
    let (config, count) = silent();
    let chain = chain(&[("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "5")], "");
    let chain = chain.calling_with(config);
    assert_eq!(keys(&chain, NOW).await.unwrap(), None);
    // A token that never comes is not asked for again.
    assert_eq!(count.load(Ordering::Relaxed), 6);
}

#[tokio::test]
async fn a_container_that_never_answers_is_given_up() {
    let (config, count) = silent();
    let url = (
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "http://u:hush-hush@127.0.0.1:1/x",
    );
    let chain = chain(&[url], "").calling_with(config);
    let fault = fault(&chain, NOW).await;
    assert!(
        fault.ends_with("read timeout on http://127.0.0.1:1/x"),
        "{fault}"
    );
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_connection_that_stays_silent_is_ended() {
    let server = Server::new(|_| Answer::Hangs);
    let endpoint = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &*server.url);
    let (environment, _, profile) = settings(&[endpoint], "");
    let service = InstanceMetadata::find(&environment, &profile).unwrap();
    let service = service.timeout(Duration::from_millis(10));
    assert_eq!(service.region(&Config::new()).await.unwrap(), None);
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn an_answer_is_read_up_to_the_limit_and_not_beyond() {
    let most = usize::try_from(smithgen_aws::limits::METADATA_BYTES).unwrap();
    for (length, is_read) in [(most, true), (most + 1, false)] {
        let server = Server::new(move |_| {
            let keys = r#"{"AccessKeyId": "BIG", "SecretAccessKey": "s", "Token": "t", "Expiration": "2099-01-01T00:00:00Z"}"#;
            says(200, format!("{keys}{}", " ".repeat(length - keys.len())))
        });
        let url = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &*server.url);
        let found = keys(&chain(&[url], ""), NOW).await;
        match is_read {
            true => assert_eq!(found.unwrap().unwrap().access_key_id, "BIG"),
            false => {
                let fault = found.unwrap_err().to_string();
                assert!(fault.contains("too large a response"), "{fault}");
            }
        }
    }
}

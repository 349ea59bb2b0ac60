//! The metadata services of instances and containers.

use super::server::{Answer, Asked, Server, metadata, says};
use super::*;

const LATER: &str = "2099-01-01T00:00:00Z";

fn imds(server: &Server) -> [(&str, &str); 1] {
    [("AWS_EC2_METADATA_SERVICE_ENDPOINT", &server.url)]
}

/// An instance's service that wants a token.
fn instance(asked: &Asked) -> Answer {
    let is_known = asked.header("x-aws-ec2-metadata-token") == Some("hush-hush");
    match &*asked.line {
        "PUT /latest/api/token" => says(200, "hush-hush"),
        _ if !is_known => says(401, ""),
        "GET /latest/meta-data/iam/security-credentials/" => says(200, "role"),
        "GET /latest/meta-data/iam/security-credentials/role" => metadata("IMDS", LATER),
        "GET /latest/meta-data/placement/availability-zone/" => says(200, "eu-west-3b"),
        _ => says(404, ""),
    }
}

#[tokio::test]
async fn an_instance_gives_keys_for_a_token() {
    let server = Server::new(instance);
    let chain = chain(&imds(&server), "");
    for _ in 0..2 {
        assert_eq!(id(&chain, NOW).await, "IMDS");
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    let seconds = asked[0].header("x-aws-ec2-metadata-token-ttl-seconds");
    assert_eq!(seconds, Some("21600"));
}

#[tokio::test]
async fn an_instance_without_tokens_gives_keys_unless_one_is_needed() {
    let server = Server::new(|asked| match &*asked.line {
        "PUT /latest/api/token" => says(404, ""),
        _ if asked.header("x-aws-ec2-metadata-token").is_some() => says(400, ""),
        "GET /latest/meta-data/iam/security-credentials/" => says(200, "role"),
        _ => metadata("V1", LATER),
    });
    assert_eq!(id(&chain(&imds(&server), ""), NOW).await, "V1");
    let config = "[profile p]\nec2_metadata_v1_disabled = true\n";
    assert_eq!(
        fault(&chain(&imds(&server), config), NOW).await,
        "Error when retrieving credentials from iam-role: Error retrieving metadata: Unable to retrieve token for use \
         in IMDSv2 call and IMDSv1 has been disabled"
    );
    let off = [imds(&server)[0], ("AWS_EC2_METADATA_DISABLED", "true")];
    let before = server.asked().len();
    assert_eq!(keys(&chain(&off, ""), NOW).await.unwrap(), None);
    assert_eq!(server.asked().len() - before, 0);
}

#[tokio::test]
async fn an_instance_without_a_role_is_asked_again_only_after_a_while() {
    let server = Server::new(|asked| match &*asked.line {
        "PUT /latest/api/token" => says(200, "hush-hush"),
        _ => says(404, ""),
    });
    let attempts = [imds(&server)[0], ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "2")];
    let chain = chain(&attempts, "");
    for (now, asked) in [(NOW, 3), (NOW + 59, 3), (NOW + 60, 6), (NOW, 9)] {
        assert_eq!(keys(&chain, now).await.unwrap(), None);
        assert_eq!(server.asked().len(), asked, "{now}");
    }
}

#[tokio::test]
async fn keys_that_an_instance_cannot_renew_are_good_for_longer() {
    let server = Server::new(|asked| match &*asked.line {
        "PUT /latest/api/token" => says(200, "t"),
        "GET /latest/meta-data/iam/security-credentials/" => says(200, "role"),
        _ => metadata("OLD", "2020-01-01T00:00:00Z"),
    });
    let found = keys(&chain(&imds(&server), ""), NOW)
        .await
        .unwrap()
        .unwrap();
    let left = found.expiry.unwrap().secs() - NOW;
    assert!((17 * 60..=25 * 60).contains(&left), "{left}");
}

#[tokio::test]
async fn a_role_is_assumed_with_the_keys_of_the_instance() {
    let server = Server::new(|asked| match asked.line == "POST /" {
        true => server::role("AssumeRole", "ROLE", LATER),
        false => instance(asked),
    });
    let variables = [imds(&server)[0], ("AWS_ENDPOINT_URL_STS", &server.url)];
    let config = "[profile p]\nrole_arn = r\ncredential_source = Ec2InstanceMetadata\n";
    assert_eq!(id(&chain(&variables, config), NOW).await, "ROLE");
    let empty = Server::new(|_| says(404, ""));
    let chain = chain(&imds(&empty), config);
    for _ in 0..2 {
        assert_eq!(
            fault(&chain, NOW).await,
            "Error when retrieving credentials from Ec2InstanceMetadata: No credentials found in credential_source \
             referenced in profile p"
        );
    }
    assert_eq!(empty.asked().len(), 2);
}

#[tokio::test]
async fn an_instance_that_loses_its_role_is_an_error_only_when_its_keys_are_no_longer_good() {
    let count = AtomicU64::new(0);
    let server = Server::new(move |asked| match &*asked.line {
        "PUT /latest/api/token" => says(200, "t"),
        "GET /latest/meta-data/iam/security-credentials/" => says(200, "role"),
        _ => match count.fetch_add(1, Ordering::Relaxed) {
            // In an hour.
            0 => metadata("IMDS", "2030-03-17T18:46:40Z"),
            _ => says(404, ""),
        },
    });
    let chain = chain(&imds(&server), "");
    for minute in [0, 46, 49] {
        assert_eq!(id(&chain, NOW + minute * 60).await, "IMDS", "{minute}");
    }
    for _ in 0..2 {
        assert_eq!(
            fault(&chain, NOW + 51 * 60).await,
            "Error when retrieving credentials from iam-role: Credential refresh failed, response did not contain: \
             access_key, secret_key, token, expiry_time"
        );
    }
}

fn container<'a>(url: &'a str, token_file: &'a str) -> [(&'a str, &'a str); 2] {
    [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token_file),
    ]
}

#[tokio::test]
async fn a_container_is_asked_up_to_three_times_with_the_token_of_the_moment() {
    let scratch = Scratch::new();
    let token = scratch.write("token", "hush-hush");
    let server = Server::new({
        let count = std::sync::atomic::AtomicU64::new(0);
        move |asked| {
            assert_eq!(asked.header("authorization"), Some("hush-hush"));
            match count.fetch_add(1, Ordering::Relaxed) {
                0 => says(500, "hush-hush"),
                1 => says(200, "nonsense hush-hush"),
                2 => metadata("BOX", LATER),
                _ => says(403, "hush-hush"),
            }
        }
    });
    // User and password of the URL are for nobody.
    let url = format!(
        "{}/creds#x",
        server.url.replace("://", "://user:hush-hush@")
    );
    let chain = chain(&container(&url, &token), "");
    assert_eq!(id(&chain, NOW).await, "BOX");
    let host = server.url.trim_start_matches("http://");
    assert_eq!(server.asked()[0].header("host"), Some(host));
    assert_eq!(server.lines(), ["GET /creds"; 3]);
    let chain = super::chain(&container(&url, &token), "");
    assert_eq!(
        fault(&chain, NOW).await,
        "Error when retrieving credentials from container-role: Error retrieving metadata: Received non 200 response \
         403 from container metadata"
    );
    assert_eq!(server.asked().len(), 6);
}

#[tokio::test]
async fn an_instance_tells_its_region() {
    let server = Server::new(instance);
    let (environment, _, profile) = settings(&imds(&server), "");
    let service = smithgen_aws::credentials::InstanceMetadata::find(&environment, &profile);
    let region = service.unwrap().region(&Config::new()).await;
    assert_eq!(region.unwrap().as_deref(), Some("eu-west-3"));
}

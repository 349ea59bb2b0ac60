//! Where the services are that give credentials.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use smithgen_client::transport::LocalTransport;

use super::*;

/// The URLs that are asked, before the service refuses.
async fn asked(variables: &[(&str, &str)], config: &str) -> Vec<String> {
    let (environment, files, profile) = settings(variables, config);
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let asked = log.clone();
    let transport = LocalTransport::new(move |request: http::Request<Bytes>| {
        asked.lock().unwrap().push(request.uri().to_string());
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
        response
    });
    let calls = smithgen_aws::from_profile(&environment, &files, &profile).unwrap();
    let chain = CredentialChain::new(&environment, &files, &profile)
        .calling_with(calls.transport(transport));
    fault(&chain, NOW).await;
    let urls = log.lock().unwrap();
    urls.clone()
}

const FIPS: &str = "use_fips_endpoint = true\n";
const DUAL: &str = "use_dualstack_endpoint = true\n";
const ROLE: &str = "role_arn = r\nsource_profile = base\n";
const BASE: &str = "[profile base]\naws_access_key_id = BASE\naws_secret_access_key = hush-hush\n";

#[tokio::test]
async fn a_role_is_assumed_in_the_region_of_the_client() {
    for (region, settings, host) in [
        ("eu-west-1", "", "sts.eu-west-1.amazonaws.com"),
        ("eu-west-1", FIPS, "sts-fips.eu-west-1.amazonaws.com"),
        ("eu-west-1", DUAL, "sts.eu-west-1.api.aws"),
        ("fips-us-east-2", "", "sts-fips.us-east-2.amazonaws.com"),
        ("us-gov-west-1", FIPS, "sts.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "", "sts.cn-north-1.amazonaws.com.cn"),
        (
            "cn-north-1",
            DUAL,
            "sts.cn-north-1.api.amazonwebservices.com.cn",
        ),
        ("aws-global", "", "sts.amazonaws.com"),
    ] {
        let config = format!("[profile p]\n{ROLE}{settings}{BASE}");
        let urls = asked(&[("AWS_REGION", region)], &config).await;
        assert_eq!(urls, [format!("https://{host}/")], "{region} {settings}");
    }
}

#[tokio::test]
async fn urls_of_settings_come_first() {
    const URLS: &str = "services = s\n[services s]\nsts =\n  endpoint_url = http://section:1\n";
    let variable = ("AWS_ENDPOINT_URL_STS", "http://variable:1");
    let all = ("AWS_ENDPOINT_URL", "http://all:1");
    let off = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    for (variables, settings, url) in [
        (&[variable, all][..], URLS, "http://variable:1/"),
        (&[all], URLS, "http://all:1/"),
        (&[], URLS, "http://section:1/"),
        (
            &[variable, off],
            URLS,
            "https://sts.eu-west-1.amazonaws.com/",
        ),
        (
            &[],
            "endpoint_url = http://profile:1\n",
            "http://profile:1/",
        ),
        // FIPS does not count where a URL is given.
        (&[variable], FIPS, "http://variable:1/"),
    ] {
        let config = format!("[profile p]\n{ROLE}{settings}{BASE}");
        assert_eq!(asked(variables, &config).await, [url]);
    }
}

#[tokio::test]
async fn single_sign_on_is_in_a_region_of_its_own() {
    let scratch = Scratch::new();
    let home = scratch.path("");
    scratch.write(
        ".aws/sso/cache/89e495e7941cf9e40e6980d14a16bf023ccd4c91.json",
        r#"{"accessToken": "hush-hush", "expiresAt": "2020-01-01T00:00:00Z", "refreshToken": "hush-hush", "clientId": "c", "clientSecret": "hush-hush", "registrationExpiresAt": "2099-01-01T00:00:00Z"}"#,
    );
    for (region, settings, host) in [
        ("us-east-2", "", "oidc.us-east-2.amazonaws.com"),
        ("us-east-2", DUAL, "oidc.us-east-2.api.aws"),
        ("us-gov-west-1", FIPS, "oidc.us-gov-west-1.amazonaws.com"),
    ] {
        let config = format!(
            "[profile p]\nsso_session = demo\nsso_account_id = 1\nsso_role_name = dev\n{settings}\
             [sso-session demo]\nsso_region = {region}\nsso_start_url = https://start\n"
        );
        let urls = asked(&[("HOME", &home)], &config).await;
        assert_eq!(urls, [format!("https://{host}/token")]);
    }
    scratch.write(
        ".aws/sso/cache/89e495e7941cf9e40e6980d14a16bf023ccd4c91.json",
        r#"{"accessToken": "hush-hush", "expiresAt": "2099-01-01T00:00:00Z"}"#,
    );
    for (region, settings, host) in [
        ("us-east-2", "", "portal.sso.us-east-2.amazonaws.com"),
        ("us-east-2", FIPS, "portal.sso-fips.us-east-2.amazonaws.com"),
        (
            "us-gov-west-1",
            FIPS,
            "portal.sso.us-gov-west-1.amazonaws.com",
        ),
    ] {
        let config = format!(
            "[profile p]\nsso_session = demo\nsso_account_id = 1\nsso_role_name = dev\n{settings}\
             [sso-session demo]\nsso_region = {region}\nsso_start_url = https://start\n"
        );
        let urls = asked(&[("HOME", &home)], &config).await;
        let path = "federation/credentials?role_name=dev&account_id=1";
        assert_eq!(urls, [format!("https://{host}/{path}")]);
    }
}

//! Operations that are called where their service says. The service is a function in this process.

use std::error::Error;
use std::sync::{Arc, Mutex};

use ferry::tugs::Client;
use smithgen_client::bytes::Bytes;
use smithgen_client::runtime::operation::Service;
use smithgen_client::transport::LocalTransport;
use smithgen_client::{Config, http};

type Result = std::result::Result<(), Box<dyn Error>>;

/// A client whose service is found without an endpoint URL among its own settings, and the URLs that it calls.
fn client(
    endpoints: &'static str,
    change: fn(Config) -> Config,
) -> (Client, Arc<Mutex<Vec<String>>>) {
    struct Somewhere;
    impl smithgen_client::endpoint::ServiceUrls for Somewhere {
        fn url(
            &self,
            _: &Service,
        ) -> std::result::Result<Option<String>, smithgen_client::endpoint::EndpointError> {
            Ok(Some("https://tugs.example".to_owned()))
        }
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = seen.clone();
    let transport = LocalTransport::new(move |request: http::Request<Bytes>| {
        let (uri, host) = (request.uri(), request.headers()["host"].to_str().unwrap());
        assert_eq!(uri.authority().unwrap().as_str(), host);
        let path = uri.path();
        told.lock().unwrap().push(format!("{host}{path}"));
        let status = match path {
            "/tugs/lost" => 421,
            _ => 200,
        };
        let body = if path == "/endpoints" {
            endpoints
        } else {
            "{}"
        };
        let response = http::Response::builder().status(status);
        response.body(Bytes::from(body)).unwrap()
    });
    let config = Config::new().endpoints(Somewhere).transport(transport);
    (Client::new(change(config.without_waiting())), seen)
}

const TOLD: &str = r#"{"Endpoints":[{"Address":"cell-7.tugs.example","CachePeriodInMinutes":5}]}"#;

#[tokio::test]
async fn an_operation_goes_where_its_service_says() -> Result {
    let (client, seen) = client(TOLD, |config| config);
    client.call_tug().name("a").send().await?;
    client.call_tug().name("b").send().await?;
    // A client with other settings knows it too.
    let other = client.with_config(|config| config.max_attempts(1));
    assert!(other.call_tug().name("lost").send().await.is_err());
    // It was told that this is the wrong place, and asks again.
    client.call_tug().name("c").send().await?;
    // Where it need not ask, it does not.
    client.list_tugs().send().await?;
    let expected = [
        "tugs.example/endpoints",
        "cell-7.tugs.example/tugs/a",
        "cell-7.tugs.example/tugs/b",
        "cell-7.tugs.example/tugs/lost",
        "tugs.example/endpoints",
        "cell-7.tugs.example/tugs/c",
        "tugs.example/tugs",
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
    Ok(())
}

#[tokio::test]
async fn settings_say_whether_to_ask() -> Result {
    let (asking, seen) = client(TOLD, |config| config.endpoint_discovery(Some(true)));
    asking.list_tugs().send().await?;
    assert_eq!(
        *seen.lock().unwrap(),
        ["tugs.example/endpoints", "cell-7.tugs.example/tugs"]
    );

    let (never, seen) = client(TOLD, |config| config.endpoint_discovery(Some(false)));
    let error = never.call_tug().name("a").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "CallTug needs endpoint discovery, which is disabled"
    );
    never.list_tugs().send().await?;
    assert_eq!(*seen.lock().unwrap(), ["tugs.example/tugs"]);

    let (fixed, seen) = client(TOLD, |config| config.endpoint_url("http://localhost:1"));
    fixed.call_tug().name("a").send().await?;
    assert_eq!(*seen.lock().unwrap(), ["localhost:1/tugs/a"]);
    Ok(())
}

#[tokio::test]
async fn a_place_that_cannot_be_is_refused_or_done_without() -> Result {
    for (endpoints, why) in [
        (r#"{"Endpoints":[]}"#, "it is empty"),
        (r#"{"Endpoints":[{"Address":"a b"}]}"#, "it is no host"),
        (r#"{"Endpoints":[{"Address":"h/path?q"}]}"#, "it is no host"),
        (
            r#"{"Endpoints":[{"Address":"user:secret@h"}]}"#,
            "it is no host",
        ),
    ] {
        let (client, seen) = client(endpoints, |config| config.endpoint_discovery(Some(true)));
        let error = client.call_tug().name("a").send().await.unwrap_err();
        let expected = format!("DescribeEndpoints gives no usable endpoint: {why}");
        assert_eq!(error.to_string(), expected);
        // What is not required is done without, and not asked for again at once.
        client.list_tugs().send().await?;
        client.list_tugs().send().await?;
        let ends =
            ["endpoints", "endpoints", "tugs", "tugs"].map(|it| format!("tugs.example/{it}"));
        assert_eq!(*seen.lock().unwrap(), ends);
    }
    Ok(())
}

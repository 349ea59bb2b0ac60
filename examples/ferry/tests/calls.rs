//! What can be done with a client beyond one call. The service is a function in this process, and time is what the test
//! says.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ferry::ferry::Client;
use smithgen_client::bytes::Bytes;
use smithgen_client::retry::RetryStrategy;
use smithgen_client::time::{Sleep, Time};
use smithgen_client::transport::LocalTransport;
use smithgen_client::waiters::WaitError;
use smithgen_client::{
    Answer, CallContext, ClientError, ClientErrorKind, Config, FailedAttempt, Interceptor,
    InterceptorError, http,
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Answers requests from a list, the last again and again, and remembers their targets and headers.
#[derive(Clone, Default)]
struct Service {
    answers: Arc<Mutex<Vec<(u16, &'static str)>>>,
    seen: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    clock: Clock,
}

impl Service {
    fn new(answers: &[(u16, &'static str)]) -> Self {
        let service = Service::default();
        *service.answers.lock().unwrap() = answers.to_vec();
        service
    }

    fn config(&self) -> Config {
        let service = self.clone();
        let transport = LocalTransport::new(move |request| {
            service.seen.lock().unwrap().push(request);
            let mut answers = service.answers.lock().unwrap();
            let (status, body) = match answers.len() {
                1 => answers[0],
                _ => answers.remove(0),
            };
            let response = http::Response::builder().status(status);
            let response = response.header("X-Amzn-Errortype", "NoSuchCrossing");
            response.body(Bytes::from(body)).unwrap()
        });
        Config::new()
            .endpoint_url("http://localhost:1")
            .transport(transport)
            .time(self.clock.clone())
            .jitter(|| 1.0)
    }

    fn client(&self) -> Client {
        Client::new(self.config())
    }

    /// A header of each request, empty where there is none.
    fn headers(&self, name: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let headers = seen.iter().map(|it| it.headers().get(name));
        headers
            .map(|it| it.map_or("", |it| it.to_str().unwrap()).to_owned())
            .collect()
    }

    fn targets(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let target = |it: &http::Request<Bytes>| it.uri().path_and_query().unwrap().to_string();
        seen.iter().map(target).collect()
    }
}

/// A clock that goes on only when somebody waits, and remembers for how long.
#[derive(Clone, Default)]
struct Clock {
    waited: Arc<Mutex<Vec<u64>>>,
}

impl Time for Clock {
    fn now(&self) -> Duration {
        Duration::from_secs(self.waited.lock().unwrap().iter().sum())
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let waited = self.waited.clone();
        Box::pin(async move { waited.lock().unwrap().push(duration.as_secs()) })
    }
}

impl Clock {
    fn waited(&self) -> Vec<u64> {
        self.waited.lock().unwrap().clone()
    }
}

const PAGES: &[(u16, &str)] = &[
    (200, r#"{"page":{"crossings":["a","b"],"next":"2"}}"#),
    (200, r#"{"page":{"next":"3"}}"#),
    (200, r#"{"page":{"crossings":["c"]}}"#),
];

#[tokio::test]
async fn pages_and_their_items_come_one_by_one() -> Result {
    let service = Service::new(PAGES);
    let mut items = service.client().list_crossings().items();
    assert_eq!(items.next().await.transpose()?.as_deref(), Some("a"));
    // The second page is not asked for before its items are wanted.
    assert_eq!(service.targets().len(), 1);
    let rest: Vec<String> = items.collect().await?;
    assert_eq!(rest, ["b", "c"]);
    assert_eq!(
        service.targets(),
        ["/crossings", "/crossings?from=2", "/crossings?from=3"]
    );

    let service = Service::new(PAGES);
    let mut pages = service.client().list_crossings().pages();
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        let crossings = page?.page.and_then(|it| it.crossings);
        counts.push(crossings.map_or(0, |it| it.len()));
    }
    assert_eq!(counts, [2, 0, 1]);

    // A map's items are its entries.
    let service = Service::new(&[
        (200, r#"{"passengers":{"Ada":2},"next":"n"}"#),
        (200, r#"{"passengers":{"Bo":1}}"#),
    ]);
    let all: BTreeMap<String, i32> = service.client().list_passengers().items().collect().await?;
    assert_eq!(all, BTreeMap::from([("Ada".into(), 2), ("Bo".into(), 1)]));
    Ok(())
}

#[tokio::test]
async fn a_token_that_repeats_and_an_error_end_the_pages() -> Result {
    let service = Service::new(&[(200, r#"{"page":{"crossings":["a"],"next":"1"}}"#)]);
    let all: Vec<String> = service.client().list_crossings().items().collect().await?;
    assert_eq!((all.len(), service.targets().len()), (2, 2));

    let service = Service::new(&[
        (200, r#"{"page":{"crossings":["a"],"next":"1"}}"#),
        (400, "{}"),
    ]);
    let mut items = service.client().list_crossings().items();
    assert!(matches!(items.next().await, Some(Ok(_))));
    assert!(matches!(items.next().await, Some(Err(_))));
    assert!(items.next().await.is_none());
    Ok(())
}

#[tokio::test]
async fn waiting_ends_with_the_answer_that_was_waited_for() -> Result {
    let service = Service::new(&[
        (200, r#"{"state":"at sea"}"#),
        (200, r#"{"state":"at sea"}"#),
        (200, r#"{"state":"arrived"}"#),
    ]);
    let arrived = service.client().wait_until_crossing_arrived().id("7");
    let arrived = arrived.timeout(Duration::from_secs(600)).await?;
    assert_eq!(arrived.answer.unwrap().state.as_deref(), Some("arrived"));
    assert_eq!(arrived.calls, 3);
    assert_eq!(service.clock.waited(), [5, 10]);

    // What is waited for may be an error.
    let service = Service::new(&[(200, r#"{"state":"arrived"}"#), (404, "{}")]);
    let gone = service.client().wait_until_crossing_gone().id("7");
    let gone = gone.timeout(Duration::from_secs(600)).await?;
    assert!(
        gone.answer
            .unwrap_err()
            .to_string()
            .starts_with("NoSuchCrossing")
    );
    Ok(())
}

#[tokio::test]
async fn waiting_ends_when_it_is_in_vain() {
    let wait = |service: &Service, seconds| {
        let wait = service.client().wait_until_crossing_arrived().id("7");
        wait.timeout(Duration::from_secs(seconds))
    };
    let service = Service::new(&[
        (200, r#"{"state":"at sea"}"#),
        (200, r#"{"state":"called off"}"#),
    ]);
    let error = wait(&service, 600).await.unwrap_err();
    assert!(!error.is_timeout());
    assert_eq!(
        error.to_string(),
        "CrossingArrived will not come about, by the last answer"
    );
    let state = error.into_answer().unwrap().unwrap().state;
    assert_eq!(state.as_deref(), Some("called off"));

    // An error that no acceptor knows.
    let service = Service::new(&[(404, r#"{"message":"sunk"}"#)]);
    let error = wait(&service, 600).await.unwrap_err();
    assert!(matches!(error, WaitError::Failed { answer: Err(_), .. }));
    let expected = "CrossingArrived did not come about: NoSuchCrossing: sunk (HTTP 404)";
    assert_eq!(error.to_string(), expected);

    // The clock stands still during a call, so that only what is waited counts: 5, 10, and the rest less 5.
    let service = Service::new(&[(200, r#"{"state":"at sea"}"#)]);
    let error = wait(&service, 30).await.unwrap_err();
    assert!(error.is_timeout() && error.answer().is_some());
    assert_eq!(
        error.to_string(),
        "CrossingArrived did not come about within 30s"
    );
    assert_eq!(service.clock.waited(), [5, 10, 10]);
}

#[tokio::test]
async fn expressions_compare_input_and_output() -> Result {
    let everybody = |answers: &[(u16, &'static str)]| {
        let service = Service::new(answers);
        let wait = service.client().wait_until_everybody_ashore().id("7");
        wait.timeout(Duration::from_secs(600))
    };
    let ashore = r#"{"id":"7","boats":[{"empty":true,"crew":["a"]},{"empty":false,"crew":[]}]}"#;
    let at_sea = r#"{"id":"7","boats":[{"state":"at sea","crew":["a"]},{"state":"sunk"}]}"#;
    let sunk = r#"{"id":"7","boats":[{"state":"sunk","crew":["a"]}]}"#;
    assert_eq!(everybody(&[(200, at_sea), (200, ashore)]).await?.calls, 2);
    assert!(matches!(
        everybody(&[(200, at_sea), (200, sunk)]).await,
        Err(WaitError::Failed { .. })
    ));
    Ok(())
}

/// Names the caller in each request, and counts.
#[derive(Clone, Default)]
struct Caller(Arc<Mutex<Vec<String>>>);

impl Caller {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }
}

impl Interceptor for Caller {
    fn before_serialization(
        &self,
        context: &CallContext,
        _: &dyn smithgen_client::runtime::Structure,
    ) -> std::result::Result<(), InterceptorError> {
        self.note(context.operation.name());
        Ok(())
    }

    fn before_signing(
        &self,
        context: &CallContext,
        request: &mut http::Request<Bytes>,
    ) -> std::result::Result<(), InterceptorError> {
        self.note(format!("sign {}", context.attempt));
        request.headers_mut().insert("x-caller", "me".parse()?);
        Ok(())
    }

    fn after_response(
        &self,
        _: &CallContext,
        response: &http::Response<Bytes>,
    ) -> std::result::Result<(), InterceptorError> {
        self.note(response.status().as_str());
        match response.status().as_u16() {
            418 => Err("a teapot".into()),
            _ => Ok(()),
        }
    }

    fn after_call(
        &self,
        context: &CallContext,
        outcome: std::result::Result<&Answer, &ClientError>,
    ) {
        self.note(format!("{} after {}", outcome.is_ok(), context.attempt));
    }
}

#[tokio::test]
async fn interceptors_see_each_attempt_and_may_end_a_call() -> Result {
    let service = Service::new(&[(500, "{}"), (200, "{}")]);
    let caller = Caller::default();
    let client = Client::new(service.config().interceptor(caller.clone()));
    client.get_crossing().id("7").send().await?;
    let noted = std::mem::take(&mut *caller.0.lock().unwrap());
    let expected = [
        "GetCrossing",
        "sign 1",
        "500",
        "sign 2",
        "200",
        "true after 2",
    ];
    assert_eq!(noted, expected);
    assert!(service.headers("x-caller").iter().all(|it| it == "me"));

    let service = Service::new(&[(418, "{}")]);
    let client = Client::new(service.config().interceptor(caller.clone()));
    let error = client.get_crossing().id("7").send().await.unwrap_err();
    assert_eq!(error.to_string(), "a teapot");
    assert_eq!(caller.0.lock().unwrap().last().unwrap(), "false after 1");
    Ok(())
}

#[tokio::test]
async fn a_call_has_settings_of_its_own_and_shows_its_response() -> Result {
    let service = Service::new(&[(200, "{}")]);
    let client = service.client();
    let call = client.get_crossing().id("7").set_timeout(9);
    let call = call.with_config(|config| config.header(http::header::FROM, "a@b".parse().unwrap()));
    let (_, response) = call.send_with_response().await?;
    assert_eq!(response.status(), 200);
    assert!(response.headers().contains_key("x-amzn-errortype"));
    client.get_crossing().id("8").send().await?;
    assert_eq!(service.headers("from"), ["a@b", ""]);
    assert_eq!(
        service.targets(),
        ["/crossings/7?timeout=9", "/crossings/8"]
    );
    Ok(())
}

/// Retries what the standard mode would not, at once.
struct Stubborn;

impl RetryStrategy for Stubborn {
    fn delay(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
        (failed.response?.status() == 404 && failed.attempts < 5).then_some(Duration::ZERO)
    }
}

#[tokio::test]
async fn retries_are_as_the_program_wants_them() {
    let service = Service::new(&[(404, "{}")]);
    let client = Client::new(service.config().retry_strategy(Stubborn));
    assert!(client.get_crossing().id("7").send().await.is_err());
    assert_eq!(service.targets().len(), 5);
}

#[tokio::test]
async fn a_call_takes_no_longer_than_it_may() {
    // The first wait, which is the call's own time, ends it.
    let service = Service::new(&[(500, "{}")]);
    let client = service.client();
    let call = client.get_crossing().id("7");
    let call =
        call.with_config(|config| config.call_timeout(Duration::from_secs(3)).transport(Never));
    let error = call.send().await.unwrap_err();
    assert_eq!(error.to_string(), "no answer within 3s");
    let ferry::ferry::operations::get_crossing::GetCrossingError::Client(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.kind(), ClientErrorKind::Timeout);

    let config = service
        .config()
        .attempt_timeout(Duration::from_secs(2))
        .transport(Never);
    let error = Client::new(config)
        .get_crossing()
        .id("7")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_retryable());
    // Each of three attempts, and the waits between them.
    assert_eq!(service.clock.waited()[1..], [2, 1, 2, 2, 2]);
}

/// A service that never answers.
struct Never;

impl smithgen_client::Transport for Never {
    fn send(
        &self,
        _: http::Request<smithgen_client::transport::Body>,
    ) -> smithgen_client::transport::SendFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn calls_and_pages_may_block() -> Result {
    let service = Service::new(PAGES);
    let all: std::result::Result<Vec<String>, _> = service
        .client()
        .list_crossings()
        .items()
        .blocking()
        .collect();
    assert_eq!(all?, ["a", "b", "c"]);
    let crossing = service.client().get_crossing().id("7").send_blocking();
    assert!(crossing?.state.is_none());
    Ok(())
}

#[tokio::test]
async fn a_thread_of_a_runtime_is_never_blocked() {
    let service = Service::new(&[(200, "{}")]);
    let error = service
        .client()
        .get_crossing()
        .id("7")
        .send_blocking()
        .unwrap_err();
    assert!(error.to_string().contains("send().await"), "{error}");
    assert!(service.targets().is_empty());
}

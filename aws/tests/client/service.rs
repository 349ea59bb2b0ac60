//! A small service, as the generator would write it, and a place to record what is sent to it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use smithgen_client::Config;
use smithgen_client::time::{Sleep, Time};
use smithgen_client::transport::LocalTransport;
use smithgen_runtime::endpoint_rules::{
    Condition, ContextParameter, ContextSource, Expr, Function, Literal, Parameter, Rule, RuleSet,
};
use smithgen_runtime::{
    Http, Kind, Member, OperationSpec, OperationTrait, Ref, Schema, Segment, Service, Slot,
    Structure, Trait, View, prelude, protocol,
};

/// A service without endpoint rules, for tests that do not need them.
pub(crate) static PLAIN: Service =
    Service::new("example#Example", "", "Example", &protocol::REST_JSON_1)
        .with_signing_name("example");

/// An operation of [`PLAIN`] with nothing in it.
pub(crate) static GET: OperationSpec = getting(&prelude::UNIT, &prelude::UNIT);

/// An operation of [`PLAIN`].
pub(crate) const fn getting(input: &'static Schema, output: &'static Schema) -> OperationSpec {
    static HTTP: Http = Http::new("GET", &[Segment::Literal("get")], 200);
    OperationSpec::new("Get", &PLAIN, input, output).with_http(&HTTP)
}

pub(crate) static BUSY: Schema = Schema::new("example#Busy", Kind::Structure, &[]).with_traits(&[
    Trait::Error { client: true },
    Trait::Retryable { throttling: false },
]);
pub(crate) static WRONG: Schema = Schema::new("example#Wrong", Kind::Structure, &[])
    .with_traits(&[Trait::Error { client: true }]);

pub(crate) static PUT_INPUT: Schema = Schema::requiring(
    "example#PutInput",
    Kind::Structure,
    &[
        Member::new("name", &prelude::STRING).with_traits(&[Trait::Required, Trait::HostLabel]),
        Member::new("token", &prelude::STRING).with_traits(&[Trait::IdempotencyToken]),
    ],
    &[],
);

static RULES: RuleSet = RuleSet::new(
    &[
        Parameter::new("Region").with_built_in("AWS::Region"),
        Parameter::new("UseFIPS")
            .with_built_in("AWS::UseFIPS")
            .with_required()
            .with_default(Literal::Bool(false)),
        Parameter::new("Endpoint").with_built_in("SDK::Endpoint"),
        Parameter::new("Stage").with_default(Literal::Str("prod")),
        Parameter::new("Name"),
    ],
    &[
        Rule::endpoint(
            &[Condition::new(Expr::Call(
                Function::IsSet,
                &[Expr::Variable(2)],
            ))],
            Expr::Variable(2),
            &[],
            &[],
        ),
        Rule::endpoint(
            &[Condition::new(Expr::Variable(1))],
            Expr::Template(&[
                Expr::Literal(Literal::Str("https://fips.")),
                Expr::Variable(0),
            ]),
            &[],
            &[],
        ),
        Rule::endpoint(
            &[Condition::new(Expr::Call(
                Function::IsSet,
                &[Expr::Variable(0)],
            ))],
            Expr::Template(&[
                Expr::Literal(Literal::Str("https://")),
                Expr::Variable(3),
                Expr::Literal(Literal::Str(".")),
                Expr::Variable(0),
                Expr::Literal(Literal::Str(".example.com")),
            ]),
            &[],
            &[("x-name", &[Expr::Variable(4)])],
        ),
        Rule::error(
            &[],
            Expr::Literal(Literal::Str("Invalid Configuration: Missing Region")),
        ),
    ],
    5,
);

pub(crate) static SERVICE: Service = Service::new(
    "example#Example",
    "2024-01-01",
    "My Example",
    &protocol::REST_JSON_1,
)
.with_signing_name("example")
.with_endpoint_rules(&RULES)
.with_errors(&[&BUSY, &WRONG]);

/// An operation whose host has a label.
pub(crate) static PUT: OperationSpec =
    OperationSpec::new("Put", &SERVICE, &PUT_INPUT, &prelude::UNIT)
        .with_errors(&[&BUSY, &WRONG])
        .with_http(&Http::new("POST", &[Segment::Literal("put")], 200))
        .with_host_prefix("{name}.")
        .with_traits(&[OperationTrait::EndpointParameters(&[
            ContextParameter::new("Name", ContextSource::Member(0)),
        ])]);

#[derive(Clone, Default)]
pub(crate) struct PutInput {
    pub(crate) name: Option<String>,
    pub(crate) token: Option<String>,
}

impl PutInput {
    pub(crate) fn named(name: &str) -> Self {
        PutInput {
            name: Some(name.to_owned()),
            token: None,
        }
    }
}

impl Structure for PutInput {
    fn schema(&self) -> &'static Schema {
        &PUT_INPUT
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => self.name.view(),
            1 => self.token.view(),
            _ => Ref::Unset,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => self.name.slot(),
            1 => self.token.slot(),
            _ => Slot::Skip,
        }
    }
}

/// Requests as they were sent, and waits as they were asked for.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Entries>>);

type Entries = (Vec<Request<Bytes>>, Vec<Duration>);

impl Log {
    pub(crate) fn header(&self, name: &str) -> Vec<String> {
        let requests = &self.0.lock().unwrap().0;
        requests
            .iter()
            .map(|r| r.headers()[name].to_str().unwrap().to_owned())
            .collect()
    }

    pub(crate) fn last(&self) -> Request<Bytes> {
        self.0.lock().unwrap().0.last().cloned().unwrap()
    }

    pub(crate) fn urls(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap()
            .0
            .iter()
            .map(|request| request.uri().to_string())
            .collect()
    }

    pub(crate) fn bodies(&self) -> Vec<Bytes> {
        self.0
            .lock()
            .unwrap()
            .0
            .iter()
            .map(|request| request.body().clone())
            .collect()
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().1.clone()
    }
}

impl Time for Log {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().1.iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.lock().unwrap().1.push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// A response of the script.
pub(crate) fn answer(status: u16, code: &str) -> Response<Bytes> {
    let response = Response::builder()
        .status(status)
        .header("x-amzn-errortype", code);
    response.body(Bytes::from_static(b"{}")).unwrap()
}

/// Settings with a service that answers by script, its last answer for ever; a second of jitter in full.
pub(crate) fn scripted(answers: Vec<Response<Bytes>>) -> (Config, Log) {
    let log = Log::default();
    let record = log.clone();
    let transport = LocalTransport::new(move |request| {
        let mut log = record.0.lock().unwrap();
        log.0.push(request);
        let index = (log.0.len() - 1).min(answers.len() - 1);
        answers[index].clone()
    });
    let config = smithgen_aws::for_aws(Config::new())
        .region("eu-west-1")
        .transport(transport)
        .time(log.clone())
        .jitter(|| 1.0);
    (config, log)
}

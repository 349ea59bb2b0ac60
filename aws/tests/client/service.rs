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
pub(crate) static PLAIN: Service = Service {
    id: "example#Example",
    version: "",
    sdk_id: "Example",
    signing_name: "example",
    protocol: &protocol::REST_JSON_1,
    endpoint_rules: None,
    xml_namespace: None,
    errors: &[],
};

/// An operation of [`PLAIN`] with nothing in it.
pub(crate) static GET: OperationSpec = OperationSpec {
    name: "Get",
    service: &PLAIN,
    input: &prelude::UNIT,
    output: &prelude::UNIT,
    errors: &[],
    http: Some(&Http {
        method: "GET",
        path: &[Segment::Literal("get")],
        query: &[],
        code: 200,
    }),
    auth: &[],
    host_prefix: None,
    traits: &[],
};

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

static RULES: RuleSet = RuleSet {
    parameters: &[
        Parameter {
            name: "Region",
            built_in: Some("AWS::Region"),
            required: false,
            default: None,
        },
        Parameter {
            name: "UseFIPS",
            built_in: Some("AWS::UseFIPS"),
            required: true,
            default: Some(Literal::Bool(false)),
        },
        Parameter {
            name: "Endpoint",
            built_in: Some("SDK::Endpoint"),
            required: false,
            default: None,
        },
        Parameter {
            name: "Stage",
            built_in: None,
            required: false,
            default: Some(Literal::Str("prod")),
        },
        Parameter {
            name: "Name",
            built_in: None,
            required: false,
            default: None,
        },
    ],
    rules: &[
        Rule::Endpoint {
            conditions: &[Condition {
                value: Expr::Call(Function::IsSet, &[Expr::Variable(2)]),
                assign: None,
            }],
            url: Expr::Variable(2),
            properties: &[],
            headers: &[],
        },
        Rule::Endpoint {
            conditions: &[Condition {
                value: Expr::Variable(1),
                assign: None,
            }],
            url: Expr::Template(&[
                Expr::Literal(Literal::Str("https://fips.")),
                Expr::Variable(0),
            ]),
            properties: &[],
            headers: &[],
        },
        Rule::Endpoint {
            conditions: &[Condition {
                value: Expr::Call(Function::IsSet, &[Expr::Variable(0)]),
                assign: None,
            }],
            url: Expr::Template(&[
                Expr::Literal(Literal::Str("https://")),
                Expr::Variable(3),
                Expr::Literal(Literal::Str(".")),
                Expr::Variable(0),
                Expr::Literal(Literal::Str(".example.com")),
            ]),
            properties: &[],
            headers: &[("x-name", &[Expr::Variable(4)])],
        },
        Rule::Error {
            conditions: &[],
            message: Expr::Literal(Literal::Str("Invalid Configuration: Missing Region")),
        },
    ],
    variables: 5,
};

pub(crate) static SERVICE: Service = Service {
    id: "example#Example",
    version: "2024-01-01",
    sdk_id: "My Example",
    signing_name: "example",
    protocol: &protocol::REST_JSON_1,
    endpoint_rules: Some(&RULES),
    xml_namespace: None,
    errors: &[&BUSY, &WRONG],
};

/// An operation whose host has a label.
pub(crate) static PUT: OperationSpec = OperationSpec {
    name: "Put",
    service: &SERVICE,
    input: &PUT_INPUT,
    output: &prelude::UNIT,
    errors: &[&BUSY, &WRONG],
    http: Some(&Http {
        method: "POST",
        path: &[Segment::Literal("put")],
        query: &[],
        code: 200,
    }),
    auth: &[],
    host_prefix: Some("{name}."),
    traits: &[OperationTrait::EndpointParameters(&[ContextParameter {
        name: "Name",
        source: ContextSource::Member(0),
    }])],
};

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

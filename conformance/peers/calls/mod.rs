//! What is called, and what must come back.

mod cloudwatch;
mod dynamodb;
mod lambda;
mod s3;
mod sqs;
mod sts;

use std::error::Error;
use std::future::Future;
use std::pin::Pin;

use smithgen_client::Config;
use smithgen_client::auth::Credentials;

pub type Outcome = Result<(), Box<dyn Error>>;
pub type Call = fn(Config) -> Pin<Box<dyn Future<Output = Outcome>>>;

/// The settings of a client: the keys that `moto.py` knows, and a region.
pub fn config(url: &str) -> Config {
    Config::new()
        .region("us-east-1")
        .endpoint_url(url)
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        // The object store's name would become part of the host, which is an address here.
        .endpoint_parameter("ForcePathStyle", true)
}

pub const ALL: &[(&str, Call)] = &[
    ("sts: who calls", |c| Box::pin(sts::identity(c))),
    ("sts: assume a role", |c| Box::pin(sts::role(c))),
    ("sts: an error without a model", |c| {
        Box::pin(sts::refused(c))
    }),
    ("sts: a wrong signature", |c| Box::pin(sts::forged(c))),
    ("sqs: queues, page by page", |c| Box::pin(sqs::queues(c))),
    ("sqs: messages", |c| Box::pin(sqs::messages(c))),
    ("sqs: an error of the model", |c| Box::pin(sqs::absent(c))),
    ("dynamodb: items, page by page", |c| {
        Box::pin(dynamodb::items(c))
    }),
    ("dynamodb: an error of the model", |c| {
        Box::pin(dynamodb::absent(c))
    }),
    ("s3: objects, page by page", |c| Box::pin(s3::objects(c))),
    ("s3: a stream both ways", |c| Box::pin(s3::streams(c))),
    ("s3: checksums", |c| Box::pin(s3::checksums(c))),
    ("s3: an error of the model", |c| Box::pin(s3::absent(c))),
    ("lambda: functions, page by page", |c| {
        Box::pin(lambda::functions(c))
    }),
    ("lambda: an error of the model", |c| {
        Box::pin(lambda::absent(c))
    }),
    ("cloudwatch: alarms, page by page", |c| {
        Box::pin(cloudwatch::alarms(c))
    }),
    ("cloudwatch: many numbers at once", |c| {
        Box::pin(cloudwatch::metrics(c))
    }),
    ("cloudwatch: an error of the model", |c| {
        Box::pin(cloudwatch::absent(c))
    }),
];

/// Fails with both values when they differ.
pub fn equal<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Outcome {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?} in place of {expected:?}").into()),
    }
}

/// The value, which must be there.
pub fn some<T>(value: Option<T>, what: &str) -> Result<T, Box<dyn Error>> {
    value.ok_or_else(|| format!("no {what}").into())
}

/// The error, which a call must have.
pub fn error<T, E>(result: Result<T, E>) -> Result<E, Box<dyn Error>> {
    match result {
        Ok(_) => Err("it went well".into()),
        Err(error) => Ok(error),
    }
}

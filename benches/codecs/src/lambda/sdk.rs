//! The AWS SDK's client of Lambda, answered without a network. Its shares are taken between its own
//! hooks around serialisation and deserialisation.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_sdk_lambda::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextRef,
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_sdk_lambda::config::retry::RetryConfig;
use aws_sdk_lambda::config::{
    ConfigBag, Credentials, Intercept, Region, RuntimeComponents, StalledStreamProtectionConfig,
};
use aws_sdk_lambda::error::BoxError;
use aws_sdk_lambda::primitives::SdkBody;
use aws_sdk_lambda::types as sdk;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use smithgen_client::runtime::bytes::Bytes;

use super::COUNT;

/// Answers whatever is sent with the same body.
#[derive(Clone, Debug)]
struct Canned(Bytes);

impl HttpConnector for Canned {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let status = 200.try_into().expect("a status");
        let body = SdkBody::from(self.0.clone());
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, body)))
    }
}

impl HttpClient for Canned {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// When the SDK began and ended to write and to read.
#[derive(Clone, Default)]
struct Stopwatch(Arc<Mutex<Times>>);

#[derive(Clone, Copy, Default)]
struct Times {
    start: Option<Instant>,
    encode: Duration,
    decode: Duration,
}

impl Stopwatch {
    fn times(&self, change: impl FnOnce(&mut Times)) -> Times {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut times);
        *times
    }
}

impl fmt::Debug for Stopwatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stopwatch")
    }
}

fn since(start: Option<Instant>) -> Duration {
    start.map(|start| start.elapsed()).unwrap_or_default()
}

impl Intercept for Stopwatch {
    fn name(&self) -> &'static str {
        "Stopwatch"
    }
    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.times(|times| times.start = Some(Instant::now()));
        Ok(())
    }
    fn read_after_serialization(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.times(|times| times.encode = since(times.start));
        Ok(())
    }
    fn read_before_deserialization(
        &self,
        _: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.times(|times| times.start = Some(Instant::now()));
        Ok(())
    }
    fn read_after_deserialization(
        &self,
        _: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.times(|times| times.decode = since(times.start));
        Ok(())
    }
}

/// The SDK's client, answered without a network by the same body each time.
pub(super) struct Sdk {
    client: aws_sdk_lambda::Client,
    stopwatch: Stopwatch,
    runtime: tokio::runtime::Runtime,
}

impl Sdk {
    pub(super) fn new(body: Bytes) -> Sdk {
        let stopwatch = Stopwatch::default();
        let config = aws_sdk_lambda::Config::builder()
            .behavior_version_latest()
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("id", "secret", None, None, "bench"))
            .retry_config(RetryConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .interceptor(stopwatch.clone())
            .http_client(Canned(body))
            .build();
        Sdk {
            client: aws_sdk_lambda::Client::from_conf(config),
            stopwatch,
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
        }
    }

    pub(super) fn get(&self) {
        let call = self
            .client
            .get_function_configuration()
            .function_name("function");
        let output = self.runtime.block_on(call.send()).expect("an answer");
        assert_eq!(output.function_name(), Some("function-00007"));
    }

    pub(super) fn list(&self) {
        let output = self.runtime.block_on(self.client.list_functions().send());
        assert_eq!(output.expect("an answer").functions().len(), COUNT);
    }

    pub(super) fn create(&self, variables: &HashMap<String, String>) {
        let environment = sdk::Environment::builder().set_variables(Some(variables.clone()));
        let code = sdk::FunctionCode::builder()
            .s3_bucket("bucket")
            .s3_key("key");
        let call = self
            .client
            .create_function()
            .function_name("function")
            .role("arn:aws:iam::123456789012:role/role")
            .code(code.build())
            .environment(environment.build());
        self.runtime.block_on(call.send()).expect("an answer");
    }

    /// What the last operation took to write its request, and to read its response.
    pub(super) fn shares(&self) -> (Duration, Duration) {
        let times = self.stopwatch.times(|_| ());
        (times.encode, times.decode)
    }
}

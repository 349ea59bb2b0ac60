//! What `tracing` is told.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use http::Request;
use http_body_util::Full;
use tower::ServiceExt;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::depot::{Seen, server};

/// The fields of spans, in the order in which they become known.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>, Arc<AtomicU64>);

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let line = format!("{}={value:?}", field.name());
        self.0.lock().unwrap().push(line);
    }
}

impl Subscriber for Told {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("smithgen_server")
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0
            .lock()
            .unwrap()
            .push(span.metadata().name().to_owned());
        span.record(&mut self.clone());
        Id::from_u64(1 + self.1.fetch_add(1, Ordering::Relaxed))
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_request_is_a_span_without_values() {
    let told = Told::default();
    let _guard = tracing::subscriber::set_default(told.clone());
    let service = server(&Seen::default(), &Arc::default()).into_service();
    for (path, body) in [("/greet/ann", r#"{"text":"hi"}"#), ("/secret", "{}")] {
        let request = Request::post(path).header("content-type", "application/json");
        let request = request.body(Full::<&[u8]>::from(body.as_bytes())).unwrap();
        service.clone().oneshot(request).await.unwrap();
    }
    let lines = told.0.lock().unwrap().clone();
    let protocol = "protocol=\"aws.protocols#restJson1\"";
    assert_eq!(
        lines,
        [
            "request",
            protocol,
            "operation=\"Greet\"",
            "status=200",
            "request",
            protocol,
            "status=404"
        ]
    );
}

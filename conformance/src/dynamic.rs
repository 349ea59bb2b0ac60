//! Runs cases against the runtime with dynamic values: both sides of every protocol it has.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use smithgen_runtime::Structure;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing, Value};
use smithgen_runtime::http;
use smithgen_runtime::served;

use crate::case::{Case, Kind, cases};
use crate::model::Model;
use crate::protocols::protocol;
use crate::schemas::Tables;
use crate::values::{Role, Side, fill, params, same};
use conformance_support::compare;

/// Which cases run.
#[derive(Default)]
pub(crate) struct Filter {
    /// Part of the id.
    pub(crate) id: String,
    /// One side only.
    pub(crate) side: Option<String>,
}

/// The token that cases expect.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Passed and failed cases of one row of the table.
type Counts = BTreeMap<(String, Side2, Kind), (usize, usize)>;
type Side2 = &'static str;

/// Runs all models of a folder; the number of cases that failed.
pub(crate) fn run(dir: &Path, filter: &Filter) -> Result<usize, String> {
    let listing = std::fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut files: Vec<_> = listing.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut counts = Counts::new();
    let mut unsupported = BTreeMap::<String, usize>::new();
    for path in files
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
    {
        // Files without shapes are lists of cases, not models.
        let Ok(model) = Model::read(path) else {
            continue;
        };
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for case in cases(&model) {
            let service = model.shape(&case.service).map(|shape| &shape["traits"]);
            let service = service.unwrap_or(&serde_json::Value::Null);
            let Some(protocol) = protocol(&case.protocol, service) else {
                *unsupported.entry(case.protocol).or_default() += 1;
                continue;
            };
            run_case(&model, &name, &case, protocol, filter, &mut counts);
        }
    }
    if filter.side.as_deref().is_none_or(|side| side == "server") {
        for (file, (passed, failed)) in crate::malformed::run(dir, &filter.id)? {
            counts.insert((file, "server", Kind::Malformed), (passed, failed));
        }
    }
    Ok(report(&counts, &unsupported))
}

fn run_case(
    model: &Model,
    file: &str,
    case: &Case,
    protocol: &'static dyn smithgen_runtime::Protocol,
    filter: &Filter,
    counts: &mut Counts,
) {
    if !case.id.contains(&filter.id) {
        return;
    }
    let operation = Tables::new(model).operation(&case.service, &case.operation, protocol);
    for (side, name) in [(Side::Client, "client"), (Side::Server, "server")] {
        let wanted = |only: &Option<String>| only.as_deref().is_none_or(|only| only == name);
        if !wanted(&case.applies_to) || !wanted(&filter.side) {
            continue;
        }
        let run = Run {
            model,
            case,
            operation,
            protocol: operation.service().protocol(),
        };
        let result = match (side, case.kind) {
            (Side::Client, Kind::Request) => run.client_request(),
            (Side::Client, Kind::Response) => run.client_response(),
            (Side::Client, Kind::Error) => run.client_error(),
            (Side::Server, Kind::Request) => run.server_request(),
            (Side::Server, Kind::Response) => run.server_response(operation.output()),
            (Side::Server, Kind::Error) => run.server_response(run.error_schema()),
            (side, Kind::Events) => crate::events::Run {
                data: &case.data,
                operation,
                side,
            }
            .run(),
            (_, Kind::Malformed) => continue,
        };
        let counts = counts
            .entry((file.to_owned(), name, case.kind))
            .or_default();
        match result {
            Ok(()) => counts.0 += 1,
            Err(error) => {
                counts.1 += 1;
                println!("FAILED {name} {}: {error}", case.id);
            }
        }
    }
}

fn report(counts: &Counts, unsupported: &BTreeMap<String, usize>) -> usize {
    println!(
        "{:28} {:8} {:10} {:>7} {:>7}",
        "file", "side", "kind", "passed", "failed"
    );
    let (mut passed, mut failed) = (0, 0);
    for ((file, side, kind), (good, bad)) in counts {
        println!(
            "{file:28} {side:8} {:10} {good:7} {bad:7}",
            format!("{kind:?}")
        );
        passed += good;
        failed += bad;
    }
    for (protocol, count) in unsupported {
        println!("not run: {count} cases of {protocol}, which the runtime does not have");
    }
    println!("{passed} passed, {failed} failed");
    failed
}

struct Run<'a> {
    model: &'a Model,
    case: &'a Case,
    operation: &'static smithgen_runtime::OperationSpec,
    protocol: &'static dyn smithgen_runtime::Protocol,
}

impl Run<'_> {
    fn error_schema(&self) -> &'static smithgen_runtime::Schema {
        let id = self.case.error.as_deref().unwrap_or_default();
        let known = self
            .operation
            .errors()
            .iter()
            .find(|error| error.id() == id);
        known.copied().unwrap_or(&smithgen_runtime::prelude::UNIT)
    }

    fn client_request(&self) -> Result<(), String> {
        let mut input = params(self.operation.input(), &self.case.params())?;
        fill(self.model, &mut input, Side::Client, Role::Input, false);
        let options = smithgen_runtime::EncodeOptions {
            token: &|| TOKEN.to_owned(),
            ..Default::default()
        };
        let request = smithgen_client::encode_operation(self.operation, &input, &options)
            .map_err(|e| e.to_string())?;
        let case = self.case;
        expect(
            "method",
            case.text("method").unwrap_or_default(),
            request.method().as_str(),
        )?;
        self.target(&input)?;
        let query = request.uri().query();
        compare::query(case.texts("queryParams"), query)?;
        for name in case.texts("forbidQueryParams") {
            if compare::has_parameter(name, query) {
                return Err(format!("query: {name} must not be there"));
            }
        }
        for name in case.texts("requireQueryParams") {
            if !compare::has_parameter(name, query) {
                return Err(format!("query: {name} must be there"));
            }
        }
        self.message(request.headers(), request.body())
    }

    /// Path and host, as a client makes them of the endpoint that the case configures.
    fn target(&self, input: &DynamicStructure) -> Result<(), String> {
        let config = smithgen_client::Config::new()
            .validate(false)
            .idempotency_token(|| TOKEN.to_owned());
        let scoped = &self.case.data["vendorParams"]["scopedConfig"];
        let config = match scoped["client"]["region"].as_str() {
            Some(region) => bucket_settings(config.region(region), scoped),
            None => {
                let host = self.case.text("host").unwrap_or("example.com");
                config.endpoint_url(format!("https://{host}"))
            }
        };
        let prepared = smithgen_client::Client::new(config)
            .prepare(self.operation, input)
            .map_err(|e| e.to_string())?;
        let uri = prepared.request.uri();
        expect(
            "path",
            self.case.text("uri").unwrap_or_default(),
            uri.path(),
        )?;
        match self.case.text("resolvedHost") {
            Some(resolved) => expect("host", resolved, uri.host().unwrap_or_default()),
            None => Ok(()),
        }
    }

    /// Headers and body, of requests and responses.
    fn message(&self, headers: &http::HeaderMap, body: &[u8]) -> Result<(), String> {
        let case = self.case;
        for (name, value) in case.headers() {
            // A transport adds the length of an empty body.
            if name.eq_ignore_ascii_case("content-length") && !headers.contains_key(name) {
                expect("length", value, &body.len().to_string())?;
                continue;
            }
            compare::header(name, value, headers)?;
        }
        if let Some(name) = case
            .texts("forbidHeaders")
            .find(|name| headers.contains_key(*name))
        {
            return Err(format!("header {name} must not be there"));
        }
        if let Some(name) = case
            .texts("requireHeaders")
            .find(|name| !headers.contains_key(*name))
        {
            return Err(format!("header {name} must be there"));
        }
        match case.text("body") {
            Some(expected) => {
                let media_type = case.text("bodyMediaType").unwrap_or_default();
                compare::body_of_response(media_type, expected, body)
            }
            None => Ok(()),
        }
    }

    /// The bytes of the case's body; binary ones stand there in base64.
    fn body(&self) -> Result<Bytes, String> {
        let body = self.case.text("body").unwrap_or_default();
        match self.case.text("bodyMediaType") {
            Some("application/cbor") => base64::engine::general_purpose::STANDARD
                .decode(body)
                .map(Bytes::from)
                .map_err(|e| format!("body: {e}")),
            _ => Ok(body.to_owned().into()),
        }
    }

    fn response(&self) -> Result<http::Response<Bytes>, String> {
        let code = self.case.data["code"].as_u64().unwrap_or_default();
        let mut builder = http::Response::builder().status(u16::try_from(code).unwrap_or_default());
        for (name, value) in self.case.headers() {
            builder = builder.header(name, value);
        }
        builder.body(self.body()?).map_err(|e| e.to_string())
    }

    fn client_response(&self) -> Result<(), String> {
        let response = self.response()?;
        if !self.protocol.is_success(self.operation, &response) {
            return Err("taken for an error".to_owned());
        }
        let mut output = DynamicStructure::new(self.operation.output(), Typing::Typed);
        self.protocol
            .decode_response(self.operation, &response, &mut output)
            .map_err(|e| e.to_string())?;
        self.equal(self.operation.output(), output, Side::Client, Role::Other)
    }

    fn client_error(&self) -> Result<(), String> {
        let response = self.response()?;
        let metadata = self.protocol.error_metadata(self.operation, &response);
        let found = self.protocol.error_index(self.operation, &metadata);
        let schema = found.and_then(|index| self.operation.errors().get(index).copied());
        let Some(schema) = schema.filter(|schema| schema.id() == self.error_schema().id()) else {
            return Err(format!("taken for {:?}", metadata.code));
        };
        if let Some(code) = self.case.data["vendorParams"]["code"].as_str() {
            expect("code", code, &metadata.code)?;
        }
        if let Some(fault) = self.case.data["vendorParams"]["type"].as_str() {
            expect("type", fault, metadata.fault.as_deref().unwrap_or_default())?;
        }
        let mut error = DynamicStructure::new(schema, Typing::Typed);
        self.protocol
            .decode_error(self.operation, &response, &mut error)
            .map_err(|e| e.to_string())?;
        self.equal(schema, error, Side::Client, Role::Other)
    }

    fn server_request(&self) -> Result<(), String> {
        let mut uri = self.case.text("uri").unwrap_or_default().to_owned();
        for (index, pair) in self.case.texts("queryParams").enumerate() {
            uri.push(if index == 0 { '?' } else { '&' });
            uri.push_str(pair);
        }
        let method = self.case.text("method").unwrap_or_default();
        let mut builder = http::Request::builder().method(method).uri(uri);
        for (name, value) in self.case.headers() {
            builder = builder.header(name, value);
        }
        // What a case does not say is as a client sends it.
        let (sent, sent_body) = self.sent()?;
        // A checksum is that of the body as a client lays it out.
        let mut names = self.case.headers().map(|(name, _)| name);
        let is_summed = names.any(|name| name.eq_ignore_ascii_case("content-md5"));
        let body = match self.case.text("body") {
            Some(_) if !is_summed => self.body()?,
            _ => sent_body,
        };
        // Headers of a case are not all that a client sends.
        let typed = self
            .case
            .headers()
            .any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if let (false, false, Some(media_type)) =
            (typed, body.is_empty(), self.case.text("bodyMediaType"))
        {
            builder = builder.header("content-type", media_type);
        }
        let mut request = builder.body(body).map_err(|e| e.to_string())?;
        let left_out = self.case.text("body").is_none().then_some("content-type");
        for name in left_out.into_iter().chain(["x-amz-target"]) {
            if let Some(value) = sent.get(name) {
                request.headers_mut().entry(name).or_insert(value.clone());
            }
        }
        let route = crate::malformed::route(self.operation, self.protocol, &request)?;
        let mut input = DynamicStructure::new(self.operation.input(), Typing::Typed);
        let request = served::unpack_request(route, request, 1 << 20).map_err(|e| e.to_string())?;
        served::read_request(route, &request, &mut input).map_err(|e| e.to_string())?;
        self.equal(self.operation.input(), input, Side::Server, Role::Input)
    }

    /// Headers and body of the case's request as a client sends it.
    fn sent(&self) -> Result<(http::HeaderMap, Bytes), String> {
        let mut input = params(self.operation.input(), &self.case.params())?;
        fill(self.model, &mut input, Side::Client, Role::Input, false);
        let sent = smithgen_client::encode_operation(self.operation, &input, &Default::default())
            .map_err(|e| e.to_string())?;
        Ok((sent.headers().clone(), sent.body().clone()))
    }

    fn server_response(&self, schema: &'static smithgen_runtime::Schema) -> Result<(), String> {
        let mut output = params(schema, &self.case.params())?;
        fill(self.model, &mut output, Side::Server, Role::Other, false);
        let response = match self.case.kind {
            Kind::Error => self.protocol.encode_error(self.operation, &output),
            _ => self.protocol.encode_response(self.operation, &output),
        };
        let response = response.map_err(|e| e.to_string())?;
        let code = self.case.data["code"].to_string();
        expect("status", &code, response.status().as_str())?;
        self.message(response.headers(), response.body())
    }

    /// What was read against the case's parameters, both with defaults.
    fn equal(
        &self,
        schema: &'static smithgen_runtime::Schema,
        mut found: DynamicStructure,
        side: Side,
        role: Role,
    ) -> Result<(), String> {
        let mut expected = params(schema, &self.case.params())?;
        let correct = side == Side::Client;
        fill(self.model, &mut expected, side, role, correct);
        fill(self.model, &mut found, side, role, correct);
        if side == Side::Server && role == Role::Input {
            let form = self.protocol.id().ends_with("Query");
            forget_empty(&mut expected, form);
            forget_empty(&mut found, form);
        }
        match same(&expected, &found) {
            true => Ok(()),
            false => Err(format!("expected {expected:?}, found {found:?}")),
        }
    }
}

/// Settings of S3, those of the operation before those of the client.
fn bucket_settings(
    config: smithgen_client::Config,
    scoped: &serde_json::Value,
) -> smithgen_client::Config {
    let setting = |name: &str| {
        let levels = ["operation", "client"].map(|level| &scoped[level]["s3"][name]);
        levels.into_iter().find(|value| !value.is_null())
    };
    let flag = |name: &str| setting(name).is_some_and(|value| value == true);
    let path_style = setting("addressing_style").is_some_and(|style| style == "path");
    config
        .use_dual_stack(flag("use_dualstack_endpoint"))
        .endpoint_parameter("Accelerate", flag("use_accelerate_endpoint"))
        .endpoint_parameter("ForcePathStyle", path_style)
}

fn expect(what: &str, expected: &str, found: &str) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected:?}, found {found:?}")),
    }
}

/// Unsets what the wire cannot tell from unset: empty lists in a query, an empty payload structure, empty
/// lists and maps of forms.
fn forget_empty(input: &mut DynamicStructure, form: bool) {
    for (index, member) in input.schema().members().iter().enumerate() {
        let empty = member
            .traits()
            .iter()
            .any(|t| match (t, input.value(index)) {
                (smithgen_runtime::Trait::HttpQuery(_), Some(Value::List(list))) => {
                    list.items.is_empty()
                }
                (smithgen_runtime::Trait::HttpPayload, Some(Value::Structure(value))) => {
                    value.iter().next().is_none()
                }
                _ => false,
            });
        let nothing = match input.value(index) {
            Some(Value::List(list)) => list.items.is_empty(),
            Some(Value::Map(map)) => map.iter().next().is_none(),
            _ => false,
        };
        if empty || (form && nothing) {
            input.unset(index);
        }
    }
}

//! Prints what ties an operation together: its call with its setters, its marker, its static data.

use super::text::{self, listed, option, quoted};
use super::{Block, Member, Piece, paths};
use crate::ir::{
    ApiKey, Auth, BucketAddressing, Checksum, Http, HttpVersions, MessageDigests, Operation,
    OperationTrait, PageItems, Paginated, Segment, StructureUse,
};

/// The types of an operation but its shapes and its error: its call and its marker.
pub(super) fn types(operation: &Operation, put: &mut dyn FnMut(Piece)) {
    put(Piece::Lines(call(operation)));
    if !operation.setters.is_empty() {
        let setters = operation.setters.iter().map(paths::setter);
        let head = format!("impl {}", operation.call);
        put(Piece::Block(Block::new(head, setters.collect())));
    }
    put(Piece::Lines(plumbing(operation)));
    if let Some(pages) = &operation.pages {
        paged(operation, pages, put);
    }
}

fn call(operation: &Operation) -> String {
    let Operation { call, marker, .. } = operation;
    let docs = paths::comment(&operation.docs);
    let deprecated = paths::deprecated(operation.deprecated.as_deref());
    format!(
        "{docs}{deprecated}#[must_use = \"a call does nothing until it is sent\"]\n\
         pub struct {call}(client::Call<{marker}>);\n"
    )
}

fn plumbing(operation: &Operation) -> String {
    let Operation {
        call,
        marker,
        input,
        output,
        error,
        ..
    } = operation;
    let types = format!("{}, {}, {}", input.ty, output.ty, error.name);
    let shared = shared(operation);
    let notes = paths::noted(&operation.noted);
    format!(
        "{shared}rt::operation!({marker}, SPEC, {types});\n\
         client::call!({call}, {marker}, {types}{notes});\n"
    )
}

/// The type that stands for an operation without calls.
pub(super) fn marker(operation: &Operation) -> String {
    let Operation {
        marker,
        input,
        output,
        ..
    } = operation;
    let shared = shared(operation);
    format!(
        "{shared}rt::operation!({marker}, SPEC, {}, {});\n",
        input.ty, output.ty
    )
}

/// The operation's names for inputs and outputs that are more than that.
fn shared(operation: &Operation) -> String {
    let ends = [&operation.input, &operation.output].into_iter();
    let shared = ends.filter_map(|it| {
        let StructureUse { ty, shared, .. } = it;
        let path = shared.as_ref()?;
        Some(format!("pub use {path} as {ty};\n"))
    });
    shared.collect()
}

fn paged(operation: &Operation, pages: &Paginated, put: &mut dyn FnMut(Piece)) {
    let Operation { call, marker, .. } = operation;
    put(Piece::Lines(format!(
        "client::paginated!({call}, {marker});\n"
    )));
    if let Some(items) = &pages.items {
        put(Piece::Lines(format!("client::items!({call}, {marker});\n")));
        let head = format!("impl client::PagedItems for {marker}");
        put(Piece::Block(Block::new(head, found(operation, items))));
    }
    let (input, output) = (pages.input_token, listed(&pages.output_token));
    let more = option(pages.more);
    let pages = Member::Lines(format!(
        "const PAGES: &'static client::Paginated = \
         &client::Paginated::new({input}, {output}, {more});\n"
    ));
    let head = format!("impl client::Paged for {marker}");
    put(Piece::Block(Block::new(head, vec![pages])));
}

/// How the items of a page are found.
fn found(operation: &Operation, PageItems { ty, path }: &PageItems) -> Vec<Member> {
    let fields = path.iter().enumerate();
    let fields = fields.map(|(index, (field, is_optional))| {
        // The last stays as it is.
        let question = match *is_optional && index + 1 < path.len() {
            true => "?",
            false => "",
        };
        format!(".{field}{question}")
    });
    let found = format!("output{}", fields.collect::<String>());
    let found = match path.last() {
        Some((_, true)) => found,
        _ => format!("Some({found})"),
    };
    let output = &operation.output.ty;
    vec![
        Member::Lines(format!("type Items = {ty};\n")),
        Member::Lines(format!(
            "fn items(output: {output}) -> Option<Self::Items> {{\n    {found}\n}}\n"
        )),
    ]
}

/// The operation's table. `parameters` are those of the endpoint rules that it fills, printed.
pub(super) fn spec(operation: &Operation, parameters: Option<String>) -> String {
    let Operation {
        name,
        input,
        output,
        error,
        ..
    } = operation;
    let (name, input, output) = (quoted(name), &input.schema, &output.schema);
    let http = operation.http.as_ref().map(http).unwrap_or_default();
    let errors = error.variants.iter();
    let errors = given("errors", errors.map(|it| format!("&{}", it.schema)));
    let auth = given("auth", operation.auth.iter().map(auth));
    let host = operation.host_prefix.as_ref();
    let host = host.map(|it| format!(".with_host_prefix({})", quoted(it)));
    let host = host.unwrap_or_default();
    let parameters = parameters.map(|printed| format!("EndpointParameters({printed})"));
    let traits = operation.traits.iter().map(operation_trait);
    let traits = traits.chain(parameters);
    let traits = given(
        "traits",
        traits.map(|it| format!("rt::OperationTrait::{it}")),
    );
    format!(
        "pub(crate) static SPEC: rt::OperationSpec = \
         rt::OperationSpec::new({name}, &super::super::service::SERVICE, &{input}, &{output})\
         {http}{errors}{auth}{host}{traits};\n"
    )
}

/// A part of a chain, where there is anything to say.
fn given(name: &str, items: impl Iterator<Item = String>) -> String {
    let mut items = items.peekable();
    match items.peek() {
        Some(_) => format!(".with_{name}({})", listed(items)),
        None => String::new(),
    }
}

fn http(http: &Http) -> String {
    let Http {
        method,
        path,
        route,
        query,
        code,
    } = http;
    let (method, path) = (quoted(method), listed(path.iter().map(segment)));
    let route = route.as_ref();
    let route = route.map(|it| format!(".with_route({})", listed(it.iter().map(segment))));
    let route = route.unwrap_or_default();
    let query = query.iter().map(|(name, value)| {
        let value = option(value.as_deref().map(quoted));
        format!("({}, {value})", quoted(name))
    });
    let query = given("query", query);
    format!(".with_http(&rt::Http::new({method}, {path}, {code}){query}{route})")
}

fn segment(segment: &Segment) -> String {
    match segment {
        Segment::Literal(text) => format!("rt::text({})", quoted(text)),
        Segment::Label(member) => format!("rt::label({member})"),
        Segment::Greedy(member) => format!("rt::greedy({member})"),
    }
}

fn auth(auth: &Auth) -> String {
    let auth = match auth {
        Auth::None => "None".to_owned(),
        Auth::SigV4 => "SigV4".to_owned(),
        Auth::SigV4a => "SigV4a".to_owned(),
        Auth::Bearer => "Bearer".to_owned(),
        Auth::Basic => "Basic".to_owned(),
        Auth::Digest => "Digest".to_owned(),
        Auth::Other(id) => format!("Other({})", quoted(id)),
        Auth::ApiKey(ApiKey {
            name,
            header,
            scheme,
        }) => {
            let (name, scheme) = (quoted(name), option(scheme.as_deref().map(quoted)));
            format!("ApiKey(&rt::ApiKey::new({name}, {header}, {scheme}))")
        }
    };
    format!("rt::Auth::{auth}")
}

fn operation_trait(property: &OperationTrait) -> String {
    match property {
        OperationTrait::Readonly => "Readonly".to_owned(),
        OperationTrait::Idempotent => "Idempotent".to_owned(),
        OperationTrait::UnsignedPayload => "UnsignedPayload".to_owned(),
        OperationTrait::ChecksumRequired => "ChecksumRequired".to_owned(),
        OperationTrait::RequestCompression(encodings) => {
            let encodings = listed(encodings.iter().map(|it| quoted(it)));
            format!("RequestCompression({encodings})")
        }
        OperationTrait::UnwrappedXmlOutput => "UnwrappedXmlOutput".to_owned(),
        OperationTrait::Checksum(value) => format!("Checksum(&{})", checksum(value)),
        OperationTrait::ExpectContinue => "ExpectContinue".to_owned(),
        OperationTrait::TreeHash => "TreeHash".to_owned(),
        OperationTrait::Header(name, value) => {
            format!("Headers(&[({}, {})])", quoted(name), quoted(value))
        }
        OperationTrait::DefaultText(member, text) => {
            let text = quoted(text);
            format!("DefaultText(&rt::DefaultText::new({member}, {text}))")
        }
        OperationTrait::EndpointMember(member) => format!("EndpointMember({member})"),
        OperationTrait::DiscoveredEndpoint(module, required) => {
            format!("DiscoveredEndpoint(&rt::Discovery::new(&super::{module}::SPEC, {required}))")
        }
        OperationTrait::BucketAddressing(BucketAddressing {
            bucket,
            host,
            accelerated,
        }) => {
            let (bucket, host) = (option(*bucket), quoted(host));
            let accelerated = quoted(accelerated);
            format!("BucketAddressing(&rt::BucketAddressing::new({bucket}, {host}, {accelerated}))")
        }
        OperationTrait::MessageDigests(value) => {
            format!("MessageDigests(&{})", message_digests(value))
        }
        OperationTrait::PathInEndpoint(_) => "PathInEndpoint".to_owned(),
        OperationTrait::HttpVersions(versions) => {
            let versions = match versions {
                HttpVersions::Http2OrHttp1 => "Http2OrHttp1",
                HttpVersions::Http2 => "Http2",
            };
            format!("HttpVersions(rt::HttpVersions::{versions})")
        }
    }
}

fn message_digests(digests: &MessageDigests) -> String {
    let MessageDigests {
        received,
        contents,
        digests,
        pairs,
    } = digests;
    let messages = |(list, id): &(Option<usize>, Option<usize>)| {
        format!("rt::Messages::new({}, {})", option(*list), option(*id))
    };
    let (contents, digests) = (messages(contents), messages(digests));
    let pairs = text::list(pairs, |pair, out| {
        let attributes = pair.attributes.as_ref().map(|(data_type, values)| {
            let values = listed(values);
            format!("rt::AttributeMembers::new({data_type}, {values})")
        });
        let (content, digest) = (pair.content, pair.digest);
        let attributes = option(attributes);
        text::put(
            out,
            format_args!("rt::DigestPair::new({content}, {digest}, {attributes})"),
        );
    });
    format!(
        "rt::MessageDigests::new({received}, {contents}, {digests}, {pairs}, rt::message_digests)"
    )
}

fn checksum(checksum: &Checksum) -> String {
    let Checksum {
        required,
        algorithm_member,
        request,
        mode_member,
        response,
    } = checksum;
    let (algorithm, mode) = (option(*algorithm_member), option(*mode_member));
    let [request, response] = [request, response].map(|algorithms| {
        // The variants are the runtime's.
        listed(
            algorithms
                .iter()
                .map(|it| format!("rt::ChecksumAlgorithm::{it:?}")),
        )
    });
    let required = match required {
        true => ".with_required()",
        false => "",
    };
    format!("rt::Checksum::new({algorithm}, {request}, {mode}, {response}){required}")
}

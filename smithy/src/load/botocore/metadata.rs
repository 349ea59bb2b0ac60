//! The service: its protocols, how requests are signed, and how it is named.

use super::layered::Fields;
use super::{Node, Reader, customizations, empty_shape, mark, names, object, set};
use crate::diagnostic::Diagnostic;
use crate::model::traits::id;
use crate::model::{Kind, Service, ShapeId, Traits};
use crate::nearest::nearest;
use crate::source::Location;

/// What the protocols of a service have in common, of which it may have several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wire {
    /// Members are in paths, headers and queries.
    pub(super) rest: bool,
    /// Members have names of their own in JSON.
    pub(super) json_names: bool,
    pub(super) xml: bool,
    pub(super) ec2: bool,
    /// Errors have codes other than their names.
    pub(super) error_codes: bool,
}

/// The members of `metadata`. Those without effect name things for people, or repeat what rules of endpoints say.
const METADATA: &[&str] = &[
    "apiVersion",
    "auth",
    "awsQueryCompatible",
    "checksumFormat",
    "endpointPrefix",
    "globalEndpoint",
    "jsonVersion",
    "protocol",
    "protocolSettings",
    "protocols",
    "ripServiceName",
    "serviceAbbreviation",
    "serviceFullName",
    "serviceId",
    "signatureVersion",
    "signingName",
    "signingRegion",
    "targetPrefix",
    "timestampFormat",
    "uid",
    "xmlNamespace",
];

/// The protocols by their names in descriptions.
const PROTOCOLS: &[(&str, &str)] = &[
    ("ec2", "aws.protocols#ec2Query"),
    ("json", "aws.protocols#awsJson1_1"),
    ("query", "aws.protocols#awsQuery"),
    ("rest-json", "aws.protocols#restJson1"),
    ("rest-xml", "aws.protocols#restXml"),
    ("smithy-rpc-v2-cbor", "smithy.protocols#rpcv2Cbor"),
];

/// Ways to sign, by their names in descriptions, and the schemes they are.
const SIGNATURES: &[(&str, &str)] = &[
    ("bearer", "smithy.api#httpBearerAuth"),
    ("none", "smithy.api#noAuth"),
    ("s3", "aws.auth#sigv4"),
    ("s3v4", "aws.auth#sigv4"),
    ("v2", "aws.auth#sigv4"),
    ("v4", "aws.auth#sigv4"),
    ("v4a", "aws.auth#sigv4a"),
];

/// What is known of a service before its shapes are read.
pub(super) struct Known {
    id: ShapeId,
    protocols: Vec<(&'static str, Location)>,
}

impl<'a> Reader<'a, '_> {
    /// Finds the protocols and names, which decide how all else is read.
    pub(super) fn metadata(&mut self, root: &Fields<'a>, metadata: &Fields<'a>) -> Option<Known> {
        self.check_known(metadata, METADATA, "");
        let protocols = self.protocols(metadata);
        if protocols.is_empty() {
            if !metadata.has("protocol") && !metadata.has("protocols") {
                self.missing(root, "metadata.protocol", "");
            }
            return None;
        }
        let query_compatible = metadata.has("awsQueryCompatible");
        let has = |name: &str| protocols.iter().any(|it| it.0.ends_with(name));
        self.wire = Wire {
            rest: has("#restJson1") || has("#restXml"),
            json_names: has("#restJson1"),
            xml: has("#restXml") || has("#awsQuery") || has("#ec2Query"),
            ec2: has("#ec2Query"),
            error_codes: query_compatible || has("#awsQuery"),
        };
        let named = ["serviceId", "serviceAbbreviation", "endpointPrefix"];
        let service_id = named
            .into_iter()
            .find_map(|key| self.text(metadata, key, ""));
        let Some((service_id, _)) = service_id.filter(|it| !it.0.trim().is_empty()) else {
            self.missing(metadata, "serviceId", "");
            return None;
        };
        self.namespace = names::namespace(&service_id);
        let target = self.text(metadata, "targetPrefix", "").map(|it| it.0);
        let name = names::service(target.as_deref(), &service_id);
        self.service_id = service_id;
        let Some(id) = self.id(&name) else {
            let message = format!("`{}` does not make a namespace", self.service_id);
            let problem = Diagnostic::error(message).at(self.file.place(metadata.at));
            self.file
                .push(problem.help("a service's id has letters or digits"));
            return None;
        };
        // A shape of that name gives way, as to operations.
        self.operations.insert(name);
        self.xml_namespace = self.text(metadata, "xmlNamespace", "").map(|it| it.0);
        Some(Known { id, protocols })
    }

    /// The traits of the protocols, the preferred first.
    fn protocols(&mut self, metadata: &Fields<'a>) -> Vec<(&'static str, Location)> {
        let names = match metadata.has("protocols") {
            true => self.texts(metadata, "protocols", "").unwrap_or_default(),
            false => self.text(metadata, "protocol", "").into_iter().collect(),
        };
        let version = self.text(metadata, "jsonVersion", "");
        let mut found = Vec::new();
        for (name, at) in names {
            match PROTOCOLS.iter().find(|it| it.0 == name) {
                Some(("json", _)) if version.as_ref().is_some_and(|it| it.0 == "1.0") => {
                    found.push(("aws.protocols#awsJson1_0", at));
                }
                Some((_, protocol)) => found.push((*protocol, at)),
                None => {
                    let message = format!("`{name}` is no protocol that is known");
                    let problem = Diagnostic::error(message).at(self.file.place(at));
                    let all: Vec<&str> = PROTOCOLS.iter().map(|it| it.0).collect();
                    let help = match nearest(&name, all.iter().copied()) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("the protocols are {}", all.join(", ")),
                    };
                    self.file.push(problem.help(help));
                }
            }
        }
        found
    }

    /// Makes the service's shape.
    pub(super) fn service(
        &mut self,
        known: Known,
        root: &Fields<'a>,
        metadata: &Fields<'a>,
    ) -> ShapeId {
        let Known { id, protocols } = known;
        let at = metadata.at;
        let version = self.text(metadata, "apiVersion", "");
        let service = Service {
            version: version.map(|it| it.0).unwrap_or_default(),
            ..Service::default()
        };
        let mut shape = empty_shape(id.clone(), Kind::Service(Box::new(service)), at);
        let traits = &mut shape.traits;
        let prefix = self.text(metadata, "endpointPrefix", "").map(|it| it.0);
        let aws = object([
            ("sdkId", Some(Node::String(self.service_id.clone()))),
            ("endpointPrefix", prefix.clone().map(Node::String)),
        ]);
        set(traits, "aws.api#service", aws, at);
        self.authentication(traits, metadata, prefix.as_deref());
        for (protocol, at) in protocols {
            let value = self.protocol_settings(protocol, metadata);
            set(traits, protocol, value, at);
        }
        if let Some(field) = metadata.get("awsQueryCompatible") {
            mark(traits, id::AWS_QUERY_COMPATIBLE, field.key_at);
        }
        self.common_traits(traits, root, id.as_str());
        if let Some((title, at)) = self.text(metadata, "serviceFullName", "") {
            set(traits, id::TITLE, Node::String(title), at);
        }
        if let Some(uri) = &self.xml_namespace {
            let value = object([("uri", Some(Node::String(uri.clone())))]);
            set(traits, "smithy.api#xmlNamespace", value, at);
        }
        if let Some((value, at)) = self.node(root, "clientContextParams", id.as_str()) {
            set(traits, "smithy.rules#clientContextParams", value, at);
        }
        self.shapes.insert(id.clone(), shape);
        id
    }

    /// The traits of the schemes that requests are signed by, the preferred first.
    fn authentication(&mut self, traits: &mut Traits, metadata: &Fields<'a>, prefix: Option<&str>) {
        let signature = self.text(metadata, "signatureVersion", "");
        let schemes = match self.texts(metadata, "auth", "") {
            Some(schemes) => schemes,
            None => signature
                .into_iter()
                .filter_map(|(name, at)| Some((self.signature(&name, at)?.to_owned(), at)))
                .collect(),
        };
        let name = self.text(metadata, "signingName", "").map(|it| it.0);
        let name = name.as_deref().or(prefix).unwrap_or_default().to_owned();
        for (scheme, at) in &schemes {
            let value = object([("name", Some(Node::String(name.clone())))]);
            match scheme.as_str() {
                "aws.auth#sigv4" => set(traits, "aws.auth#sigv4", value, *at),
                "aws.auth#sigv4a" => {
                    set(traits, "aws.auth#sigv4a", value.clone(), *at);
                    // Who signs with version 4a can sign with version 4, which the trait asks for.
                    if !traits.has("aws.auth#sigv4") {
                        set(traits, "aws.auth#sigv4", value, *at);
                    }
                }
                "smithy.api#httpBearerAuth" => mark(traits, id::HTTP_BEARER_AUTH, *at),
                "smithy.api#noAuth" => {}
                other => self.unknown_scheme(other, *at),
            }
        }
        if let [(_, at), _, ..] = schemes.as_slice() {
            let list = schemes.iter().map(|it| Node::String(it.0.clone()));
            let list = list.filter(|it| *it != "smithy.api#noAuth").collect();
            set(traits, "smithy.api#auth", Node::Array(list), *at);
        }
    }

    fn signature(&mut self, name: &str, at: Location) -> Option<&'static str> {
        let found = SIGNATURES.iter().find(|it| it.0 == name);
        match (name, found) {
            ("v2", _) => {
                let message = "requests are signed with version 4, not with version 2";
                let problem = Diagnostic::warning(message).at(self.file.place(at));
                let help = "nothing signs with version 2: check that the service takes the other";
                self.file.push(problem.help(help));
            }
            (_, None) => self.unknown_scheme(name, at),
            _ => {}
        }
        found.map(|it| it.1)
    }

    pub(super) fn unknown_scheme(&mut self, name: &str, at: Location) {
        let message = format!("`{name}` is no way to sign that is known: it is left out");
        self.file
            .push(Diagnostic::warning(message).at(self.file.place(at)));
    }

    fn protocol_settings(&mut self, protocol: &str, metadata: &Fields<'a>) -> Node {
        let settings = self.fields_of(metadata, "protocolSettings", "");
        let h2 = settings.and_then(|settings| self.text(&settings, "h2", ""));
        let versions = |names: &[&str]| Some(Node::from(names.to_vec()));
        let both = &["http/1.1", "h2"];
        let (http, events) = match h2.as_ref().map(|it| it.0.as_str()) {
            Some("eventstream") => (versions(both), versions(&["h2"])),
            Some("optional") => (versions(both), None),
            Some("required") => (versions(&["h2"]), None),
            _ => (None, None),
        };
        let takes_versions = !matches!(
            protocol,
            "aws.protocols#awsQuery" | "aws.protocols#ec2Query"
        );
        let bare = protocol == "aws.protocols#restXml"
            && customizations::has_bare_errors(&self.service_id);
        object([
            ("http", http.filter(|_| takes_versions)),
            ("eventStreamHttp", events.filter(|_| takes_versions)),
            ("noErrorWrapping", bare.then_some(Node::Bool(true))),
        ])
    }
}

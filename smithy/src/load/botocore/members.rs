//! Members: what they target, where they are sent and how they are called there.

use std::sync::Arc;

use indexmap::IndexMap;

use super::layered::Fields;
use super::names::capitalized;
use super::{Described, Node, Reader, empty_shape, mark, object, set};
use crate::diagnostic::Diagnostic;
use crate::maps::HashSet;
use crate::model::traits::id;
use crate::model::{Member, ShapeId, Traits};
use crate::nearest::nearest;
use crate::source::Location;

/// All described shapes, by name.
type All<'a> = IndexMap<String, Described<'a>>;

/// The members of a member. `box` has no effect: whatever may be absent is, as long as no default is stated.
const MEMBER: &[&str] = &[
    "box",
    "contextParam",
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "documentation",
    "endpointdiscoveryid",
    "enum",
    "eventheader",
    "eventpayload",
    "flattened",
    "hostLabel",
    "idempotencyToken",
    "jsonvalue",
    "location",
    "locationName",
    "queryName",
    "sensitive",
    "shape",
    "streaming",
    "timestampFormat",
    "xmlAttribute",
    "xmlNamespace",
];

/// What is true of a member, and the traits that say so.
const MARKS: &[(&str, &str)] = &[
    ("endpointdiscoveryid", "aws.api#clientEndpointDiscoveryId"),
    ("eventheader", id::EVENT_HEADER),
    ("eventpayload", id::EVENT_PAYLOAD),
    ("hostLabel", id::HOST_LABEL),
    ("idempotencyToken", id::IDEMPOTENCY_TOKEN),
    ("xmlAttribute", id::XML_ATTRIBUTE),
];

impl<'a> Reader<'a, '_> {
    /// The members of a structure or union.
    pub(super) fn members(&mut self, it: &Described<'a>, all: &All<'a>) -> Vec<Member> {
        let subject = it.id.as_str();
        let Some(fields) = self.fields_of(&it.fields, "members", subject) else {
            return Vec::new();
        };
        let required = self.texts(&it.fields, "required", subject);
        let required = required.unwrap_or_default();
        let payload = self.text(&it.fields, "payload", subject);
        let names: HashSet<&str> = required.iter().map(|it| it.0.as_str()).collect();
        let mut members = Vec::with_capacity(fields.list.len());
        for field in &fields.list {
            let is_payload = payload.as_ref().is_some_and(|it| it.0 == field.key);
            let Some(inner) = self.fields(field.value, "a member", &it.id.member(&field.key))
            else {
                continue;
            };
            let made = self.member(&it.id, &field.key, field.key_at, &inner, all);
            let Some((mut member, target)) = made else {
                continue;
            };
            self.binding(&it.id, &mut member, &inner, target, is_payload);
            if names.contains(&*field.key) && it.kind == "structure" {
                mark(&mut member.traits, id::REQUIRED, field.key_at);
            } else if self.is_streamed(&inner, target) {
                // A stream that is absent is one without bytes.
                let nothing = Node::String(String::new());
                set(&mut member.traits, id::DEFAULT, nothing, field.key_at);
            }
            members.push(member);
        }
        if self.wire.json_names {
            tell_apart(&mut members);
        }
        let payload = payload.into_iter().map(|it| (it, "payload"));
        for ((name, at), key) in payload.chain(required.into_iter().map(|it| (it, "required"))) {
            if !fields.list.iter().any(|field| field.key == name) {
                self.no_member(&fields, &name, at, key, subject);
            }
        }
        members
    }

    fn is_streamed(&self, fields: &Fields<'a>, target: Option<&Described<'a>>) -> bool {
        let target = target.filter(|target| target.kind == "blob");
        target.is_some_and(|it| fields.has("streaming") || it.fields.has("streaming"))
    }

    /// Reports a member that is named and not there.
    fn no_member(&mut self, fields: &Fields<'a>, name: &str, at: Location, key: &str, s: &str) {
        let message = format!("`{key}` names `{name}`, which is no member");
        let mut problem = Diagnostic::warning(message)
            .shape(s)
            .at(self.file.place(at));
        let there = fields.list.iter().map(|field| &*field.key);
        if self.file.may_suggest()
            && let Some(meant) = nearest(name, there)
        {
            problem = problem.help(format!("did you mean `{meant}`?"));
        }
        self.file.push(problem);
    }

    /// The member of a list, or the key or value of a map.
    pub(super) fn element(
        &mut self,
        it: &Described<'a>,
        name: &'static str,
        all: &All<'a>,
    ) -> Option<Member> {
        let subject = it.id.as_str();
        let fields = self.fields_of(&it.fields, name, subject)?;
        let (mut member, _) = self.member(&it.id, name, fields.at, &fields, all)?;
        if self.wire.xml {
            let called = self.text(&fields, "locationName", subject);
            if let Some((called, at)) = called.filter(|it| it.0 != name) {
                set(
                    &mut member.traits,
                    "smithy.api#xmlName",
                    Node::String(called),
                    at,
                );
            }
            self.xml_namespace(&mut member.traits, &fields, subject);
        }
        Some(member)
    }

    /// A member with its target and the traits that do not depend on where it is sent.
    fn member<'d>(
        &mut self,
        id: &ShapeId,
        name: &str,
        at: Location,
        fields: &Fields<'a>,
        all: &'d All<'a>,
    ) -> Option<(Member, Option<&'d Described<'a>>)> {
        let subject = id.member(name);
        self.check_known(fields, MEMBER, &subject);
        if !crate::model::id::is_identifier(name) {
            let problem = Diagnostic::error(format!("`{name}` is no name for a member"));
            let help =
                "a name is made of letters, digits and underscores, and starts with no digit";
            let problem = problem.at(self.file.place(at)).shape(id).help(help);
            self.file.push(problem);
            return None;
        }
        let (shape, shape_at) = self.shape_name(fields, at, &subject)?;
        let described = all.get(&shape);
        let mut target = self.target(&shape, shape_at, described, all, &subject)?;
        if let Some(it) = described {
            if self.flag(fields, "jsonvalue", &subject).is_some() && it.kind == "string" {
                let name = format!("SynthesizedJson{}", it.id.name());
                let media = Node::from("application/json");
                target = self.variant(it, &name, "smithy.api#mediaType", media)?;
            }
            let streams = self.flag(fields, "streaming", &subject).is_some();
            if streams && it.kind == "blob" && !it.fields.has("streaming") {
                let name = format!("Streaming{}", it.id.name());
                target = self.variant(it, &name, id::STREAMING, object([]))?;
            }
        }
        *self.uses.entry(target.clone()).or_default() += 1;
        let mut traits = Traits::default();
        self.common_traits(&mut traits, fields, &subject);
        self.timestamp(&mut traits, fields, &subject);
        for (key, trait_id) in MARKS {
            if let Some(at) = self.flag(fields, key, &subject) {
                mark(&mut traits, trait_id, at);
            }
        }
        if traits.has(id::HOST_LABEL) {
            mark(&mut traits, id::REQUIRED, at);
        }
        if let Some((value, at)) = self.node(fields, "contextParam", &subject) {
            set(&mut traits, "smithy.rules#contextParam", value, at);
        }
        let member = Member {
            name: Arc::from(name),
            target,
            traits,
            location: at,
        };
        Some((member, described))
    }

    pub(super) fn shape_name(
        &mut self,
        fields: &Fields<'a>,
        at: Location,
        subject: &str,
    ) -> Option<(String, Location)> {
        if !fields.has("shape") {
            let problem = Diagnostic::error("there is no `shape`").shape(subject);
            let problem = problem.at(self.file.place(at)).help("name one");
            self.file.push(problem);
        }
        self.text(fields, "shape", subject)
    }

    /// The id of a shape that is named; reports if there is none.
    pub(super) fn target(
        &mut self,
        name: &str,
        at: Location,
        described: Option<&Described<'a>>,
        all: &All<'a>,
        subject: &str,
    ) -> Option<ShapeId> {
        if let Some(described) = described {
            return Some(described.id.clone());
        }
        // What is wrong with it has been reported.
        if let Some(broken) = self.broken.get(name) {
            return Some(broken.clone());
        }
        let problem = Diagnostic::error(format!("there is no shape `{name}`"));
        let mut problem = problem.shape(subject).at(self.file.place(at));
        if self.file.may_suggest()
            && let Some(meant) = nearest(name, all.keys().map(String::as_str))
        {
            problem = problem.help(format!("did you mean `{meant}`?"));
        }
        self.file.push(problem);
        None
    }

    /// A shape like another with one trait more, made when it is first asked for.
    fn variant(
        &mut self,
        it: &Described<'a>,
        name: &str,
        trait_id: &'static str,
        value: Node,
    ) -> Option<ShapeId> {
        let id = self.id(name)?;
        if !self.shapes.contains_key(&id) {
            let kind = super::super::ast::kind_named(it.kind, it.at)?;
            let mut shape = empty_shape(id.clone(), kind, it.at);
            self.common_traits(&mut shape.traits, &it.fields, id.as_str());
            self.constraints(&mut shape, &it.fields);
            set(&mut shape.traits, trait_id, value, it.at);
            self.shapes.insert(id.clone(), shape);
        }
        Some(id)
    }

    /// Adds where a member is sent, and how it is called there.
    fn binding(
        &mut self,
        shape: &ShapeId,
        member: &mut Member,
        fields: &Fields<'a>,
        target: Option<&Described<'a>>,
        is_payload: bool,
    ) {
        let subject = shape.member(&member.name);
        if is_payload && self.wire.rest {
            mark(&mut member.traits, id::HTTP_PAYLOAD, fields.at);
        }
        let location = self.text(fields, "location", &subject);
        match location.filter(|_| self.wire.rest) {
            Some((location, at)) => {
                let called = self.text(fields, "locationName", &subject).map(|it| it.0);
                let name = called.unwrap_or_else(|| member.name.to_string());
                let is_map = target.is_some_and(|it| it.kind == "map");
                self.http_binding(&mut member.traits, (&location, at), name, is_map, &subject);
            }
            None if self.wire.xml => {
                self.xml_binding(member, fields, target, is_payload, &subject);
            }
            None if self.wire.json_names => {
                let called = self.text(fields, "locationName", &subject);
                let called = called.filter(|it| *it.0 != *member.name && !is_payload);
                if let Some((called, at)) = called {
                    let value = Node::String(called);
                    set(&mut member.traits, "smithy.api#jsonName", value, at);
                }
            }
            None => {}
        }
    }

    fn http_binding(
        &mut self,
        traits: &mut Traits,
        (location, at): (&str, Location),
        name: String,
        is_map: bool,
        subject: &str,
    ) {
        match (location, is_map) {
            ("uri", _) => {
                mark(traits, id::HTTP_LABEL, at);
                // A path without it would be another one.
                mark(traits, id::REQUIRED, at);
            }
            ("querystring", true) => mark(traits, id::HTTP_QUERY_PARAMS, at),
            ("querystring", false) => set(traits, "smithy.api#httpQuery", Node::String(name), at),
            ("header", _) => set(traits, "smithy.api#httpHeader", Node::String(name), at),
            ("headers", _) => {
                let value = Node::String(name);
                set(traits, "smithy.api#httpPrefixHeaders", value, at);
            }
            ("statusCode", _) => mark(traits, id::HTTP_RESPONSE_CODE, at),
            _ => {
                let message = format!("`{location}` is no place in a message");
                let problem = Diagnostic::error(message).shape(subject);
                let help = "the places are uri, querystring, header, headers, statusCode";
                let problem = problem.at(self.file.place(at)).help(help);
                self.file.push(problem);
            }
        }
    }

    /// Adds how a member is called in XML and in queries. A structure's name for it holds where the member has none.
    fn xml_binding(
        &mut self,
        member: &mut Member,
        fields: &Fields<'a>,
        target: Option<&Described<'a>>,
        is_payload: bool,
        subject: &str,
    ) {
        let mut called = self.text(fields, "locationName", subject);
        if let Some(target) = target {
            // Of other kinds, the Smithy models of the same services leave it out.
            if called.is_none() && matches!(target.kind, "structure" | "union") {
                called = self.text(&target.fields, "locationName", subject);
            }
            let flat = self.flag(fields, "flattened", subject);
            let flat = flat.or_else(|| self.flag(&target.fields, "flattened", subject));
            if let Some(at) = flat.filter(|_| matches!(target.kind, "list" | "map")) {
                mark(&mut member.traits, id::XML_FLATTENED, at);
                // Without a list's element, its members take its place.
                let element = self.fields_of(&target.fields, "member", subject);
                let name = element.and_then(|it| self.text(&it, "locationName", subject));
                called = name.or(called);
            }
        }
        let query = self
            .text(fields, "queryName", subject)
            .filter(|_| self.wire.ec2);
        let own = match (is_payload, target) {
            (true, Some(target)) => target.id.name().to_owned(),
            _ => member.name.to_string(),
        };
        if self.wire.ec2 {
            let named = called.clone().map(|(name, at)| (capitalized(&name), at));
            if let Some((name, at)) = query.or(named) {
                let value = Node::String(name);
                set(&mut member.traits, "aws.protocols#ec2QueryName", value, at);
            }
        }
        if let Some((name, at)) = called.filter(|it| it.0 != own) {
            set(
                &mut member.traits,
                "smithy.api#xmlName",
                Node::String(name),
                at,
            );
        }
        match target.filter(|_| !fields.has("xmlNamespace")) {
            Some(target) => self.xml_namespace(&mut member.traits, &target.fields, subject),
            None => self.xml_namespace(&mut member.traits, fields, subject),
        }
    }

    /// Adds a namespace of XML unless it is the service's.
    pub(super) fn xml_namespace(
        &mut self,
        traits: &mut Traits,
        fields: &Fields<'a>,
        subject: &str,
    ) {
        let Some((value, at)) = self.node(fields, "xmlNamespace", subject) else {
            return;
        };
        let value = match value {
            Node::String(uri) => object([("uri", Some(Node::String(uri)))]),
            value => value,
        };
        let uri = value.get("uri").and_then(Node::as_str);
        let is_inherited = uri.is_some() && uri == self.xml_namespace.as_deref();
        if !is_inherited || value.get("prefix").is_some() {
            set(traits, "smithy.api#xmlNamespace", value, at);
        }
    }
}

/// Gives members that are not in a body another name for it where another member is called like them there.
fn tell_apart(members: &mut [Member]) {
    let called = |member: &Member| member.traits.text("smithy.api#jsonName").map(str::to_owned);
    let names: HashSet<String> = members.iter().filter_map(called).collect();
    let outside = [
        id::HTTP_LABEL,
        id::HTTP_QUERY_PARAMS,
        id::HTTP_RESPONSE_CODE,
        "smithy.api#httpHeader",
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
    ];
    for member in members {
        let is_outside = outside.iter().any(|id| member.traits.has(id));
        if is_outside && names.contains(&*member.name) {
            let name = format!("request{}", capitalized(&member.name));
            let value = Node::String(name);
            set(
                &mut member.traits,
                "smithy.api#jsonName",
                value,
                member.location,
            );
        }
    }
}

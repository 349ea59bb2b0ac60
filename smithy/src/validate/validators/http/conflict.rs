//! Whether two operations of a service answer to the same requests.
//!
//! URIs of which one is more special than the other are no conflict, for servers choose that one.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::listed;
use super::pattern::{Uri, host_prefix};
use crate::model::traits::id::HOST_LABEL;
use crate::model::traits::{Endpoint, Http, Known, Pattern};
use crate::model::uri::Segment;
use crate::model::{Shape, ShapeId};
use crate::node_validation::Patterns;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// With so many others of the same URI the host of an operation is compared.
const RIVALS: usize = 100;

/// An operation and where it is to be found.
struct Entry<'m> {
    shape: &'m Shape,
    input: Option<&'m Shape>,
    method: String,
    text: String,
    uri: Uri,
    host: Option<Vec<Segment>>,
}

impl<'m> Entry<'m> {
    fn of(context: &Context<'m>, id: &ShapeId) -> Option<Self> {
        let shape = context.shape(id)?;
        let http = shape.traits.read::<Http>()?;
        let endpoint = shape.traits.read::<Endpoint>();
        Some(Self {
            shape,
            input: context.shape(&shape.as_operation()?.input.target),
            method: http.method,
            uri: Uri::parse(&http.uri).ok()?,
            text: http.uri,
            host: match endpoint {
                None => None,
                Some(endpoint) => Some(host_prefix(&endpoint.host_prefix).ok()?),
            },
        })
    }

    fn key(&self) -> Key<'_> {
        Key {
            method: &self.method,
            steps: self.uri.segments.iter().map(Step::of).collect(),
            query: &self.uri.query,
            has_host: self.host.is_some(),
        }
    }
}

/// What the requests of two operations must have in common to be taken for each other.
#[derive(PartialEq, Eq, Hash)]
struct Key<'e> {
    method: &'e str,
    steps: Vec<Step<'e>>,
    query: &'e BTreeMap<String, String>,
    has_host: bool,
}

/// A segment without the name of its label.
#[derive(PartialEq, Eq, Hash)]
enum Step<'e> {
    Literal(&'e str),
    Label,
    Greedy,
}

impl<'e> Step<'e> {
    fn of(segment: &'e Segment) -> Self {
        match segment {
            Segment::Literal(text) => Self::Literal(text),
            Segment::Label(_) => Self::Label,
            Segment::Greedy(_) => Self::Greedy,
        }
    }
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.index.with_trait(Http::ID).is_empty() {
        return;
    }
    let hosts = Hosts::default();
    for bound in context.services().values() {
        let operations = bound.operations.iter();
        let entries: Vec<Entry<'_>> = operations.filter_map(|id| Entry::of(context, id)).collect();
        let mut same: IndexMap<Key<'_>, Vec<&Entry<'_>>> = IndexMap::new();
        for entry in &entries {
            same.entry(entry.key()).or_default().push(entry);
        }
        for group in same.values() {
            for entry in group {
                let others = group.iter().take(RIVALS);
                let others = others.filter(|other| other.shape.id != entry.shape.id);
                let rivals = others.filter(|other| hosts.may_be_same(entry, other));
                let rivals: Vec<&str> = rivals.map(|rival| rival.shape.id.as_str()).collect();
                if !rivals.is_empty() {
                    let message = format!(
                        "its method and URI, `{} {}`, are also those of {}",
                        entry.method,
                        entry.text,
                        listed(rivals)
                    );
                    report.error(entry.shape, message);
                }
            }
        }
    }
}

/// Compares the prefixes of hosts.
#[derive(Default)]
struct Hosts {
    patterns: Patterns,
}

impl Hosts {
    /// Whether two operations may be called at the same host: unless a label meets a literal in their prefixes, and
    /// wherever that is so, the pattern of the label does not match the literal.
    fn may_be_same(&self, a: &Entry<'_>, b: &Entry<'_>) -> bool {
        let (Some(own), Some(other)) = (&a.host, &b.host) else {
            return true;
        };
        let mut is_met = false;
        for pair in own.iter().zip(other) {
            let (pattern, literal) = match pair {
                (Segment::Literal(own), Segment::Literal(other)) if own != other => break,
                (Segment::Literal(text), Segment::Label(label)) => (pattern_of(b, label), text),
                (Segment::Label(label), Segment::Literal(text)) => (pattern_of(a, label), text),
                _ => continue,
            };
            is_met = true;
            if pattern.is_none_or(|pattern| self.patterns.matches(pattern, literal)) {
                return true;
            }
        }
        !is_met
    }
}

/// The pattern of the member that fills a label of a host prefix; what its target says does not count.
fn pattern_of<'m>(entry: &Entry<'m>, label: &str) -> Option<&'m str> {
    let member = entry.input?.member(label)?;
    let pattern = member.traits.text(Pattern::ID);
    pattern.filter(|_| member.traits.has(HOST_LABEL))
}

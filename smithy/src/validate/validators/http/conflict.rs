//! Whether two operations of a service answer to the same requests.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;
use regex_lite::Regex;

use super::bindings::{Message, binding};
use super::listed;
use super::pattern::{Uri, host_prefix};
use crate::diagnostic::Severity;
use crate::model::traits::id::{HOST_LABEL, HTTP_LABEL};
use crate::model::traits::{Endpoint, Http, Known, Pattern};
use crate::model::uri::Segment;
use crate::model::{Shape, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// With so many others an operation is compared, of those whose URIs it meets.
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
        let Http {
            method, uri: text, ..
        } = shape.traits.read()?;
        let endpoint = shape.traits.read::<Endpoint>();
        Some(Self {
            shape,
            input: context.shape(&shape.as_operation()?.input.target),
            method,
            uri: Uri::parse(&text).ok()?,
            text,
            host: match endpoint {
                None => None,
                Some(endpoint) => Some(host_prefix(&endpoint.host_prefix).ok()?),
            },
        })
    }
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let patterns = Patterns {
        context,
        compiled: RefCell::default(),
    };
    for bound in context.services().values() {
        let operations = bound.operations.iter();
        let entries: Vec<Entry<'_>> = operations.filter_map(|id| Entry::of(context, id)).collect();
        let tree = Tree::of(&entries);
        for entry in &entries {
            let rivals = tree.rivals(entry);
            let rivals = rivals.into_iter().filter_map(|number| entries.get(number));
            let rivals = rivals.filter(|rival| rival.shape.id != entry.shape.id);
            let rivals = rivals.filter(|rival| patterns.may_share_host(entry, rival));
            let rivals: Vec<&Entry<'_>> = rivals.collect();
            let (told_apart, same): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = rivals
                .into_iter()
                .partition(|rival| patterns.tell_apart(entry, rival));
            tell(report, Severity::Error, entry, &same);
            tell(report, Severity::Danger, entry, &told_apart);
        }
    }
}

fn tell(report: &mut Report<'_>, severity: Severity, entry: &Entry<'_>, rivals: &[&Entry<'_>]) {
    if rivals.is_empty() {
        return;
    }
    let mut message = format!(
        "its URI `{}` may be the same as that of {}",
        entry.text,
        listed(rivals.iter().map(|rival| rival.shape.id.as_str()))
    );
    if severity == Severity::Danger {
        message.push_str(", although the patterns of labels tell them apart");
    }
    report.tell(severity, entry.shape, message);
}

/// The URIs of a service, by what they have in common from the start.
struct Tree<'e> {
    roots: HashMap<(&'e str, bool), usize>,
    nodes: Vec<Branch<'e>>,
}

#[derive(Default)]
struct Branch<'e> {
    next: IndexMap<Step<'e>, usize>,
    /// The operations whose URI ends here, by their queries.
    ends: IndexMap<&'e BTreeMap<String, String>, Vec<usize>>,
}

/// What a segment is to those who look for differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

impl<'e> Tree<'e> {
    fn of(entries: &'e [Entry<'_>]) -> Self {
        let mut tree = Self {
            roots: HashMap::new(),
            nodes: Vec::new(),
        };
        for (number, entry) in entries.iter().enumerate() {
            let key = (entry.method.as_str(), entry.host.is_some());
            let next = tree.nodes.len();
            let mut at = *tree.roots.entry(key).or_insert(next);
            tree.grow(at);
            for segment in &entry.uri.segments {
                let next = tree.nodes.len();
                if let Some(branch) = tree.nodes.get_mut(at) {
                    at = *branch.next.entry(Step::of(segment)).or_insert(next);
                }
                tree.grow(at);
            }
            if let Some(branch) = tree.nodes.get_mut(at) {
                branch
                    .ends
                    .entry(&entry.uri.query)
                    .or_default()
                    .push(number);
            }
        }
        tree
    }

    /// Adds a branch, if it is a new one.
    fn grow(&mut self, at: usize) {
        if at == self.nodes.len() {
            self.nodes.push(Branch::default());
        }
    }

    /// The operations whose URIs first differ from that of another in that one has a label where the other has not, or
    /// a greedy one; and those with the same URI.
    fn rivals(&self, entry: &Entry<'_>) -> Vec<usize> {
        let mut found = Vec::new();
        let key = (entry.method.as_str(), entry.host.is_some());
        let mut at = self.roots.get(&key).and_then(|at| self.nodes.get(*at));
        for segment in &entry.uri.segments {
            let Some(branch) = at else {
                return found;
            };
            let own = Step::of(segment);
            match own {
                Step::Literal(_) => {
                    for step in [Step::Label, Step::Greedy] {
                        self.collect(branch.next.get(&step).copied(), &mut found);
                    }
                }
                Step::Label | Step::Greedy => {
                    let others = branch.next.iter().filter(|(step, _)| **step != own);
                    for (_, other) in others.take(RIVALS) {
                        self.collect(Some(*other), &mut found);
                    }
                }
            }
            at = branch.next.get(&own).and_then(|at| self.nodes.get(*at));
        }
        let same = at.and_then(|branch| branch.ends.get(&entry.uri.query));
        for number in same.into_iter().flatten().take(RIVALS + 1) {
            found.push(*number);
        }
        found
    }

    /// Adds the operations whose URIs end at a branch, or go on from it.
    fn collect(&self, from: Option<usize>, found: &mut Vec<usize>) {
        let mut open: Vec<usize> = from.into_iter().collect();
        while let Some(branch) = open.pop().and_then(|at| self.nodes.get(at)) {
            if found.len() >= RIVALS {
                return;
            }
            found.extend(branch.ends.values().flatten().take(RIVALS));
            open.extend(branch.next.values().take(RIVALS));
        }
    }
}

/// What the patterns of labels keep apart.
struct Patterns<'c, 'm> {
    context: &'c Context<'m>,
    compiled: RefCell<HashMap<String, Option<Regex>>>,
}

impl<'m> Patterns<'_, 'm> {
    /// Whether two operations may be called at the same host.
    fn may_share_host(&self, a: &Entry<'m>, b: &Entry<'m>) -> bool {
        let differ = match (&a.host, &b.host) {
            (None, None) => false,
            (Some(own), Some(other)) => {
                let own = Side {
                    segments: own,
                    pattern: &|label| host_pattern(a, label),
                };
                let other = Side {
                    segments: other,
                    pattern: &|label| host_pattern(b, label),
                };
                self.differ(&own, &other)
            }
            _ => true,
        };
        !differ
    }

    /// Whether patterns tell the URIs of two operations apart.
    fn tell_apart(&self, a: &Entry<'m>, b: &Entry<'m>) -> bool {
        let own = Side {
            segments: &a.uri.segments,
            pattern: &|label| self.uri_pattern(a, label),
        };
        let other = Side {
            segments: &b.uri.segments,
            pattern: &|label| self.uri_pattern(b, label),
        };
        self.differ(&own, &other)
    }

    /// Whether labels meet literals, or greedy labels others, and wherever it is a literal the pattern of the label
    /// does not match it.
    fn differ(&self, a: &Side<'_>, b: &Side<'_>) -> bool {
        let mut is_met = false;
        for (own, other) in a.segments.iter().zip(b.segments) {
            let (pattern, literal) = match (own, other) {
                (Segment::Literal(own), Segment::Literal(other)) if own == other => continue,
                (Segment::Literal(_), Segment::Literal(_)) => break,
                (Segment::Literal(text), label) => (label.label().and_then(b.pattern), text),
                (label, Segment::Literal(text)) => (label.label().and_then(a.pattern), text),
                (Segment::Label(_), Segment::Greedy(_))
                | (Segment::Greedy(_), Segment::Label(_)) => {
                    is_met = true;
                    continue;
                }
                _ => continue,
            };
            is_met = true;
            if pattern.is_none_or(|pattern| self.matches(pattern, literal)) {
                return false;
            }
        }
        is_met
    }

    /// Patterns that the engine cannot compile match everything.
    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut compiled = self.compiled.borrow_mut();
        let compiled = compiled.entry(pattern.to_owned());
        let regex = compiled.or_insert_with_key(|pattern| Regex::new(pattern).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }

    /// The pattern of a member that fills a label of a URI.
    fn uri_pattern(&self, entry: &Entry<'m>, label: &str) -> Option<&'m str> {
        let member = entry.input?.member(label)?;
        let is_bound = binding(member, Message::Request) == Some(HTTP_LABEL);
        let own = member.traits.text(Pattern::ID);
        let pattern = own.or_else(|| {
            let target = self.context.model.target(member)?;
            target.traits.text(Pattern::ID)
        });
        pattern.filter(|_| is_bound)
    }
}

/// The segments of one of two patterns, and the patterns of its labels.
struct Side<'s> {
    segments: &'s [Segment],
    pattern: &'s dyn Fn(&str) -> Option<&'s str>,
}

/// The pattern of a member that fills a label of a host prefix; what its target says does not count.
fn host_pattern<'m>(entry: &Entry<'m>, label: &str) -> Option<&'m str> {
    let member = entry.input?.member(label)?;
    let pattern = member.traits.text(Pattern::ID);
    pattern.filter(|_| member.traits.has(HOST_LABEL))
}

//! Whether the closures of shapes that metadata names are closures, with a name for each shape.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::diagnostic::Severity;
use crate::maps::{HashMap, HashSet};
use crate::model::{Node, ShapeId};
use crate::selector::{Point, Selector};
use crate::validate::context::Context;
use crate::validate::report::Report;

const SHAPE_CLOSURES: &str = "shapeClosures";

/// A closure as metadata defines it.
struct Closure<'v> {
    id: &'v str,
    namespaces: Vec<&'v str>,
    selector: Option<&'v str>,
    rename: IndexMap<&'v str, &'v str>,
}

impl<'v> Closure<'v> {
    /// Reads a closure; one that is malformed is reported as metadata of the wrong type.
    fn of(value: &'v Node) -> Option<Self> {
        let namespaces = match value.get("includeNamespaces") {
            None => Vec::new(),
            Some(value) => value
                .as_array()?
                .iter()
                .map(Node::as_str)
                .collect::<Option<_>>()?,
        };
        let rename = match value.get("rename") {
            None => IndexMap::new(),
            Some(value) => value
                .as_object()?
                .iter()
                .map(|(from, to)| {
                    ShapeId::parse_target(from).ok()?;
                    Some((from.as_str(), to.as_str()?))
                })
                .collect::<Option<_>>()?,
        };
        Some(Self {
            id: value.get("id")?.as_str()?,
            namespaces,
            selector: match value.get("includeBySelector") {
                None => None,
                Some(value) => Some(value.as_str()?),
            },
            rename,
        })
    }
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let closures = context.model.metadata.get(SHAPE_CLOSURES);
    let closures = closures.and_then(Node::as_array).into_iter().flatten();
    let mut namespaces: HashSet<&str> = HashSet::default();
    let mut ids: HashSet<&str> = HashSet::default();
    for closure in closures.filter_map(Closure::of) {
        if namespaces.is_empty() {
            namespaces = context.shapes().map(|shape| shape.id.namespace()).collect();
        }
        if !ids.insert(closure.id) {
            let message = format!("the closure of shapes `{}` is defined twice", closure.id);
            report.push(report.general(Severity::Error, message));
            continue;
        }
        Check {
            context,
            closure: &closure,
        }
        .closure(report, &namespaces);
    }
}

struct Check<'c, 'm> {
    context: &'c Context<'m>,
    closure: &'c Closure<'c>,
}

impl Check<'_, '_> {
    fn event(&self, report: &mut Report<'_>, severity: Severity, suffix: &str, problem: &str) {
        let id = self.closure.id;
        let message = format!("the closure of shapes `{id}` {problem}");
        let event = report.general(severity, message);
        report.push(match suffix {
            "" => event,
            suffix => event.id(report.id(&format!("{suffix}.{id}"))),
        });
    }

    fn error(&self, report: &mut Report<'_>, problem: &str) {
        self.event(report, Severity::Error, "", problem);
    }

    fn closure(&self, report: &mut Report<'_>, namespaces: &HashSet<&str>) {
        let Closure { id, selector, .. } = *self.closure;
        if self.context.index.find(id).is_some() {
            self.error(report, "has the id of a shape");
        }
        if self.closure.namespaces.is_empty() && selector.is_none() {
            let problem =
                "includes nothing: it has neither `includeNamespaces` nor `includeBySelector`";
            self.error(report, problem);
        }
        for namespace in &self.closure.namespaces {
            if !namespaces.contains(namespace) {
                let problem = format!("includes namespace `{namespace}`, which has no shapes");
                self.event(report, Severity::Danger, "EmptyNamespace", &problem);
            }
        }
        let Some(mut starts) = self.selected(report) else {
            return;
        };
        for point in self.context.index.points() {
            let subject = self.context.index.subject(point);
            let namespace = subject.map(|subject| subject.shape.id.namespace());
            if namespace.is_some_and(|it| self.closure.namespaces.contains(&it)) {
                starts.push(point);
            }
        }
        let closure = self.context.index.closure_of(starts);
        let subjects = closure
            .iter()
            .filter_map(|it| self.context.index.subject(it));
        let ids: Vec<(String, bool)> = subjects.map(|it| (it.id(), it.member.is_some())).collect();
        self.names(report, &ids);
    }

    /// What its selector matches; `None` where that cannot be used.
    fn selected(&self, report: &mut Report<'_>) -> Option<Vec<Point>> {
        let Some(text) = self.closure.selector.filter(|text| !text.is_empty()) else {
            return Some(Vec::new());
        };
        let selected = Selector::parse(text).and_then(|it| it.select(&self.context.index));
        match selected {
            Err(error) => {
                let problem = format!("has a selector that cannot be used: {error}");
                self.error(report, &problem);
                None
            }
            Ok(points) => {
                if points.is_empty() {
                    let problem = "has a selector that matches nothing";
                    self.event(report, Severity::Danger, "EmptySelector", problem);
                }
                // Definitions that only traits need are no part of it.
                let is_own = |point: &Point| {
                    let subject = self.context.index.subject(*point);
                    subject.is_some_and(|it| self.context.model.is_own(it.shape.location))
                };
                Some(points.iter().filter(is_own).collect())
            }
        }
    }

    fn names(&self, report: &mut Report<'_>, ids: &[(String, bool)]) {
        let rename = &self.closure.rename;
        let name = |id: &str| {
            let name = id.split_once('#').map_or(id, |(_, name)| name);
            name.to_ascii_lowercase()
        };
        let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (id, is_member) in ids {
            if !is_member && !rename.contains_key(id.as_str()) {
                by_name.entry(name(id)).or_default().push(id);
            }
        }
        let all: HashSet<&str> = ids.iter().map(|(id, _)| id.as_str()).collect();
        let mut new_names: HashMap<String, &str> = HashMap::default();
        for (from, to) in rename {
            if from.split_once('#').is_some_and(|(_, name)| name == *to) {
                self.error(
                    report,
                    &format!("renames `{from}` to `{to}`, which is its name"),
                );
            }
            if !all.contains(from) {
                self.error(report, &format!("renames `{from}`, which is not in it"));
                continue;
            }
            let lower = to.to_ascii_lowercase();
            if let Some(other) = by_name.get(&lower).and_then(|ids| ids.first()) {
                let problem = format!("renames `{from}` to `{to}`, the name of `{other}`");
                self.error(report, &problem);
            }
            if let Some(other) = new_names.insert(lower, from) {
                let problem = format!("renames both `{other}` and `{from}` to `{to}`");
                self.error(report, &problem);
            }
        }
        for ids in by_name.values().filter(|ids| ids.len() > 1) {
            let ids = ids.join("`, `");
            let problem = format!("has shapes of the same name: `{ids}`");
            self.event(report, Severity::Warning, "NameConflicts", &problem);
        }
    }
}

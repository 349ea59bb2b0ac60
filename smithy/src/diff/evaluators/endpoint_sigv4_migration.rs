//! Endpoints at which clients sign with SigV4A where they did with SigV4, or the other way round.

use std::collections::BTreeMap;

use super::sigv4::{Positions, migration};
use super::sigv4_migration::of_service;
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::model::{Node, Shape};
use crate::source::Location;

const RULES: &str = "smithy.rules#endpointRuleSet";

pub(super) fn evaluate<'m>(
    context: &Context<'m>,
    changes: &Changes<'m>,
    report: &mut Report<'_, 'm>,
) {
    for (pair, ..) in changes.shapes(Shape::as_service) {
        let rules = |shape: &'m Shape| shape.traits.find(RULES);
        let (Some(old), Some(new)) = (rules(pair.old.shape), rules(pair.new.shape)) else {
            continue;
        };
        // Endpoints that did not change are not compared, so that unchanged rules have nothing to tell.
        if old.value == new.value {
            continue;
        }
        let was_modeled = of_service(context.old, pair.old.shape);
        let is_modeled = of_service(context.new, pair.new.shape);
        let before = endpoints(&old.value);
        for (path, is) in endpoints(&new.value) {
            let Some(was) = before.get(&path).filter(|was| **was != is) else {
                continue;
            };
            let told = migration(schemes(was, &was_modeled), schemes(is, &is_modeled));
            if let Some((what, help)) = told {
                let message = format!(
                    "{what} among the authentication schemes of the endpoint at `{path}` of `{}`",
                    pair.new.id()
                );
                let places: [Option<Location>; 2] = [Some(old.location), Some(new.location)];
                let sides = Sides::from(pair).at(places[0], places[1]);
                report.tell(Severity::Danger, sides, message, help);
            }
        }
    }
}

/// All endpoints in a rule set by their paths.
fn endpoints(rules: &Node) -> BTreeMap<String, &Node> {
    let mut open: Vec<(String, &Node)> = Vec::new();
    open.extend(rules.get("rules").map(|it| ("/rules".to_owned(), it)));
    let mut found = BTreeMap::new();
    while let Some((path, node)) = open.pop() {
        match node {
            Node::Object(rule) if rule.get("type").and_then(Node::as_str) == Some("endpoint") => {
                if let Some(endpoint) = rule.get("endpoint") {
                    found.insert(format!("{path}/endpoint"), endpoint);
                }
            }
            Node::Object(members) => {
                let members = members.iter();
                open.extend(members.map(|(key, it)| (format!("{path}/{key}"), it)));
            }
            Node::Array(elements) => {
                let elements = elements.iter().enumerate();
                open.extend(elements.map(|(at, it)| (format!("{path}/{at}"), it)));
            }
            _ => {}
        }
    }
    found
}

/// The schemes of an endpoint, or else those of its service.
fn schemes(endpoint: &Node, modeled: &[&str]) -> Positions {
    let own = endpoint.pointer("/properties/authSchemes");
    let own = own.and_then(Node::as_array).into_iter().flatten();
    let names = own.filter_map(|it| it.get("name").and_then(Node::as_str));
    let names: Vec<&str> = names.collect();
    match names.is_empty() {
        true => Positions::of(modeled.iter().copied()),
        false => Positions::of(names),
    }
}

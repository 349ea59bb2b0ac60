//! What of a member matters to those who read or write it.

use crate::ir::{Bounds, SchemaMember, TimestampFormat, Trait};
use crate::surface::Format;

/// In which direction a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    /// From client to server.
    Input,
    /// From server to client.
    Output,
}

/// Where a member stands in a message, and under what name: `header X-Name`.
pub(super) fn place(member: &SchemaMember, format: Format) -> String {
    let mut name = member.name.as_str();
    for it in &member.traits {
        match it {
            Trait::HttpLabel if format.binds => return format!("label {}", member.name),
            Trait::HttpQuery(query) if format.binds => return format!("query {query}"),
            Trait::HttpQueryParams if format.binds => return "query".to_owned(),
            Trait::HttpHeader(header) if format.binds => {
                return format!("header {}", header.to_lowercase());
            }
            Trait::HttpPrefixHeaders(prefix) if format.binds => {
                return format!("headers {}", prefix.to_lowercase());
            }
            Trait::HttpPayload if format.binds => return "payload".to_owned(),
            Trait::HttpResponseCode if format.binds => return "status".to_owned(),
            Trait::EventHeader => return format!("event header {}", member.name),
            Trait::EventPayload => return "event payload".to_owned(),
            Trait::JsonName(json) if format.renames_json => name = json,
            Trait::XmlName(xml) | Trait::Ec2QueryName(xml) if format.is_xml => name = xml,
            _ => {}
        }
    }
    let attribute = format.is_xml && member.traits.contains(&Trait::XmlAttribute);
    match attribute {
        true => format!("attribute {name}"),
        false => name.to_owned(),
    }
}

/// What else decides about its bytes.
pub(super) fn encoding(traits: &[Trait], format: Format) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for it in traits {
        match it {
            Trait::XmlFlattened if format.is_xml => found.push("flattened".to_owned()),
            Trait::XmlNamespace(namespace) if format.is_xml => found.push(namespace.uri.clone()),
            Trait::TimestampFormat(format) => found.push(timestamp(*format).to_owned()),
            Trait::MediaType(media) if format.binds => found.push(media.clone()),
            Trait::Streaming => found.push("streaming".to_owned()),
            Trait::HostLabel => found.push("host label".to_owned()),
            Trait::HttpError(status) => found.push(format!("status {status}")),
            Trait::AwsQueryError(error) => found.push(format!("code {}", error.code)),
            Trait::Renamed(name) => found.push(format!("name {name}")),
            _ => {}
        }
    }
    found.sort();
    found
}

fn timestamp(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::HttpDate => "http-date",
        TimestampFormat::EpochSeconds => "epoch-seconds",
    }
}

/// Whether every value that the old limits allow is allowed by the new ones.
pub(super) fn allows(old: &[Trait], new: &[Trait]) -> bool {
    let new_pattern = pattern(new);
    let is_unique = |traits: &[Trait]| traits.contains(&Trait::UniqueItems);
    within(length(old), length(new))
        && within(range(old), range(new))
        && (new_pattern.is_none() || new_pattern == pattern(old))
        && (is_unique(old) || !is_unique(new))
}

fn length(traits: &[Trait]) -> Option<&Bounds> {
    traits.iter().find_map(|it| match it {
        Trait::Length(bounds) => Some(bounds),
        _ => None,
    })
}

fn range(traits: &[Trait]) -> Option<&Bounds> {
    traits.iter().find_map(|it| match it {
        Trait::Range(bounds) => Some(bounds),
        _ => None,
    })
}

fn pattern(traits: &[Trait]) -> Option<&str> {
    traits.iter().find_map(|it| match it {
        Trait::Pattern(pattern) => Some(pattern.as_str()),
        _ => None,
    })
}

fn within(old: Option<&Bounds>, new: Option<&Bounds>) -> bool {
    let Some(new) = new else {
        return true;
    };
    let number = |text: Option<&String>| text.and_then(|text| text.parse::<f64>().ok());
    let (lowest, highest) = match old {
        Some(old) => (number(old.min.as_ref()), number(old.max.as_ref())),
        None => (None, None),
    };
    let above = match (lowest, number(new.min.as_ref())) {
        (_, None) => true,
        // A length is never below zero.
        (None, Some(new)) => new <= 0.0,
        (Some(old), Some(new)) => old >= new,
    };
    let below = match (highest, number(new.max.as_ref())) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(old), Some(new)) => old <= new,
    };
    above && below
}

/// Whether a number of one kind is written and read as one of the other; `None` if one of them is no such number.
pub(super) fn widens(old: &str, new: &str) -> Option<bool> {
    const WHOLE: [&str; 5] = ["byte", "short", "integer", "long", "biginteger"];
    const BROKEN: [&str; 3] = ["float", "double", "bigdecimal"];
    let rank = |kinds: &[&str], kind: &str| kinds.iter().position(|it| *it == kind);
    let whole = (rank(&WHOLE, old), rank(&WHOLE, new));
    let broken = (rank(&BROKEN, old), rank(&BROKEN, new));
    match (whole, broken) {
        ((Some(old), Some(new)), _) | (_, (Some(old), Some(new))) => Some(old <= new),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(min: Option<&str>, max: Option<&str>) -> Vec<Trait> {
        vec![Trait::Length(Bounds {
            min: min.map(str::to_owned),
            max: max.map(str::to_owned),
        })]
    }

    #[test]
    fn limits_allow_what_they_did_where_they_only_widen() {
        let old = length(Some("1"), Some("10"));
        for (new, expected) in [
            (vec![], true),
            (length(Some("0"), Some("11")), true),
            (length(None, Some("10")), true),
            (length(Some("2"), Some("10")), false),
            (length(Some("1"), Some("9")), false),
            (vec![Trait::Pattern("a".to_owned())], false),
        ] {
            assert_eq!(allows(&old, &new), expected, "{new:?}");
        }
        assert!(!allows(&[], &old));
        assert!(allows(&[], &length(Some("0"), None)));
    }
}

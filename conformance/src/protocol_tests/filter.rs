//! Which cases run: of one protocol, and of ids that fit.

/// Which cases run.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// Id or name of a protocol.
    pub(crate) protocol: Option<String>,
    /// Part of the case's id, or a pattern of the whole with `*` and `?`.
    pub(crate) id: Option<String>,
}

impl Filter {
    pub(super) fn admits(&self, protocol: &str, id: &str) -> bool {
        let short = protocol.rsplit('#').next().unwrap_or_default();
        let is_protocol = |wanted: &String| {
            wanted.eq_ignore_ascii_case(protocol) || wanted.eq_ignore_ascii_case(short)
        };
        self.protocol.as_ref().is_none_or(is_protocol)
            && self.id.as_ref().is_none_or(|pattern| matches(pattern, id))
    }
}

/// Whether an id contains the text, or is what a pattern with `*` and `?` says.
fn matches(pattern: &str, id: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return id.contains(pattern);
    }
    fn glob(pattern: &[char], text: &[char]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            (['*', pattern @ ..], _) => (0..=text.len())
                .any(|skipped| glob(pattern, text.get(skipped..).unwrap_or_default())),
            (['?', pattern @ ..], [_, text @ ..]) => glob(pattern, text),
            ([first, pattern @ ..], [other, text @ ..]) => first == other && glob(pattern, text),
            _ => false,
        }
    }
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    glob(&chars(pattern), &chars(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_chosen_by_part_or_pattern() {
        assert!(matches("Query", "RestJsonQueryString"));
        assert!(matches("Rest*String", "RestJsonQueryString"));
        assert!(matches("?est*", "RestJsonQueryString"));
        assert!(!matches("*Query", "RestJsonQueryString"));
        assert!(!matches("query", "RestJsonQueryString"));
    }

    #[test]
    fn protocols_are_chosen_by_id_or_name() {
        let filter = Filter {
            protocol: Some("restjson1".to_owned()),
            id: None,
        };
        assert!(filter.admits("aws.protocols#restJson1", "X"));
        assert!(!filter.admits("aws.protocols#restXml", "X"));
    }
}

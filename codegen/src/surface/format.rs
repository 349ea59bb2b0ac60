//! What messages are made of, as far as it decides which traits count.

use crate::ir::Trait;

/// What the protocol of a service makes use of. Its shapes may have traits for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Format {
    /// Whether members may be headers, labels and query parameters.
    pub(crate) binds: bool,
    /// Whether bodies are XML or forms, which have names of their own.
    pub(crate) is_xml: bool,
    /// Whether bodies are JSON whose members may be renamed.
    pub(crate) renames_json: bool,
}

impl Format {
    /// The format of a protocol, by the runtime's constant.
    pub(crate) fn of(protocol: &str) -> Self {
        let is_rest = protocol.starts_with("REST_") || protocol.contains("SIMPLE_REST");
        Self {
            binds: is_rest,
            // One of JSON may be compatible with queries.
            is_xml: protocol.contains("XML") || protocol.ends_with("QUERY"),
            renames_json: is_rest && protocol.contains("JSON"),
        }
    }

    /// Whether a trait of a member, or of a shape without the name of one, changes what is sent.
    fn heeds(self, of: &Trait, member: Option<&str>) -> bool {
        match of {
            Trait::JsonName(name) => self.renames_json && member != Some(name),
            Trait::XmlName(name) => self.is_xml && member != Some(name),
            Trait::Ec2QueryName(_)
            | Trait::XmlNamespace(_)
            | Trait::XmlAttribute
            | Trait::XmlFlattened => self.is_xml,
            Trait::HttpQueryParams | Trait::HttpPrefixHeaders(_) | Trait::HttpResponseCode => {
                self.binds
            }
            Trait::Length(limits) => {
                limits.max.is_some() || limits.min.as_deref().is_some_and(|min| min != "0")
            }
            of => self.binds || !is_binding(of),
        }
    }

    /// The traits that change what is sent. What is bound to a part of HTTP has its name there, and none in JSON.
    pub(super) fn heeded<'t>(
        self,
        traits: &'t [Trait],
        member: Option<&'t str>,
    ) -> impl Iterator<Item = &'t Trait> {
        let is_bound = self.binds && traits.iter().any(is_binding);
        let is_name = |of: &Trait| matches!(of, Trait::JsonName(_));
        let traits = traits.iter();
        traits.filter(move |it| self.heeds(it, member) && !(is_bound && is_name(it)))
    }
}

fn is_binding(of: &Trait) -> bool {
    matches!(
        of,
        Trait::HttpLabel | Trait::HttpQuery(_) | Trait::HttpHeader(_) | Trait::HttpPayload
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Bounds;

    fn heeded(protocol: &str, traits: &[Trait], member: Option<&str>) -> Vec<Trait> {
        let heeded = Format::of(protocol).heeded(traits, member);
        heeded.cloned().collect()
    }

    #[test]
    fn traits_for_other_protocols_are_left_out() {
        let xml = Trait::XmlName("Item".to_owned());
        let json = Trait::JsonName("item".to_owned());
        let header = Trait::HttpHeader("X-Item".to_owned());
        let all = [Trait::Required, xml.clone(), json.clone(), header.clone()];
        let of = |protocol| heeded(protocol, &all, Some("value"));
        assert_eq!(of("AWS_JSON1_0_QUERY_COMPATIBLE"), [Trait::Required]);
        assert_eq!(of("AWS_QUERY"), [Trait::Required, xml.clone()]);
        // A header has the name of no member.
        assert_eq!(of("REST_JSON1"), [Trait::Required, header]);
        assert_eq!(heeded("REST_JSON1", &[xml, json.clone()], None), [json]);
    }

    #[test]
    fn what_holds_anyway_is_left_out() {
        let named = [Trait::JsonName("size".to_owned())];
        assert_eq!(heeded("REST_JSON1", &named, Some("size")), []);
        let length = |min: &str| {
            let min = Some(min.to_owned());
            [Trait::Length(Bounds { min, max: None })]
        };
        assert_eq!(heeded("REST_JSON1", &length("0"), None), []);
        assert_eq!(heeded("REST_JSON1", &length("1"), None), length("1"));
    }
}

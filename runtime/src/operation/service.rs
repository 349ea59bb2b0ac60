//! What a service says of itself.

use super::Protocol;
use crate::endpoint_rules::RuleSet;
use crate::schema::{Schema, XmlNamespace};

/// A service.
pub struct Service {
    pub(crate) id: &'static str,
    pub(crate) version: &'static str,
    pub(crate) sdk_id: &'static str,
    pub(crate) signing_name: &'static str,
    pub(crate) protocol: &'static dyn Protocol,
    pub(crate) endpoint_rules: Option<&'static RuleSet>,
    pub(crate) xml_namespace: Option<&'static XmlNamespace>,
    pub(crate) errors: &'static [&'static Schema],
}

impl Service {
    /// A service that is not signed for, without rules, namespace and errors.
    pub const fn new(
        id: &'static str,
        version: &'static str,
        sdk_id: &'static str,
        protocol: &'static dyn Protocol,
    ) -> Self {
        Service {
            id,
            version,
            sdk_id,
            signing_name: "",
            protocol,
            endpoint_rules: None,
            xml_namespace: None,
            errors: &[],
        }
    }

    /// The name to sign for.
    pub const fn with_signing_name(mut self, name: &'static str) -> Self {
        self.signing_name = name;
        self
    }

    /// The rules that make an endpoint of region and settings.
    pub const fn with_endpoint_rules(mut self, rules: &'static RuleSet) -> Self {
        self.endpoint_rules = Some(rules);
        self
    }

    /// `@xmlNamespace`.
    pub const fn with_xml_namespace(mut self, namespace: &'static XmlNamespace) -> Self {
        self.xml_namespace = Some(namespace);
        self
    }

    /// Every error of every operation.
    pub const fn with_errors(mut self, errors: &'static [&'static Schema]) -> Self {
        self.errors = errors;
        self
    }

    /// Absolute shape id.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// API version, empty where the model has none.
    pub const fn version(&self) -> &'static str {
        self.version
    }

    /// The SDK id (`SSO OIDC`), or the shape's name.
    pub const fn sdk_id(&self) -> &'static str {
        self.sdk_id
    }

    /// Name to sign for, empty where the service does not use SigV4.
    pub const fn signing_name(&self) -> &'static str {
        self.signing_name
    }

    /// The protocol: the first of the model's in the documented order, or the one chosen.
    pub const fn protocol(&self) -> &'static dyn Protocol {
        self.protocol
    }

    /// Rules that make an endpoint of region and settings.
    pub const fn endpoint_rules(&self) -> Option<&'static RuleSet> {
        self.endpoint_rules
    }

    /// `@xmlNamespace` of the service.
    pub const fn xml_namespace(&self) -> Option<&'static XmlNamespace> {
        self.xml_namespace
    }

    /// Every error of every operation of the service, chosen or not.
    pub const fn errors(&self) -> &'static [&'static Schema] {
        self.errors
    }
}

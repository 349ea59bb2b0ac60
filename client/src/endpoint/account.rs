//! The caller's account, which is in the endpoints of some services.

use smithgen_runtime::endpoint_rules::RuleSet;

use super::Value;

const ID: &str = "AWS::Auth::AccountId";
const MODE: &str = "AWS::Auth::AccountIdEndpointMode";

/// What is known of the account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Account {
    id: Option<String>,
    /// Whether endpoints may depend on it: `preferred`, `disabled`, `required`.
    mode: Option<&'static str>,
    /// Whether it is wanted and not known.
    is_open: bool,
}

impl Account {
    /// The account, for rules that want it and settings that allow it. Nobody is asked whose call is not signed.
    pub(crate) fn of(
        rules: &RuleSet,
        settings: &[(String, Value)],
        is_anonymous: bool,
        find: impl FnOnce() -> Option<String>,
    ) -> Self {
        let mut parameters = rules.parameters().iter();
        if !parameters.any(|it| it.built_in() == Some(ID)) {
            return Account::default();
        }
        let set = |name: &str| settings.iter().rfind(|(key, _)| key == name);
        let is_disabled = match set(MODE) {
            Some((_, mode)) => mode.as_str() == Some("disabled"),
            None => is_anonymous,
        };
        let is_wanted = !is_anonymous && !is_disabled && set(ID).is_none();
        let id = if is_wanted { find() } else { None };
        Account {
            is_open: is_wanted && id.is_none(),
            id,
            mode: Some(if is_disabled { "disabled" } else { "preferred" }),
        }
    }

    /// Whether rules and settings want it, and it is not known.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Adds what the provider of the keys said.
    pub(crate) fn close(&mut self, id: Option<String>) {
        self.is_open = id.is_none();
        self.id = id;
    }

    /// Fills it in where parameters were bound before it was known.
    pub(crate) fn fill(&self, rules: &RuleSet, values: &mut [Option<Value>]) {
        for (parameter, value) in rules.parameters().iter().zip(values) {
            if parameter.built_in() == Some(ID) && value.is_none() {
                *value = self.built_in(ID);
            }
        }
    }

    /// The value of a parameter.
    pub(super) fn built_in(&self, name: &str) -> Option<Value> {
        match name {
            ID => self.id.clone().map(Value::from),
            MODE => self.mode.map(|mode| Value::from(mode.to_owned())),
            _ => None,
        }
    }
}

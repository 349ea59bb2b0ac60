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
        Account {
            id: if is_wanted { find() } else { None },
            mode: Some(if is_disabled { "disabled" } else { "preferred" }),
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

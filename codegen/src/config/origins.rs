//! Where settings stand in their file, so that what is wrong with one is told with its line.

use smithgen_model::{Errors, Place};

/// The settings of a service, or those beside the services, as far as they were read from a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    /// Where the table that holds them begins.
    pub(super) start: Option<Place>,
    /// Name, value and place of each; of a list, each item.
    pub(super) list: Vec<(String, String, Place)>,
}

impl Origins {
    /// Where a setting with this value stands, else the setting, else the table that it would stand in.
    pub(crate) fn of(&self, key: &str, value: &str) -> Option<&Place> {
        let named = || self.list.iter().filter(|(name, _, _)| name == key);
        let exact = named().find(|(_, text, _)| text == value);
        let found = exact.or_else(|| named().next()).map(|(_, _, place)| place);
        found.or(self.start.as_ref())
    }

    /// Gives each problem with a setting the place of the setting.
    pub(crate) fn locate(&self, problems: Errors) -> Errors {
        let mut located = Errors::new();
        located.extend(problems.into_iter().map(|mut problem| {
            let setting = problem.setting.take();
            let place = setting.and_then(|(key, value)| self.of(&key, &value).cloned());
            if let Some(place) = place {
                let related = problem.place.replace(place);
                problem = problem.related("", related);
            }
            problem
        }));
        located.sort();
        located
    }
}

//! What models give rise to besides errors: shown where it is little, and else counted on one line.

use std::path::Path;

use crate::config::ServiceSettings;
use crate::limits::NOTICES_SHOWN;
use smithgen_model::load::STDIN;
use smithgen_model::{Diagnostic, Errors, Severity};

/// The dangers and warnings of a run's models.
#[derive(Default)]
pub(super) struct Notices<'s> {
    services: Vec<(&'s ServiceSettings, Vec<Diagnostic>)>,
}

impl<'s> Notices<'s> {
    /// Adds those of a service's model.
    pub(super) fn add(&mut self, service: &'s ServiceSettings, found: Errors) {
        if !found.is_empty() {
            self.services.push((service, found.into_iter().collect()));
        }
    }

    /// Adds those among the problems of a service, and returns the errors.
    pub(super) fn sift(&mut self, service: &'s ServiceSettings, problems: Errors) -> Errors {
        let mut errors = Errors::new();
        let mut others = Errors::new();
        for problem in problems {
            match problem.severity {
                Severity::Error => errors.push(problem),
                _ => others.push(problem),
            }
        }
        self.add(service, others);
        errors
    }

    /// What there is to say: each of a few, else one line per model, or one line for many models.
    pub(super) fn told(self) -> Vec<Diagnostic> {
        let all: usize = self.services.iter().map(|(_, found)| found.len()).sum();
        if all <= NOTICES_SHOWN {
            return self.services.into_iter().flat_map(|it| it.1).collect();
        }
        if self.services.len() > NOTICES_SHOWN {
            let found = self.services.iter().flat_map(|(_, found)| found);
            let models = self.services.len();
            let message = format!(
                "{} in {models} models: `smithgen validate FILE` lists those of one",
                counted(found)
            );
            return vec![Diagnostic::warning(message)];
        }
        let lines = self.services.iter().map(|(service, found)| {
            let names: Vec<String> = names(service).collect();
            let message = format!(
                "{} in {}: `smithgen validate {}` lists them",
                counted(found),
                names.join(", "),
                arguments(service).join(" ")
            );
            Diagnostic::warning(message)
        });
        lines.collect()
    }
}

/// How many dangers and warnings there are, in words.
fn counted<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    let (mut dangers, mut warnings) = (0, 0);
    for event in found {
        match event.severity {
            Severity::Danger => dangers += 1,
            _ => warnings += 1,
        }
    }
    let count = |number: usize, name: &str| match number {
        0 => None,
        1 => Some(format!("1 {name}")),
        _ => Some(format!("{number} {name}s")),
    };
    let counts = [count(dangers, "danger"), count(warnings, "warning")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    counts.join(" and ")
}

/// The names of a service's models, as problems show them.
fn names(service: &ServiceSettings) -> impl Iterator<Item = String> {
    let files = service.models.iter().map(|path| path.display().to_string());
    files.chain(service.texts.iter().map(|text| text.name.clone()))
}

/// What the command `validate` is given to read the same models.
fn arguments(service: &ServiceSettings) -> Vec<String> {
    let files = service.models.iter().map(|path| quoted(path));
    let texts = service.texts.iter().map(|text| match text.name == STDIN.1 {
        true => STDIN.0.to_owned(),
        false => "FILE".to_owned(),
    });
    files.chain(texts).collect()
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+:@%,=\\".contains(&byte);
    match text.bytes().all(is_plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn service(path: &str) -> ServiceSettings {
        ServiceSettings {
            models: vec![PathBuf::from(path)],
            ..ServiceSettings::default()
        }
    }

    fn found(warnings: usize, dangers: usize) -> Errors {
        let mut found = Errors::new();
        found.extend((0..warnings).map(|number| Diagnostic::warning(format!("w{number}"))));
        let danger = |number| Diagnostic::of(Severity::Danger, "Model", format!("d{number}"));
        found.extend((0..dangers).map(danger));
        found
    }

    fn told(counts: &[(&str, usize, usize)]) -> Vec<String> {
        let services: Vec<ServiceSettings> =
            counts.iter().map(|(path, ..)| service(path)).collect();
        let mut notices = Notices::default();
        for (service, (_, warnings, dangers)) in services.iter().zip(counts) {
            notices.add(service, found(*warnings, *dangers));
        }
        let told = notices.told().into_iter();
        told.map(|event| event.message).collect()
    }

    #[test]
    fn a_few_are_told_one_by_one_and_more_are_counted() {
        assert_eq!(told(&[("a.json", 0, 0)]), Vec::<String>::new());
        assert_eq!(
            told(&[("a.json", 1, 1), ("b.json", 1, 0)]),
            ["w0", "d0", "w0"]
        );
        assert_eq!(told(&[("a.json", NOTICES_SHOWN, 0)]).len(), NOTICES_SHOWN);
        assert_eq!(
            told(&[("a b.json", 370, 1), ("c.json", 0, 2), ("d.json", 0, 0)]),
            [
                "1 danger and 370 warnings in a b.json: `smithgen validate 'a b.json'` lists them",
                "2 dangers in c.json: `smithgen validate c.json` lists them",
            ]
        );
        let many: Vec<_> = (0..=NOTICES_SHOWN).map(|_| ("m.json", 2, 0)).collect();
        assert_eq!(
            told(&many),
            ["12 warnings in 6 models: `smithgen validate FILE` lists those of one"]
        );
    }
}

//! Whether names have abbreviations in capitals: `HTTPUrl` rather than `HttpUrl`.

use serde::Deserialize;

use super::words::camel_case;
use super::{Run, name, read};
use crate::diagnostic::Severity;
use crate::model::{Kind, Node};

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    allowed_abbreviations: Vec<String>,
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    Ok(Box::new(move |context, report| {
        for subject in context.subjects() {
            let is_enum = matches!(subject.shape.kind, Kind::Enum | Kind::IntEnum);
            if subject.member.is_some() && is_enum {
                continue;
            }
            let name = name(subject);
            let wanted = recommended(name, &configuration.allowed_abbreviations);
            if wanted != name {
                let message = format!("the name `{name}` has an abbreviation in capitals");
                let event = report.event(Severity::Danger, subject, message);
                report.push(event.help(format!("call it `{wanted}`")));
            }
        }
    }))
}

/// The name with one capital a word.
fn recommended(name: &str, allowed: &[String]) -> String {
    let words = camel_case(name).into_iter().map(|word| {
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        if capitals < 2 || allowed.iter().any(|it| it == word) {
            return word.to_owned();
        }
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let rest = letters.map(|letter| letter.to_ascii_lowercase());
        first.into_iter().chain(rest).collect()
    });
    words.collect()
}

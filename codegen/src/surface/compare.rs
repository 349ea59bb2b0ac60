//! What a new surface changes for those who use the old one.

use super::{Item, Side, Surface};

/// What a change does to those who use what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing.
    None,
    /// There is more than before; what was used still works.
    Additive,
    /// What was used no longer works.
    Breaking,
}

impl Grade {
    /// `none`, `additive` or `breaking`.
    pub fn name(self) -> &'static str {
        match self {
            Grade::None => "none",
            Grade::Additive => "additive",
            Grade::Breaking => "breaking",
        }
    }
}

/// An item that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurfaceChange {
    side: Side,
    name: String,
    /// What it was, if it was there.
    old: Option<String>,
    /// What it is, if it is there.
    new: Option<String>,
    /// The absolute id of the shape or member that it comes from; empty where that is not known.
    shape: String,
    grade: Option<Grade>,
}

impl SurfaceChange {
    /// Whom it concerns.
    pub fn side(&self) -> Side {
        self.side
    }

    /// The item: `types::Token::value`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does to those who use the item; `None` where the item alone does not tell.
    pub fn grade(&self) -> Option<Grade> {
        self.grade
    }

    /// What those meet whom it concerns: `option --scopes is gone`.
    pub(crate) fn reason(&self) -> String {
        let name = match (self.side, self.name.split_once([' '])) {
            (Side::Command, Some((command, rest))) => match rest.strip_prefix("> ") {
                Some(field) => format!("the field {field} in the output of {command}"),
                None if rest.starts_with("--") => format!("the option {rest} of {command}"),
                None => format!("the command {}", self.name),
            },
            (Side::Command, None) => format!("the command {}", self.name),
            _ => format!("`{}`", self.name),
        };
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => match (kind(old) == kind(new), new.ends_with(REQUIRED)) {
                (true, true) => format!("{name} is required now"),
                (true, false) => format!("{name} is no longer required"),
                (false, _) => format!("{name} is `{new}`, was `{old}`"),
            },
            (None, _) => format!("{name} is new"),
            (Some(_), None) => format!("{name} is gone"),
        }
    }

    /// The absolute id of the shape or member that it comes from; empty where that is not known.
    pub(crate) fn shape(&self) -> &str {
        &self.shape
    }
}

impl std::fmt::Display for SurfaceChange {
    /// On one line: `- rust Client::old: fn() -> …`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let SurfaceChange { side, name, .. } = self;
        let value = |value: &str| match value {
            "" => String::new(),
            value => format!(": {value}"),
        };
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => {
                write!(f, "~ {side} {name}{}, was {old}", value(new))
            }
            (None, Some(new)) => write!(f, "+ {side} {name}{}", value(new)),
            (Some(old), None) => write!(f, "- {side} {name}{}", value(old)),
            (None, None) => Ok(()),
        }
    }
}

/// All differences, in the order of the lines. What messages become is not judged here: that depends on who sends them.
pub(crate) fn differences(old: &Surface<'_>, new: &Surface<'_>) -> Vec<SurfaceChange> {
    let mut found = Vec::new();
    for (side, name, item) in old.items() {
        let now = resolved(new, side, name);
        if now.is_none_or(|now| value(new, now) != value(old, item)) {
            let grade = grade(side, name, (old, Some(item)), (new, now));
            found.push(difference(side, name, Some(item), now, grade));
        }
    }
    for (side, name, item) in new.items() {
        if resolved(old, side, name).is_none() {
            let grade = grade(side, name, (old, None), (new, Some(item)));
            found.push(difference(side, name, None, Some(item), grade));
        }
    }
    found.sort_by(|a, b| (a.side, &a.name).cmp(&(b.side, &b.name)));
    found
}

/// An item by its name, also where its type stands elsewhere and is only named here: an input that a second operation
/// starts to use.
fn resolved<'s>(surface: &'s Surface<'_>, side: Side, name: &str) -> Option<&'s Item<'s>> {
    let found = surface.get(side, name);
    if found.is_some() || side != Side::Rust {
        return found;
    }
    let (parent, last) = name.rsplit_once("::")?;
    let target = surface.get(side, parent)?.value.strip_prefix(ALIAS)?;
    surface.get(side, &format!("{target}::{last}"))
}

/// Start of the value of an item that is another name of a type.
pub(super) const ALIAS: &str = "= ";

/// What an item is, whatever its type is called.
fn value<'s>(surface: &'s Surface<'_>, item: &'s Item<'_>) -> &'s str {
    let target = item.value.strip_prefix(ALIAS);
    let target = target.and_then(|target| surface.get(Side::Rust, target));
    target.map_or(&item.value, |target| &target.value)
}

type Seen<'s> = (&'s Surface<'s>, Option<&'s Item<'s>>);

fn grade(side: Side, name: &str, old: Seen<'_>, new: Seen<'_>) -> Option<Grade> {
    match side {
        Side::Wire => None,
        Side::Command => Some(of_command(name, old, new)),
        Side::Rust => Some(match (old.1, new.1) {
            (None, _) => Grade::Additive,
            // It can be used as an error as well.
            (Some(old), Some(new)) if old.value == "struct" && new.value == "error" => {
                Grade::Additive
            }
            _ => Grade::Breaking,
        }),
    }
}

fn of_command(name: &str, old: Seen<'_>, new: Seen<'_>) -> Grade {
    let is_required = |item: &Item<'_>| item.value.ends_with(REQUIRED);
    match (old.1, new.1) {
        (None, Some(item)) => {
            let command = name.split(' ').next().unwrap_or(name);
            let is_known = old.0.get(Side::Command, command).is_some();
            match is_known && is_required(item) {
                true => Grade::Breaking,
                false => Grade::Additive,
            }
        }
        (Some(old), Some(new)) => {
            let is_option = name.contains(" --");
            let kinds = (kind(&old.value), kind(&new.value));
            match () {
                () if !takes(kinds, is_option) => Grade::Breaking,
                () if is_required(new) && !is_required(old) => Grade::Breaking,
                () if kinds.0 == kinds.1 && is_required(old) == is_required(new) => Grade::None,
                () => Grade::Additive,
            }
        }
        (_, None) => Grade::Breaking,
    }
}

/// How an option that must be given ends.
pub(super) const REQUIRED: &str = ", required";

fn kind(value: &str) -> &str {
    value.strip_suffix(REQUIRED).unwrap_or(value)
}

/// Whether what stood for a value of the old kind stands for one of the new kind. An option may take more than before;
/// an output may not show more.
fn takes((old, new): (&str, &str), is_option: bool) -> bool {
    const WHOLE: [&str; 5] = ["byte", "short", "integer", "long", "biginteger"];
    const TEXT: [&str; 2] = ["string", "enum"];
    let rank = |kind: &str| WHOLE.iter().position(|whole| *whole == kind);
    match (rank(old), rank(new)) {
        (Some(old), Some(new)) => !is_option || old <= new,
        _ => old == new || (TEXT.contains(&old) && TEXT.contains(&new)),
    }
}

fn difference(
    side: Side,
    name: &str,
    old: Option<&Item<'_>>,
    new: Option<&Item<'_>>,
    grade: Option<Grade>,
) -> SurfaceChange {
    let value = |item: &Item<'_>| item.value.clone().into_owned();
    let shape = new.or(old).map(|item| item.origin.to_string());
    SurfaceChange {
        side,
        name: name.to_owned(),
        old: old.map(value),
        new: new.map(value),
        shape: shape.unwrap_or_default(),
        grade,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn grades(old: &str, new: &str) -> Vec<(String, Option<Grade>)> {
        let found = differences(&parse(old), &parse(new));
        found.iter().map(|it| (it.to_string(), it.grade)).collect()
    }

    fn one(old: &str, new: &str) -> Option<Grade> {
        let found = grades(old, new);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].1
    }

    #[test]
    fn an_option_breaks_scripts_where_it_goes_or_becomes_required() {
        let command = "cli get: command\n";
        let with = |line: &str| format!("{command}cli get --a: string\n{line}");
        assert_eq!(
            one(&with(""), &with("cli get --b: string")),
            Some(Grade::Additive)
        );
        assert_eq!(
            one(&with(""), &with("cli get --b: string, required")),
            Some(Grade::Breaking)
        );
        assert_eq!(
            one(&with("cli get --b: list"), &with("")),
            Some(Grade::Breaking)
        );
        let required = "cli get --b: string, required";
        assert_eq!(
            one(&with("cli get --b: string"), &with(required)),
            Some(Grade::Breaking)
        );
        assert_eq!(
            one(&with(required), &with("cli get --b: string")),
            Some(Grade::Additive)
        );
        assert_eq!(
            one(&with("cli get --b: long"), &with("cli get --b: integer")),
            Some(Grade::Breaking)
        );
        assert_eq!(
            one(&with("cli get > b: long"), &with("cli get > b: integer")),
            Some(Grade::Additive)
        );
        assert_eq!(
            one(&with("cli get --b: string"), &with("cli get --b: enum")),
            Some(Grade::Additive)
        );
        // What is waited for is a command of its own, whatever it is called.
        let waits = |line: &str| format!("{command}cli wait there: {line}\n");
        assert_eq!(one(command, &waits("repeats get")), Some(Grade::Additive));
        assert_eq!(one(&waits("repeats get"), command), Some(Grade::Breaking));
        assert_eq!(
            one(&waits("repeats get"), &waits("repeats list")),
            Some(Grade::Breaking)
        );
        let gone = differences(&parse(&waits("repeats get")), &parse(command));
        assert_eq!(gone[0].reason(), "the command wait there is gone");
        // All of a new command is new.
        let new = grades(
            command,
            &format!("{command}cli put: command\ncli put --a: string, required"),
        );
        assert!(
            new.iter().all(|(_, grade)| *grade == Some(Grade::Additive)),
            "{new:?}"
        );
    }

    #[test]
    fn a_type_that_moves_and_leaves_its_name_breaks_nobody() {
        let old =
            "rust operations::get::GetInput: struct\nrust operations::get::GetInput::a: bool\n";
        let new = "rust operations::get::GetInput: = types::Thing\nrust types::Thing: struct\nrust types::Thing::a: bool\n";
        let found = grades(old, new);
        assert!(
            found
                .iter()
                .all(|(_, grade)| *grade == Some(Grade::Additive)),
            "{found:?}"
        );
        assert_eq!(
            grades(new, old)
                .iter()
                .filter(|(_, e)| *e == Some(Grade::Breaking))
                .count(),
            2
        );
    }

    #[test]
    fn a_line_says_what_changed() {
        let found = grades(
            "rust A::b: bool\nrust C: enum",
            "rust A::b: String\nrust D: enum",
        );
        let lines: Vec<&str> = found.iter().map(|(line, _)| line.as_str()).collect();
        assert_eq!(
            lines,
            [
                "~ rust A::b: String, was bool",
                "- rust C: enum",
                "+ rust D: enum"
            ]
        );
    }
}

//! Resolves encoding names by Python's normalization and aliases.

/// One line per encoding: what it is, its Python module, its name in messages, and aliases. Table encodings come
/// first, in the order of `tables.bin`.
const NAMES: &str = include_str!("names.txt");

/// What a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A table encoding, by its index.
    Table(usize),
    /// A computed encoding, by its Python module.
    Text(&'static str),
    /// A codec that is not a text encoding.
    Other,
}

struct Line {
    kind: &'static str,
    module: &'static str,
    codec: &'static str,
    aliases: std::str::SplitWhitespace<'static>,
}

fn lines() -> impl Iterator<Item = Line> {
    NAMES.lines().map(|line| {
        let mut words = line.split_whitespace();
        let mut next = || words.next().unwrap_or_default();
        let (kind, module, codec) = (next(), next(), next());
        Line {
            kind,
            module,
            codec,
            aliases: words,
        }
    })
}

pub(super) fn find(name: &str) -> Option<Found> {
    let name = normal(name);
    let by_alias =
        |wanted: &str| lines().position(|mut line| line.aliases.any(|alias| alias == wanted));
    let by_module = || lines().position(|line| line.module == name);
    let place = by_alias(&name)
        .or_else(|| by_alias(&name.replace('.', "_")))
        .or_else(by_module)?;
    let line = lines().nth(place)?;
    Some(match line.kind {
        "table" => Found::Table(place),
        "text" => Found::Text(line.module),
        _ => Found::Other,
    })
}

/// Lowercases the name and collapses other characters than letters, digits and dots to one `_`, with none at either
/// end.
fn normal(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_lowercase()
}

/// The Python module and message name of the table at an index.
pub(super) fn of_table(place: usize) -> (&'static str, &'static str) {
    lines()
        .nth(place)
        .map_or(("", ""), |line| (line.module, line.codec))
}

/// The index of a module's table.
pub(super) fn table(module: &str) -> usize {
    lines()
        .position(|line| line.module == module)
        .unwrap_or_default()
}

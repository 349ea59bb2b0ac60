//! Which encoding a name means: Python's rules for spelling, and its aliases.

/// A line for each encoding: what it is, the module in which Python keeps it, its name in messages, and aliases. The
/// tables come first, in the order of `tables.bin`.
const NAMES: &str = include_str!("names.txt");

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An encoding with a table, which is at this place.
    Table(usize),
    /// An encoding that is computed: Python's module.
    Text(&'static str),
    /// A codec between bytes, or between texts.
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

/// What the name stands for, if it is one.
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

/// Lower case; what is neither letter nor digit nor dot becomes one `_`, and nothing at the ends.
fn normal(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_lowercase()
}

/// Python's module and the name in messages of the table at a place.
pub(super) fn of_table(place: usize) -> (&'static str, &'static str) {
    lines()
        .nth(place)
        .map_or(("", ""), |line| (line.module, line.codec))
}

/// The place of the table that a module has.
pub(super) fn table(module: &str) -> usize {
    lines()
        .position(|line| line.module == module)
        .unwrap_or_default()
}

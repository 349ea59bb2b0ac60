//! Patterns that need no engine: a row of classes, each some times in a row, where the next character always tells
//! which class it belongs to. Most patterns of models are such.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::limits::{PATTERN_CLASSES, PATTERN_STATES};

/// A pattern for whole texts that is matched in one pass, whatever the text.
#[derive(Debug)]
pub(super) struct Steps {
    steps: Vec<Step>,
    /// The same for texts in ASCII, unless it would be large.
    table: Option<Table>,
}

/// A pattern for texts in ASCII as a table of states.
#[derive(Debug)]
pub(super) struct Table {
    /// What follows each byte, a row of 256 for each state. A state is the place of its row.
    next: Vec<u16>,
    /// Whether a text may end in each state. The last is the one after a byte that does not belong where it is.
    ends: Vec<bool>,
}

/// Bytes, of each of which a state knows what follows.
const ROW: usize = 256;

/// A class, so many times in a row.
#[derive(Clone, Debug)]
struct Step {
    set: Set,
    min: usize,
    max: usize,
}

/// A class of characters.
#[derive(Clone, Debug)]
struct Set {
    /// By byte; those that are not ASCII are not in it.
    ascii: [bool; 256],
    /// Ranges of other characters, in order.
    others: Vec<(char, char)>,
}

impl Steps {
    /// The steps of a pattern in the engine's language; `None` for one that is of another kind.
    pub(super) fn of(regex: &str) -> Option<Self> {
        let hir = regex_syntax::parse(regex).ok()?;
        let HirKind::Concat(parts) = hir.kind() else {
            return None;
        };
        let [first, inner @ .., last] = parts.as_slice() else {
            return None;
        };
        let is = |hir: &Hir, look| *hir.kind() == HirKind::Look(look);
        if !is(first, Look::Start) || !is(last, Look::End) {
            return None;
        }
        let mut steps = Vec::new();
        for part in inner {
            add(&mut steps, part)?;
        }
        is_certain(&steps).then(|| Steps {
            table: Table::of(&steps),
            steps,
        })
    }

    /// Whether the whole text is of this kind.
    pub(super) fn matches(&self, text: &str) -> bool {
        match &self.table {
            Some(table) => table.matches(text.as_bytes()) || self.match_beyond_ascii(text),
            None => self.match_any(text),
        }
    }

    /// The table, which matches no text that the steps do not.
    pub(super) fn table(&self) -> Option<&Table> {
        self.table.as_ref()
    }

    fn match_beyond_ascii(&self, text: &str) -> bool {
        !text.is_ascii() && self.match_any(text)
    }

    fn match_any(&self, text: &str) -> bool {
        let mut rest = text.chars();
        for step in &self.steps {
            let mut count = 0;
            while count < step.max {
                let mut ahead = rest.clone();
                match ahead.next() {
                    Some(next) if step.set.has(next) => rest = ahead,
                    _ => break,
                }
                count += 1;
            }
            if count < step.min {
                return false;
            }
        }
        rest.as_str().is_empty()
    }
}

impl Table {
    /// The table of steps of which each takes all that it can; `None` for many states.
    fn of(steps: &[Step]) -> Option<Self> {
        let states = states(steps)?;
        let place = |at: usize| u16::try_from(at * ROW).ok();
        let nowhere = place(states.len())?;
        let number = |wanted: (usize, usize)| {
            let at = states.iter().position(|state| *state == wanted);
            at.and_then(place).unwrap_or(nowhere)
        };
        let mut table = Table {
            next: Vec::with_capacity((states.len() + 1) * ROW),
            ends: Vec::with_capacity(states.len() + 1),
        };
        for (index, count) in &states {
            let follows = |byte| after(steps, *index, *count, byte).map_or(nowhere, number);
            table.next.extend((0..=127).map(follows));
            table.next.extend([nowhere; ROW - 128]);
            let behind = steps.get(index + 1..).unwrap_or_default();
            let is_enough = steps.get(*index).is_none_or(|step| *count >= step.min);
            let is_end = is_enough && behind.iter().all(|step| step.min == 0);
            table.ends.push(is_end);
        }
        table.next.extend([nowhere; ROW]);
        table.ends.push(false);
        Some(table)
    }

    #[inline]
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        let mut state = 0;
        for byte in text {
            let place = usize::from(state) + usize::from(*byte);
            state = self.next.get(place).copied().unwrap_or_default();
        }
        self.ends.get(usize::from(state) / ROW) == Some(&true)
    }
}

/// The states: a step, and how many characters it has taken, as far as that matters.
fn states(steps: &[Step]) -> Option<Vec<(usize, usize)>> {
    let mut states = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        if step.most() > PATTERN_STATES {
            return None;
        }
        states.extend((0..=step.most()).map(|count| (index, count)));
    }
    (1..=PATTERN_STATES)
        .contains(&states.len())
        .then_some(states)
}

/// The state after a byte.
fn after(steps: &[Step], index: usize, count: usize, byte: u8) -> Option<(usize, usize)> {
    let (step, behind) = steps.get(index..)?.split_first()?;
    if count < step.max && step.set.has_ascii(byte) {
        return Some((index, (count + 1).min(step.most())));
    }
    if count < step.min {
        return None;
    }
    for (at, step) in behind.iter().enumerate() {
        if step.max > 0 && step.set.has_ascii(byte) {
            return Some((index + 1 + at, 1));
        }
        if step.min > 0 {
            return None;
        }
    }
    None
}

impl Step {
    /// How many characters are told apart.
    fn most(&self) -> usize {
        match self.max {
            usize::MAX => self.min.max(1),
            max => max,
        }
    }
}

/// Whether no step can take a character that one behind it needs: then each takes all that it can.
fn is_certain(steps: &[Step]) -> bool {
    steps.iter().enumerate().all(|(at, step)| {
        let behind = steps.get(at + 1..).unwrap_or_default();
        let needed = behind.iter().position(|next| next.min > 0);
        let next = behind.get(..=needed.unwrap_or(behind.len()));
        let mut next = next.unwrap_or(behind).iter();
        step.min == step.max || !next.any(|next| next.set.meets(&step.set))
    })
}

/// Adds the steps of a part.
fn add(steps: &mut Vec<Step>, part: &Hir) -> Option<()> {
    match part.kind() {
        HirKind::Capture(capture) => return add(steps, &capture.sub),
        HirKind::Concat(parts) => return parts.iter().try_for_each(|part| add(steps, part)),
        HirKind::Empty => return Some(()),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            steps.extend(text.chars().map(|one| Step {
                set: Set::of(&[(one, one)]),
                min: 1,
                max: 1,
            }));
        }
        HirKind::Repetition(repetition) => steps.push(Step {
            set: Set::of_part(&repetition.sub)?,
            min: usize::try_from(repetition.min).ok()?,
            max: repetition
                .max
                .map_or(Ok(usize::MAX), usize::try_from)
                .ok()?,
        }),
        _ => steps.push(Step {
            set: Set::of_part(part)?,
            min: 1,
            max: 1,
        }),
    }
    (steps.len() <= PATTERN_CLASSES).then_some(())
}

impl Set {
    /// The class that a part is.
    fn of_part(part: &Hir) -> Option<Self> {
        match part.kind() {
            HirKind::Capture(capture) => Set::of_part(&capture.sub),
            HirKind::Class(Class::Unicode(class)) => {
                let ranges = class.ranges().iter();
                let ranges: Vec<_> = ranges.map(|range| (range.start(), range.end())).collect();
                Some(Set::of(&ranges))
            }
            HirKind::Literal(literal) => {
                let mut text = std::str::from_utf8(&literal.0).ok()?.chars();
                match (text.next(), text.next()) {
                    (Some(one), None) => Some(Set::of(&[(one, one)])),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn of(ranges: &[(char, char)]) -> Self {
        let mut ascii = [false; 256];
        for (code, place) in (0..128_u8).zip(&mut ascii) {
            *place = is_within(ranges, code.into());
        }
        let others = ranges.iter().filter(|(_, to)| !to.is_ascii());
        Set {
            ascii,
            others: others.copied().collect(),
        }
    }

    #[inline]
    fn has_ascii(&self, byte: u8) -> bool {
        self.ascii.get(usize::from(byte)) == Some(&true)
    }

    fn has(&self, character: char) -> bool {
        match u8::try_from(character).ok().filter(u8::is_ascii) {
            Some(byte) => self.has_ascii(byte),
            None => is_within(&self.others, character),
        }
    }

    /// Whether a character is in both.
    fn meets(&self, other: &Set) -> bool {
        let both = |(a, b): (&bool, &bool)| *a && *b;
        self.ascii.iter().zip(&other.ascii).any(both)
            || self.others.iter().any(|(from, to)| {
                let mut ranges = other.others.iter();
                ranges.any(|(start, end)| from <= end && start <= to)
            })
    }
}

fn is_within(ranges: &[(char, char)], character: char) -> bool {
    let after = ranges.partition_point(|(from, _)| *from <= character);
    let range = after.checked_sub(1).and_then(|at| ranges.get(at));
    range.is_some_and(|(_, to)| character <= *to)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of up to six of these characters, a few thousand, the same each time.
    fn texts() -> impl Iterator<Item = String> {
        const LETTERS: [char; 9] = ['a', 'b', 'z', '0', '9', '-', ' ', 'é', '😀'];
        let mut state = 1_u64;
        (0..6000).map(move |index| {
            let mut text = String::new();
            for _ in 0..index % 7 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let at = usize::try_from(state >> 33).unwrap() % LETTERS.len();
                text.push(LETTERS[at]);
            }
            text
        })
    }

    #[test]
    fn steps_match_what_the_engine_matches() {
        for pattern in [
            "^[a-z]+-[0-9]+$",
            "^[a-z]*$",
            "^(a)(b?)-{1,2}$",
            "^[^a]{2,3}a*$",
            "^ab[0-9]?(z|-)*é$",
            "^a{2}[a-b]{1,2}$",
            "^a?b?-?$",
            r"^[\x{80}-\x{10ffff}]+[a-z]{0,2}$",
            "^a$",
            "^$",
            "^a{3}[b-z]{0,1}[0-9-]{2,}$",
            "^a{1,200}b*$",
        ] {
            let steps = Steps::of(pattern).unwrap_or_else(|| panic!("{pattern}"));
            let regex = fancy_regex::Regex::new(pattern).unwrap();
            for text in texts() {
                let expected = regex.is_match(&text).unwrap();
                assert_eq!(steps.matches(&text), expected, "{pattern} {text:?}");
            }
        }
    }

    #[test]
    fn what_needs_the_engine_is_left_to_it() {
        for pattern in [
            // A step may take what another needs.
            "^[a-z]+a$",
            "^a*-?a$",
            "^a?-*a?a$",
            "^[a-z]{1,2}[a-c]$",
            // Not whole texts.
            "[a-z]+",
            "^[a-z]+",
            "[a-z]+$",
            "",
            // Not classes.
            "^(ab)+$",
            "^(a|bc)$",
            r"^a\b$",
            "^(?=a)a$",
            r"^(a)\1$",
            "(",
        ] {
            assert!(Steps::of(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn counts_may_be_large() {
        let steps = Steps::of(r"^[ -\x{fffd}]{1,200000}$").unwrap();
        assert!(steps.matches(&"é".repeat(200_000)));
        assert!(!steps.matches(&"é".repeat(200_001)));
        assert!(!steps.matches(""));
    }
}

//! Form → slots. The server's side: clients only write forms.
//!
//! The pairs are sorted by the steps of their keys, so that what belongs to a member, an item or an
//! entry stands together and is found by bisection.

use std::borrow::Cow;
use std::cmp::Ordering;

use percent_encoding::percent_decode_str;

use super::{Flavour, inner_name};
use crate::codec::failure::{Failure, Result};
use crate::codec::presence::{self, Seen};
use crate::codec::union::Tags;
use crate::codec::{Part, text};
use crate::error::DecodeError;
use crate::limits::FORM_DEPTH as DEPTH;
use crate::schema::{Kind, Member};
use crate::value::Strictness;
use crate::view::{List, Map, Slot, Structure};

/// Reads all members that the form has pairs for.
///
/// # Errors
/// When the bytes are no form, or a text is not what the schema says.
pub(crate) fn read(
    flavour: Flavour,
    bytes: &[u8],
    value: &mut dyn Structure,
    strictness: Strictness,
) -> std::result::Result<(), DecodeError> {
    let form = std::str::from_utf8(bytes).map_err(|_| Failure::new("not UTF-8"))?;
    let mut pairs = Vec::new();
    for pair in form.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push(Pair {
            key: decode(key)?,
            value: decode(value)?,
        });
    }
    let mut keyed = Vec::with_capacity(pairs.len());
    for pair in &pairs {
        if pair.key.split('.').count() > DEPTH as usize {
            return Err(Failure::new("nested too deeply").into());
        }
        keyed.push(Keyed {
            steps: pair.key.split('.').collect(),
            value: &pair.value,
        });
    }
    keyed.sort_by(|a, b| compare(&a.steps, &b.steps));
    let mut reader = Reader {
        flavour,
        strictness,
        incomplete: false,
    };
    reader.structure(&keyed, 0, value)?;
    match reader.incomplete && strictness == Strictness::Strict {
        true => Err(presence::incomplete()),
        false => Ok(()),
    }
}

struct Pair<'a> {
    key: Cow<'a, str>,
    value: Cow<'a, str>,
}

struct Keyed<'a> {
    steps: Vec<&'a str>,
    value: &'a str,
}

fn decode(text: &str) -> Result<Cow<'_, str>> {
    let wrong = |_| Failure::new("not UTF-8");
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        let decoded = percent_decode_str(&spaced).decode_utf8().map_err(wrong)?;
        return Ok(Cow::Owned(decoded.into_owned()));
    }
    percent_decode_str(text).decode_utf8().map_err(wrong)
}

/// Order of keys: step by step, numbers by value.
fn compare(a: &[&str], b: &[&str]) -> Ordering {
    let steps = a.iter().zip(b).map(|(a, b)| compare_step(a, b));
    steps
        .fold(Ordering::Equal, Ordering::then)
        .then(a.len().cmp(&b.len()))
}

fn compare_step(a: &str, b: &str) -> Ordering {
    let number = |step: &str| step.parse::<u64>().ok().filter(|_| !step.starts_with('+'));
    match (number(a), number(b)) {
        (Some(a_number), Some(b_number)) => a_number.cmp(&b_number).then_with(|| a.cmp(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

struct Reader {
    flavour: Flavour,
    strictness: Strictness,
    /// Whether a required member was missing.
    incomplete: bool,
}

/// The pairs whose key has this step at this level. All have the same steps before it.
fn narrow<'p, 'a>(pairs: &'p [Keyed<'a>], level: usize, step: &str) -> &'p [Keyed<'a>] {
    let at = |pair: &Keyed<'_>| match pair.steps.get(level) {
        Some(found) => compare_step(found, step),
        None => Ordering::Less,
    };
    let start = pairs.partition_point(|pair| at(pair) == Ordering::Less);
    let rest = pairs.get(start..).unwrap_or_default();
    let length = rest.partition_point(|pair| at(pair) == Ordering::Equal);
    rest.get(..length).unwrap_or_default()
}

/// Groups of pairs that have the same step at this level; shorter keys belong to none.
fn groups<'p, 'a>(pairs: &'p [Keyed<'a>], level: usize) -> impl Iterator<Item = &'p [Keyed<'a>]> {
    pairs
        .chunk_by(move |a, b| a.steps.get(level) == b.steps.get(level))
        .filter(move |group| group.first().is_some_and(|pair| pair.steps.len() > level))
}

/// The text of the pair whose key ends here.
fn own<'a>(pairs: &[Keyed<'a>], level: usize) -> Option<&'a str> {
    pairs
        .first()
        .filter(|pair| pair.steps.len() == level)
        .map(|pair| pair.value)
}

/// Whether a member without anything in it has no pair.
fn absent_means_empty(flavour: Flavour, member: &Member) -> bool {
    match member.target.kind {
        Kind::Structure => !member.target.requires,
        Kind::Map => true,
        Kind::List => flavour == Flavour::Ec2Query,
        _ => false,
    }
}

impl Reader {
    fn structure(
        &mut self,
        pairs: &[Keyed<'_>],
        level: usize,
        value: &mut dyn Structure,
    ) -> Result<()> {
        let mut tags = Tags::<&str>::new();
        let mut seen = Seen::default();
        for (index, member) in value.schema().members.iter().enumerate() {
            let pairs = narrow(pairs, level, &self.flavour.name(member));
            if !pairs.is_empty() {
                tags.known();
                self.value(pairs, level + 1, member, value.slot(index))
                    .map_err(|f| f.in_member(member.name))?;
                seen.note(index);
            }
        }
        if value.schema().kind != Kind::Union {
            if self.strictness == Strictness::Strict && seen.lacks(value.schema(), Part::All) {
                let flavour = self.flavour;
                self.incomplete |= seen.lacks_unless_empty(value, Part::All, |member| {
                    absent_means_empty(flavour, member)
                });
            }
            return Ok(());
        }
        let steps = groups(pairs, level).filter_map(|group| group.first()?.steps.get(level));
        for step in steps {
            let is_named = |member: &'static Member| self.flavour.name(member) == **step;
            if !value.schema().members.iter().any(is_named) {
                tags.unknown(step);
            }
        }
        tags.finish(value, self.strictness).map_err(Failure::new)
    }

    fn value(
        &mut self,
        pairs: &[Keyed<'_>],
        level: usize,
        member: &'static Member,
        slot: Slot<'_>,
    ) -> Result<()> {
        match slot {
            Slot::Skip => Ok(()),
            Slot::Structure(value) => self.structure(pairs, level, value),
            Slot::List(list) => self.list(pairs, level, member, list),
            Slot::Map(map) => self.map(pairs, level, member, map),
            slot => match own(pairs, level) {
                Some(text) => text::read(text, member, slot, self.strictness),
                None => Err(Failure::new("expected a simple value")),
            },
        }
    }

    fn list(
        &mut self,
        pairs: &[Keyed<'_>],
        level: usize,
        member: &'static Member,
        list: &mut dyn List,
    ) -> Result<()> {
        let Some(item) = member.target.members.first() else {
            return Ok(());
        };
        let (pairs, level) = match self.flavour.between(member, inner_name(item)) {
            Some(step) => (narrow(pairs, level, step), level + 1),
            None => (pairs, level),
        };
        for (index, group) in groups(pairs, level).enumerate() {
            self.value(group, level + 1, item, list.push())
                .map_err(|f| f.in_item(index))?;
        }
        Ok(())
    }

    fn map(
        &mut self,
        pairs: &[Keyed<'_>],
        level: usize,
        member: &'static Member,
        map: &mut dyn Map,
    ) -> Result<()> {
        let [key_member, value_member, ..] = member.target.members else {
            return Ok(());
        };
        let (pairs, level) = match self.flavour.between(member, "entry") {
            Some(step) => (narrow(pairs, level, step), level + 1),
            None => (pairs, level),
        };
        for group in groups(pairs, level) {
            let key = narrow(group, level + 1, inner_name(key_member));
            let Some(key) = own(key, level + 2) else {
                return Err(Failure::new("an entry without a key"));
            };
            let value = narrow(group, level + 1, inner_name(value_member));
            self.value(value, level + 2, value_member, map.insert(key))
                .map_err(|f| f.in_entry(key_member.shown(key)))?;
        }
        Ok(())
    }
}

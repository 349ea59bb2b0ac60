//! XML → slots.

use quick_xml::events::BytesStart;

use super::names::{is_attribute, is_flattened, local, xml_name};
use super::source::{Next, Source, is_nil};
use crate::codec::failure::{Failure, Result};
use crate::codec::names::Found;
use crate::codec::presence::{self, Seen};
use crate::codec::union::Tags;
use crate::codec::{Part, text};
use crate::error::DecodeError;
use crate::limits::XML_DEPTH as DEPTH;
use crate::schema::{Kind, Member, Schema};
use crate::value::Strictness;
use crate::view::{List, Map, Slot, Structure};

/// Reads the element that stands inside the root and then inside these, each the first child of its
/// name, into a structure. Nothing is read when one is missing, or when there is no document.
///
/// # Errors
/// When the bytes are not XML, or not what the schema says.
pub(crate) fn read_within(
    bytes: &[u8],
    wrappers: &[&str],
    value: &mut dyn Structure,
    part: Part,
    strictness: Strictness,
) -> std::result::Result<(), DecodeError> {
    let mut reader = Reader::new(bytes, strictness);
    let Some(mut start) = reader.source.root()? else {
        return Ok(());
    };
    for wrapper in wrappers {
        loop {
            match reader.source.next()?.1 {
                Next::Start(child) if child.local_name().as_ref() == *wrapper => {
                    start = child;
                    break;
                }
                Next::Start(_) => reader.source.skip()?,
                Next::End => return Ok(()),
            }
        }
    }
    reader.structure(value, part, &start)?;
    if wrappers.is_empty() {
        reader.source.finish()?;
    }
    reader.complete()
}

/// Reads an error: `<Error>` as root, or in `<ErrorResponse>`, or in the `<Errors>` of `<Response>`.
///
/// # Errors
/// As [`read_within`].
pub(crate) fn read_error(
    bytes: &[u8],
    value: &mut dyn Structure,
    part: Part,
    strictness: Strictness,
) -> std::result::Result<(), DecodeError> {
    let root = Source::new(bytes, DEPTH).root()?;
    let wrappers: &[&str] = match root.as_ref().map(|root| root.local_name().into_inner()) {
        Some("ErrorResponse") => &["Error"],
        Some("Response") => &["Errors", "Error"],
        _ => &[],
    };
    read_within(bytes, wrappers, value, part, strictness)
}

/// Reads the root as the element of a member.
///
/// # Errors
/// As [`read_within`].
pub(super) fn read_slot(
    bytes: &[u8],
    member: &'static Member,
    slot: Slot<'_>,
    strictness: Strictness,
) -> std::result::Result<(), DecodeError> {
    let mut reader = Reader::new(bytes, strictness);
    if let Some(start) = reader.source.root()? {
        reader
            .value(member, slot, &start)
            .map_err(|f| f.in_member(member.name))?;
        reader.source.finish()?;
    }
    reader.complete()
}

/// How many times its length of a document may be read again. Each member with scattered elements
/// costs one reading, but inside one another they double the work at each level: a few levels are a
/// service's choice, more are an attack.
const AGAIN: usize = 64;

struct Reader<'a> {
    source: Source<'a>,
    strictness: Strictness,
    /// How many bytes may still be read again.
    again: usize,
    /// Whether a required member was missing.
    incomplete: bool,
}

/// A flattened list or map whose elements have been met.
struct Run {
    member: usize,
    /// Where the first of its elements begins.
    place: usize,
    count: usize,
    /// Others stood between its elements.
    scattered: bool,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8], strictness: Strictness) -> Self {
        Reader {
            source: Source::new(bytes, DEPTH),
            strictness,
            again: bytes.len().saturating_mul(AGAIN),
            incomplete: false,
        }
    }

    /// Fails if a server read a document that lacks required members.
    fn complete(&self) -> std::result::Result<(), DecodeError> {
        match self.incomplete && self.strictness == Strictness::Strict {
            true => Err(presence::incomplete()),
            false => Ok(()),
        }
    }

    /// A second look at what began at this place.
    fn second(&mut self, place: usize) -> Result<Self> {
        let length = self.source.place().saturating_sub(place);
        let Some(again) = self.again.checked_sub(length) else {
            return Err(self.source.fail("too many elements apart from their like"));
        };
        Ok(Reader {
            source: self.source.again(place),
            strictness: self.strictness,
            again,
            incomplete: false,
        })
    }

    /// The value of the element just begun, past its end.
    fn value(
        &mut self,
        member: &'static Member,
        slot: Slot<'_>,
        start: &BytesStart<'a>,
    ) -> Result<()> {
        match slot {
            Slot::Skip => self.source.skip(),
            Slot::Structure(value) => self.structure(value, Part::All, start),
            Slot::List(list) => self.list(member.target, list),
            Slot::Map(map) => self.map(member.target, map),
            slot => {
                let at = self.source.place();
                let text = self.source.text()?;
                text::read(&text, member, slot, self.strictness).map_err(|f| f.or_at(at))
            }
        }
    }

    fn structure(
        &mut self,
        value: &mut dyn Structure,
        part: Part,
        start: &BytesStart<'a>,
    ) -> Result<()> {
        let schema = value.schema();
        let mut seen = Seen::default();
        self.source.enter()?;
        self.attributes(value, part, start, &mut seen)?;
        let mut flattened = Vec::new();
        let mut expected = 0;
        let mut tags = (schema.kind == Kind::Union).then(|| (self.source.place(), Tags::new()));
        while let (place, Next::Start(child)) = self.source.next()? {
            let name = child.local_name();
            let found = find(schema, name.as_ref(), part, &mut expected);
            if let Some((_, tags)) = &mut tags
                && !is_nil(&self.source, &child)
            {
                count(tags, found, name.as_ref(), &flattened);
            }
            match found {
                Some((index, member)) if is_flattened(member) => {
                    self.flattened(value, (index, member), place, &child, &mut flattened)
                        .map_err(|f| f.in_member(member.name))?;
                    seen.note(index);
                }
                Some(_) if is_nil(&self.source, &child) => self.source.skip()?,
                Some((index, member)) => {
                    self.value(member, value.slot(index), &child)
                        .map_err(|f| f.in_member(member.name))?;
                    seen.note(index);
                }
                None => self.source.skip()?,
            }
        }
        for run in flattened.iter().filter(|run| run.scattered) {
            self.reread(value, run)?;
        }
        if self.strictness == Strictness::Strict && seen.lacks(schema, part) {
            // A flattened list or map without items has no element.
            self.incomplete |= seen.lacks_unless_empty(value, part, is_flattened);
        }
        if let Some((start, tags)) = tags {
            tags.finish(value, self.strictness)
                .map_err(|reason| Failure::at(start, reason))?;
        }
        self.source.leave();
        Ok(())
    }

    fn attributes(
        &self,
        value: &mut dyn Structure,
        part: Part,
        start: &BytesStart<'a>,
        seen: &mut Seen,
    ) -> Result<()> {
        let members = value.schema().members;
        self.source.attributes(start, |name, text| {
            let found = members.iter().enumerate().find(|(_, member)| {
                is_attribute(member) && part.holds(member) && local(xml_name(member)) == name
            });
            match found {
                Some((index, member)) => {
                    seen.note(index);
                    text::read(text, member, value.slot(index), self.strictness)
                        .map_err(|f| f.or_at(self.source.place()).in_member(member.name))
                }
                None => Ok(()),
            }
        })
    }

    /// An element of a flattened list or map.
    fn flattened(
        &mut self,
        value: &mut dyn Structure,
        (index, member): (usize, &'static Member),
        place: usize,
        start: &BytesStart<'a>,
        flattened: &mut Vec<Run>,
    ) -> Result<()> {
        // A slot begins anew each time it is asked for. So elements that do not follow directly on
        // the first ones are only counted here, and all are read once more at the end.
        if let Some(run) = flattened.iter_mut().find(|run| run.member == index) {
            run.scattered = true;
            run.count += 1;
            return self.source.skip();
        }
        let count = self.run(member, value.slot(index), start)?;
        flattened.push(Run {
            member: index,
            place,
            count,
            scattered: false,
        });
        Ok(())
    }

    /// Items or entries of a flattened member, from the element just begun to the last that follows
    /// directly. How many.
    fn run(
        &mut self,
        member: &'static Member,
        mut slot: Slot<'_>,
        start: &BytesStart<'a>,
    ) -> Result<usize> {
        let name = start.local_name();
        let mut count = 0;
        self.element(member, &mut slot, start, count)?;
        loop {
            count += 1;
            match self.source.next()? {
                (_, Next::Start(next)) if next.local_name() == name => {
                    self.element(member, &mut slot, &next, count)?;
                }
                (place, other) => {
                    self.source.give_back(place, other);
                    return Ok(count);
                }
            }
        }
    }

    /// Reads all elements of a flattened member whose elements did not stand together.
    fn reread(&mut self, value: &mut dyn Structure, run: &Run) -> Result<()> {
        let Some(member) = value.schema().members.get(run.member) else {
            return Ok(());
        };
        let name = local(xml_name(member));
        let mut slot = value.slot(run.member);
        let mut again = self.second(run.place)?;
        let mut count = 0;
        while count < run.count {
            match again.source.next()?.1 {
                Next::Start(start) if start.local_name().as_ref() == name => {
                    again
                        .element(member, &mut slot, &start, count)
                        .map_err(|f| f.in_member(member.name))?;
                    count += 1;
                }
                Next::Start(_) => again.source.skip()?,
                Next::End => break,
            }
        }
        self.again = again.again;
        self.incomplete |= again.incomplete;
        Ok(())
    }

    /// One item or entry of a flattened member.
    fn element(
        &mut self,
        member: &'static Member,
        slot: &mut Slot<'_>,
        start: &BytesStart<'a>,
        index: usize,
    ) -> Result<()> {
        match (slot, member.target.members) {
            (Slot::List(list), [item, ..]) => self
                .item(item, &mut **list, start)
                .map_err(|f| f.in_item(index)),
            (Slot::Map(map), [key, value, ..]) => self.entry((key, value), &mut **map),
            _ => self.source.skip(),
        }
    }

    fn list(&mut self, schema: &'static Schema, list: &mut dyn List) -> Result<()> {
        let Some(member) = schema.members.first() else {
            return self.source.skip();
        };
        self.source.enter()?;
        let name = local(xml_name(member));
        let mut index = 0;
        loop {
            match self.source.next()?.1 {
                Next::Start(start) if start.local_name().as_ref() == name => {
                    self.item(member, list, &start)
                        .map_err(|f| f.in_item(index))?;
                    index += 1;
                }
                Next::Start(_) => self.source.skip()?,
                Next::End => break,
            }
        }
        self.source.leave();
        Ok(())
    }

    fn item(
        &mut self,
        member: &'static Member,
        list: &mut dyn List,
        start: &BytesStart<'a>,
    ) -> Result<()> {
        if is_nil(&self.source, start) {
            list.push_null();
            return self.source.skip();
        }
        self.value(member, list.push(), start)
    }

    fn map(&mut self, schema: &'static Schema, map: &mut dyn Map) -> Result<()> {
        let [key, value, ..] = schema.members else {
            return self.source.skip();
        };
        self.source.enter()?;
        loop {
            match self.source.next()?.1 {
                Next::Start(start) if start.local_name().as_ref() == "entry" => {
                    self.entry((key, value), map)?;
                }
                Next::Start(_) => self.source.skip()?,
                Next::End => break,
            }
        }
        self.source.leave();
        Ok(())
    }

    /// An entry, past its end. Key and value may stand in either order.
    fn entry(
        &mut self,
        (key_member, member): (&'static Member, &'static Member),
        map: &mut dyn Map,
    ) -> Result<()> {
        let key_name = local(xml_name(key_member));
        let name = local(xml_name(member));
        let mut key = None;
        let mut early = None;
        let mut found = false;
        while let (place, Next::Start(start)) = self.source.next()? {
            match start.local_name().as_ref() {
                found_name if found_name == key_name => key = Some(self.source.text()?),
                found_name if found_name == name => match &key {
                    Some(key) => {
                        found = true;
                        self.entry_value((key_member, member), key, map, &start)?;
                    }
                    None => {
                        early = Some(place);
                        self.source.skip()?;
                    }
                },
                _ => self.source.skip()?,
            }
        }
        let Some(key) = key else {
            return Err(self.source.fail("an entry without a key"));
        };
        match early {
            Some(place) => {
                let mut again = self.second(place)?;
                if let Next::Start(start) = again.source.next()?.1 {
                    again.entry_value((key_member, member), &key, map, &start)?;
                }
                self.again = again.again;
                self.incomplete |= again.incomplete;
                Ok(())
            }
            None if found => Ok(()),
            None => {
                map.insert_null(&key);
                Ok(())
            }
        }
    }

    fn entry_value(
        &mut self,
        (key_member, member): (&'static Member, &'static Member),
        key: &str,
        map: &mut dyn Map,
        start: &BytesStart<'a>,
    ) -> Result<()> {
        if is_nil(&self.source, start) {
            map.insert_null(key);
            return self.source.skip();
        }
        self.value(member, map.insert(key), start)
            .map_err(|f| f.in_entry(key_member.shown(key)))
    }
}

/// The member whose element has this name. `expected` is where to look first: elements mostly come
/// in the order of the model.
fn find(
    schema: &'static Schema,
    name: &str,
    part: Part,
    expected: &mut usize,
) -> Option<(usize, &'static Member)> {
    let is = |member: &&'static Member| {
        local(xml_name(member)) == name && !is_attribute(member) && part.holds(member)
    };
    let members = schema.members;
    if let Some(member) = members.get(*expected).filter(is) {
        *expected += 1;
        return Some((*expected - 1, member));
    }
    let (index, member) = members.iter().enumerate().find(|(_, member)| is(member))?;
    *expected = index + 1;
    Some((index, member))
}

/// Counts an element of a union.
fn count(tags: &mut Tags<String>, found: Option<Found>, name: &str, flattened: &[Run]) {
    match found {
        // A flattened list or map has no element of its own: all of its items are one member.
        Some((index, _)) if flattened.iter().any(|run| run.member == index) => {}
        Some(_) => tags.known(),
        None => tags.unknown(name.to_owned()),
    }
}

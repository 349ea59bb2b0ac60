//! The events of an XML text that matter: starts and ends of elements, and their text.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::names::local;
use crate::codec::failure::{Failure, Result};

/// What stands next inside an element.
pub(super) enum Next<'a> {
    /// A child element begins.
    Start(BytesStart<'a>),
    /// The element ends.
    End,
}

/// A place in an XML text.
pub(super) struct Source<'a> {
    bytes: &'a [u8],
    reader: Reader<&'a [u8]>,
    /// Where the reader's text begins.
    base: usize,
    /// The element just begun is written `<name/>`: its end comes next, without an event of its own.
    empty: bool,
    /// An event given back, and its place.
    pending: Option<(usize, Next<'a>)>,
    /// How many more levels may be opened.
    depth: u32,
}

impl<'a> Source<'a> {
    pub(super) fn new(bytes: &'a [u8], depth: u32) -> Self {
        Self::at(bytes, 0, depth)
    }

    fn at(bytes: &'a [u8], base: usize, depth: u32) -> Self {
        let reader = Reader::from_reader(bytes.get(base..).unwrap_or_default());
        Source {
            bytes,
            reader,
            base,
            empty: false,
            pending: None,
            depth,
        }
    }

    /// A second look, from an earlier place at which an element of this level began.
    pub(super) fn again(&self, place: usize) -> Self {
        Self::at(self.bytes, place, self.depth)
    }

    /// The place of the next event.
    pub(super) fn place(&self) -> usize {
        match &self.pending {
            Some((place, _)) => *place,
            None => self.offset(),
        }
    }

    fn offset(&self) -> usize {
        // A position in a slice fits.
        self.base + self.reader.buffer_position() as usize
    }

    pub(super) fn fail(&self, reason: &'static str) -> Box<Failure> {
        Failure::at(self.offset(), reason)
    }

    /// One level deeper.
    pub(super) fn enter(&mut self) -> Result<()> {
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| self.fail("nested too deeply"))?;
        Ok(())
    }

    /// Back from a level.
    pub(super) fn leave(&mut self) {
        self.depth += 1;
    }

    /// Gives back what [`Source::next`] has just returned from this place.
    pub(super) fn give_back(&mut self, place: usize, next: Next<'a>) {
        self.pending = Some((place, next));
    }

    fn event(&mut self) -> Result<Event<'a>> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.fail("a document type declaration")),
            Ok(event) => Ok(event),
            Err(_) => {
                let offset = self.base + self.reader.error_position() as usize;
                Err(Failure::at(offset, "not well-formed XML"))
            }
        }
    }

    /// The root element; `None` when there is no document at all.
    pub(super) fn root(&mut self) -> Result<Option<BytesStart<'a>>> {
        loop {
            match self.event()? {
                Event::Start(start) => return Ok(Some(start)),
                Event::Empty(start) => {
                    self.empty = true;
                    return Ok(Some(start));
                }
                Event::Text(text) if text.trim_ascii().is_empty() => {}
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => return Ok(None),
                _ => return Err(self.fail("no XML document")),
            }
        }
    }

    /// Checks that nothing but white space and comments follows the root.
    pub(super) fn finish(&mut self) -> Result<()> {
        loop {
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(self.fail("text after the end of the document")),
            }
        }
    }

    /// The next child, or the end of the element. Text between children is passed over.
    pub(super) fn next(&mut self) -> Result<(usize, Next<'a>)> {
        if let Some(pending) = self.pending.take() {
            return Ok(pending);
        }
        if std::mem::take(&mut self.empty) {
            return Ok((self.offset(), Next::End));
        }
        loop {
            let place = self.offset();
            match self.event()? {
                Event::Start(start) => return Ok((place, Next::Start(start))),
                Event::Empty(start) => {
                    self.empty = true;
                    return Ok((place, Next::Start(start)));
                }
                Event::End(_) => return Ok((place, Next::End)),
                Event::Eof => return Err(self.fail("the document ends too early")),
                _ => {}
            }
        }
    }

    /// The text of the element just begun, past its end. Child elements are passed over.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>> {
        let mut text = Cow::Borrowed("");
        if std::mem::take(&mut self.empty) {
            return Ok(text);
        }
        loop {
            match self.event()? {
                Event::Text(more) => append(&mut text, normalize(more.into_inner())),
                Event::CData(more) => append(&mut text, normalize(more.into_inner())),
                Event::GeneralRef(reference) => text.to_mut().push_str(&self.resolve(&reference)?),
                Event::Start(_) => self.skip()?,
                Event::End(_) => return Ok(text),
                Event::Eof => return Err(self.fail("the document ends too early")),
                _ => {}
            }
        }
    }

    fn resolve(&self, reference: &BytesRef<'_>) -> Result<Cow<'static, str>> {
        if let Some(known) = resolve_predefined_entity(reference) {
            return Ok(Cow::Borrowed(known));
        }
        match reference.resolve_char_ref() {
            Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
            Ok(None) => Err(self.fail("an unknown entity")),
            Err(_) => Err(self.fail("a reference to no character")),
        }
    }

    /// Past the end of the element just begun. Costs no stack, however deep it is.
    pub(super) fn skip(&mut self) -> Result<()> {
        if std::mem::take(&mut self.empty) {
            return Ok(());
        }
        let mut open = 1_u64;
        while open > 0 {
            match self.event()? {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Eof => return Err(self.fail("the document ends too early")),
                _ => {}
            }
        }
        Ok(())
    }

    /// Calls with local name and value of each attribute, namespaces left out.
    pub(super) fn attributes(
        &self,
        start: &BytesStart<'_>,
        mut each: impl FnMut(&str, &str) -> Result<()>,
    ) -> Result<()> {
        if start.attributes_raw().is_empty() {
            return Ok(());
        }
        let malformed = || self.fail("a malformed attribute");
        // The check for two of one name compares all with all.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| malformed())?;
            let key = attribute.key.as_ref();
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| malformed())?;
            each(local(key), &value)?;
        }
        Ok(())
    }
}

fn append<'a>(text: &mut Cow<'a, str>, more: Cow<'a, str>) {
    if text.is_empty() {
        *text = more;
    } else {
        text.to_mut().push_str(&more);
    }
}

/// Line ends as XML counts them: `\r\n` and `\r` are `\n`.
fn normalize(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => text,
    }
}

/// `xsi:nil="true"`.
pub(super) fn is_nil(source: &Source<'_>, start: &BytesStart<'_>) -> bool {
    let mut nil = false;
    let _ = source.attributes(start, |name, value| {
        nil |= name == "nil" && matches!(value, "true" | "1");
        Ok(())
    });
    nil
}

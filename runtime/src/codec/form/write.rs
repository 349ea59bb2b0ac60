//! Views → form.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Flavour, inner_name};
use crate::codec::each_entry;
use crate::codec::failure::{Failure, Result};
use crate::codec::text;
use crate::error::InputError;
use crate::limits::FORM_DEPTH as DEPTH;
use crate::schema::{Kind, Member};
use crate::view::{List, Map, Ref, Structure};

/// Everything but the characters that RFC 3986 reserves for nothing.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Writes these pairs, then all members.
///
/// # Errors
/// When a value has no form or is nested too deeply.
pub(crate) fn write(
    flavour: Flavour,
    first: &[(&str, &str)],
    value: &dyn Structure,
) -> std::result::Result<Vec<u8>, InputError> {
    let mut writer = Writer {
        flavour,
        out: String::with_capacity(256),
        key: String::new(),
        text: String::new(),
        depth: DEPTH,
    };
    for (key, value) in first {
        writer.key.clear();
        writer.key.push_str(key);
        writer.pair(value);
    }
    writer.key.clear();
    writer.structure(value)?;
    Ok(writer.out.into_bytes())
}

struct Writer {
    flavour: Flavour,
    out: String,
    /// The key of the value being written.
    key: String,
    /// The text of a value before it is encoded.
    text: String,
    /// How many more levels may be opened.
    depth: u32,
}

impl Writer {
    fn pair(&mut self, value: &str) {
        if !self.out.is_empty() {
            self.out.push('&');
        }
        self.out.extend(utf8_percent_encode(&self.key, ENCODED));
        self.out.push('=');
        self.out.extend(utf8_percent_encode(value, ENCODED));
    }

    /// Writes with this step added to the key.
    fn at(&mut self, step: &str, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let length = self.key.len();
        if length > 0 {
            self.key.push('.');
        }
        self.key.push_str(step);
        let written = write(self);
        self.key.truncate(length);
        written
    }

    /// [`Writer::at`], if there is a step.
    fn between(
        &mut self,
        step: Option<&str>,
        write: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        match step {
            Some(step) => self.at(step, write),
            None => write(self),
        }
    }

    fn structure(&mut self, value: &dyn Structure) -> Result<()> {
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        let schema = value.schema();
        let mut any = false;
        let mut write = |index: usize| {
            let Some(member) = schema.members.get(index) else {
                return Ok(());
            };
            let value = value.get(index);
            if matches!(value, Ref::Unset | Ref::Null) {
                return Ok(());
            }
            any = true;
            self.at(&self.flavour.name(member), |w| w.value(member, value))
                .map_err(|f| f.in_member(member.name))
        };
        match value.order() {
            Some(order) => order.iter().try_for_each(|index| write(*index))?,
            None => (0..schema.members.len()).try_for_each(write)?,
        }
        if schema.kind == Kind::Union && !any && value.unknown().is_some() {
            return Err(Failure::new("a union member that the model does not know"));
        }
        self.depth += 1;
        Ok(())
    }

    fn value(&mut self, member: &'static Member, value: Ref<'_>) -> Result<()> {
        match value {
            Ref::Structure(value) => self.structure(value),
            Ref::List(list) => self.list(member, list),
            Ref::Map(map) => self.map(member, map),
            Ref::Str(text) => {
                self.pair(text);
                Ok(())
            }
            Ref::Unset | Ref::Null => {
                self.pair("");
                Ok(())
            }
            value => {
                let mut text = std::mem::take(&mut self.text);
                text.clear();
                text::write(value, member, &mut text)?;
                self.pair(&text);
                self.text = text;
                Ok(())
            }
        }
    }

    fn list(&mut self, member: &'static Member, list: &dyn List) -> Result<()> {
        let Some(item) = member.target.members.first() else {
            return Ok(());
        };
        if list.is_empty() {
            if self.flavour == Flavour::AwsQuery {
                self.pair("");
            }
            return Ok(());
        }
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        let step = self.flavour.between(member, inner_name(item));
        self.between(step, |writer| {
            (0..list.len()).try_for_each(|index| {
                writer
                    .at(itoa::Buffer::new().format(index + 1), |w| {
                        w.value(item, list.get(index))
                    })
                    .map_err(|f| f.in_item(index))
            })
        })?;
        self.depth += 1;
        Ok(())
    }

    fn map(&mut self, member: &'static Member, map: &dyn Map) -> Result<()> {
        let [key_member, value_member, ..] = member.target.members else {
            return Ok(());
        };
        if self.flavour == Flavour::Ec2Query && !map.is_empty() {
            return Err(Failure::new("ec2Query has no maps"));
        }
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        let step = self.flavour.between(member, "entry");
        self.between(step, |writer| {
            let mut number = 0;
            each_entry(map, key_member, |key, value| {
                number += 1;
                writer.at(itoa::Buffer::new().format(number), |w| {
                    w.at(inner_name(key_member), |w| {
                        w.value(key_member, Ref::Str(key))
                    })?;
                    w.at(inner_name(value_member), |w| w.value(value_member, *value))
                })
            })
        })?;
        self.depth += 1;
        Ok(())
    }
}

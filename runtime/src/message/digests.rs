//! Compares messages with the MD5 that a service calculated of them.
//!
//! Source: the developer guide of SQS, "Amazon SQS message metadata". What a service has no digest of is not compared.

use std::collections::BTreeMap;

use super::digest::Digest;
use crate::operation::{AttributeMembers, MessageDigests, Messages, SentMessages};
use crate::schema::Member;
use crate::view::{List, Ref, Structure};

/// How a value's bytes are announced: text and binary.
const TEXT: u8 = 1;
const BINARY: u8 = 2;

/// The digests of what an operation sends.
pub fn message_digests(
    digests: &'static MessageDigests,
    input: &dyn Structure,
) -> Box<dyn SentMessages> {
    let mut sent = BTreeMap::new();
    if !digests.received {
        each(digests.contents, input, &mut |id, message| {
            for (at, pair) in digests.pairs.iter().enumerate() {
                if let Some(digest) = digest(message.get(pair.content), pair.attributes) {
                    sent.insert((at, id.to_owned()), digest);
                }
            }
            Ok(())
        })
        .unwrap_or_default();
    }
    Box::new(Sent { digests, sent })
}

struct Sent {
    digests: &'static MessageDigests,
    /// By the number of the pair and the message's id.
    sent: BTreeMap<(usize, String), String>,
}

impl SentMessages for Sent {
    fn compare(&self, output: &dyn Structure) -> Result<(), String> {
        let digests = self.digests;
        each(digests.digests, output, &mut |id, message| {
            for (at, pair) in digests.pairs.iter().enumerate() {
                let Ref::Str(given) = message.get(pair.digest) else {
                    continue;
                };
                let received;
                let own = match digests.received {
                    true => {
                        received = digest(message.get(pair.content), pair.attributes);
                        received.as_ref()
                    }
                    false => self.sent.get(&(at, id.to_owned())),
                };
                if let Some(own) = own
                    && !own.eq_ignore_ascii_case(given)
                {
                    let members = message.schema().members();
                    let name = members.get(pair.digest).map_or("", Member::name);
                    return Err(differ(name, id, given, own));
                }
            }
            Ok(())
        })
    }
}

fn differ(member: &str, id: &str, given: &str, own: &str) -> String {
    let of = match id {
        "" => String::new(),
        id => format!(" of message `{id}`"),
    };
    format!("`{member}`{of} is {given}, but the MD5 is {own}: the message was damaged on its way")
}

/// What is done with a message and its id, which is empty if it has none.
type Seen<'a> = dyn FnMut(&str, &dyn Structure) -> Result<(), String> + 'a;

/// Visits the messages of a structure.
fn each(messages: Messages, structure: &dyn Structure, seen: &mut Seen<'_>) -> Result<(), String> {
    let Some(list) = messages.list else {
        return seen("", structure);
    };
    let Ref::List(list) = structure.get(list) else {
        return Ok(());
    };
    for at in 0..list.len() {
        if let Ref::Structure(message) = list.get(at) {
            let id = messages.id.map(|id| message.get(id));
            let id = match id {
                Some(Ref::Str(id)) => id,
                _ => "",
            };
            seen(id, message)?;
        }
    }
    Ok(())
}

/// The digest of a content in hexadecimal, if there is any.
fn digest(content: Ref<'_>, attributes: Option<AttributeMembers>) -> Option<String> {
    let mut digest = Digest::md5();
    match (content, attributes) {
        (Ref::Str(text), _) => digest.update(text.as_bytes()),
        (Ref::Map(map), Some(members)) => {
            let mut entries = map.entries();
            if entries.is_empty() {
                return None;
            }
            entries.sort_by_key(|(name, _)| *name);
            for (name, value) in entries {
                measured(&mut digest, name.as_bytes());
                if let Ref::Structure(attribute) = value {
                    add_attribute(&mut digest, attribute, members);
                }
            }
        }
        _ => return None,
    }
    Some(digest.hex())
}

/// The type of an attribute, and the first of its values.
fn add_attribute(digest: &mut Digest, attribute: &dyn Structure, members: AttributeMembers) {
    if let Ref::Str(data_type) = attribute.get(members.data_type) {
        measured(digest, data_type.as_bytes());
    }
    for member in members.values {
        match attribute.get(*member) {
            Ref::List(list) if list.is_empty() => {}
            Ref::List(list) => return add_list(digest, list),
            Ref::Str(text) => {
                digest.update(&[TEXT]);
                return measured(digest, text.as_bytes());
            }
            Ref::Blob(bytes) => {
                digest.update(&[BINARY]);
                return measured(digest, bytes);
            }
            _ => {}
        }
    }
}

fn add_list(digest: &mut Digest, list: &dyn List) {
    for at in 0..list.len() {
        let (kind, bytes) = match list.get(at) {
            Ref::Str(text) => (TEXT, text.as_bytes()),
            Ref::Blob(bytes) => (BINARY, bytes),
            _ => continue,
        };
        digest.update(&[kind]);
        measured(digest, bytes);
    }
}

/// Bytes with their length in front.
fn measured(digest: &mut Digest, bytes: &[u8]) {
    // A message has at most a megabyte.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    digest.update(&length.to_be_bytes());
    digest.update(bytes);
}

//! Which digests of messages an answer has, and of which contents.

use super::Facts;
use crate::model::{Kind, Shape};

/// Digests in an answer that are compared with the contents of messages. Members are indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageDigests {
    /// Whether the contents are in the answer too, rather than in the request.
    pub received: bool,
    /// Where the contents are.
    pub contents: Messages,
    /// Where the digests are, in the answer.
    pub digests: Messages,
    /// Contents and their digests.
    pub pairs: Vec<DigestPair>,
}

/// Messages in a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Messages {
    /// The list of messages; none if the structure is the message.
    pub list: Option<usize>,
    /// What tells a message of the list from the others.
    pub id: Option<usize>,
}

/// A content with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestPair {
    /// The member that is digested.
    pub content: usize,
    /// The member with the digest.
    pub digest: usize,
    /// How attributes are digested, if it is no text.
    pub attributes: Option<AttributeMembers>,
}

/// Members of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeMembers {
    /// Its type.
    pub data_type: usize,
    /// Its values, of which one is set, in order.
    pub values: Vec<usize>,
}

/// An operation that digests messages, in names.
struct Said {
    operation: &'static str,
    received: bool,
    contents: Option<Listed>,
    digests: Option<Listed>,
    pairs: &'static [(&'static str, &'static str)],
}

/// A list, and the member of its items that is their id.
type Listed = (&'static str, &'static str);

const SENT: &[(&str, &str)] = &[
    ("MessageBody", "MD5OfMessageBody"),
    ("MessageAttributes", "MD5OfMessageAttributes"),
    ("MessageSystemAttributes", "MD5OfMessageSystemAttributes"),
];

/// Source: the developer guide of SQS, "Amazon SQS message metadata", which also says how attributes are digested.
const SAID: &[Said] = &[
    Said {
        operation: "SendMessage",
        received: false,
        contents: None,
        digests: None,
        pairs: SENT,
    },
    Said {
        operation: "SendMessageBatch",
        received: false,
        contents: Some(("Entries", "Id")),
        digests: Some(("Successful", "Id")),
        pairs: SENT,
    },
    Said {
        operation: "ReceiveMessage",
        received: true,
        contents: Some(("Messages", "MessageId")),
        digests: Some(("Messages", "MessageId")),
        pairs: &[
            ("Body", "MD5OfBody"),
            ("MessageAttributes", "MD5OfMessageAttributes"),
        ],
    },
];

const DATA_TYPE: &str = "DataType";
const VALUES: [&str; 4] = [
    "StringValue",
    "BinaryValue",
    "StringListValues",
    "BinaryListValues",
];

/// What the operation digests; `None` for the others.
///
/// # Errors
/// Members that are missing.
pub(super) fn find(facts: &Facts<'_>) -> Result<Option<MessageDigests>, String> {
    let name = facts.operation.id.name();
    let Some(said) = SAID.iter().find(|said| said.operation == name) else {
        return Ok(None);
    };
    let (input, output) = (facts.input(), facts.output());
    let sender = if said.received { output } else { input };
    let (contents, content) = messages(facts, sender, said.contents)?;
    let (digests, digest) = messages(facts, output, said.digests)?;
    let mut pairs = Vec::new();
    for (at, (of_content, of_digest)) in said.pairs.iter().enumerate() {
        // Earlier models have no system attributes.
        let is_needed = at == 0
            || [content, digest]
                .iter()
                .zip([of_content, of_digest])
                .any(has);
        if is_needed {
            pairs.push(DigestPair {
                content: member(content, of_content)?,
                digest: member(digest, of_digest)?,
                attributes: attributes(facts, content, of_content)?,
            });
        }
    }
    Ok(Some(MessageDigests {
        received: said.received,
        contents,
        digests,
        pairs,
    }))
}

fn has((shape, name): (&&Shape, &&str)) -> bool {
    shape.members.get(name).is_some()
}

/// Where the messages are, and what one of them consists of.
fn messages<'a>(
    facts: &Facts<'a>,
    shape: Option<&'a Shape>,
    listed: Option<Listed>,
) -> Result<(Messages, &'a Shape), String> {
    let operation = facts.operation.id.name();
    let shape = shape.ok_or_else(|| format!("`{operation}` has no messages"))?;
    let Some((list, id)) = listed else {
        let itself = Messages {
            list: None,
            id: None,
        };
        return Ok((itself, shape));
    };
    let place = member(shape, list)?;
    let item = shape.members.get(list);
    let item = item.and_then(|it| facts.model.target(it));
    let item = item.and_then(|it| facts.model.target(it.members.get("member")?));
    let item = item.ok_or_else(|| format!("`{list}` of `{}` is no list", shape.id))?;
    let found = Messages {
        list: Some(place),
        id: Some(member(item, id)?),
    };
    Ok((found, item))
}

/// The members of attributes, if the content is a map of them.
fn attributes(
    facts: &Facts<'_>,
    content: &Shape,
    name: &str,
) -> Result<Option<AttributeMembers>, String> {
    let map = content.members.get(name);
    let map = map.and_then(|it| facts.model.target(it));
    let Some(map) = map.filter(|map| matches!(map.kind, Kind::Map)) else {
        return Ok(None);
    };
    let value = map.members.get("value");
    let value = value.and_then(|it| facts.model.target(it));
    let value = value.ok_or_else(|| format!("`{}` has no values", map.id))?;
    Ok(Some(AttributeMembers {
        data_type: member(value, DATA_TYPE)?,
        values: VALUES.iter().flat_map(|it| member(value, it)).collect(),
    }))
}

fn member(shape: &Shape, name: &str) -> Result<usize, String> {
    let found = shape.members.position(name);
    found.ok_or_else(|| format!("`{}` has no member `{name}`", shape.id))
}

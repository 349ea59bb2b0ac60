//! Where in a message members travel.

use crate::model::traits::{HttpHeader, HttpPrefixHeaders, HttpQuery, Known, id};
use crate::model::{Member, Shape};

/// The traits that say where a member travels.
pub(super) const BINDINGS: [&str; 7] = [
    HttpHeader::ID,
    id::HTTP_LABEL,
    id::HTTP_PAYLOAD,
    HttpPrefixHeaders::ID,
    id::HTTP_QUERY_PARAMS,
    HttpQuery::ID,
    id::HTTP_RESPONSE_CODE,
];

/// Whether a message is a request or a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    Request,
    Response,
}

/// What of a structure makes the body of a message.
#[derive(Default)]
pub(super) struct Body<'m> {
    /// The member that is the whole body.
    pub(super) payload: Option<&'m Member>,
    /// The members that are bound to nothing. They are the body, if there is no payload; else there is no place for
    /// them.
    pub(super) rest: Vec<&'m Member>,
}

impl<'m> Body<'m> {
    pub(super) fn of(structure: &'m Shape, message: Message) -> Self {
        let mut body = Self::default();
        for member in &structure.members {
            match binding(member, message) {
                None => body.rest.push(member),
                Some(id::HTTP_PAYLOAD) => body.payload = body.payload.or(Some(member)),
                Some(_) => {}
            }
        }
        body
    }

    pub(super) fn is_empty(&self) -> bool {
        self.payload.is_none() && self.rest.is_empty()
    }
}

/// The trait that says where a member travels, of those that matter in such a message.
pub(super) fn binding(member: &Member, message: Message) -> Option<&'static str> {
    let order: &[&str] = match message {
        Message::Request => &[
            HttpHeader::ID,
            HttpPrefixHeaders::ID,
            HttpQuery::ID,
            id::HTTP_QUERY_PARAMS,
            id::HTTP_PAYLOAD,
            id::HTTP_LABEL,
        ],
        Message::Response => &[
            HttpHeader::ID,
            HttpPrefixHeaders::ID,
            id::HTTP_PAYLOAD,
            id::HTTP_RESPONSE_CODE,
        ],
    };
    let mut applied = order.iter().filter(|id| member.traits.has(id));
    applied.next().copied()
}

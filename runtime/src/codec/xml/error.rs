//! What an XML error document says of itself.

use super::source::{Next, Source};
use crate::codec::failure::Result;
use crate::limits::XML_DEPTH as DEPTH;

/// Code, message and request id of an error document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// `Sender` or `Receiver`.
    pub(crate) kind: Option<String>,
    pub(crate) request_id: Option<String>,
}

/// Whether the root of the document is `<Error>`.
pub(crate) fn is_bare_error(bytes: &[u8]) -> bool {
    let root = Source::new(bytes, DEPTH).root();
    matches!(root, Ok(Some(root)) if root.local_name().as_ref() == "Error")
}

/// Reads `<ErrorResponse><Error>`, `<Response><Errors><Error>` and `<Error>`. What cannot be read is
/// left out: an error must not hide behind a body that is damaged.
pub(crate) fn error_body(bytes: &[u8]) -> ErrorBody {
    let mut body = ErrorBody::default();
    let _ = read(bytes, &mut body);
    body
}

fn read(bytes: &[u8], body: &mut ErrorBody) -> Result<()> {
    let mut source = Source::new(bytes, DEPTH);
    let Some(root) = source.root()? else {
        return Ok(());
    };
    match root.local_name().as_ref() {
        "Error" => return error(&mut source, body),
        "ErrorResponse" | "Response" => {}
        _ => return Ok(()),
    }
    while let Next::Start(child) = source.next()?.1 {
        match child.local_name().as_ref() {
            "Error" => error(&mut source, body)?,
            "Errors" => errors(&mut source, body)?,
            name if is_request_id(name) => body.request_id = Some(source.text()?.into_owned()),
            _ => source.skip()?,
        }
    }
    Ok(())
}

/// The first of several errors.
fn errors(source: &mut Source<'_>, body: &mut ErrorBody) -> Result<()> {
    while let Next::Start(child) = source.next()?.1 {
        match child.local_name().as_ref() {
            "Error" if body.code.is_none() => error(source, body)?,
            _ => source.skip()?,
        }
    }
    Ok(())
}

fn error(source: &mut Source<'_>, body: &mut ErrorBody) -> Result<()> {
    while let Next::Start(child) = source.next()?.1 {
        let place = match child.local_name().as_ref() {
            "Code" => &mut body.code,
            "Message" | "message" => &mut body.message,
            "Type" => &mut body.kind,
            name if is_request_id(name) => &mut body.request_id,
            _ => {
                source.skip()?;
                continue;
            }
        };
        *place = Some(source.text()?.into_owned());
    }
    Ok(())
}

fn is_request_id(name: &str) -> bool {
    matches!(name, "RequestId" | "RequestID" | "requestId")
}

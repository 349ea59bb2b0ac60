//! Inputs ⇄ requests.

use bytes::Bytes;

use super::{Rest, read, uri, write};
use crate::codec::Part;
use crate::error::{DecodeError, InputError};
use crate::operation::{Http, OperationSpec};
use crate::protocol::EncodeOptions;
use crate::schema::{Member, Schema};
use crate::value::Rigor;
use crate::view::{Ref, Slot, Structure};

impl Rest {
    /// Writes a request.
    ///
    /// # Errors
    /// When a label is not set, or a value has no form where it travels.
    pub fn encode_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        match WithToken::new(input, options) {
            Some(filled) => self.write_request(operation, &filled, options),
            None => self.write_request(operation, input, options),
        }
    }

    fn write_request(
        &self,
        operation: &OperationSpec,
        input: &dyn Structure,
        options: &EncodeOptions<'_>,
    ) -> Result<http::Request<Bytes>, InputError> {
        let http = bound(operation).map_err(|reason| invalid(reason.to_owned()))?;
        let mut headers = write::headers(input, Part::Input)?;
        let written = self.body(operation, input, Part::Input, options.json)?;
        let body = write::finish(&mut headers, written);
        let uri = uri::write(http, input)?;
        let mut request = http::Request::new(body);
        *request.uri_mut() = http::Uri::try_from(uri).map_err(|e| invalid(e.to_string()))?;
        *request.method_mut() =
            http::Method::from_bytes(http.method.as_bytes()).map_err(|e| invalid(e.to_string()))?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Reads a request, strictly.
    ///
    /// # Errors
    /// When a value is not what the schema says, to the letter; when the media type of the body or
    /// those accepted for the response are not the operation's.
    pub fn decode_request(
        &self,
        operation: &OperationSpec,
        request: &http::Request<Bytes>,
        input: &mut dyn Structure,
    ) -> Result<(), DecodeError> {
        let http = bound(operation).map_err(DecodeError::new)?;
        let headers = request.headers();
        self.check_accept(operation.output, headers)?;
        uri::read(http, request.uri(), input, Rigor::Strict)?;
        read::headers(headers, input, Part::Input, Rigor::Strict)?;
        self.check_content_type(operation.input, headers, request.body())?;
        self.read_body(operation, request.body(), input, Part::Input, Rigor::Strict)
    }
}

fn invalid(reason: String) -> InputError {
    InputError::Invalid {
        path: String::new(),
        reason,
    }
}

fn bound(operation: &OperationSpec) -> Result<&'static Http, &'static str> {
    operation.http.ok_or("the operation has no HTTP binding")
}

/// An input whose idempotency token is filled in.
struct WithToken<'a> {
    input: &'a dyn Structure,
    member: usize,
    token: String,
    order: Option<Vec<usize>>,
}

impl<'a> WithToken<'a> {
    /// `None` when there is nothing to fill in.
    fn new(input: &'a dyn Structure, options: &EncodeOptions<'_>) -> Option<Self> {
        let members = input.schema().members;
        let member = members.iter().position(Member::is_idempotency_token)?;
        if !matches!(input.get(member), Ref::Unset | Ref::Null) {
            return None;
        }
        let order = input.order().map(|order| {
            let set = order.iter().copied().filter(|index| *index != member);
            set.chain([member]).collect()
        });
        Some(WithToken {
            input,
            member,
            token: (options.token)(),
            order,
        })
    }
}

impl Structure for WithToken<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        if member == self.member {
            Ref::Str(&self.token)
        } else {
            self.input.get(member)
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
    fn order(&self) -> Option<&[usize]> {
        self.order.as_deref()
    }
}

//! `@requestCompression`: gzip for bodies in memory above a minimum size, and for all streams.

use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Encoded, append_encoding, invalid, set_length};
use crate::body::{Body, BodyStream, TransportError, TransportErrorKind};
use crate::error::InputError;
use crate::operation::EncodeOptions;
use crate::operation::{OperationSpec, OperationTrait};
use crate::schema::Trait;
use crate::view::Structure;

pub(super) fn apply(
    operation: &OperationSpec,
    input: &dyn Structure,
    encoded: &mut Encoded,
    options: &EncodeOptions<'_>,
) -> Result<(), InputError> {
    let allowed = operation.traits.iter().any(
        |t| matches!(t, OperationTrait::RequestCompression(encodings) if encodings.contains(&"gzip")),
    );
    let Some(smallest) = options.compress_from.filter(|_| allowed) else {
        return Ok(());
    };
    let streaming = input.schema().members.iter().find(|member| {
        member.traits.contains(&Trait::Streaming) && member.target.kind == crate::Kind::Blob
    });
    // A body whose length must be known is sent uncompressed.
    if streaming.is_some_and(|member| member.traits.contains(&Trait::RequiresLength)) {
        return Ok(());
    }
    let headers = if let Some(payload) = &mut encoded.payload {
        payload.gzip = true;
        set_length(encoded.request.headers_mut(), None);
        encoded.request.headers_mut()
    } else {
        let body = encoded.request.body();
        let long = body.len() >= smallest;
        if body.is_empty() || !(long || streaming.is_some()) {
            return Ok(());
        }
        let packed = pack(body).map_err(|error| invalid("", &error.to_string()))?;
        set_length(
            encoded.request.headers_mut(),
            u64::try_from(packed.len()).ok(),
        );
        *encoded.request.body_mut() = packed.into();
        encoded.request.headers_mut()
    };
    append_encoding(headers, "gzip");
    Ok(())
}

fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// A body that is being compressed.
pub(super) struct Gzip {
    body: Body,
    encoder: Option<GzEncoder<Vec<u8>>>,
}

impl Gzip {
    pub(super) fn new(body: Body) -> Self {
        Gzip {
            body,
            encoder: Some(GzEncoder::new(Vec::new(), Compression::default())),
        }
    }
}

impl BodyStream for Gzip {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let failed = |error| TransportError::new(TransportErrorKind::Body, "").because(error);
        loop {
            let this = &mut *self;
            let Some(mut encoder) = this.encoder.take() else {
                return Poll::Ready(None);
            };
            let piece = match this.body.poll_piece(context) {
                Poll::Pending => {
                    this.encoder = Some(encoder);
                    return Poll::Pending;
                }
                Poll::Ready(piece) => piece.transpose()?,
            };
            let Some(piece) = piece else {
                let rest = encoder.finish().map_err(failed);
                return Poll::Ready(Some(rest.map(Bytes::from)));
            };
            encoder.write_all(&piece).map_err(failed)?;
            let packed = std::mem::take(encoder.get_mut());
            this.encoder = Some(encoder);
            // The compressor may hold back data to compress it better.
            if !packed.is_empty() {
                return Poll::Ready(Some(Ok(packed.into())));
            }
        }
    }
}

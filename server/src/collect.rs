//! Reads the body of a request into memory.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use pin_project_lite::pin_project;
use smithgen_runtime::TransportError;
use smithgen_runtime::served::Problem;

use crate::body::BoxError;
use crate::fault::Fault;
use crate::limits::BODY_RESERVED;

pin_project! {
    /// A body while it is read.
    pub(crate) struct Collect<B> {
        #[pin]
        body: B,
        left: usize,
        // The first piece, which often is all.
        first: Bytes,
        all: BytesMut,
    }
}

/// Why a body was not read.
pub(crate) enum Failed {
    /// It is larger than the limit.
    Large,
    /// It did not come in time.
    Late,
    /// It broke off, or is not HTTP.
    Broken(BoxError),
}

impl Failed {
    /// The answer, given the limit.
    pub(crate) fn fault(self, limit: usize) -> Fault {
        match self {
            Failed::Large => Problem::too_large()
                .with_message(format!("a request may have a body of {limit} bytes"))
                .into(),
            Failed::Late => Problem::request_timeout().into(),
            Failed::Broken(error) => match error.downcast::<TransportError>() {
                // A layer says what is wrong.
                Ok(error) => Problem::from(&*error).into(),
                Err(error) => Fault::from(
                    Problem::serialization().with_message("the body of the request cannot be read"),
                )
                .because(error),
            },
        }
    }
}

impl<B> Collect<B>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    pub(crate) fn new(body: B, limit: usize) -> Self {
        Collect {
            body,
            left: limit,
            first: Bytes::new(),
            all: BytesMut::new(),
        }
    }

    pub(crate) fn poll(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Bytes, Failed>> {
        let mut this = self.project();
        loop {
            let announced = usize::try_from(this.body.size_hint().lower()).unwrap_or(usize::MAX);
            if announced > *this.left {
                return Poll::Ready(Err(Failed::Large));
            }
            let frame = match ready!(this.body.as_mut().poll_frame(context)) {
                Some(Ok(frame)) => frame,
                Some(Err(error)) => return Poll::Ready(Err(Failed::Broken(error.into()))),
                None if this.all.is_empty() => {
                    return Poll::Ready(Ok(std::mem::take(this.first)));
                }
                None => return Poll::Ready(Ok(std::mem::take(this.all).freeze())),
            };
            // Trailers are no part of an input.
            let Ok(mut data) = frame.into_data() else {
                continue;
            };
            match this.left.checked_sub(data.remaining()) {
                Some(left) => *this.left = left,
                None => return Poll::Ready(Err(Failed::Large)),
            }
            if this.all.is_empty() && this.first.is_empty() {
                *this.first = data.copy_to_bytes(data.remaining());
                continue;
            }
            if this.all.is_empty() {
                let length = this.first.len() + data.remaining();
                this.all.reserve(length + announced.min(BODY_RESERVED));
                this.all.extend_from_slice(&std::mem::take(this.first));
            }
            while data.has_remaining() {
                let piece = data.chunk();
                let length = piece.len();
                this.all.extend_from_slice(piece);
                data.advance(length);
            }
        }
    }
}

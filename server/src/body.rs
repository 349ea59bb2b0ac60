//! Bodies of requests and responses: between `http_body` and the runtime.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::HeaderMap;
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;
use smithgen_runtime::body::{Body, BodyStream, TransportError, TransportErrorKind};
use tokio::time::Sleep;

/// Any error of a body.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The body of a response: bytes in memory, or a stream of bytes or events.
pub struct ResponseBody {
    body: Body,
    is_ended: bool,
}

impl ResponseBody {
    /// The bytes, or the stream.
    pub fn into_inner(self) -> Body {
        self.body
    }
}

impl From<Body> for ResponseBody {
    fn from(body: Body) -> Self {
        ResponseBody {
            body,
            is_ended: false,
        }
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Body::from(bytes).into()
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.body.fmt(f)
    }
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.is_ended {
            return Poll::Ready(None);
        }
        let piece = ready!(self.body.poll_piece(context));
        Poll::Ready(match piece {
            Some(Ok(piece)) => Some(Ok(Frame::data(piece))),
            Some(Err(error)) => {
                self.is_ended = true;
                Some(Err(error))
            }
            None => {
                self.is_ended = true;
                let trailers = self.body.trailers().filter(|fields| !fields.is_empty());
                trailers.cloned().map(|fields| Ok(Frame::trailers(fields)))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.is_ended || self.body.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        match self.body.remaining() {
            Some(length) => SizeHint::with_exact(length),
            None => SizeHint::default(),
        }
    }
}

pin_project! {
    /// The body of a request, as a stream for a method.
    pub(crate) struct Streamed<B> {
        #[pin]
        body: B,
        // Runs while the method waits for a piece.
        #[pin]
        timer: Option<Sleep>,
        time: Option<Duration>,
        trailers: Option<HeaderMap>,
    }
}

impl<B> Streamed<B> {
    /// A stream which fails when a piece takes longer than this.
    pub(crate) fn new(body: B, time: Option<Duration>) -> Self {
        Streamed {
            body,
            timer: None,
            time,
            trailers: None,
        }
    }
}

impl<B> BodyStream for Streamed<B>
where
    B: http_body::Body + Send,
    B::Error: Into<BoxError>,
{
    fn poll_piece(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let mut this = self.project();
        loop {
            let Poll::Ready(frame) = this.body.as_mut().poll_frame(context) else {
                let timed = poll_timer(this.timer.as_mut(), *this.time, context);
                return timed.map(|()| Some(Err(failed(TransportErrorKind::ReadTimeout))));
            };
            this.timer.set(None);
            let frame = match frame {
                Some(Ok(frame)) => frame,
                Some(Err(error)) => {
                    // A layer may say what is wrong.
                    let error = match error.into().downcast::<TransportError>() {
                        Ok(error) => *error,
                        Err(error) => failed(TransportErrorKind::Closed).because(error),
                    };
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(None),
            };
            match frame.into_data() {
                Ok(mut data) if data.has_remaining() => {
                    let piece = data.copy_to_bytes(data.remaining());
                    return Poll::Ready(Some(Ok(piece)));
                }
                Ok(_) => {}
                Err(frame) => *this.trailers = frame.into_trailers().ok(),
            }
        }
    }

    fn remaining(&self) -> Option<u64> {
        self.body.size_hint().exact()
    }

    fn trailers(&self) -> Option<&HeaderMap> {
        self.trailers.as_ref()
    }
}

fn failed(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, "")
}

/// Waits for the end of a time that begins now if it has not begun; for ever if there is none.
pub(crate) fn poll_timer(
    mut timer: Pin<&mut Option<Sleep>>,
    time: Option<Duration>,
    context: &mut Context<'_>,
) -> Poll<()> {
    let Some(time) = time else {
        return Poll::Pending;
    };
    if timer.is_none() {
        timer.set(Some(tokio::time::sleep(time)));
    }
    match timer.as_pin_mut() {
        Some(timer) => timer.poll(context),
        None => Poll::Pending,
    }
}

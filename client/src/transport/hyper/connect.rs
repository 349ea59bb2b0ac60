//! Opens a connection: TCP, optionally through a proxy, optionally with TLS.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::time::Duration;

use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::super::{HttpVersions, Proxy, TransportError, TransportErrorKind as Kind, unbracketed};
use super::Shared;
use super::causes;
use super::connection::{Connection, Single};
use super::drivers;
#[cfg(feature = "http2")]
use super::http2::Multiplexed;
use super::sending::Sending;
use super::stream::{Stream, Watched};
use super::target::Target;
use super::timer::Activity;
#[cfg(any(feature = "http2", feature = "rustls"))]
use super::versions;
use crate::limits::{RESPONSE_HEAD_BYTES, RESPONSE_HEADERS, TUNNEL_HEAD_BYTES};

/// Opens a connection, which is driven by its own task.
pub(super) async fn connect(
    shared: &Shared,
    target: &Target<'_>,
    versions: HttpVersions,
) -> Result<Connection, TransportError> {
    let stream = match target.proxy {
        None => tcp(shared, target, target.host(), target.port(), Kind::Connect).await?,
        Some(proxy) => through(shared, target, proxy).await?,
    };
    let stream = match target.https {
        true => tls(shared, target, stream, target.host(), Kind::Tls, versions).await?,
        false => stream,
    };
    #[cfg(feature = "http2")]
    if versions::is_http2(versions, target, &stream)? {
        let watched = Watched {
            stream,
            activity: Activity::new(),
            sending: None,
        };
        let connection = Multiplexed::open(watched, shared.settings.read_timeout)
            .await
            .map_err(|error| target.error(Kind::Closed).because(causes::http(error)))?;
        return Ok(Connection::Http2(connection.share()));
    }
    let (activity, sending) = (Activity::new(), Sending::default());
    let watched = Watched {
        stream,
        activity: activity.clone(),
        sending: Some(sending.clone()),
    };
    let (sender, connection) = http1::Builder::new()
        .max_headers(RESPONSE_HEADERS)
        .max_header_size(RESPONSE_HEAD_BYTES)
        .handshake(TokioIo::new(watched))
        .await
        .map_err(|error| target.error(Kind::Closed).because(causes::http(error)))?;
    // Errors reach the caller through the pending response.
    let driver = tokio::spawn(async move { drop(connection.await) });
    Ok(Connection::Http1(Single {
        sender,
        activity,
        sending,
        driver: driver.abort_handle(),
        declined: versions == HttpVersions::Http2OrHttp1,
    }))
}

async fn tcp(
    shared: &Shared,
    target: &Target<'_>,
    host: &str,
    port: u16,
    failure: Kind,
) -> Result<Stream, TransportError> {
    let connecting = async {
        let found = tokio::net::lookup_host((host, port)).await;
        let addresses: Vec<_> = found
            .map_err(|error| causes::lookup(host, error))?
            .collect();
        TcpStream::connect(addresses.as_slice())
            .await
            .map_err(causes::io)
    };
    let connecting = drivers::with_io(connecting);
    match within(shared.settings.connect_timeout, connecting).await {
        None => {
            let what = if failure == Kind::Proxy {
                "the proxy "
            } else {
                ""
            };
            let words = format!("no connection to {what}{host}:{port} in time");
            Err(target.error(Kind::ConnectTimeout).because(words))
        }
        Some(None) => Err(target.error(Kind::Unusable).because(drivers::NO_IO)),
        Some(Some(Err(cause))) => Err(target.error(failure).because(cause)),
        Some(Some(Ok(stream))) => {
            // Requests are written in one piece, so delaying small packets only adds latency. Failure is harmless.
            drop(stream.set_nodelay(true));
            Ok(Stream::Plain(stream))
        }
    }
}

async fn within<T>(limit: Option<Duration>, future: impl Future<Output = T>) -> Option<T> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, future).await.ok(),
        None => Some(future.await),
    }
}

/// A stream to the proxy, or through it if the target uses TLS.
async fn through(
    shared: &Shared,
    target: &Target<'_>,
    proxy: &Proxy,
) -> Result<Stream, TransportError> {
    let host = unbracketed(&proxy.host);
    let mut stream = tcp(shared, target, host, proxy.port, Kind::Proxy).await?;
    if proxy.tls {
        let versions = HttpVersions::Http1;
        stream = tls(shared, target, stream, host, Kind::Proxy, versions).await?;
    }
    if target.https {
        let opening = tunnel(&mut stream, target, proxy);
        match within(shared.settings.connect_timeout, opening).await {
            Some(Ok(())) => {}
            Some(Err(error)) => return Err(target.error(Kind::Proxy).because(causes::io(error))),
            None => {
                return Err(target
                    .error(Kind::Proxy)
                    .because("the proxy did not open a tunnel in time"));
            }
        }
    }
    Ok(stream)
}

/// Requests a tunnel to the target from the proxy.
async fn tunnel(stream: &mut Stream, target: &Target<'_>, proxy: &Proxy) -> io::Result<()> {
    let address = format!("{}:{}", target.authority.host(), target.port());
    let mut request = format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n");
    if let Some(value) = proxy.authorization() {
        request.push_str("Proxy-Authorization: ");
        request.push_str(value);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    send(stream, request.as_bytes()).await?;
    let mut head = Vec::new();
    let status = loop {
        if head.len() >= TUNNEL_HEAD_BYTES {
            return Err(io::Error::other("the proxy's answer has no end"));
        }
        let room = TUNNEL_HEAD_BYTES - head.len();
        if receive(stream, room.min(256), &mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut headers = [httparse::EMPTY_HEADER; RESPONSE_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        match response.parse(&head) {
            Ok(httparse::Status::Complete(_)) => break response.code.unwrap_or_default(),
            Ok(httparse::Status::Partial) => {}
            Err(error) => {
                let words = format!("what the proxy answered cannot be read as HTTP: {error}");
                return Err(io::Error::other(words));
            }
        }
    };
    match status {
        200..=299 => Ok(()),
        407 => Err(io::Error::other(
            "the proxy asks for a user and a password (status 407)",
        )),
        status => Err(io::Error::other(format!(
            "the proxy answered with status {status}"
        ))),
    }
}

/// Sends all of it. This function and the next do without a module of tokio that each program which is built would pay
/// for.
async fn send(stream: &mut Stream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let sent = poll_fn(|context| Pin::new(&mut *stream).poll_write(context, bytes)).await?;
        if sent == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(sent..).unwrap_or_default();
    }
    poll_fn(|context| Pin::new(&mut *stream).poll_flush(context)).await
}

/// Appends what comes next, at most so many bytes; how many they are, none at the end.
async fn receive(stream: &mut Stream, most: usize, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let start = bytes.len();
    bytes.resize(start + most, 0);
    let mut buffer = ReadBuf::new(bytes.get_mut(start..).unwrap_or_default());
    let read = poll_fn(|context| Pin::new(&mut *stream).poll_read(context, &mut buffer)).await;
    let count = buffer.filled().len();
    bytes.truncate(start + count);
    read.map(|()| count)
}

#[cfg(feature = "rustls")]
async fn tls(
    shared: &Shared,
    target: &Target<'_>,
    stream: Stream,
    host: &str,
    failure: Kind,
    versions: HttpVersions,
) -> Result<Stream, TransportError> {
    use tokio_rustls::rustls::pki_types::ServerName;
    let connector = shared
        .tls
        .connector(&shared.settings)
        .map_err(|reason| target.error(Kind::Tls).because(reason))?;
    let name = ServerName::try_from(host.to_owned()).map_err(|_| {
        let words = format!("no certificate can be for the host {host}");
        target.error(failure).because(words)
    })?;
    let connector = connector.with_alpn(versions::offer(versions));
    let connecting = connector.connect(name, stream);
    match within(shared.settings.connect_timeout, connecting).await {
        None => {
            let words = format!("{host} did not finish the TLS handshake in time");
            Err(target.error(Kind::ReadTimeout).because(words))
        }
        Some(Ok(stream)) => Ok(Stream::Tls(Box::new(stream))),
        Some(Err(error)) if versions::is_refused(&error) => {
            Err(target.error(Kind::Unusable).because(versions::REFUSED))
        }
        Some(Err(error)) => {
            let kind = match error.kind() {
                io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe
                    if failure == Kind::Tls =>
                {
                    Kind::Closed
                }
                _ => failure,
            };
            Err(target.error(kind).because(super::tls::failure(error)))
        }
    }
}

#[cfg(not(feature = "rustls"))]
async fn tls(
    _: &Shared,
    target: &Target<'_>,
    _: Stream,
    _: &str,
    _: Kind,
    _: HttpVersions,
) -> Result<Stream, TransportError> {
    Err(target
        .error(Kind::Unusable)
        .because("built without TLS: enable the feature `rustls`"))
}

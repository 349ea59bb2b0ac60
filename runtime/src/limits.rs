//! How much is too much: every limit of the runtime, each with its reason.
//!
//! A limit stands here, and the module that keeps it refers to it. What goes beyond one is an error that
//! says so, never a crash and never a silent cut.

use std::ops::RangeInclusive;
use std::time::Duration;

/// How deep the arrays and objects of a JSON text may nest. Real services stay below 50; each level
/// costs stack.
pub const JSON_DEPTH: u32 = 256;

/// How deep the elements of an XML text may nest, as far as they are read. Real services stay below 50;
/// each level costs stack, and more of it than in JSON.
pub const XML_DEPTH: u32 = 128;

/// How deep a form's names may nest. Real services stay below 50; each level costs stack.
pub const FORM_DEPTH: u32 = 128;

/// How deep CBOR's arrays, maps and tags may nest. Real services stay below 50; each level costs stack.
pub const CBOR_DEPTH: u32 = 128;

/// How deep a document may nest that is turned into a value of a schema: as deep as the JSON that it
/// comes from.
pub const DOCUMENT_DEPTH: u32 = JSON_DEPTH;

/// How deep an input is searched for what it lacks or breaks: as deep as the deepest codec goes. What
/// lies deeper is refused when it is written.
pub const VALIDATE_DEPTH: u32 = JSON_DEPTH;

/// How deep a value is shown by `Debug`; what lies deeper shows as `…`. Nobody reads further, and no
/// value may exhaust the stack of whoever logs it.
pub const DEBUG_DEPTH: u32 = 64;

/// How deep a pagination token may nest: tokens are strings or small maps, and deeper ones count as
/// different.
pub const TOKEN_DEPTH: u32 = 64;

/// How deep the expressions and trees of endpoint rules may nest: real rules need 15; a table that
/// refers to itself must not overflow the stack.
pub const ENDPOINT_DEPTH: usize = 200;

/// The longest byte string of CBOR that is read as a number: conversion costs the square of its length.
pub const BIG_NUMBER_BYTES: usize = 4096;

/// How many characters of a map's key the path of an error shows: a key may be as long as the document.
pub const KEY_SHOWN: usize = 64;

/// How far from 1970 a timestamp in seconds may lie, in seconds: 30 million years. Beyond it a double no
/// longer tells milliseconds apart, and arithmetic on it could overflow.
pub const TIMESTAMP_SECONDS: i64 = 1_000_000_000_000_000;

/// The instants that text forms of timestamps can say, in seconds: RFC 3339 and RFC 9110 write years with
/// four digits, and no calendar of theirs has a year 0.
pub const TIMESTAMP_YEARS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// How many digits an exponent may add to an integer of any size, such as the `e3` of `1e3`: a few
/// bytes must not unfold into gigabytes.
pub const EXPONENT_DIGITS: usize = 2 * BIG_NUMBER_BYTES;

/// The longest message of an event stream that is waited for, in bytes: services send 16 MiB at most,
/// and their own SDKs take up to 24.
pub const EVENT_BYTES: usize = 24 * 1024 * 1024;

/// The longest value of a header of an event, in bytes: its length is a signed 16-bit number.
pub const EVENT_HEADER_BYTES: usize = 0x7fff;

/// How many events wait for a reader that is slower than the writer, before the writer waits too.
pub const EVENTS_WAITING: usize = 16;

/// The largest response that is read into memory where a client says nothing else, in bytes: no service
/// sends as much outside a stream, and one that never ends must not fill the memory.
pub const RESPONSE_BYTES: u64 = 1 << 30;

/// How much of the body of an error that the model does not know is kept, in bytes: enough to see what
/// it is.
pub const ERROR_BODY_KEPT: usize = 4096;

/// The largest body of a request that a server reads, in bytes: it is held in memory as a whole.
pub const REQUEST_BYTES: usize = 16 << 20;

/// How many interim responses (1xx) may come before the final one: services send one or two, and a server
/// that sends them for ever must not be listened to for ever.
pub const INTERIM_RESPONSES: usize = 100;

/// How many header fields a response may have, and how many trailers, and how many fields a proxy's answer
/// to CONNECT: as many as Python's `http.client` takes.
pub const RESPONSE_HEADERS: usize = 100;

/// The longest head of a response, in bytes, and the longest trailers: services send a few thousand, and all
/// of it is held in memory.
pub const RESPONSE_HEAD_BYTES: usize = 256 * 1024;

/// The longest head of a proxy's answer to CONNECT, in bytes: it is thrown away, and real ones are some
/// hundred bytes.
pub const TUNNEL_HEAD_BYTES: usize = 16 * 1024;

/// The longest wait before a request is sent once more: what botocore waits at most.
pub const BACKOFF: Duration = Duration::from_secs(20);

/// The longest file of trusted certificates, in bytes: the bundles of systems are some hundred kilobytes.
pub const CA_BUNDLE_BYTES: u64 = 16 << 20;

/// How many certificates that a server sends beside its own are looked at for a chain of our own: real
/// chains have three at most.
pub const CHAIN_CERTIFICATES: usize = 8;

/// How many signatures are checked for such a chain: certificates of one name and many keys must not cost
/// more than a handshake.
pub const CHAIN_SIGNATURES: u32 = 32;

/// How many of the names in a certificate are listed where it is for another host.
pub const NAMES_SHOWN: usize = 8;

/// How many characters of such a name are shown: host names have 253 at most.
pub const NAME_SHOWN: usize = 253;

/// The largest config, credentials or alias file that is read, in bytes: it is held in memory as a whole,
/// and ten thousand profiles take two million.
pub const CONFIG_FILE_BYTES: u64 = 16 << 20;

/// The most that a `credential_process` may print, in bytes, on standard output and on standard error:
/// credentials take some thousand, and a program that never stops must not fill the memory.
pub const CREDENTIAL_PROCESS_BYTES: u64 = 1 << 20;

/// The longest head of a request that a server reads, in bytes: clients of services send some kilobytes, and
/// browsers some more.
pub const SERVER_HEAD_BYTES: usize = 64 * 1024;

/// How long a server waits for the head of a request, the first of a connection or the next: a client on the
/// same machine needs no second.
pub const SERVER_HEAD_TIME: Duration = Duration::from_secs(15);

/// How long a server waits for the body of a request, and for a piece of its response to be taken.
pub const SERVER_BODY_TIME: Duration = Duration::from_secs(30);

/// How many connections a server has at a time: each may hold a body in memory.
pub const SERVER_CONNECTIONS: usize = 64;

/// How long requests in flight may take to end once the server is to stop: as long as whoever stops it will
/// wait, before it is killed.
pub const SERVER_DRAIN_TIME: Duration = Duration::from_secs(5);

/// How long a server waits before it accepts again when it could not: without descriptors it would only ask
/// and ask.
pub const SERVER_PAUSE: Duration = Duration::from_millis(50);

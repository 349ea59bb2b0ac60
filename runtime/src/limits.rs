//! All limits of the runtime, each with its reason.
//!
//! The modules that enforce a limit refer to it here. Exceeding a limit is an error that says so, never a crash or
//! silent truncation.

use std::ops::RangeInclusive;

/// Nesting of JSON arrays and objects. Real services stay below 50; each level takes stack.
pub const JSON_DEPTH: u32 = 256;

/// Nesting of XML elements, as far as they are read. Real services stay below 50; each level takes more stack than
/// in JSON.
pub const XML_DEPTH: u32 = 128;

/// Nesting of names in a form. Real services stay below 50; each level takes stack.
pub const FORM_DEPTH: u32 = 128;

/// Nesting of CBOR arrays, maps and tags. Real services stay below 50; each level takes stack.
pub const CBOR_DEPTH: u32 = 128;

/// Nesting of a document that is converted to a value of a schema: the same as for the JSON it comes from.
pub const DOCUMENT_DEPTH: u32 = JSON_DEPTH;

/// Nesting up to which an input is validated: that of the deepest codec, which rejects anything deeper.
pub const VALIDATE_DEPTH: u32 = JSON_DEPTH;

/// Nesting up to which `Debug` shows a value; deeper parts are shown as `…`, so that logging a value cannot exhaust
/// the stack.
pub const DEBUG_DEPTH: u32 = 64;

/// Nesting of values that serde reads and writes: as much as serde_json reads. Each level takes stack.
pub const SERDE_DEPTH: u32 = 128;

/// The longest CBOR byte string that is read as a number: conversion takes quadratic time.
pub const BIG_NUMBER_BYTES: usize = 4096;

/// Violated constraints that are reported of one input: a list may have a million items, all of them wrong.
pub const VIOLATIONS: usize = 1000;

/// Steps back that matching a pattern may take: a pattern that needs more takes forever. What is not matched by then
/// is taken for no match.
pub const PATTERN_STEPS: usize = 100_000;

/// The largest program that a pattern is compiled to, in bytes.
pub const PATTERN_BYTES: usize = 16 * 1024 * 1024;

/// Classes of a pattern that is matched without an engine: each takes a table of its characters.
pub const PATTERN_CLASSES: usize = 64;

/// States of such a pattern that have a table each of what follows, of 512 bytes.
pub const PATTERN_STATES: usize = 128;

/// Characters of a map key shown in an error's path: a key may be as long as the document.
pub const KEY_SHOWN: usize = 64;

/// The distance of a timestamp from 1970, in seconds: 30 million years. Beyond it, a double no longer distinguishes
/// milliseconds, and arithmetic could overflow.
pub const TIMESTAMP_SECONDS: i64 = 1_000_000_000_000_000;

/// The timestamps that text formats can represent, in seconds: RFC 3339 and RFC 9110 use four-digit years, and
/// there is no year 0.
pub const TIMESTAMP_YEARS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Digits that an exponent may add to a big integer, such as the `e3` in `1e3`: a few bytes must not expand to
/// gigabytes.
pub const EXPONENT_DIGITS: usize = 2 * BIG_NUMBER_BYTES;

/// The longest line of `aws-chunked`, in bytes: a length with a signature, or a trailer.
pub const CHUNK_LINE: usize = 1024;

/// The longest event stream message, in bytes: services send up to 16 MiB, and their own SDKs accept up to 24.
pub const EVENT_BYTES: usize = 24 * 1024 * 1024;

/// The longest header value of an event, in bytes: its length is a signed 16-bit number.
pub const EVENT_HEADER_BYTES: usize = 0x7fff;

/// Events that may be queued for a slow reader before the writer has to wait.
pub const EVENTS_WAITING: usize = 16;

/// Steps of evaluating an expression. One of a waiter goes through an answer a few times; lists of lists of lists
/// multiply, and would not end.
pub const JMESPATH_STEPS: u32 = 10_000_000;

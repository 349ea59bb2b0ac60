//! How much is too much: every limit of the runtime, each with its reason.
//!
//! A limit stands here, and the module that keeps it refers to it. What goes beyond one is an error that
//! says so, never a crash and never a silent cut.

use std::ops::RangeInclusive;

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

/// How deep `Debug` shows a value; deeper parts show as `…`, so that logging a value cannot exhaust the
/// stack.
pub const DEBUG_DEPTH: u32 = 64;

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

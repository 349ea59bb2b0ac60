//! Validators of smoke tests.

mod cases;
mod ids;

use super::{Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("SmokeTestCase", cases::check),
    Validator::other("UniqueSmokeTestCaseId", ids::check),
];

const SMOKE_TESTS: &str = "smithy.test#smokeTests";

//! One set of features for all commands on the workspace.
//!
//! Cargo compiles a crate once for each set of features that is asked for: without this package, tests, whose dependencies
//! ask for more, would share nothing with the documentation and with programs. It depends on what they need together, and on
//! all features of our own crates, so that tests of the workspace cover them.

//! The tests of the command: one program, since each has to be linked.

mod aliases;
mod book;
mod browser;
mod codes;
mod commands;
mod completions;
#[cfg(feature = "local-server")]
mod desk;
mod documented_commands;
mod escapes;
mod guide;
mod help;
mod home;
mod keep;
mod local_server;
mod local_server_page;
mod local_server_peers;
mod pages;
mod prompt;
mod secrets;
mod settings;
mod stand_in;
#[cfg(unix)]
mod terminal;

//! `codecs`: MB/s of each codec through generated code beside its peers, and allocations of whole
//! operations. `codecs race TEXT` runs only the rows that hold this text, `codecs run NAME TIMES` one
//! operation so many times: for profilers.

mod lambda;
mod race;
mod records;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", name, times] => {
            let times = times.parse().expect("TIMES is a number");
            lambda::run(name, times);
        }
        ["names"] => println!("{}", lambda::NAMES.join("\n")),
        ["race", text] => {
            race::only(text);
            records::race();
            lambda::race();
        }
        [] => {
            records::race();
            lambda::race();
            lambda::allocations();
        }
        _ => panic!("codecs | codecs race TEXT | codecs names | codecs run NAME TIMES"),
    }
}

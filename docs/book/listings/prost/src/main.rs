//! The messages of a page of the book, with prost.

use prost::Message;

mod tides {
    include!(concat!(env!("OUT_DIR"), "/tides.rs"));
}

use tides::{Kind, ReportLevelInput};

fn written() -> Vec<u8> {
    let input = ReportLevelInput {
        station: "CUXH".to_owned(),
        level: 3.2,
        kind: Kind::Measured.into(),
    };
    input.encode_to_vec()
}

fn main() {
    println!("{:?}", written());
}

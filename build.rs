//! Brings `generated/`, of which this package's library is made, up to date with the model.

fn main() {
    smithgen::generate_from("smithgen.toml");
    smithgen::link_at_fixed_address();
}

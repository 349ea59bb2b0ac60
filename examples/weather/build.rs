//! Generates the weather service's types and bindings into `OUT_DIR`.
fn main() {
    smithgen::Config::new().model("model").generate();
}

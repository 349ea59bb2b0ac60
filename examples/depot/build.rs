//! Generates the server's trait, a client and the tables of a command into `OUT_DIR`.
fn main() {
    smithgen::Config::new()
        .model("model/depot.smithy")
        .server(true)
        .cli(true)
        .generate();
}

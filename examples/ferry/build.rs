//! Generates the clients of two services into `OUT_DIR`.
use smithgen::Config;

fn main() {
    let service = |name: &str| Config::new().model("model").service(name);
    service("Ferry").and(service("Tugs")).generate();
}

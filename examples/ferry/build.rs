//! Generates clients and commands of two services into `OUT_DIR`.
use smithgen::Config;

fn main() {
    let service = |name: &str| Config::new().model("model").service(name).cli(true);
    service("Ferry")
        .and(service("Tugs").rename("CallTug", "call"))
        .generate();
}

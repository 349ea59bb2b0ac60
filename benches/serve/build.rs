//! Generates the server, with and without constraints.

fn main() {
    let warehouse = |module: &str| {
        smithgen::Config::new()
            .model("model/warehouse.smithy")
            .client(false)
            .server(true)
            .module(module)
    };
    warehouse("plain")
        .and(warehouse("constrained").model("model/constraints.smithy"))
        .generate();
}

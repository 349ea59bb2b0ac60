fn main() {
    smithgen::Config::new()
        .model("model/tides.smithy")
        .generate();
}

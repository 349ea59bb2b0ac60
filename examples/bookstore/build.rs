fn main() {
    smithgen::Config::new()
        .model("model/bookstore.json")
        .cli(true)
        .generate();
}

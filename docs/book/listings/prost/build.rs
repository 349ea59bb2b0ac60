fn main() {
    // In place of `protoc`.
    let files = protox::compile(["tides.proto"], ["proto"]).expect("it is a schema");
    prost_build::compile_fds(files).expect("it can be generated");
}

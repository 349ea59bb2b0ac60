"""Rust modules of Smithy models, an action for each service."""

def _impl(ctx):
    out = ctx.actions.declare_directory(ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add("generate")
    arguments.add_all(ctx.files.models, before_each = "--model")
    arguments.add_all("--out", [out], expand_directories = False)
    # Bazel has as many actions at once as there are cores. What one leaves must be the same on every machine.
    arguments.add_all(["--jobs", "1", "--no-record"])
    arguments.add_all(ctx.attr.options)
    ctx.actions.run(
        executable = ctx.executable._smithgen,
        arguments = [arguments],
        inputs = ctx.files.models,
        outputs = [out],
        mnemonic = "Smithgen",
        progress_message = "Generating %{label}",
    )
    return [DefaultInfo(files = depset([out]))]

smithgen_module = rule(
    implementation = _impl,
    attrs = {
        "models": attr.label_list(allow_files = [".smithy", ".json"], mandatory = True),
        "options": attr.string_list(doc = "What else `smithgen generate` takes, such as `--cli`."),
        "_smithgen": attr.label(
            default = "//tools:bin/smithgen",
            allow_single_file = True,
            executable = True,
            cfg = "exec",
        ),
    },
    doc = "The modules of a service, in a directory.",
)

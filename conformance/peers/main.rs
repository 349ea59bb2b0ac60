//! Calls services that another program plays, through generated clients. Says what went well and what did not.

mod calls;
#[allow(dead_code)]
mod cloudwatch;
#[allow(dead_code)]
mod dynamodb;
#[allow(dead_code)]
mod iam;
#[allow(dead_code)]
mod lambda;
#[allow(dead_code)]
mod s3;
#[allow(dead_code)]
mod sqs;
#[allow(dead_code)]
mod sts;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: peers URL");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("tokio: {error}");
            return ExitCode::from(2);
        }
    };
    let (mut passed, mut failed) = (0, 0);
    for (name, call) in calls::ALL {
        match runtime.block_on(call(calls::config(&url))) {
            Ok(()) => {
                println!("ok      {name}");
                passed += 1;
            }
            Err(error) => {
                println!("FAILED  {name}: {error}");
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

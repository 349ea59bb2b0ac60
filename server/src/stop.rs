//! Tells when somebody asks the process to stop.

use std::future::Future;
use std::io;

/// Ready when the process gets SIGTERM or SIGINT: what [`listen_until`](crate::listen_until) may wait for. It must be called in a
/// runtime of tokio.
///
/// # Errors
/// When the process cannot be told.
#[cfg(unix)]
pub fn stopped() -> io::Result<impl Future<Output = ()>> {
    use std::future::poll_fn;
    use std::task::Poll;

    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(poll_fn(move |context| {
        let signals = [&mut interrupted, &mut terminated];
        match signals
            .into_iter()
            .any(|signal| signal.poll_recv(context).is_ready())
        {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }))
}

/// Ready when somebody presses Ctrl-C. It must be called in a runtime of tokio.
///
/// # Errors
/// None here.
#[cfg(not(unix))]
pub fn stopped() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a way to be told, it runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

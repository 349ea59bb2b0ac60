//! Generated servers, played: the implementation that a test emits for a service's trait does what a [`Player`] says.

mod call;
mod events;
mod exceptions;
mod malformed;
mod request;
mod response;

use std::pin::Pin;
use std::sync::Arc;

use smithgen_runtime::http::StatusCode;
use smithgen_runtime::operation::{OperationSpec, TypedOperation};
use smithgen_runtime::view::Structure;
use smithgen_server::{Fault, Server};

pub use self::events::events;
pub use self::malformed::malformed;
pub use self::request::request;
pub use self::response::{error, response};

/// Fills a value that is as its type begins.
pub type Fill = Box<dyn FnOnce(&mut dyn Structure) -> Result<(), String> + Send>;

/// What a method returns.
pub enum Answer {
    /// An output.
    Output(Fill),
    /// An error of the model, by its shape's id.
    Error(&'static str, Fill),
}

/// What a [`Player`] returns.
pub type Playing<'a> = Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>>;

/// The implementation of any operation.
pub trait Player: Send + Sync + 'static {
    /// A method was called; `blank` is an input as its type begins, to compare with.
    fn called<'a>(
        &'a self,
        operation: &'static OperationSpec,
        input: &'a mut (dyn Structure + Send),
        blank: &'a mut (dyn Structure + Send),
    ) -> Playing<'a>;
}

/// Makes a server of the emitted implementation.
pub type Serve = fn(Arc<dyn Player>) -> Server;

/// Makes an error of an operation, if the id is that of its shape.
pub type Raise<E> = fn(&str, &mut Option<Fill>) -> Option<Result<E, String>>;

/// A [`Raise`] of a variant.
pub fn raise<T, E>(
    shape: &str,
    fill: &mut Option<Fill>,
    variant: fn(T) -> E,
) -> Option<Result<E, String>>
where
    T: Structure + Default,
{
    let mut error = T::default();
    if error.schema().id() != shape {
        return None;
    }
    let fill = fill.take()?;
    Some(fill(&mut error).map(|()| variant(error)))
}

/// What a player fails with that must not be called: a status that nothing else has.
const TEAPOT: &str = "a method that must not be called";

/// The body of each method of an emitted implementation.
///
/// # Errors
/// The error to return, or a fault when there is nothing to return.
pub async fn play<O, E>(
    player: Arc<dyn Player>,
    mut input: O::Input,
    raises: &'static [Raise<E>],
) -> Result<O::Output, E>
where
    O: TypedOperation,
    E: From<Fault>,
{
    let mut blank = O::Input::default();
    let answer = player.called(O::SPEC, &mut input, &mut blank).await;
    match answer {
        Ok(Answer::Output(fill)) => {
            let mut output = O::Output::default();
            fill(&mut output).map_err(Fault::internal)?;
            Ok(output)
        }
        Ok(Answer::Error(shape, fill)) => {
            let mut fill = Some(fill);
            let raised = raises.iter().find_map(|raise| raise(shape, &mut fill));
            let raised = raised.unwrap_or_else(|| Err(format!("{shape} is no error of it")));
            Err(raised.unwrap_or_else(|reason| Fault::internal(reason).into()))
        }
        Err(reason) if reason == TEAPOT => Err(Fault::new(StatusCode::IM_A_TEAPOT, TEAPOT).into()),
        Err(reason) => Err(Fault::internal(reason).into()),
    }
}

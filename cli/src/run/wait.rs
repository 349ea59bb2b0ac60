//! `wait`: repeats a command until its answers are as expected.
//!
//! Order and words are the reference's.

use std::borrow::Cow;
use std::time::Duration;

use super::{Checked, Run, wish};
use crate::args::Word;
use crate::args::parse::{Positional, parse};
use crate::call::{Call, Response};
use crate::errors::{Failure, ServiceFailure};
use crate::help::Topic;
use crate::json;
use crate::query::Query;
use crate::table::{Acceptor, Commands, Matcher, State, WAIT, Waiter};
use crate::value::{Map, Value};

impl Run<'_> {
    /// Finds what to wait for, and waits.
    pub(super) fn wait(
        &self,
        service: &'static Commands,
        words: &[Word],
        checked: &Checked,
    ) -> Result<(), Failure> {
        let asks_for_help = |word: &Word| !self.is_aws() && (word.is("--help") || word.is("-h"));
        match words {
            [help] if help.is("help") => return self.help(Topic::Wait(service)),
            [first, ..] if asks_for_help(first) => return self.help(Topic::Wait(service)),
            _ => {}
        }
        let positional = Positional {
            name: "subcommand",
            choices: Some(service.waiters.iter().map(|it| it.name).collect()),
            required: !self.is_aws(),
        };
        let parsed = match parse(words, &[], Some(positional)) {
            Ok(parsed) => parsed,
            Err(stop) => return self.stopped(&stop),
        };
        let name = parsed.positional;
        let waiter = service
            .waiters
            .iter()
            .find(|it| name.as_ref().is_some_and(|name| name.is(it.name)));
        match waiter {
            Some(waiter) => self.wait_for(service, waiter, &parsed.rest, checked),
            None => Err(Failure::param(format!(
                "usage: aws [options] {} {WAIT} <subcommand> [parameters]\naws: error: too few arguments",
                service.name
            ))),
        }
    }

    fn wait_for(
        &self,
        service: &'static Commands,
        waiter: &'static Waiter,
        words: &[Word],
        checked: &Checked,
    ) -> Result<(), Failure> {
        let Some(command) = service.repeated(waiter) else {
            return Err(Failure::general("nothing to repeat"));
        };
        let Some(mut asked) =
            self.asked(command, Topic::Waiter(service, waiter, command), words)?
        else {
            return Ok(());
        };
        let Some((mut params, _)) = self.params(service, command, &mut asked, checked)? else {
            return Ok(());
        };
        let operation = command.operation;
        let call = self.call_of(service, command, &asked, &mut params, checked)?;
        // The reference has these options here, too.
        wish::hand_on(&asked.pages, &mut params);
        self.validate(&call, &params)?;
        if asked.dry_run {
            let request = call.dry_run(&params)?;
            return self.show(operation.name(), request, checked);
        }
        self.repeat(waiter, &call, &params)
    }

    /// Repeats the call until an answer ends it.
    fn repeat(&self, waiter: &Waiter, call: &Call, params: &Map) -> Result<(), Failure> {
        let failed = |reason: String| {
            let title = waiter.title;
            Failure::general(format!("Waiter {title} failed: {reason}"))
        };
        let mut was_accepted = false;
        let mut attempts = 0;
        loop {
            let answer = Answered::new(self.exchange(call, params)?, params)?;
            attempts += 1;
            let mut accepted = None;
            for acceptor in waiter.acceptors {
                if answer.is(&acceptor.matcher)? {
                    accepted = Some(acceptor);
                    break;
                }
            }
            was_accepted |= accepted.is_some();
            if let (None, Some(error)) = (accepted, &answer.error) {
                let (code, message) = (&error.code, &error.message);
                return Err(failed(format!("An error occurred ({code}): {message}")));
            }
            match accepted.map(|acceptor| acceptor.state) {
                Some(State::Success) => return Ok(()),
                Some(State::Failure) => {
                    let told = told(accepted);
                    return Err(failed(format!(
                        "Waiter encountered a terminal failure state: {told}"
                    )));
                }
                Some(State::Retry) | None => {}
            }
            if attempts >= waiter.attempts {
                let mut reason = "Max attempts exceeded".to_owned();
                if was_accepted {
                    // If none matches, the reference names the last that was tried.
                    let told = told(accepted.or(waiter.acceptors.last()));
                    reason.push_str(&format!(". Previously accepted state: {told}"));
                }
                return Err(failed(reason));
            }
            call.wait(Duration::from_secs(waiter.delay.into()))?;
        }
    }
}

/// An answer, as acceptors see it.
struct Answered {
    status: u16,
    error: Option<Box<ServiceFailure>>,
    output: Value,
    /// The input and the output.
    both: Value,
}

impl Answered {
    /// # Errors
    /// 255 if there is no usable answer.
    fn new(response: Response, params: &Map) -> Result<Answered, Failure> {
        let (output, error) = match response.result {
            Ok(output) => (Value::Map(output), None),
            Err(Failure::Service(error)) => (Value::Null, Some(error)),
            Err(other) => return Err(other),
        };
        let both = [
            ("input", Value::Map(params.clone())),
            ("output", output.clone()),
        ];
        Ok(Answered {
            status: response.status,
            error,
            output,
            both: Value::Map(both.into_iter().collect()),
        })
    }

    /// Whether an acceptor matches.
    fn is(&self, matcher: &Matcher) -> Result<bool, Failure> {
        let of = |value: &Value, path: &str| -> Result<Value, Failure> {
            let query = Query::compile(path).map_err(|it| Failure::general(it.to_string()))?;
            let found = query.search(value);
            found.map_err(|it| Failure::general(it.to_string()))
        };
        let (value, path, expected) = match *matcher {
            Matcher::Status(status) => return Ok(self.status == status),
            Matcher::Failed => return Ok(self.error.is_some()),
            Matcher::Succeeded => return Ok(self.error.is_none()),
            Matcher::Error(code) => {
                let error = self.error.as_ref();
                return Ok(error.is_some_and(|error| error.code.as_str() == Some(code)));
            }
            Matcher::Output(path, expected)
            | Matcher::AllOf(path, expected)
            | Matcher::AnyOf(path, expected) => (&self.output, path, expected),
            Matcher::InputOutput(path, expected)
            | Matcher::InputOutputAllOf(path, expected)
            | Matcher::InputOutputAnyOf(path, expected) => (&self.both, path, expected),
        };
        if self.error.is_some() {
            return Ok(false);
        }
        let found = of(value, path)?;
        let expected = json::parse(expected).unwrap_or_default();
        let items = found.as_list().unwrap_or_default();
        Ok(match matcher {
            Matcher::AllOf(..) | Matcher::InputOutputAllOf(..) => {
                !items.is_empty() && items.iter().all(|it| *it == expected)
            }
            Matcher::AnyOf(..) | Matcher::InputOutputAnyOf(..) => items.contains(&expected),
            _ => found == expected,
        })
    }
}

/// Why an acceptor matched.
fn told(acceptor: Option<&Acceptor>) -> Cow<'static, str> {
    let Some(acceptor) = acceptor else {
        return Cow::Borrowed("");
    };
    let shown = |expected: &str| json::parse(expected).unwrap_or_default().to_string();
    Cow::Owned(match acceptor.matcher {
        Matcher::Output(path, expected) | Matcher::InputOutput(path, expected) => {
            let expected = shown(expected);
            format!("For expression \"{path}\" we matched expected path: \"{expected}\"")
        }
        Matcher::AllOf(path, expected) | Matcher::InputOutputAllOf(path, expected) => {
            let expected = shown(expected);
            format!("For expression \"{path}\" all members matched expected path: \"{expected}\"")
        }
        Matcher::AnyOf(path, expected) | Matcher::InputOutputAnyOf(path, expected) => {
            let expected = shown(expected);
            format!(
                "For expression \"{path}\" we matched expected path: \"{expected}\" at least once"
            )
        }
        Matcher::Status(status) => format!("Matched expected HTTP status code: {status}"),
        Matcher::Error(code) => format!("Matched expected service error code: {code}"),
        Matcher::Failed => "Matched expected service error code: True".to_owned(),
        Matcher::Succeeded => "Matched expected service error code: False".to_owned(),
    })
}

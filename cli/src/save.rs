//! `--save` and `--reuse`: keep a command's result where AWS tools keep theirs, and find it again.
//!
//! The AWS CLI keeps client registrations in `~/.aws/sso/cache`, in files named after the SHA-1 of a JSON document
//! that holds start URL, region, scopes and session name. A kept result has the same file name and the same keys
//! (`clientId`, `clientSecret`, `expiresAt`, `scopes`, `grantTypes`), so that `aws sso login` accepts it, and we
//! find what `aws sso login` registered. The result's other members are stored alongside, so that reusing prints
//! what the call printed. The file named after the SHA-1 of just the session or start URL holds an access token and
//! is never touched.
//!
//! If no session or start URL is configured and the input names no instance, no AWS tool would look for the result.
//! Its file name then depends on the whole input, so that only the same command finds it.

mod ending;
mod file;
mod trust;

use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::SystemTime;

use sha1::{Digest, Sha1};
use smithgen_aws::profile::Setting;
use smithgen_client::Config;
use smithgen_runtime::DateTime;
use smithgen_runtime::schema::{Schema, TimestampFormat};

use crate::json;
use crate::limits;
use crate::settings::Settings;
use crate::table::{Command, Keep};
use crate::value::{Map, Value};
use file::Unnamed;
pub(crate) use trust::Distrust;

/// Results that expire within this many seconds are ignored, as AWS tools do.
const MARGIN: i64 = 15 * 60;

/// Where results are kept, and which settings distinguish them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) directory: PathBuf,
    pub(crate) region: String,
    /// The profile's `sso_session`.
    pub(crate) session: Option<String>,
    /// The `sso_start_url` of the session or profile.
    pub(crate) start_url: Option<String>,
}

/// The place of one command's result for one input.
#[derive(Debug)]
pub(crate) struct Kept<'a> {
    input: &'a Value,
    output: &'static Schema,
    keep: &'static Keep,
    with: Vec<&'static str>,
    path: PathBuf,
}

/// A place that was checked to be writable before the request is sent.
#[derive(Debug)]
pub(crate) struct Reserved<'a> {
    kept: &'a Kept<'a>,
    file: Unnamed,
}

#[derive(Debug)]
pub(crate) enum Error {
    /// The file cannot be written.
    Io(PathBuf, io::Error),
    /// The result has no valid expiry: this member is missing or not a time.
    NoExpiry(&'static str),
    /// The result has this many bytes, more than would be read back.
    TooLong(PathBuf, usize),
    /// Others could read or modify the file.
    Distrusted(Distrust),
    /// The home directory is unknown; this variable would set it.
    NoHome(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io(path, error) => write!(f, "Unable to save to {}: {error}", path.display()),
            Error::NoExpiry(member) => {
                write!(f, "Unable to save a response without a time in {member}")
            }
            Error::TooLong(path, length) => write!(
                f,
                "Unable to save to {}: the response takes {length} bytes, and no more than {} are kept. Call without --save.",
                path.display(),
                limits::KEPT_BYTES
            ),
            Error::Distrusted(why) => write!(f, "Unable to save: {why}"),
            Error::NoHome(variable) => {
                write!(f, "Unable to save: {variable} must be an absolute path")
            }
        }
    }
}

impl std::error::Error for Error {}

/// The place of a command's result, from the settings of the call; `None` if the command's results are not kept.
///
/// # Errors
/// [`Error::NoHome`].
pub(crate) fn kept<'a>(
    command: &'static Command,
    input: &'a Value,
    settings: &Settings,
    config: &Config,
) -> Result<Option<Kept<'a>>, Error> {
    let session = settings.tolerant_key("sso_session");
    let of_session = |name: &String| settings.files.sso_session(name, "sso_start_url");
    let start_url = match &session {
        Some(name) => of_session(name)
            .and_then(Setting::as_text)
            .map(str::to_owned),
        None => settings.tolerant_key("sso_start_url"),
    };
    let place = Place {
        directory: home(settings)
            .ok_or(Error::NoHome(HOME))?
            .join(&*settings.names().directory())
            .join("sso/cache"),
        region: config.region.clone().unwrap_or_default(),
        session,
        start_url,
    };
    Ok(Kept::new(command, input, &place))
}

/// The variable with the user's home directory.
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// The user's home directory, if the environment sets one. A relative path is ignored, since it would depend on the
/// current directory.
pub(crate) fn home(settings: &Settings) -> Option<PathBuf> {
    let home = PathBuf::from(settings.variable(HOME)?);
    home.is_absolute().then_some(home)
}

/// Writes a file atomically, readable only by its owner, and creates its directory.
///
/// # Errors
/// File system errors.
#[cfg(feature = "prompt")]
pub(crate) fn replace(path: &std::path::Path, content: &[u8]) -> io::Result<()> {
    Unnamed::beside(path)?.publish(content, path)
}

/// Whether a file and its directories, as far as they exist, belong to the user alone.
#[cfg(feature = "prompt")]
pub(crate) fn is_private(path: &std::path::Path) -> bool {
    trust::check(path).is_ok()
}

/// The text of a regular file of at most `most` bytes.
pub(crate) fn read(path: &std::path::Path, most: u64) -> Option<String> {
    if !path.symlink_metadata().ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(most.saturating_add(1))
        .read_to_string(&mut text)
        .ok()?;
    (u64::try_from(text.len()).ok()? <= most).then_some(text)
}

pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

impl<'a> Kept<'a> {
    /// The place of `command`'s result for this input; `None` if its results are not kept.
    ///
    /// `input` maps members by their names in the model.
    #[must_use]
    pub(crate) fn new(
        command: &'static Command,
        input: &'a Value,
        place: &Place,
    ) -> Option<Kept<'a>> {
        let keep = command.keep?;
        let name = |index: &usize| Some(command.operation.input().members().get(*index)?.name());
        let scopes = keep
            .scopes
            .as_ref()
            .and_then(name)
            .and_then(|name| input.get(name));
        let instance = keep
            .instance
            .as_ref()
            .and_then(name)
            .and_then(|name| input.get(name));
        let document = key(place, scopes, instance, input);
        Some(Kept {
            input,
            output: command.operation.output(),
            keep,
            with: keep.with.iter().filter_map(name).collect(),
            path: place.directory.join(file_name(&document)),
        })
    }

    #[cfg(test)]
    fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Checks that the place, as far as it exists, belongs to the user alone.
    ///
    /// # Errors
    /// [`Error::Distrusted`].
    pub(crate) fn check(&self) -> Result<(), Error> {
        trust::check(&self.path).map_err(Error::Distrusted)
    }

    /// The kept result, if it is for the same input and still valid some time after `now`, in seconds since 1970. A
    /// file that is missing, accessible to others or malformed is ignored.
    #[must_use]
    pub(crate) fn find(&self, now: i64) -> Option<Value> {
        self.check().ok()?;
        let kept = json::parse(&read(&self.path, limits::KEPT_BYTES)?).ok()?;
        let same = |name: &&'static str| is_same(kept.get(name), self.input.get(name));
        let expires = seconds(kept.get("expiresAt")?.as_str()?)?;
        if expires.saturating_sub(now) <= MARGIN || !self.with.iter().all(same) {
            return None;
        }
        let mut result = Map::default();
        for (index, member) in self.output.members().iter().enumerate() {
            match kept.get(member.name()) {
                Some(value) => result.insert(member.name(), value.clone()),
                None if index == self.keep.expires => {
                    result.insert(member.name(), Value::from(expires))
                }
                None => None,
            };
        }
        Some(Value::Map(result))
    }

    /// Makes sure that the result can be kept, before the call is made.
    ///
    /// # Errors
    /// File system errors and [`Error::Distrusted`].
    pub(crate) fn reserve(&'a self) -> Result<Reserved<'a>, Error> {
        self.check()?;
        let file = Unnamed::beside(&self.path).and_then(|mut file| {
            file.take_room(limits::KEPT_ROOM)?;
            Ok(file)
        });
        let file = file.map_err(|e| Error::Io(self.path.clone(), e))?;
        Ok(Reserved { kept: self, file })
    }
}

impl Reserved<'_> {
    /// Keeps a result atomically.
    ///
    /// # Errors
    /// File system errors, and results that have no expiry or are too long to be read back.
    pub(crate) fn save(self, output: &Value) -> Result<(), Error> {
        let kept = self.kept;
        let member = kept
            .output
            .members()
            .get(kept.keep.expires)
            .map_or("", |member| member.name());
        let expires = output
            .get(member)
            .and_then(Value::as_int)
            .and_then(|int| int.as_i64());
        let expires = expires.ok_or(Error::NoExpiry(member))?;
        let mut content = output.as_map().cloned().unwrap_or_default();
        content.insert("expiresAt", Value::from(timestamp(expires)));
        for name in &kept.with {
            if let Some(value) = kept.input.get(name).filter(|value| value.is_truthy()) {
                content.insert(*name, value.clone());
            }
        }
        let text = json::compact(&Value::Map(content));
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > limits::KEPT_BYTES {
            return Err(Error::TooLong(kept.path.clone(), text.len()));
        }
        self.file
            .publish(text.as_bytes(), &kept.path)
            .map_err(|e| Error::Io(kept.path.clone(), e))
    }
}

/// The document whose hash names the file. Its keys are sorted, as in the AWS CLI.
fn key(place: &Place, scopes: Option<&Value>, instance: Option<&Value>, input: &Value) -> Value {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::from);
    let start_url = match (&place.start_url, instance) {
        (Some(url), _) => Value::from(url.clone()),
        (None, Some(instance)) => instance.clone(),
        (None, None) => Value::Null,
    };
    let mut key = Map::default();
    if place.session.is_none() && matches!(start_url, Value::Null) {
        key.insert("input", input.clone());
    }
    let scopes = scopes.filter(|scopes| scopes.is_truthy());
    key.insert("region", Value::from(place.region.clone()));
    key.insert("scopes", scopes.cloned().unwrap_or_default());
    key.insert("session_name", text(&place.session));
    key.insert("startUrl", start_url);
    key.insert("tool", Value::from("botocore"));
    Value::Map(key)
}

fn file_name(document: &Value) -> String {
    use std::fmt::Write as _;
    let mut name = String::with_capacity(45);
    for byte in Sha1::digest(json::compact(document).as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    name + ".json"
}

/// Absent, null and empty values are equal.
fn is_same(kept: Option<&Value>, input: Option<&Value>) -> bool {
    let given = |value: Option<&Value>| value.filter(|v| v.is_truthy()).map(json::compact);
    given(kept) == given(input)
}

fn timestamp(seconds: i64) -> String {
    DateTime::new(seconds, 0).format(TimestampFormat::DateTime)
}

/// Parses seconds since 1970; some tools write `Z`, others `UTC`.
fn seconds(text: &str) -> Option<i64> {
    let text = text
        .strip_suffix("UTC")
        .map_or(text.to_owned(), |text| format!("{text}Z"));
    let time = DateTime::parse(&text, TimestampFormat::DateTime).ok()?;
    Some(time.secs())
}

#[cfg(test)]
mod tests;

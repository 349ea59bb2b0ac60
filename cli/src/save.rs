//! Keeps a command's result where AWS tools keep theirs, and finds it again: `--save` and `--reuse`.
//!
//! The AWS CLI keeps the registration of a client in `~/.aws/sso/cache`, in a file named for the SHA-1 of a JSON
//! document that holds start URL, region, scopes and session name. A result kept here has the same name and the
//! same keys (`clientId`, `clientSecret`, `expiresAt`, `scopes`, `grantTypes`), so that `aws sso login` takes it,
//! and what `aws sso login` registered is found. Beside them stand the other members of the result, so that
//! reusing prints what the call printed. The file named for the SHA-1 of the session or start URL alone is the
//! access token's; it is never touched.
//!
//! Where neither a session nor a start URL is configured and the input names no instance, no AWS tool could look
//! for the result. It is then kept under a name made of the whole input, so that only the same command finds it.

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

/// A result that is valid for less than this many seconds is as good as none, as AWS tools see it.
const MARGIN: i64 = 15 * 60;

/// Where results are kept, and what tells those of one configuration from others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// The directory, `~/.aws/sso/cache`.
    pub(crate) directory: PathBuf,
    /// The region that is called.
    pub(crate) region: String,
    /// `sso_session` of the profile.
    pub(crate) session: Option<String>,
    /// `sso_start_url` of the session or of the profile.
    pub(crate) start_url: Option<String>,
}

/// The place for the result of one command with one input.
#[derive(Debug)]
pub(crate) struct Kept<'a> {
    input: &'a Value,
    output: &'static Schema,
    keep: &'static Keep,
    with: Vec<&'static str>,
    path: PathBuf,
}

/// A place that is known to be writable, before the request is sent.
#[derive(Debug)]
pub(crate) struct Reserved<'a> {
    kept: &'a Kept<'a>,
    file: Unnamed,
}

/// Why a result cannot be kept.
#[derive(Debug)]
pub(crate) enum Error {
    /// The file cannot be written.
    Io(PathBuf, io::Error),
    /// The result does not say until when it is valid: this member is missing or no time.
    NoExpiry(&'static str),
    /// The result takes this many bytes, more than would be read again.
    TooLong(PathBuf, usize),
    /// Others could read or change what is kept.
    Distrusted(Distrust),
    /// The environment does not name the user's directory; this variable would.
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

/// The place for the result of a command, from the settings of the call; nothing when its results are not worth
/// keeping.
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

/// The variable that names the user's directory.
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// The user's directory, where the environment names one. A relative one would be another in each directory.
pub(crate) fn home(settings: &Settings) -> Option<PathBuf> {
    let home = PathBuf::from(settings.variable(HOME)?);
    home.is_absolute().then_some(home)
}

/// Writes a file that only its owner can read, all of it or nothing; makes its directory.
///
/// # Errors
/// What the file system refuses.
#[cfg(feature = "prompt")]
pub(crate) fn replace(path: &std::path::Path, content: &[u8]) -> io::Result<()> {
    Unnamed::beside(path)?.publish(content, path)
}

/// Whether a file, if there is one, and its directories are the user's alone.
#[cfg(feature = "prompt")]
pub(crate) fn is_private(path: &std::path::Path) -> bool {
    trust::check(path).is_ok()
}

/// The text of an ordinary file, if it is not longer than this.
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

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

impl<'a> Kept<'a> {
    /// The place for the result of `command` with this input; nothing when its results are not worth keeping.
    ///
    /// `input` is the mapping of members by their names in the model.
    #[must_use]
    pub(crate) fn new(
        command: &'static Command,
        input: &'a Value,
        place: &Place,
    ) -> Option<Kept<'a>> {
        let keep = command.keep?;
        let name = |index: &usize| Some(command.operation.input.members().get(*index)?.name());
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
            output: command.operation.output,
            keep,
            with: keep.with.iter().filter_map(name).collect(),
            path: place.directory.join(file_name(&document)),
        })
    }

    #[cfg(test)]
    fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Whether the place, as far as it exists, is the user's alone.
    ///
    /// # Errors
    /// [`Error::Distrusted`].
    pub(crate) fn check(&self) -> Result<(), Error> {
        trust::check(&self.path).map_err(Error::Distrusted)
    }

    /// The result that is kept, if it is for the same input and valid for some time after `now`, in seconds since
    /// 1970. A file that is not there, is not the user's alone or is not understood is not a result.
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

    /// Makes sure that the result can be kept, before there is one.
    ///
    /// # Errors
    /// What the file system refuses, and [`Error::Distrusted`].
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
    /// Keeps a result, all of it or nothing.
    ///
    /// # Errors
    /// A result without an end or one that is too long to be found again, and what the file system refuses.
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

/// The document whose hash names the file. Its keys are sorted, as the AWS CLI sorts them.
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

/// Absent, null and empty are one.
fn is_same(kept: Option<&Value>, input: Option<&Value>) -> bool {
    let given = |value: Option<&Value>| value.filter(|v| v.is_truthy()).map(json::compact);
    given(kept) == given(input)
}

fn timestamp(seconds: i64) -> String {
    DateTime::new(seconds, 0).format(TimestampFormat::DateTime)
}

/// Seconds since 1970; tools have written `Z` and `UTC`.
fn seconds(text: &str) -> Option<i64> {
    let text = text
        .strip_suffix("UTC")
        .map_or(text.to_owned(), |text| format!("{text}Z"));
    let time = DateTime::parse(&text, TimestampFormat::DateTime).ok()?;
    Some(time.secs())
}

#[cfg(test)]
mod tests;

//! Writes files atomically, readable only by their owner.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::ending;

/// A temporary file, deleted if it is not renamed, even if a signal ends the program.
#[derive(Debug)]
pub(super) struct Unnamed {
    path: PathBuf,
    file: Option<File>,
}

impl Unnamed {
    /// Creates a file next to `path`, and its directory, which only the owner can enter.
    pub(super) fn beside(path: &Path) -> io::Result<Unnamed> {
        let directory = path.parent().unwrap_or(Path::new(""));
        private_directory().create(directory)?;
        if path.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        ending::watch();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let process = std::process::id();
        // An earlier process with the same id may have left its file behind.
        for number in 0..100_u32 {
            let path = directory.join(format!(".{name}.{process}.{number}.tmp"));
            let opened: io::Result<File> = ending::unfinished(|unfinished| {
                let file = private_file().open(&path)?;
                unfinished.push(path.clone());
                Ok(file)
            });
            match opened {
                Ok(file) => {
                    let file = Some(file);
                    return Ok(Unnamed { path, file });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Reserves space for the content.
    pub(super) fn take_room(&mut self, bytes: usize) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.write_all(&vec![0; bytes])?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// Writes the content and renames the file. Readers see the old file or the new one, never a part.
    pub(super) fn publish(mut self, content: &[u8], name: &Path) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(content)?;
            file.set_len(u64::try_from(content.len()).unwrap_or(u64::MAX))?;
            file.sync_all()?;
        }
        ending::unfinished(|unfinished| {
            fs::rename(&self.path, name)?;
            unfinished.retain(|path| *path != self.path);
            self.file = None;
            Ok(())
        })
    }
}

impl Drop for Unnamed {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            ending::unfinished(|unfinished| {
                // There is nothing to do if this fails.
                let _ = fs::remove_file(&self.path);
                unfinished.retain(|path| *path != self.path);
            });
        }
    }
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn private_directory() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

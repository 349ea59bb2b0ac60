//! Prints a command's result to standard output or a pager.

use super::{Checked, Run};
use crate::encoding::Encoding;
use crate::errors::Failure;
use crate::output::{self, Colour, Format};
use crate::pager;
use crate::stdio;
use crate::value::{Map, Value};

impl Run<'_> {
    /// Prints text without paging.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        let text = match self.escapes_out() {
            true => smithgen_help::visible(text),
            false => text.into(),
        };
        let bytes = self
            .encoding
            .encode_strict(&text)
            .map_err(Failure::general)?;
        stdio::write_out(&bytes)
    }

    /// Whether terminal control characters are escaped on standard output. As `aws`, the program prints them as the
    /// reference does.
    fn escapes_out(&self) -> bool {
        !self.is_aws() && stdio::is_terminal()
    }

    /// Prints a result.
    pub(super) fn show(&self, title: &str, result: Map, checked: &Checked) -> Result<(), Failure> {
        let settings = self.settings()?;
        let name = match &checked.globals.output {
            Some(word) => Some(word.text().into_owned()),
            None => settings.lookup("AWS_DEFAULT_OUTPUT", "output")?,
        };
        let format = match &name {
            None => Format::Json,
            Some(name) => Format::from_name(name)
                .ok_or_else(|| Failure::general(format!("Unknown output type: {name}")))?,
        };
        if format == Format::Off {
            // The reference checks the pager's command line even if there is no output.
            return pager::command_line(settings, checked.globals.no_cli_pager).map(drop);
        }
        let coloured = format == Format::Table
            && match &self.colour {
                Some(word) if word.is("on") => true,
                Some(word) if word.is("off") => false,
                _ => stdio::is_terminal() && (self.is_aws() || !stdio::is_plain()),
            };
        let shown = self.show_as(format, coloured, title, Value::Map(result), checked);
        if coloured {
            stdio::reset_colours();
        }
        shown
    }

    fn show_as(
        &self,
        format: Format,
        coloured: bool,
        title: &str,
        mut value: Value,
        checked: &Checked,
    ) -> Result<(), Failure> {
        if let Some(query) = &checked.query {
            value = query
                .search(&value)
                .map_err(|error| Failure::general(error.to_string()))?;
        }
        let pager = pager::command_line(self.settings()?, checked.globals.no_cli_pager)?;
        let mut options = output::Options::new(format, title);
        options.colour = match (coloured, pager.is_empty()) {
            (false, _) => Colour::Off,
            (true, true) => Colour::Resetting,
            (true, false) => Colour::On,
        };
        if format == Format::Table {
            options.width = stdio::width();
        }
        options.escape = self.escapes_out();
        let mut bytes = Vec::new();
        let rendered = output::render(options, &value, &mut bytes);
        if self.encoding != Encoding::Utf8 {
            bytes = self
                .encoding
                .encode_strict(&String::from_utf8_lossy(&bytes))
                .map_err(Failure::general)?;
        }
        if !bytes.is_empty() {
            if pager.is_empty() {
                stdio::write_out(&bytes)?;
            } else {
                pager::show(self.program, &pager, &bytes)?;
            }
        }
        rendered.map_err(|error| Failure::general(error.to_string()))
    }
}

//! Prints a command's result to standard output or a pager.

use super::{Checked, Run};
use crate::encoding::Encoding;
use crate::errors::Failure;
use crate::output::{self, Colour, Format};
use crate::pager::{self, Pager};
use crate::pages::Walk;
use crate::settings::Settings;
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

    /// The output format.
    fn output_format(&self, checked: &Checked) -> Result<Format, Failure> {
        let name = match &checked.globals.output {
            Some(word) => Some(word.text().into_owned()),
            None => self.settings()?.lookup("AWS_DEFAULT_OUTPUT", "output")?,
        };
        match &name {
            None => Ok(Format::Json),
            Some(name) => Format::from_name(name)
                .ok_or_else(|| Failure::general(format!("Unknown output type: {name}"))),
        }
    }

    /// Prints a result.
    pub(super) fn show(&self, title: &str, result: Map, checked: &Checked) -> Result<(), Failure> {
        let format = self.output_format(checked)?;
        if format == Format::Off {
            // The reference checks the pager's command line even if there is no output.
            return pager::command_line(self.settings()?, checked.globals.no_cli_pager).map(drop);
        }
        let coloured = format == Format::Table
            && match &self.colour {
                Some(word) if word.is("on") => true,
                Some(word) if word.is("off") => false,
                _ => stdio::is_terminal() && (self.is_aws() || !stdio::is_plain()),
            };
        let mut sink = self.sink(checked);
        let shown = self.show_as((format, coloured), title, result, checked, &mut sink);
        drop(sink);
        if coloured {
            stdio::reset_colours();
        }
        shown
    }

    /// Prints the pages of a result: text and streams of YAML as they arrive, all else as one result.
    ///
    /// # Errors
    /// Those of requests. What came before them is printed, if pages are.
    pub(super) fn show_pages(
        &self,
        title: &str,
        mut walk: Walk,
        send: &mut dyn FnMut(&Map) -> Result<Map, Failure>,
        checked: &Checked,
    ) -> Result<(), Failure> {
        let format = self.output_format(checked)?;
        if !matches!(format, Format::Text | Format::YamlStream) {
            let result = walk.joined(send)?;
            return self.show(title, result, checked);
        }
        let mut sink = self.sink(checked);
        let style = (format, false);
        let mut is_first = true;
        while let Some(page) = walk.next(send)? {
            let page = match (format, page) {
                (Format::YamlStream, Value::Map(page)) => page,
                (_, page) => walk.alone(&page, is_first)?,
            };
            self.show_as(style, title, page, checked, &mut sink)?;
            is_first = false;
        }
        let Some(token) = walk.resume.filter(|_| format == Format::Text) else {
            return Ok(());
        };
        // A mapping of its own, so that its line has a name.
        let token: Map = [("NextToken", Value::from(token))].into_iter().collect();
        let token = [("NextToken", Value::Map(token))].into_iter().collect();
        self.show_as(style, title, token, checked, &mut sink)
    }

    fn sink<'s>(&'s self, checked: &'s Checked) -> Sink<'s> {
        Sink {
            program: self.program,
            settings: self.settings.as_ref(),
            no_pager: checked.globals.no_cli_pager,
            pager: None,
        }
    }

    fn show_as(
        &self,
        (format, coloured): (Format, bool),
        title: &str,
        result: Map,
        checked: &Checked,
        sink: &mut Sink<'_>,
    ) -> Result<(), Failure> {
        let mut value = Value::Map(result);
        if let Some(query) = &checked.query {
            value = query
                .search(&value)
                .map_err(|error| Failure::general(error.to_string()))?;
        }
        let is_paged = sink.is_paged()?;
        let mut options = output::Options::new(format, title);
        options.colour = match (coloured, is_paged) {
            (false, _) => Colour::Off,
            (true, false) => Colour::Resetting,
            (true, true) => Colour::On,
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
            sink.write(&bytes)?;
        }
        rendered.map_err(|error| Failure::general(error.to_string()))
    }
}

/// Standard output, or a pager that is started when there is something to show.
struct Sink<'s> {
    program: &'s str,
    settings: Option<&'s Settings>,
    no_pager: bool,
    /// The pager once it was started; `None` inside if it quit early.
    pager: Option<Option<Pager>>,
}

impl Sink<'_> {
    /// The pager's command line; empty without a pager.
    fn line(&self) -> Result<String, Failure> {
        let settings = self.settings;
        let settings = settings.ok_or_else(|| Failure::general("no settings"))?;
        pager::command_line(settings, self.no_pager)
    }

    fn is_paged(&self) -> Result<bool, Failure> {
        Ok(self.pager.is_some() || !self.line()?.is_empty())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.pager.is_none() {
            let line = self.line()?;
            if line.is_empty() {
                return stdio::write_out(bytes);
            }
            self.pager = Some(pager::open(self.program, &line)?);
        }
        // Whoever has quit the pager wants no more.
        let pager = self.pager.as_mut().and_then(Option::as_mut);
        if !pager.is_some_and(|pager| pager.write(bytes)) {
            self.pager = Some(None);
        }
        Ok(())
    }
}

//! Where a value travels, and what can stand there.

use smithgen_runtime::{Kind, Member, TimestampFormat, Trait};

/// What a message is written in, as far as values depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    /// Forms: what has nothing in it is not there.
    pub is_form: bool,
    /// XML: some characters cannot be written.
    pub is_xml: bool,
    /// Members travel where their HTTP bindings put them.
    pub has_bindings: bool,
    /// Values that any peer reads as they are: no `NaN`, no instants of other ages, no nulls in collections.
    pub is_modest: bool,
    /// Instants are whole seconds.
    pub has_seconds: bool,
    /// Members of a message that are not set unless they must be.
    pub without: &'static [String],
}

impl Wire {
    /// That of a protocol, of requests or of responses.
    pub fn of(protocol: &dyn smithgen_runtime::Protocol, is_request: bool) -> Self {
        Wire {
            is_form: is_request && protocol.id().ends_with("Query"),
            is_xml: protocol.answers_in_xml() || protocol.id().ends_with("restXml"),
            has_bindings: protocol.uses_http_bindings(),
            is_modest: false,
            has_seconds: false,
            without: &[],
        }
    }
}

/// Where a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a document.
    Body,
    /// In an attribute of an element.
    Attribute,
    /// As the whole body.
    Payload,
    Header,
    /// In a header whose name is a prefix and the map's key.
    Headers,
    Label,
    Query,
    /// In a parameter whose name is the map's key.
    Parameters,
    /// In a label of the host.
    Host,
}

impl Place {
    /// That of a member of an input, an output, an error or an event.
    pub(super) fn of(member: &Member, wire: Wire) -> Place {
        let mut place = Place::Body;
        for t in member.traits() {
            let bound = match t {
                Trait::HostLabel => return Place::Host,
                // Events have headers in every protocol.
                Trait::EventHeader => Place::Header,
                Trait::EventPayload => Place::Payload,
                Trait::HttpLabel => Place::Label,
                Trait::HttpQuery(_) => Place::Query,
                Trait::HttpQueryParams => Place::Parameters,
                Trait::HttpHeader(_) => Place::Header,
                Trait::HttpPrefixHeaders(_) => Place::Headers,
                Trait::HttpPayload => Place::Payload,
                Trait::XmlAttribute => Place::Attribute,
                _ => continue,
            };
            if wire.has_bindings
                || matches!(
                    t,
                    Trait::EventHeader | Trait::EventPayload | Trait::XmlAttribute
                )
            {
                place = bound;
            }
        }
        place
    }

    /// Whether something empty cannot be told from nothing here.
    pub(super) fn wants_something(self) -> bool {
        !matches!(self, Place::Body | Place::Attribute | Place::Query)
    }

    /// How many decimals of a second are kept.
    pub(super) fn decimals(self, member: &Member) -> u32 {
        let format = member.timestamp_format();
        let is_http = format == Some(TimestampFormat::HttpDate)
            || (format.is_none() && matches!(self, Place::Header | Place::Headers));
        if is_http { 0 } else { 3 }
    }

    /// Characters beside letters and digits.
    pub(super) fn characters(self, wire: Wire) -> &'static [&'static str] {
        match self {
            Place::Host => &["-a"],
            Place::Header | Place::Headers => &[
                "-", "_", ".", " a", ",b", "\"", "/", "=", ";", ":", "%20", "+", "(", "\\", "'",
            ],
            Place::Attribute => &["-", "é", "漢", "😀", "\"", "'", "<", "&", ">"],
            // Some peers take what follows the last slash for all of it.
            Place::Label | Place::Query if wire.is_modest => &[
                "-", "_", ".", "~", " ", "é", "漢", "😀", "%", "+", "&", "=", "?", "#", ":", ";",
                ",", "@", "$", "*", "(", "!", "'",
            ],
            Place::Label | Place::Query | Place::Parameters => &[
                "-", "_", ".", "~", " ", "é", "漢", "😀", "%", "+", "&", "=", "?", "#", "/", "\"",
                ":", ";", ",", "@", "$", "*", "(", "!", "'",
            ],
            // Some peers write carriage returns as they are, which readers of XML take for line feeds.
            Place::Body | Place::Payload if wire.is_xml && wire.is_modest => &[
                "-", " ", "é", "漢", "😀", "e\u{301}", "\"", "'", "<", ">", "&", "]]>", "&amp;",
                "\\", "/", "\n", "\t", "%", "+", "=", "\u{a0}", "\u{2028}",
            ],
            Place::Body | Place::Payload if wire.is_xml => &[
                "-", " ", "é", "漢", "😀", "e\u{301}", "\"", "'", "<", ">", "&", "]]>", "&amp;",
                "\\", "/", "\n", "\t", "\r", "%", "+", "=", "\u{a0}", "\u{2028}",
            ],
            Place::Body | Place::Payload => &[
                "-", " ", "é", "漢", "😀", "e\u{301}", "\"", "'", "<", ">", "&", "\\", "\\n", "/",
                "\n", "\t", "\r", "%", "+", "=", "\u{0}", "\u{1}", "\u{7f}", "\u{a0}", "\u{2028}",
                "\u{feff}",
            ],
        }
    }
}

/// The header that a member is bound to.
pub(crate) fn header(member: &Member) -> Option<&'static str> {
    member.traits().iter().find_map(|t| match t {
        Trait::HttpHeader(name) => Some(*name),
        _ => None,
    })
}

/// Whether a member is bound to the header with the type of the body.
pub(crate) fn is_content_type(member: &Member) -> bool {
    header(member).is_some_and(|name| name.eq_ignore_ascii_case("content-type"))
}

/// Whether a header follows from the rest of the message, or is verified with it.
pub(crate) fn is_computed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(
        &*name,
        "content-length" | "content-md5" | "x-amz-sdk-checksum-algorithm"
    ) || name.starts_with("x-amz-checksum-")
}

/// Whether a shape is one value.
pub(super) fn is_simple(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::List | Kind::Map | Kind::Structure | Kind::Union | Kind::Document
    )
}

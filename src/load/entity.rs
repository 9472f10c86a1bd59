//! Character references and named entities become characters; whatever else an `&` is stays.

use std::borrow::Cow;

/// Resolves character references and the named entities of HTML; a bare `&` stays.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let window = &rest.as_bytes()[1..rest.len().min(34)];
        let end = window
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || *b == b'#'));
        let known = end
            .filter(|end| window[*end] == b';')
            .and_then(|end| resolve(&rest[1..=end]).map(|character| (character, end + 2)));
        if let Some((character, length)) = known {
            out.push_str(&character);
            rest = &rest[length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The entities of Latin 1, U+00A0 to U+00FF, in order (HTML 4.01, 24.2.1).
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];
/// The others that newspapers use. The rest of HTML's two thousand names is left to the HTML parser.
const TYPOGRAPHIC: &[(&str, &str)] = &[
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("lsaquo", "‹"),
    ("rsaquo", "›"),
    ("bull", "•"),
    ("euro", "€"),
    ("trade", "™"),
    ("dagger", "†"),
    ("Dagger", "‡"),
    ("permil", "‰"),
    ("prime", "′"),
    ("Prime", "″"),
    ("minus", "−"),
    ("rarr", "→"),
    ("larr", "←"),
    ("uarr", "↑"),
    ("darr", "↓"),
    ("ne", "≠"),
    ("le", "≤"),
    ("ge", "≥"),
    ("asymp", "≈"),
    ("infin", "∞"),
    ("OElig", "Œ"),
    ("oelig", "œ"),
    ("Scaron", "Š"),
    ("scaron", "š"),
    ("Yuml", "Ÿ"),
    ("fnof", "ƒ"),
    ("circ", "ˆ"),
    ("tilde", "˜"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("zwnj", "\u{200C}"),
    ("zwj", "\u{200D}"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("Delta", "Δ"),
    ("Omega", "Ω"),
    ("omega", "ω"),
    ("mu", "μ"),
    ("pi", "π"),
    ("sigma", "σ"),
    ("Sigma", "Σ"),
];

fn resolve(name: &str) -> Option<Cow<'static, str>> {
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ if name.starts_with('#') => {
            let digits = &name[1..];
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            // 128 to 159 are meant as Windows-1252 (WHATWG HTML, "numeric character reference end state").
            if (0x80..0xA0).contains(&code) {
                let byte = [u8::try_from(code).ok()?];
                let (character, ..) = encoding_rs::WINDOWS_1252.decode(&byte);
                return Some(Cow::Owned(character.into_owned()));
            }
            return char::from_u32(code)
                .filter(|c| *c != '\0')
                .map(|c| Cow::Owned(c.to_string()));
        }
        _ => {
            if let Some(at) = LATIN.iter().position(|known| *known == name) {
                let character = char::from_u32(0xA0 + u32::try_from(at).ok()?)?;
                return Some(Cow::Owned(character.to_string()));
            }
            let (_, character) = TYPOGRAPHIC.iter().find(|(known, _)| *known == name)?;
            character
        }
    };
    Some(Cow::Borrowed(known))
}

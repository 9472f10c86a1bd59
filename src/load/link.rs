//! Relative references become whole addresses (RFC 3986, section 5), only ever http, https or mailto.

use crate::article::Link;

/// Resolves a reference against the address it was found at; `None` when no usable address comes of it.
pub fn resolve(base: Option<&Link>, reference: &str) -> Option<Link> {
    let reference: String = reference
        .trim()
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    if reference.is_empty() {
        return None;
    }
    if has_scheme(&reference) {
        return Link::parse(&reference);
    }
    let (scheme, rest) = base?.as_str().split_once("://")?;
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(authority_end);
    let (rest, _) = cut(rest, '#');
    let (path, query) = cut(rest, '?');
    if let Some(other) = reference.strip_prefix("//") {
        return Link::parse(&format!("{scheme}://{other}"));
    }
    if reference.starts_with('#') {
        return Link::parse(&format!("{scheme}://{authority}{path}{query}{reference}"));
    }
    if reference.starts_with('?') {
        return Link::parse(&format!("{scheme}://{authority}{path}{reference}"));
    }
    let (target, tail) = reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
    let joined = if target.starts_with('/') {
        target.to_owned()
    } else {
        format!(
            "{}/{target}",
            path.rsplit_once('/').map_or("", |(folder, _)| folder)
        )
    };
    Link::parse(&format!(
        "{scheme}://{authority}{}{tail}",
        without_dots(&joined)
    ))
}

/// The part before a character, and the rest with it.
fn cut(text: &str, at: char) -> (&str, &str) {
    text.split_at(text.find(at).unwrap_or(text.len()))
}

fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// Takes out `.` and `..` segments (RFC 3986, 5.2.4).
fn without_dots(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let last = path.rsplit('/').next().unwrap_or("");
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    if matches!(last, "." | "..") {
        out.push("");
    }
    format!("/{}", out.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_as_in_rfc_3986() {
        let base = Link::parse("http://a.example/b/c/d;p?q").unwrap();
        for (reference, target) in [
            ("g", "http://a.example/b/c/g"),
            ("./g", "http://a.example/b/c/g"),
            ("g/", "http://a.example/b/c/g/"),
            ("/g", "http://a.example/g"),
            ("//g.example", "http://g.example"),
            ("?y", "http://a.example/b/c/d;p?y"),
            ("g?y/../x", "http://a.example/b/c/g?y/../x"),
            ("#s", "http://a.example/b/c/d;p?q#s"),
            (".", "http://a.example/b/c/"),
            ("..", "http://a.example/b/"),
            ("../g", "http://a.example/b/g"),
            ("../../../g", "http://a.example/g"),
        ] {
            assert_eq!(
                resolve(Some(&base), reference).unwrap().as_str(),
                target,
                "{reference}"
            );
        }
    }

    #[test]
    fn only_web_and_mail_addresses_come_out() {
        let base = Link::parse("https://a.example").unwrap();
        assert!(resolve(Some(&base), "javascript:alert(1)").is_none());
        assert!(resolve(Some(&base), "data:text/html,x").is_none());
        assert!(resolve(None, "/relative").is_none());
        assert_eq!(
            resolve(Some(&base), "x").unwrap().as_str(),
            "https://a.example/x"
        );
    }
}

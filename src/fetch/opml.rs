//! Writes a list of subscriptions as OPML 2.0 (opml.org/spec2.opml), the way other readers take it in.

use std::fmt::Write as _;

use crate::article::Link;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline<'a> {
    /// Its name.
    pub title: &'a str,
    /// The feed's address.
    pub address: &'a Link,
    /// The page it belongs to.
    pub site: Option<&'a Link>,
    /// The folders it stands in.
    pub tags: Vec<&'a str>,
}

/// The whole list. A feed in several folders stands in the first and names all in its categories.
pub fn write(outlines: &[Outline]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Subscriptions</title>\n  </head>\n  <body>\n",
    );
    let mut folders: Vec<&str> = Vec::new();
    for outline in outlines {
        if let Some(folder) = outline.tags.first()
            && !folders.contains(folder)
        {
            folders.push(folder);
        }
    }
    for outline in outlines.iter().filter(|outline| outline.tags.is_empty()) {
        line(outline, "    ", &mut out);
    }
    for folder in folders {
        let name = escape(folder);
        let _ = writeln!(out, "    <outline text=\"{name}\" title=\"{name}\">");
        for outline in outlines
            .iter()
            .filter(|outline| outline.tags.first() == Some(&folder))
        {
            line(outline, "      ", &mut out);
        }
        out.push_str("    </outline>\n");
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn line(outline: &Outline, indent: &str, out: &mut String) {
    let title = escape(if outline.title.is_empty() {
        outline.address.as_str()
    } else {
        outline.title
    });
    let _ = write!(
        out,
        "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"",
        escape(outline.address.as_str())
    );
    if let Some(site) = outline.site {
        let _ = write!(out, " htmlUrl=\"{}\"", escape(site.as_str()));
    }
    if outline.tags.len() > 1 {
        let _ = write!(out, " category=\"{}\"", escape(&outline.tags.join(",")));
    }
    out.push_str("/>\n");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hold_their_feeds_and_everything_is_escaped() {
        let one = Link::parse("https://one.example/feed?a=1&b=2").unwrap();
        let two = Link::parse("https://two.example/rss").unwrap();
        let text = write(&[
            Outline {
                title: "One & \"only\"",
                address: &one,
                site: Some(&two),
                tags: vec!["Wirtschaft", "Banken"],
            },
            Outline {
                title: "",
                address: &two,
                site: None,
                tags: vec![],
            },
        ]);
        assert_eq!(
            text,
            r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Subscriptions</title>
  </head>
  <body>
    <outline type="rss" text="https://two.example/rss" title="https://two.example/rss" xmlUrl="https://two.example/rss"/>
    <outline text="Wirtschaft" title="Wirtschaft">
      <outline type="rss" text="One &amp; &quot;only&quot;" title="One &amp; &quot;only&quot;" xmlUrl="https://one.example/feed?a=1&amp;b=2" htmlUrl="https://two.example/rss" category="Wirtschaft,Banken"/>
    </outline>
  </body>
</opml>
"#
        );
    }
}

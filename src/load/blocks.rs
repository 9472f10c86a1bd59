//! HTML becomes the paragraphs of a body: headings, lists, quotes, tables, code, captions, links.
//!
//! One walk over the parsed tree, shared by pages, feeds, Markdown and mail. It loads nothing and decides
//! nothing about what of a page is the article.

use dom_query::{Document, NodeRef};

use super::link;
use super::tame::tame;
use crate::article::{Body, BodyBuilder, Link, Style};
use crate::text::{Clean, width};

/// The text of an HTML fragment or page as a body; relative links start at `base`.
pub(crate) fn html_body(html: &str, base: Option<&Link>) -> Body {
    let document = Document::fragment(tame(html).as_ref());
    let mut walk = Walk::new(base);
    walk.children(&document.root());
    walk.finish()
}

/// A line of hundreds of kilobytes is none; its beginning is enough.
const LONGEST_LINE: usize = 16 << 10;

/// The text of an HTML fragment on one line, without markup; for titles.
pub(crate) fn html_line(html: &str) -> Clean {
    if !html.contains(['<', '&']) {
        return Clean::line(html);
    }
    let mut end = html.len().min(LONGEST_LINE);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let document = Document::fragment(tame(&html[..end]).as_ref());
    for hidden in document.select("script, style, template").nodes() {
        hidden.remove_from_parent();
    }
    let text = document.text();
    Clean::line(&text)
}

struct Walk<'b> {
    base: Option<&'b Link>,
    body: BodyBuilder,
    pieces: Vec<(String, Option<Link>)>,
    style: Style,
    link: Option<Link>,
    quote: u8,
    lists: Vec<List>,
}

struct List {
    next: Option<usize>,
}

impl<'b> Walk<'b> {
    fn new(base: Option<&'b Link>) -> Self {
        Self {
            base,
            body: BodyBuilder::default(),
            pieces: Vec::new(),
            style: Style::Text,
            link: None,
            quote: 0,
            lists: Vec::new(),
        }
    }

    fn finish(mut self) -> Body {
        self.flush();
        self.body.finish()
    }

    /// Ends the paragraph at hand.
    fn flush(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let bullet_only = matches!(self.style, Style::Item(_))
            && pieces
                .iter()
                .skip(1)
                .all(|(text, _)| text.trim().is_empty());
        if bullet_only && pieces.first().is_some_and(|(text, _)| is_bullet(text)) {
            // Keep the bullet for the text that follows in the same item.
            self.pieces.extend(pieces.into_iter().take(1));
            return;
        }
        let pieces: Vec<(&str, Option<Link>)> = pieces
            .iter()
            .map(|(text, link)| (text.as_str(), link.clone()))
            .collect();
        self.body.push_pieces(self.style, &pieces);
    }

    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some((last, link)) if *link == self.link => last.push_str(text),
            _ => self.pieces.push((text.to_owned(), self.link.clone())),
        }
    }

    fn children(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef) {
        if node.is_text() {
            let text = node.text();
            // In HTML a line break is a space; only <br> and <pre> break lines.
            self.text(&text.replace(['\n', '\r'], " "));
            return;
        }
        let Some(name) = node.node_name() else {
            self.children(node);
            return;
        };
        if !node.is_element() {
            self.children(node);
            return;
        }
        if is_hidden(node) {
            return;
        }
        match name.as_ref() {
            "script" | "style" | "template" | "svg" | "math" | "head" | "title" | "iframe"
            | "object" | "embed" | "video" | "audio" | "canvas" | "map" | "button" | "input"
            | "select" | "textarea" | "noscript" | "dialog" => {}
            "br" => self.line_break(),
            "hr" => self.flush(),
            "a" => self.anchor(node),
            "q" => {
                self.text("\"");
                self.children(node);
                self.text("\"");
            }
            "h1" => self.block(node, Style::Heading(1)),
            "h2" => self.block(node, Style::Heading(2)),
            "h3" => self.block(node, Style::Heading(3)),
            "h4" => self.block(node, Style::Heading(4)),
            "h5" => self.block(node, Style::Heading(5)),
            "h6" => self.block(node, Style::Heading(6)),
            "figcaption" | "caption" => self.block(node, Style::Caption),
            "blockquote" => {
                self.flush();
                self.quote = self.quote.saturating_add(1);
                let lists = std::mem::take(&mut self.lists);
                self.block(node, Style::Quote(self.quote));
                self.lists = lists;
                self.quote -= 1;
            }
            "pre" | "listing" | "xmp" => self.code(node),
            "ul" | "menu" | "dir" => self.list(node, None),
            "ol" => {
                let start = node.attr("start").and_then(|s| s.parse().ok()).unwrap_or(1);
                self.list(node, Some(start));
            }
            "li" if !self.lists.is_empty() => self.item(node),
            "table" => self.table(node),
            "tr"
            | "td"
            | "th"
            | "p"
            | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "figure"
            | "address"
            | "details"
            | "summary"
            | "dl"
            | "dt"
            | "dd"
            | "li"
            | "form"
            | "fieldset"
            | "center"
            | "body"
            | "html"
            | "tbody"
            | "thead"
            | "tfoot"
            | "hgroup"
            | "legend"
            | "picture"
            | "blockquote-attribution" => self.paragraph(node),
            _ => self.children(node),
        }
    }

    /// Two breaks in a row make a paragraph, as writers of HTML without `<p>` mean it.
    fn line_break(&mut self) {
        let trimmed = self
            .pieces
            .iter()
            .rev()
            .find(|(text, _)| !text.trim_matches([' ', '\t']).is_empty());
        if trimmed.is_some_and(|(text, _)| text.trim_end_matches(' ').ends_with('\n'))
            && !matches!(self.style, Style::Item(_))
        {
            self.flush();
        } else {
            let link = self.link.take();
            self.text("\n");
            self.link = link;
        }
    }

    fn anchor(&mut self, node: &NodeRef) {
        let link = node
            .attr("href")
            .filter(|href| !href.trim_start().starts_with('#'))
            .and_then(|href| link::resolve(self.base, &href));
        let outer = std::mem::replace(&mut self.link, link);
        self.children(node);
        self.link = outer;
    }

    /// A block with a style of its own.
    fn block(&mut self, node: &NodeRef, style: Style) {
        self.flush();
        let outer = std::mem::replace(&mut self.style, style);
        self.children(node);
        self.flush();
        self.style = outer;
    }

    /// A block that keeps the style around it; inside a list item it is only a new line.
    fn paragraph(&mut self, node: &NodeRef) {
        if matches!(self.style, Style::Item(_)) {
            if self
                .pieces
                .iter()
                .any(|(text, _)| !is_bullet(text) && !text.trim().is_empty())
            {
                self.text("\n");
            }
            self.children(node);
            return;
        }
        self.flush();
        self.children(node);
        self.flush();
    }

    fn code(&mut self, node: &NodeRef) {
        self.flush();
        let mut code = String::new();
        for part in node.descendants_it() {
            if part.is_text() {
                code.push_str(&part.text());
            } else if part.has_name("br") {
                code.push('\n');
            }
        }
        self.body.push(Style::Code, &code);
    }

    fn list(&mut self, node: &NodeRef, next: Option<usize>) {
        self.flush();
        self.pieces.clear();
        self.lists.push(List { next });
        let outer = self.style;
        self.children(node);
        self.flush();
        self.pieces.clear();
        self.style = outer;
        self.lists.pop();
    }

    fn item(&mut self, node: &NodeRef) {
        self.flush();
        self.pieces.clear();
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let bullet = match self.lists.last_mut() {
            Some(List { next: Some(next) }) => {
                let number = *next;
                *next = next.saturating_add(1);
                format!("{number}. ")
            }
            _ => "• ".to_owned(),
        };
        let outer = std::mem::replace(&mut self.style, Style::Item(depth));
        self.pieces.push((bullet, None));
        self.children(node);
        self.flush();
        self.pieces.clear();
        self.style = outer;
    }

    /// A table of data is set in columns; a table that only lays out a page is walked through.
    fn table(&mut self, node: &NodeRef) {
        self.flush();
        if let Some(rows) = data_rows(node) {
            for caption in node
                .children_it(false)
                .filter(|child| child.has_name("caption"))
            {
                self.block(&caption, Style::Caption);
            }
            self.body.push(Style::Table, &set_in_columns(&rows));
        } else {
            self.children(node);
            self.flush();
        }
    }
}

/// Whether it is the mark before a list item and nothing else; spaces of the source may follow it.
fn is_bullet(text: &str) -> bool {
    let mark = text.trim_end();
    text.ends_with(' ') && mark == "•"
        || mark
            .strip_suffix('.')
            .filter(|_| text.ends_with(' '))
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn is_hidden(node: &NodeRef) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    node.attr("style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        style.contains("display:none")
            || style.contains("visibility:hidden")
            || style.contains("mso-hide:all")
    })
}

/// The cells of a table that holds data: at least two rows and columns, short cells, no table or heading in them.
fn data_rows(table: &NodeRef) -> Option<Vec<Vec<String>>> {
    const LONGEST_CELL: usize = 60;
    const MOST_ROWS: usize = 500;
    let mut rows = Vec::new();
    for part in table.descendants_it() {
        let Some(name) = part.node_name() else {
            continue;
        };
        if part.is_element()
            && matches!(
                name.as_ref(),
                "table" | "h1" | "h2" | "h3" | "ul" | "ol" | "form" | "blockquote" | "pre"
            )
        {
            return None;
        }
        if !part.has_name("tr") {
            continue;
        }
        let cells: Vec<String> = part
            .children_it(false)
            .filter(|cell| cell.has_name("td") || cell.has_name("th"))
            .map(|cell| Clean::line(&cell.text()).to_string())
            .collect();
        if cells.iter().any(|cell| cell.chars().count() > LONGEST_CELL) || rows.len() > MOST_ROWS {
            return None;
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(cells);
        }
    }
    let wide = rows
        .iter()
        .filter(|row| row.iter().filter(|cell| !cell.is_empty()).count() >= 2)
        .count();
    (rows.len() >= 2 && wide * 2 > rows.len() && wide >= 2).then_some(rows)
}

/// Rows as lines with their columns aligned; columns of figures to the right.
pub(crate) fn set_in_columns(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let is_figure = |cell: &str| {
        cell.chars().any(|c| c.is_ascii_digit()) && !cell.chars().any(char::is_alphabetic)
    };
    let shape: Vec<(usize, bool)> = (0..columns)
        .map(|column| {
            let cells = || {
                rows.iter()
                    .filter_map(|row| row.get(column))
                    .filter(|cell| !cell.is_empty())
            };
            let widest = cells().map(|cell| width(cell)).max().unwrap_or(0);
            // The first row names the columns.
            let figures = cells().skip(1).filter(|cell| is_figure(cell)).count();
            (widest, column > 0 && figures * 2 > cells().skip(1).count())
        })
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, (widest, right)) in row.iter().zip(&shape) {
            let padding = " ".repeat(widest.saturating_sub(width(cell)));
            if !line.is_empty() {
                line.push_str("  ");
            }
            if *right {
                line.push_str(&padding);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&padding);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(html: &str) -> Vec<(Style, String)> {
        let body = html_body(html, None);
        body.paragraphs()
            .iter()
            .map(|p| (p.style, body.text()[p.range.clone()].to_owned()))
            .collect()
    }

    #[test]
    fn blocks_keep_what_they_are() {
        assert_eq!(
            show(
                "<h2>Kopf</h2><p>Ein <b>Satz</b>\nhier.</p><blockquote><p>Zitat</p></blockquote><pre>a\n  b</pre><figure><img src=x><figcaption>Bild</figcaption></figure>"
            ),
            [
                (Style::Heading(2), "Kopf".to_owned()),
                (Style::Text, "Ein Satz hier.".to_owned()),
                (Style::Quote(1), "Zitat".to_owned()),
                (Style::Code, "a\n  b".to_owned()),
                (Style::Caption, "Bild".to_owned()),
            ]
        );
    }

    #[test]
    fn lists_carry_bullets_numbers_and_depth() {
        assert_eq!(
            show(
                "<ol start=3><li><p>Drei</p><p>mehr</p></li><li>Vier<ul><li>tief</li></ul></li></ol>Ende"
            ),
            [
                (Style::Item(1), "3. Drei\nmehr".to_owned()),
                (Style::Item(1), "4. Vier".to_owned()),
                (Style::Item(2), "• tief".to_owned()),
                (Style::Text, "Ende".to_owned()),
            ]
        );
        // Spaces between the tags of the source make no line of their own.
        assert_eq!(
            show(
                "<ul><li>\n  <div>\n <p>Eins</p></div></li><li> <a href=x> <span>Zwei</span></a></li></ul>"
            ),
            [
                (Style::Item(1), "• Eins".to_owned()),
                (Style::Item(1), "• Zwei".to_owned()),
            ]
        );
    }

    #[test]
    fn a_table_of_data_is_aligned_and_a_table_for_layout_is_not() {
        assert_eq!(
            show(
                "<table><tr><th>Firma</th><th>Kurs</th></tr><tr><td>Nordlicht AG</td><td>7,5</td></tr></table>"
            ),
            [(
                Style::Table,
                "Firma         Kurs\nNordlicht AG   7,5".to_owned()
            )]
        );
        assert_eq!(
            show("<table><tr><td><h1>Brief</h1></td></tr><tr><td>Text</td></tr></table>").len(),
            2
        );
    }

    #[test]
    fn links_are_resolved_and_hidden_text_is_gone() {
        let base = Link::parse("https://a.example/b/c").unwrap();
        let body = html_body(
            "<p>Der <a href='../d'>Bericht</a>, <a href='javascript:x'>x</a><span style='display: none'>geheim</span></p>",
            Some(&base),
        );
        assert_eq!(body.text(), "Der Bericht, x");
        assert_eq!(body.links()[0].link.as_str(), "https://a.example/d");
        assert_eq!(body.links().len(), 1);
    }

    #[test]
    fn two_breaks_make_a_paragraph() {
        assert_eq!(show("Eins<br>zwei<br><br>drei").len(), 2);
    }

    #[test]
    fn a_title_loses_markup_and_entities() {
        assert_eq!(
            html_line("A &amp; B <em>&uuml;ber</em> C").as_str(),
            "A & B über C"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_tag_soup_gives_a_body_whose_ranges_fit(soup in proptest::collection::vec(prop_oneof!["<[a-z1-6]{1,10}>", "</[a-z]{1,6}>", "<(ul|ol|li|table|tr|td|pre|br|a href='x'|blockquote)>", "[a-zä &;<>]{0,12}"], 0..40)) {
            let body = html_body(&soup.concat(), None);
            for paragraph in body.paragraphs() {
                prop_assert!(!body.text()[paragraph.range.clone()].trim().is_empty());
            }
            for anchor in body.links() {
                prop_assert!(body.text().get(anchor.range.clone()).is_some());
            }
        }
    }
}

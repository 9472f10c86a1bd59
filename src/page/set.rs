//! Puts paragraphs on a page: margins, bars, hanging indents, blank lines.

use std::ops::Range;

use hypher::Lang;

use super::fill::{Filled, Filling, fill, fold_code, stretches};
use super::{Line, Measure, Page, Part, hyphen};
use crate::article::{Article, Language, Paragraph, Style};
use crate::text::{graphemes, width};

/// Stands before a line of code that goes on from the line above.
const GOES_ON: &str = "+ ";

/// Stands before the lines of a block quotation, by depth.
const BARS: [&str; 5] = ["", "│ ", "│ │ ", "│ │ │ ", "│ │ │ │ "];

/// Stands between the parts of an aside, and nowhere at the end of a line.
pub const JOINT: &str = " · ";

/// Panes narrower than this give no column away for a margin.
const ROOM_FOR_MARGIN: u16 = 24;

/// Sets a page, one paragraph after the other.
#[derive(Debug)]
pub struct Setter {
    page: Page,
    patterns: Option<Lang>,
    justify: bool,
    names: Vec<Range<usize>>,
}

/// Sets headline and text of an article, and nothing else.
pub fn set(article: &Article, measure: Measure) -> Page {
    let mut setter = Setter::new(measure, article.language);
    setter.headline(&article.title);
    for paragraph in article.body.paragraphs() {
        setter.body(article.body.text(), paragraph);
    }
    setter.finish()
}

impl Setter {
    /// An empty page of this measure for a text in this language.
    pub fn new(measure: Measure, language: Option<Language>) -> Self {
        let columns = measure.columns.max(1);
        let free = u16::from(columns >= ROOM_FOR_MARGIN);
        let inner = columns - 2 * free;
        let width = measure.text.map_or(inner, |text| text.clamp(1, inner));
        let margin = free + (inner - width) / 2;
        let patterns = hyphen::patterns(language).filter(|_| measure.hyphenate);
        Self {
            page: Page {
                lines: Vec::new(),
                margin,
                width,
                wide: columns - free - margin,
            },
            patterns,
            justify: measure.justify,
            names: Vec::new(),
        }
    }

    /// Keeps these ranges of the body, its names, from being hyphenated where it can be helped.
    #[must_use]
    pub fn keep_whole(mut self, names: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut names: Vec<Range<usize>> = names.into_iter().collect();
        names.sort_by_key(|name| name.start);
        for name in names {
            match self.names.last_mut() {
                Some(last) if name.start <= last.end => last.end = last.end.max(name.end),
                _ => self.names.push(name),
            }
        }
        self
    }

    /// Sets the headline.
    pub fn headline(&mut self, title: &str) {
        self.gap(Part::Title, 0, Style::Heading(1));
        let columns = usize::from(self.page.width);
        let filling = Filling {
            first: columns,
            rest: columns,
            // A hyphenated headline reads like a typing error.
            patterns: None,
            names: &[],
        };
        let lines = fill(title, 0..title.len(), &filling);
        self.push(Part::Title, Style::Heading(1), lines, 0, 0);
    }

    /// Sets something said about the article; breaks lines between parts joined by [`JOINT`] where it can.
    pub fn aside(&mut self, number: u16, text: &str) {
        let part = Part::Aside(number);
        self.gap(part, 0, Style::Text);
        let columns = usize::from(self.page.width);
        let mut line = 0..0;
        for piece in text.split(JOINT) {
            let start = line.end + if line.end > 0 { JOINT.len() } else { 0 };
            let end = start + piece.len();
            if !line.is_empty() && width(&text[line.start..end]) > columns {
                self.push_aside(part, text, line.clone());
                line.start = start;
            }
            line.end = end;
        }
        self.push_aside(part, text, line);
    }

    fn push_aside(&mut self, part: Part, text: &str, range: Range<usize>) {
        let filling = Filling {
            first: usize::from(self.page.width),
            rest: usize::from(self.page.width),
            patterns: None,
            names: &[],
        };
        let lines = fill(text, range, &filling);
        self.push(part, Style::Text, lines, 0, 0);
    }

    /// Sets a note of the reader's, below what it is about.
    pub fn note(&mut self, number: u16, text: &str) {
        let indent = if self.page.width >= ROOM_FOR_MARGIN {
            2
        } else {
            0
        };
        let part = Part::Note(number);
        self.gap(part, 0, Style::Text);
        let columns = usize::from(self.page.width) - indent;
        let filling = Filling {
            first: columns,
            rest: columns,
            patterns: None,
            names: &[],
        };
        let lines = fill(text, 0..text.len(), &filling);
        self.push(part, Style::Text, lines, indent, indent);
    }

    /// Sets a paragraph of the body.
    pub fn body(&mut self, text: &str, paragraph: &Paragraph) {
        let Paragraph { range, style } = paragraph.clone();
        self.gap(Part::Body, range.start, style);
        let columns = usize::from(self.page.width);
        match style {
            Style::Code | Style::Table => {
                let wide = usize::from(self.page.wide);
                let rest = wide.saturating_sub(GOES_ON.len()).max(1);
                let lines = fold_code(text, range, wide, rest);
                for (range, goes_on) in lines {
                    self.page.lines.push(Line {
                        part: Part::Body,
                        range,
                        indent: 0,
                        prefix: if goes_on && wide > GOES_ON.len() {
                            GOES_ON
                        } else {
                            ""
                        },
                        hyphen: false,
                        stretch: 0,
                        style,
                    });
                }
            }
            Style::Quote(_) => {
                let bar = self.bar(style);
                self.words(text, range, style, columns - width(bar), 0, 0);
            }
            Style::Item(depth) => {
                let indent = (2 * usize::from(depth.max(1) - 1)).min(columns / 4);
                let hang = bullet(&text[range.clone()]).min((columns - indent) / 2);
                self.words(text, range, style, columns - indent, indent, hang);
            }
            Style::Text | Style::Heading(_) | Style::Caption => {
                self.words(text, range, style, columns, 0, 0);
            }
        }
    }

    /// Sets running text: so many columns after an indent, all lines but the first hanging by some more.
    fn words(
        &mut self,
        text: &str,
        range: Range<usize>,
        style: Style,
        columns: usize,
        indent: usize,
        hang: usize,
    ) {
        let filling = Filling {
            first: columns,
            rest: columns - hang,
            patterns: self.patterns,
            names: &self.names,
        };
        let end = range.end;
        let lines = fill(text, range, &filling);
        let justified = self.justify && !matches!(style, Style::Heading(_) | Style::Caption);
        let stretched = if justified {
            stretches(text, end, &lines, &filling)
        } else {
            Vec::new()
        };
        let before = self.page.lines.len();
        self.push(Part::Body, style, lines, indent, indent + hang);
        for (line, stretch) in self.page.lines[before..].iter_mut().zip(stretched) {
            line.stretch = stretch;
        }
    }

    /// The page.
    pub fn finish(self) -> Page {
        self.page
    }

    fn push(&mut self, part: Part, style: Style, lines: Vec<Filled>, first: usize, rest: usize) {
        let prefix = self.bar(style);
        for (number, (range, hyphen)) in lines.into_iter().enumerate() {
            let indent = if number == 0 { first } else { rest };
            self.page.lines.push(Line {
                part,
                range,
                indent: indent as u16,
                prefix,
                hyphen,
                stretch: 0,
                style,
            });
        }
    }

    /// The bars of a block quotation; fewer where the page is too narrow for all of them.
    fn bar(&self, style: Style) -> &'static str {
        let Style::Quote(depth) = style else {
            return "";
        };
        let most = usize::from(self.page.width) / 6;
        BARS[usize::from(depth).min(most).min(BARS.len() - 1)]
    }

    /// Puts a blank line before a paragraph, where one belongs.
    fn gap(&mut self, part: Part, start: usize, style: Style) {
        let Some(last) = self.page.lines.last() else {
            return;
        };
        let blank = match (last.part, part) {
            (Part::Body, Part::Body) => !matches!(
                (last.style, style),
                (Style::Item(_), Style::Item(_)) | (Style::Heading(_), _)
            ),
            (Part::Title | Part::Aside(_), Part::Title | Part::Aside(_))
            | (Part::Body | Part::Note(_), Part::Note(_)) => false,
            _ => true,
        };
        if blank {
            // Between two block quotations the bars that both have go on.
            let (above, below) = (self.bar(last.style), self.bar(style));
            let prefix = if above.len() < below.len() {
                above
            } else {
                below
            };
            self.page.lines.push(Line {
                part,
                range: start..start,
                indent: 0,
                prefix,
                hyphen: false,
                stretch: 0,
                style,
            });
        }
    }
}

/// Cells of the bullet or number at the beginning of a list item, with the space after it; 0 if there is none.
fn bullet(text: &str) -> usize {
    let Some((first, _)) = text.split_once(' ') else {
        return 0;
    };
    let number = first.trim_end_matches(['.', ')', ':']);
    let counted = number.len() < first.len()
        && (1..=3).contains(&number.chars().count())
        && number.chars().all(char::is_alphanumeric);
    let sign = graphemes(first).count() == 1 && !first.chars().all(char::is_alphanumeric);
    if counted || sign { width(first) + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BodyBuilder;
    use proptest::prelude::*;

    fn measure(columns: u16, text: Option<u16>) -> Measure {
        Measure {
            columns,
            text,
            hyphenate: true,
            justify: false,
        }
    }

    fn article(paragraphs: &[(Style, &str)]) -> Article {
        let mut body = BodyBuilder::default();
        for (style, text) in paragraphs {
            body.push(*style, text);
        }
        Article {
            title: "Kofler weist das Angebot zurück".into(),
            language: Some(Language::GERMAN),
            body: body.finish(),
            ..Article::default()
        }
    }

    fn print(article: &Article, page: &Page) -> String {
        let mut out = String::new();
        for line in &page.lines {
            let text = match line.part {
                Part::Title => article.title.as_str(),
                _ => article.body.text(),
            };
            let row = format!(
                "{}{}{}{}",
                " ".repeat(usize::from(page.margin + line.indent)),
                line.prefix,
                &text[line.range.clone()],
                if line.hyphen { "-" } else { "" }
            );
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out
    }

    #[test]
    fn every_style_has_its_shape() {
        let article = article(&[
            (Style::Text, "Der Aufsichtsrat tagte bis in die Nacht."),
            (Style::Heading(2), "Was nun folgt"),
            (Style::Item(1), "• Die Aktionäre stimmen im Mai ab."),
            (Style::Item(2), "12. Danach das Kartellamt."),
            (Style::Quote(1), "Wir verkaufen nicht, sagte sie."),
            (Style::Quote(2), "Nie?"),
            (Style::Code, "let a = 1;\n    b();"),
        ]);
        let page = set(&article, measure(26, Some(22)));
        assert_eq!(
            print(&article, &page),
            "  Kofler weist das\n  Angebot zurück\n\n  Der Aufsichtsrat tagte\n  bis in die Nacht.\n\n  Was nun folgt\n  \
             • Die Aktionäre stim-\n    men im Mai ab.\n    12. Danach das Kar-\n        tellamt.\n\n  │ Wir verkaufen nicht,\n  \
             │ sagte sie.\n  │\n  │ │ Nie?\n\n  let a = 1;\n      b();\n"
        );
    }

    #[test]
    fn a_wide_pane_centres_the_measure_and_gives_code_the_rest() {
        let article = article(&[(Style::Text, "Kurz.")]);
        let page = set(&article, measure(120, Some(72)));
        assert_eq!((page.margin, page.width, page.wide), (24, 72, 95));
        let page = set(&article, measure(120, None));
        assert_eq!((page.margin, page.width), (1, 118));
        let page = set(&article, measure(0, Some(72)));
        assert_eq!((page.margin, page.width, page.wide), (0, 1, 1));
    }

    #[test]
    fn justified_lines_end_with_the_measure_but_the_last_of_a_paragraph_and_those_that_would_gape()
    {
        let text = "Der Aufsichtsrat tagte bis in die Nacht und beschloss am Ende, das Angebot abzulehnen, wie es hieß.";
        let long = "https://paper.example/long/way/to/go und weiter";
        let body = article(&[
            (Style::Text, text),
            (Style::Quote(1), text),
            (Style::Item(1), "• Die Aktionäre stimmen im Mai darüber ab."),
            (Style::Text, long),
            (Style::Heading(2), "Was nun folgt, ist noch nicht bekannt"),
        ]);
        let page = set(
            &body,
            Measure {
                justify: true,
                ..measure(32, Some(30))
            },
        );
        let all = body.body.text();
        let shown: Vec<String> = page
            .lines
            .iter()
            .filter(|line| line.part == Part::Body)
            .map(|line| {
                let cells = line.cells(all);
                let mut words = String::new();
                for (_, grapheme, _, wide) in cells {
                    words.push_str(grapheme);
                    words.push_str(&" ".repeat(wide.saturating_sub(width(grapheme))));
                }
                let hyphen = if line.hyphen { "-" } else { "" };
                let indent = " ".repeat(usize::from(line.indent));
                format!("{indent}{}{words}{hyphen}", line.prefix)
            })
            .collect();
        let ends: Vec<usize> = shown.iter().map(|line| width(line)).collect();
        assert_eq!(
            shown[..5],
            [
                "",
                "Der Aufsichtsrat tagte bis  in",
                "die  Nacht  und  beschloss  am",
                "Ende, das Angebot  abzulehnen,",
                "wie es hieß."
            ]
        );
        assert!(ends.iter().all(|end| *end <= 30), "{shown:#?}");
        for line in &page.lines {
            let text = if line.part == Part::Title {
                &body.title
            } else {
                all
            };
            // Where a byte is drawn is where the graphemes before it end.
            for (at, _, column, _) in line.cells(text) {
                assert_eq!(line.column(text, at), column);
            }
        }
    }

    #[test]
    fn an_aside_breaks_between_its_parts_and_within_them_only_if_it_must() {
        let text = "2026-11-16 · Der Morgen · Reto Caduff aus Zürich";
        let mut setter = Setter::new(measure(20, None), None);
        setter.aside(0, text);
        let page = setter.finish();
        let lines: Vec<_> = page
            .lines
            .iter()
            .map(|line| &text[line.range.clone()])
            .collect();
        assert_eq!(
            lines,
            ["2026-11-16", "Der Morgen", "Reto Caduff aus", "Zürich"]
        );
    }

    #[test]
    fn a_byte_is_found_on_its_line() {
        let article = article(&[(Style::Text, "Eins zwei drei vier fünf sechs sieben acht.")]);
        let page = set(&article, measure(12, None));
        let line = page.line_of(Part::Body, 20).map(|line| &page.lines[line]);
        assert!(line.is_some_and(|line| line.range.contains(&20)));
        assert_eq!(page.line_of(Part::Title, 0), Some(0));
        assert_eq!(page.line_of(Part::Note(0), 0), None);
    }

    proptest! {
        #[test]
        fn a_page_of_any_width_shows_every_grapheme_once(
            paragraphs in prop::collection::vec(
                (0_u8..12, "([a-zA-Zäöü]{1,20}|[ .,-]|日本|👩‍🚒|• |\\n){1,30}"),
                0..8
            ),
            columns in 0_u16..=200,
            text in prop::option::of(40_u16..=200),
            justify in any::<bool>(),
        ) {
            let styles = [
                Style::Text, Style::Heading(1), Style::Heading(6), Style::Quote(1), Style::Quote(9),
                Style::Item(1), Style::Item(2), Style::Item(0), Style::Item(200), Style::Code, Style::Table,
                Style::Caption,
            ];
            let paragraphs: Vec<_> = paragraphs
                .iter()
                .map(|(style, text)| (styles[usize::from(*style)], text.as_str()))
                .collect();
            let article = article(&paragraphs);
            let page = set(&article, Measure { justify, ..measure(columns, text) });
            let mut seen = String::new();
            for line in page.lines.iter().filter(|line| line.part == Part::Body) {
                let words = &article.body.text()[line.range.clone()];
                let cells = usize::from(line.indent) + width(line.prefix) + usize::from(line.hyphen)
                    + line.cells(article.body.text()).map(|cell| cell.3).sum::<usize>();
                let limit = match line.style {
                    Style::Code | Style::Table => page.wide,
                    _ => page.width,
                };
                prop_assert!(cells <= usize::from(limit) || graphemes(words).count() == 1, "{line:?}");
                prop_assert!(page.margin + limit <= columns.max(1));
                seen.extend(words.split_whitespace());
            }
            let all: String = article.body.text().split_whitespace().collect();
            prop_assert_eq!(seen, all);
        }
    }
}

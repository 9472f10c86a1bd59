//! Exports read back by parsers that are not depesche's: nothing is lost, nothing breaks out of its place.

use std::collections::BTreeSet;

use biblatex::Bibliography;
use depesche::article::{Article, ArticleId, Body, Language, Link};
use depesche::ask::Opened;
use depesche::change::Note;
use depesche::export::{Exporter, Format, Template, document};
use depesche::highlight::Highlights;
use depesche::text::Clean;
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag};
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

const TODAY: Date = Date::constant(2024, 3, 25);

/// What breaks out of one format or another, or would be run by something.
const HOSTILE: [&str; 46] = [
    "\"",
    "'",
    "`",
    "{",
    "}",
    "}}",
    "\\",
    "\\n",
    "\n",
    "---",
    "\n---\n",
    "...",
    "=cmd()",
    "+1",
    "-1",
    "@SUM",
    "\t",
    "<script>alert(1)</script>",
    "</title>",
    "$(rm -rf ~)",
    "; rm",
    "*/",
    "*",
    "_",
    "[[",
    "]]",
    "[x](y)",
    "#+end_quote",
    "\n#+begin_src sh\n",
    "\n* ",
    ":END:",
    "\n:END:\n",
    "src_sh{rm}",
    "{{{x}}}",
    "|",
    "&amp;",
    "&",
    "%",
    "#",
    "~",
    "^",
    "@article{x,",
    "\u{202e}",
    "\u{0}\u{1b}[2J",
    "ä ß 日本",
    "\r\n",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(HOSTILE.to_vec()).prop_map(ToOwned::to_owned),
        2 => "[A-Za-zäöüß0-9 .,:!-]{1,12}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    /// An article of which every outside text is hostile, cleaned as loading cleans it, with the reader's words.
    fn opened()(
        id in 1_i64..1 << 40,
        title in hostile(),
        source in prop::option::of(hostile()),
        byline in prop::option::of(hostile()),
        url in prop::option::of(hostile()),
        text in hostile(),
        passage in hostile(),
        note in hostile(),
        lost in any::<bool>(),
        tags in vec(hostile(), 0..3),
        date in prop::option::of(prop::sample::select(vec!["2024", "2024-03", "2024-03-24", "2024-03-24T18:30:00+01:00"])),
    ) -> Opened {
        let some = |text: Option<String>| text.map(|text| Clean::line(&text)).filter(|text| !text.is_empty());
        let tag = |tag: &String| Clean::line(&tag.replace(',', "")).to_string();
        let id = ArticleId(id);
        Opened {
            twins: Vec::new(),
            id,
            article: Article {
                title: Clean::line(&format!("{title}x")),
                published: date.and_then(|date| date.parse().ok()),
                language: Some(Language::GERMAN),
                source: some(source),
                byline: some(byline),
                url: url.and_then(|url| Link::parse(&format!("https://a.example/{url}"))),
                body: Body::from_text(&text),
                ..Article::default()
            },
            highlights: Highlights::default(),
            read: true,
            bookmarked: true,
            tags: tags.iter().map(tag).filter(|tag| !tag.is_empty()).collect::<BTreeSet<_>>().into_iter().collect(),
            notes: vec![Note {
                number: 1,
                id,
                range: (!lost).then_some(0..0),
                passage: Clean::block(&passage).to_string(),
                text: Clean::preformatted(&note).trim().to_owned(),
                colour: 0,
            }],
        }
    }
}

fn exported(format: Format, articles: &[Opened], with_text: bool) -> String {
    let mut exporter = Exporter::new(format, "Titel: \"x\" <b>", TODAY, with_text);
    let mut out = exporter.begin();
    for article in articles {
        out.push_str(&exporter.article(article));
    }
    out + &exporter.end()
}

/// Front matter and the text after it.
fn front(text: &str) -> (Yaml, &str) {
    let rest = text
        .strip_prefix("---\n")
        .expect("it begins with front matter");
    let (front, rest) = rest.split_once("\n---\n").expect("front matter ends");
    let mut read = YamlLoader::load_from_str(front).expect("it is YAML");
    assert_eq!(read.len(), 1, "{front}");
    (read.remove(0), rest)
}

fn yaml_text(value: &Yaml) -> Option<String> {
    value.as_str().map(ToOwned::to_owned)
}

fn assert_known(yaml: &Yaml, opened: &Opened) {
    let article = &opened.article;
    assert_eq!(
        yaml_text(&yaml["title"]).as_deref(),
        Some(article.title.as_str())
    );
    assert_eq!(
        yaml_text(&yaml["source"]),
        article.source.as_ref().map(ToString::to_string)
    );
    assert_eq!(
        yaml_text(&yaml["byline"]),
        article.byline.as_ref().map(ToString::to_string)
    );
    assert_eq!(
        yaml_text(&yaml["url"]),
        article.url.as_ref().map(ToString::to_string)
    );
    assert_eq!(
        yaml_text(&yaml["date"]),
        article.published.map(|it| it.to_string())
    );
    let tags: Vec<String> = yaml["tags"]
        .as_vec()
        .into_iter()
        .flatten()
        .filter_map(yaml_text)
        .collect();
    assert_eq!(tags, opened.tags);
}

/// Markdown in which nothing is markup but what the export put there: no HTML, one link for each article with an address.
fn assert_tame(markdown: &str, links: usize, headings: usize) {
    let (mut linked, mut headed) = (0, 0);
    for event in Parser::new(markdown) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html} is HTML in\n{markdown}"),
            Event::Start(Tag::Link { .. }) => linked += 1,
            Event::Start(Tag::Image { .. }) => panic!("a picture in\n{markdown}"),
            Event::Start(Tag::Heading { .. }) => headed += 1,
            Event::Rule => panic!("a rule in\n{markdown}"),
            _ => {}
        }
    }
    assert_eq!((linked, headed), (links, headings), "{markdown}");
}

/// An Org file read strictly: headings with their lines, blocks closed, drawers whole.
#[derive(Debug, Default)]
struct Heading {
    level: usize,
    properties: Vec<(String, String)>,
    quotes: Vec<String>,
    text: Vec<String>,
}

fn read_org(text: &str) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut lines = text.split('\n');
    assert!(
        lines
            .next()
            .is_some_and(|line| line.starts_with("#+TITLE: "))
    );
    let plain = |text: &str| text.replace('\u{200b}', "");
    while let Some(line) = lines.next() {
        let stars = line.bytes().take_while(|byte| *byte == b'*').count();
        if stars > 0 && line[stars..].starts_with(' ') {
            headings.push(Heading {
                level: stars,
                ..Heading::default()
            });
            continue;
        }
        let Some(heading) = headings.last_mut() else {
            assert_eq!(line, "", "something stands before the first heading");
            continue;
        };
        let lower = line.trim_start().to_ascii_lowercase();
        if lower == ":properties:" {
            loop {
                let line = lines.next().expect("a drawer ends");
                if line == ":END:" {
                    break;
                }
                let (name, value) = line[1..].split_once(": ").expect("a property");
                heading.properties.push((name.to_owned(), plain(value)));
            }
        } else if lower == "#+begin_quote" {
            let mut quote = Vec::new();
            loop {
                let line = lines.next().expect("a block ends");
                if line.trim_start().eq_ignore_ascii_case("#+end_quote") {
                    break;
                }
                assert!(!line.starts_with("* "), "a heading in a block");
                quote.push(plain(line));
            }
            heading.quotes.push(quote.join("\n"));
        } else {
            assert!(
                !lower.starts_with("#+") && !lower.starts_with(':'),
                "{line:?} is structure"
            );
            heading.text.push(plain(line));
        }
    }
    headings
}

fn cell(text: &str) -> &str {
    let bare = text
        .trim_start_matches('\'')
        .trim_start_matches([' ', '\u{a0}']);
    let formula = |c: char| "=+-@\t\r\n＝＋－＠".contains(c);
    match text.strip_prefix('\'') {
        Some(rest) if bare.starts_with(formula) => rest,
        _ => text,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markdown_is_read_back_by_a_reader_of_yaml_and_nothing_in_it_is_markup(articles in vec(opened(), 1..4)) {
        // The reader's own note may be Markdown; here it is to be nothing.
        let articles: Vec<Opened> = articles.into_iter().map(|mut opened| {
            opened.notes[0].text.clear();
            opened
        }).collect();
        let text = exported(Format::Markdown, &articles, true);
        let (yaml, body) = front(&text);
        prop_assert_eq!(yaml_text(&yaml["title"]), Some("Titel: \"x\" <b>".to_owned()));
        let items = yaml["articles"].as_vec().unwrap();
        prop_assert_eq!(items.len(), articles.len());
        for (item, opened) in items.iter().zip(&articles) {
            assert_known(item, opened);
            prop_assert_eq!(yaml_text(&item["id"]), Some(opened.id.to_string()));
            prop_assert_eq!(yaml_text(&item["notes"][0]["passage"]), Some(opened.notes[0].passage.clone()));
            prop_assert_eq!(item["notes"][0]["lost"].as_bool(), Some(opened.notes[0].is_lost()));
        }
        let links = articles.iter().filter(|opened| opened.article.url.is_some()).count();
        assert_tame(body, links, 1 + articles.len());
        let document = document(&articles[0]);
        let (yaml, body) = front(&document);
        assert_known(&yaml, &articles[0]);
        assert_tame(body, 0, 0);
    }

    #[test]
    fn the_readers_notes_come_back_whatever_stands_in_them(opened in opened()) {
        let text = exported(Format::Markdown, std::slice::from_ref(&opened), false);
        let (yaml, _) = front(&text);
        prop_assert_eq!(yaml_text(&yaml["articles"][0]["notes"][0]["text"]), Some(opened.notes[0].text.clone()));
    }

    #[test]
    fn json_keeps_to_its_schema(articles in vec(opened(), 0..4)) {
        let text = exported(Format::Json, &articles, true);
        let lines: Vec<&str> = text.lines().collect();
        prop_assert_eq!(lines.len(), articles.len());
        for (line, opened) in lines.into_iter().zip(&articles) {
            let object: Value = serde_json::from_str(line).unwrap();
            assert_schema(&object);
            prop_assert_eq!(object["title"].as_str(), Some(opened.article.title.as_str()));
            prop_assert_eq!(object["body"].as_str(), Some(opened.article.body.text()));
            prop_assert_eq!(object["notes"][0]["text"].as_str(), Some(opened.notes[0].text.as_str()));
            prop_assert_eq!(object["notes"][0]["lost"].as_bool(), Some(opened.notes[0].is_lost()));
        }
    }

    #[test]
    fn csv_is_read_back_and_no_cell_is_a_formula(articles in vec(opened(), 0..4)) {
        let text = exported(Format::Csv, &articles, false);
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), articles.len());
        for (row, opened) in rows.iter().zip(&articles) {
            for written in row {
                prop_assert!(!written.trim_start().starts_with(['=', '+', '-', '@']), "{:?}", written);
            }
            let article = &opened.article;
            prop_assert_eq!(cell(&row[1]), article.title.as_str());
            prop_assert_eq!(cell(&row[3]), article.source.as_deref().unwrap_or(""));
            prop_assert_eq!(cell(&row[4]), article.url.as_ref().map_or("", |url| url.as_str()));
            prop_assert_eq!(cell(&row[5]), article.byline.as_deref().unwrap_or(""));
            prop_assert_eq!(cell(&row[7]), opened.tags.join(", "));
            prop_assert!(row[8].contains(&opened.notes[0].text));
        }
    }

    #[test]
    fn html_holds_no_element_but_its_own(articles in vec(opened(), 1..4)) {
        for format in [Format::Html, Format::Bookmarks] {
            let text = exported(format, &articles, true);
            let page = dom_query::Document::from(text.as_str());
            for bad in ["script", "img", "iframe", "b", "[onerror]", "[onload]"] {
                prop_assert!(!page.select(bad).exists(), "{} in\n{}", bad, text);
            }
            let titles: Vec<String> = match format {
                Format::Html => page.select("h2").iter().map(|it| it.text().to_string()).collect(),
                _ => page.select("a").iter().map(|it| it.text().to_string()).collect(),
            };
            let expected: Vec<String> = articles.iter().map(|it| it.article.title.to_string()).collect();
            prop_assert_eq!(titles, expected);
            for (link, opened) in page.select("a").iter().zip(articles.iter().filter(|it| format == Format::Bookmarks || it.article.url.is_some())) {
                let url = opened.article.url.as_ref().map_or("about:blank".to_owned(), ToString::to_string);
                prop_assert_eq!(link.attr("href").unwrap().to_string(), url);
                if format == Format::Bookmarks && !opened.tags.is_empty() {
                    prop_assert_eq!(link.attr("tags").unwrap().to_string(), opened.tags.join(","));
                }
            }
        }
    }

    #[test]
    fn org_is_read_back_and_nothing_in_it_is_structure_or_runs(articles in vec(opened(), 0..4)) {
        let text = exported(Format::Org, &articles, true);
        let headings = read_org(&text);
        prop_assert_eq!(headings.len(), articles.len());
        for (heading, opened) in headings.iter().zip(&articles) {
            prop_assert_eq!(heading.level, 1);
            let property = |name: &str| {
                let found = heading.properties.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| value.clone())
            };
            let article = &opened.article;
            prop_assert_eq!(property("TITLE").unwrap(), article.title.as_str());
            prop_assert_eq!(property("SOURCE"), article.source.as_ref().map(ToString::to_string));
            prop_assert_eq!(property("BYLINE"), article.byline.as_ref().map(ToString::to_string));
            prop_assert_eq!(property("URL"), article.url.as_ref().map(ToString::to_string));
            prop_assert_eq!(property("TAGS").unwrap_or_default(), opened.tags.join(", "));
            let note = &opened.notes[0];
            if !note.passage.is_empty() {
                let lost = if note.is_lost() { "\n(no longer in the text)" } else { "" };
                prop_assert_eq!(&heading.quotes, &[format!("{}{lost}", note.passage)]);
            }
            prop_assert!(heading.text.join("\n").contains(&note.text));
        }
        // One link for each address, and nothing that Org would run or fetch.
        let links = articles.iter().filter(|opened| opened.article.url.is_some()).count();
        let notes: usize = articles.iter().map(|opened| opened.notes[0].text.matches("[[").count()).sum();
        prop_assert!(text.matches("[[").count() <= links + notes, "{}", text);
    }

    #[test]
    fn bibtex_is_read_back_by_a_reader_of_bibtex(articles in vec(opened(), 1..4)) {
        let text = exported(Format::Bibtex, &articles, false);
        let read = Bibliography::parse(&text).map_err(|error| TestCaseError::fail(format!("{error:?} in\n{text}")))?;
        prop_assert_eq!(read.len(), articles.len());
        for (entry, opened) in read.iter().zip(&articles) {
            let article = &opened.article;
            let field = |name: &str| entry.get(name).map(biblatex::ChunksExt::format_verbatim);
            prop_assert_eq!(field("title").unwrap(), untex(&article.title), "{}", text);
            prop_assert_eq!(field("journaltitle"), article.source.as_ref().map(|it| untex(it)));
            // This reader makes dashes of hyphens even where a field is to be taken as it is.
            let dashes = |url: &Link| url.to_string().replace("---", "—").replace("--", "–");
            prop_assert_eq!(field("url").map(|url| url.replace("---", "—").replace("--", "–")), article.url.as_ref().map(dashes));
            prop_assert_eq!(field("urldate").is_some(), article.url.is_some());
            prop_assert_eq!(entry.entry_type.to_string(), if article.source.is_some() { "article" } else { "online" });
        }
    }

    #[test]
    fn csl_json_is_read_back(articles in vec(opened(), 0..4)) {
        let text = exported(Format::CslJson, &articles, false);
        let read: Vec<Value> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(read.len(), articles.len());
        let ids: BTreeSet<&str> = read.iter().map(|item| item["id"].as_str().unwrap()).collect();
        prop_assert_eq!(ids.len(), articles.len());
        for (item, opened) in read.iter().zip(&articles) {
            let article = &opened.article;
            prop_assert_eq!(item["title"].as_str(), Some(article.title.as_str()));
            prop_assert_eq!(item["container-title"].as_str(), article.source.as_deref());
            prop_assert_eq!(item["URL"].as_str(), article.url.as_ref().map(Link::as_str));
            let parts = item["issued"]["date-parts"][0].as_array().map_or(0, Vec::len);
            let known = article.published.map_or(0, |it| usize::from(it.precision().min(3)));
            prop_assert_eq!(parts, known);
        }
    }

    #[test]
    fn templates_escape_for_the_kind_of_file_they_are(articles in vec(opened(), 1..3)) {
        let fill = |name: &str, source: &str| {
            let mut template = Template::new(name, source.to_owned()).unwrap();
            for opened in &articles {
                template.article(opened);
            }
            template.fill(name, "Titel").unwrap()
        };
        let titles: Vec<String> = articles.iter().map(|it| it.article.title.to_string()).collect();
        let page = fill("a.html", "{% for a in articles %}<p title=\"{{ a.title }}\">{{ a.title }}</p>{% endfor %}");
        let page = dom_query::Document::from(page.as_str());
        let said: Vec<String> = page.select("p").iter().map(|it| it.text().to_string()).collect();
        prop_assert_eq!(&said, &titles);
        let rows = fill("b.csv.j2", "{% for a in articles %}{{ a.title }},{{ a.url }}\n{% endfor %}");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rows.as_bytes());
        let said: Vec<String> = reader.records().map(|row| cell(&row.unwrap()[0]).to_owned()).collect();
        prop_assert_eq!(&said, &titles);
        let list = fill("c.json", "[{% for a in articles %}{% if not loop.first %},{% endif %}{{ a.title }}{% endfor %}]");
        let said: Vec<String> = serde_json::from_str(&list).unwrap();
        prop_assert_eq!(&said, &titles);
        let entries = fill("d.bib", "{% for a in articles %}@misc{k{{ loop.index }}, title = {{ '{' }}{{ a.title }}{{ '}' }}}\n{% endfor %}".replace("{{ '{' }}", "{{ '{'|safe }}").replace("{{ '}' }}", "{{ '}'|safe }}").as_str());
        prop_assert_eq!(Bibliography::parse(&entries).unwrap().len(), titles.len());
        assert_tame(&fill("e.md", "{% for a in articles %}{{ a.title }}\n\n{% endfor %}"), 0, 0);
    }
}

/// What a reader of the fields gets where TeX has no line breaks and knows each space once.
fn untex(text: &str) -> String {
    text.replace('\n', " ")
}

/// The fields of the contract and their types; anything more is a new field that has to be written down here.
fn assert_schema(object: &Value) {
    fn is(value: &Value, kinds: &str) -> bool {
        kinds.split('|').any(|kind| match kind {
            "null" => value.is_null(),
            "text" => value.is_string(),
            "flag" => value.is_boolean(),
            "whole" => value.is_u64(),
            "list" => value.is_array(),
            other => panic!("{other}"),
        })
    }
    let check = |object: &Value, fields: &[(&str, &str)]| {
        let object = object.as_object().expect("an object");
        for (name, kinds) in fields {
            let value = object
                .get(*name)
                .unwrap_or_else(|| panic!("{name} is missing"));
            assert!(is(value, kinds), "{name} is {value}, not {kinds}");
        }
        for name in object.keys() {
            assert!(
                fields.iter().any(|(known, _)| known == name),
                "{name} is new"
            );
        }
    };
    check(
        object,
        &[
            ("id", "text"),
            ("title", "text"),
            ("published", "text|null"),
            ("language", "text|null"),
            ("source", "text|null"),
            ("url", "text|null"),
            ("byline", "text|null"),
            ("credit", "text|null"),
            ("body", "text"),
            ("entities", "list"),
            ("quotes", "list"),
            ("figures", "list"),
            ("roles", "list"),
            ("kicker", "text|null"),
            ("dateline", "text|null"),
            ("urgency", "whole|null"),
            ("embargo", "text|null"),
            ("status", "text"),
            ("version", "whole|null"),
            ("subjects", "list"),
            ("copies", "list"),
            ("read", "flag"),
            ("bookmarked", "flag"),
            ("tags", "list"),
            ("notes", "list"),
        ],
    );
    for note in object["notes"].as_array().unwrap() {
        check(
            note,
            &[
                ("start", "whole|null"),
                ("end", "whole|null"),
                ("passage", "text"),
                ("text", "text"),
                ("lost", "flag"),
                ("colour", "whole"),
            ],
        );
    }
}

#[test]
fn an_entry_cites_as_styles_want_it() {
    let opened = Opened {
        twins: Vec::new(),
        id: ArticleId(7),
        article: Article {
            title: "Übernahme: 50 % an Müller & Söhne".into(),
            published: "2024-03-24T18:30:00+01:00".parse().ok(),
            language: Some(Language::GERMAN),
            source: Some("Die Tagespost".into()),
            byline: Some("Von Anna Berg und APA".into()),
            url: Link::parse("https://a.example/x_1?a=1&b=%C3%BC#z"),
            ..Article::default()
        },
        highlights: Highlights::default(),
        read: false,
        bookmarked: false,
        tags: vec!["stahl".to_owned()],
        notes: Vec::new(),
    };
    let once = std::slice::from_ref(&opened);
    assert_eq!(
        exported(Format::Bibtex, once, false),
        "@article{berg-2024-ubernahme,\n  title = {{Übernahme: 50 \\% an Müller \\& Söhne}},\n  \
         author = {Berg, Anna and {APA}},\n  journaltitle = {Die Tagespost},\n  entrysubtype = {newspaper},\n  \
         date = {2024-03-24},\n  url = {https://a.example/x_1?a=1&b=%C3%BC#z},\n  urldate = {2024-03-25},\n  \
         langid = {german},\n  keywords = {stahl},\n}\n\n"
    );
    let twice = [opened.clone(), opened.clone()];
    let csl: Value = serde_json::from_str(&exported(Format::CslJson, &twice, false)).unwrap();
    assert_eq!(
        csl[0],
        serde_json::json!({
            "id": "berg-2024-ubernahme", "type": "article-newspaper",
            "title": "Übernahme: 50 % an Müller & Söhne",
            "author": [{ "family": "Berg", "given": "Anna" }, { "literal": "APA" }],
            "container-title": "Die Tagespost", "issued": { "date-parts": [[2024, 3, 24]] },
            "URL": "https://a.example/x_1?a=1&b=%C3%BC#z", "accessed": { "date-parts": [[2024, 3, 25]] },
            "language": "de", "keyword": "stahl",
        })
    );
    assert_eq!(csl[1]["id"], "berg-2024-ubernahme--2");
    let names = Bibliography::parse(&exported(Format::Bibtex, &twice, false)).unwrap();
    let authors = names.iter().next().unwrap().author().unwrap();
    assert_eq!(authors[0].name, "Berg");
    assert_eq!(authors[0].given_name, "Anna");
}

#[test]
fn a_template_that_cannot_be_filled_names_its_line() {
    let broken = Template::new("x.md", "a\n{% for %}".to_owned()).unwrap_err();
    assert!(broken.contains("x.md, line 2"), "{broken}");
    let empty = Template::new("x.md", "{{ articles[0].title }}\n{{ nothing }}".to_owned()).unwrap();
    let sentence = empty.fill("x.md", "Titel").unwrap_err();
    assert!(sentence.contains("x.md, line"), "{sentence}");
}

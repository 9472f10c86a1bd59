//! The articles of the stage: invented companies and persons, German and English, dates of every precision.
//!
//! Their highlights are given here rather than recognised, so that a better recogniser changes no screen.

use std::ops::Range;

use depesche::article::{Article, BodyBuilder, Language, Link, Published, Style};
use depesche::highlight::{Entity, EntityKey, Figure, Highlights, Kind, Quote, Role};
use depesche::store::Incoming;
use depesche::text::{Clean, key};

/// One article as it is written down here.
struct Piece {
    title: &'static str,
    published: &'static str,
    source: &'static str,
    language: &'static str,
    byline: &'static str,
    text: &'static [&'static str],
}

/// Every name that stands in the articles: kind, name, other forms.
const NAMES: &[(Kind, &str, &[&str])] = &[
    (Kind::Company, "Stahlbau Adler", &["Adler AG"]),
    (Kind::Company, "Nordwind Energie", &["Nordwind"]),
    (Kind::Company, "Quellbach Bank", &["Quellbach"]),
    (Kind::Company, "Harbour Robotics", &["Harbour"]),
    (Kind::Company, "Lumen Optics", &["Lumen"]),
    (Kind::Company, "Brauerei Hochstein", &["Hochstein"]),
    (Kind::Company, "Feldmann & Söhne", &[]),
    (Kind::Person, "Anna Kestrel", &["Kestrel"]),
    (Kind::Person, "Jonas Ährental", &["Ährental"]),
    (Kind::Person, "Mira Özcan", &["Özcan"]),
    (Kind::Person, "Peter Lindqvist", &["Lindqvist"]),
    (Kind::Organisation, "Gewerkschaft Metall Nord", &[]),
    (Kind::Place, "Linden", &[]),
    (Kind::Product, "Gantry 5", &[]),
];

/// Offices as the texts give them: words, person, company.
const OFFICES: &[(&str, &str, &str)] = &[
    ("Vorstandschef", "Jonas Ährental", "Stahlbau Adler"),
    ("chief executive", "Anna Kestrel", "Harbour Robotics"),
    ("Finanzchefin", "Mira Özcan", "Nordwind Energie"),
];

/// Amounts as the texts give them.
const FIGURES: &[(&str, f64, &str)] = &[
    ("acht Millionen Euro", 8e6, "EUR"),
    ("1,2 Milliarden Euro", 1.2e9, "EUR"),
    ("340 million dollars", 3.4e8, "USD"),
    ("14 percent", 14.0, "%"),
    ("250 Beschäftigte", 250.0, "Beschäftigte"),
];

const PIECES: &[Piece] = &[
    Piece {
        title: "Stahlbau Adler streicht Werk in Linden zusammen",
        published: "2024-03-25T09:14:00+01:00",
        source: "Abendpost",
        language: "de",
        byline: "Von Klara Weiß",
        text: &[
            "Der Stahlbauer Stahlbau Adler verkleinert sein Werk in Linden. 250 Beschäftigte sollen bis zum Jahresende gehen, wie Vorstandschef Jonas Ährental am Montag sagte.",
            "„Wir haben zu lange gehofft, dass die Aufträge zurückkommen“, sagte Ährental. Die Gewerkschaft Metall Nord kündigte Widerstand an und nannte die Pläne eine Bankrotterklärung der Geschäftsführung.",
            "Das Unternehmen hatte im Vorjahr einen Verlust von acht Millionen Euro geschrieben. Geldgeber ist die Quellbach Bank, die einen Kredit über 1,2 Milliarden Euro anführt. Nach Angaben von Stahlbau Adler soll die Verwaltung in Linden bleiben.",
            "Der Donaudampfschifffahrtsgesellschaftskapitän a. D. Peter Lindqvist, der dem Aufsichtsrat vorsitzt, wollte sich nicht äußern. Ährental sagte weiter: „Es gibt keinen Plan B.“ Die Aktie der Adler AG gab nach.",
        ],
    },
    Piece {
        title: "Harbour Robotics raises 340 million dollars for its crane that needs no driver",
        published: "2024-03-25T08:02:00Z",
        source: "Harbour Courier",
        language: "en",
        byline: "By Tom Ashdown",
        text: &[
            "Harbour Robotics, the maker of driverless cranes, has raised 340 million dollars, its chief executive Anna Kestrel said on Monday.",
            "“We are not replacing anyone, we are replacing waiting,” Kestrel said. The money comes from Quellbach Bank and from Peter Lindqvist, an early investor.",
            "The company's new model, Gantry 5, is to be tested in spring. Revenue grew by 14 percent last year.",
        ],
    },
    Piece {
        title: "Nordwind Energie und Stahlbau Adler bauen gemeinsam Türme",
        published: "2024-03-25T06:30:00+01:00",
        source: "Abendpost",
        language: "de",
        byline: "",
        text: &[
            "Nordwind Energie will die Türme seiner Anlagen künftig bei Stahlbau Adler fertigen lassen. Das teilten Finanzchefin Mira Özcan und Jonas Ährental mit.",
            "„Der Stahl kommt aus der Nähe, das Geld bleibt in der Nähe“, sagte Özcan.",
        ],
    },
    Piece {
        title: "Quellbach Bank warns of a slow spring",
        published: "2024-03-24T18:45:00Z",
        source: "The Ledger",
        language: "en",
        byline: "By Ines Vale",
        text: &[
            "Quellbach Bank expects a slow spring. Its analysts cut their forecast for Lumen Optics and for Harbour Robotics.",
        ],
    },
    Piece {
        title: "Lumen Optics öffnet ein Büro in 東京 und sucht 👩‍🚒 Brandschützerinnen im Cafe\u{301}",
        published: "2024-03-24T12:00:00+01:00",
        source: "Technik heute",
        language: "de",
        byline: "",
        text: &[
            "Lumen Optics (日本語: ルーメン) öffnet ein Büro in 東京. Die Leitung übernimmt Mira Özcan.",
            "Mit e\u{301} und ä, mit 한국어 und mit 👩‍🚒 muss die Spalte stimmen.",
        ],
    },
    Piece {
        title: "Ein sehr langer Titel, der in keine Spalte passt, weil die Brauerei Hochstein darin ebenso vorkommen soll wie Feldmann & Söhne, die Quellbach Bank, ein Fassungsvermögen von vierzigtausend Hektolitern und die Frage, wer das alles trinken wird",
        published: "2024-03-24",
        source: "Gerstenblatt",
        language: "de",
        byline: "",
        text: &["Brauerei Hochstein und Feldmann & Söhne legen ihre Keller zusammen."],
    },
    Piece {
        title: "Anna Kestrel: why our cranes will not talk",
        published: "2024-03-23T21:10:00Z",
        source: "Harbour Courier",
        language: "en",
        byline: "",
        text: &[
            "In a long interview, Anna Kestrel explains why the cranes of Harbour Robotics will never speak.",
            "“A crane that talks is a crane that waits for an answer,” Kestrel said.",
        ],
    },
    Piece {
        title: "Stahlbau Adler: Aufsichtsrat berät über Sanierung",
        published: "2024-03-22T16:20:00+01:00",
        source: "Abendpost",
        language: "de",
        byline: "",
        text: &[
            "Der Aufsichtsrat von Stahlbau Adler unter Peter Lindqvist berät über die Sanierung. Jonas Ährental nimmt teil.",
        ],
    },
    Piece {
        title: "Kommentar: Wer Türme baut, braucht Stahl",
        published: "2024-03-22",
        source: "Abendpost",
        language: "de",
        byline: "Von Klara Weiß",
        text: &["Die Einigung von Nordwind Energie ist vernünftig. Mehr ist dazu nicht zu sagen."],
    },
    Piece {
        title: "Lumen Optics sells its camera unit",
        published: "2024-03-21T07:00:00Z",
        source: "The Ledger",
        language: "en",
        byline: "",
        text: &[
            "Lumen Optics sells its camera unit to Feldmann & Söhne, people close to the talks said.",
        ],
    },
    Piece {
        title: "Monatsbericht der Quellbach Bank",
        published: "2024-03",
        source: "Quellbach Bank",
        language: "de",
        byline: "",
        text: &["Die Quellbach Bank sieht Licht. Nordwind Energie zahlt einen Kredit zurück."],
    },
    Piece {
        title: "Rückblick: Das Jahr der Brauereien",
        published: "2023",
        source: "Gerstenblatt",
        language: "de",
        byline: "",
        text: &["Ein Jahr für die Brauerei Hochstein."],
    },
];

/// The articles of the stage.
pub(super) fn articles() -> Vec<Incoming> {
    PIECES
        .iter()
        .enumerate()
        .map(|(number, piece)| incoming(number, piece))
        .collect()
}

/// More articles of one manner, newest first: so many, an hour apart, the newest at the end of 2023.
pub(super) fn many(number: usize) -> Vec<Incoming> {
    let newest = jiff::Timestamp::from_second(1_704_060_000).unwrap();
    (0..number)
        .map(|at| {
            let (_, name, _) = NAMES[at % NAMES.len()];
            let (_, person, _) = NAMES[7 + at % 4];
            let article = Article {
                title: Clean::line(&format!("Meldung {at}: {name} und {person}")),
                published: Some(Published::Instant(
                    newest - jiff::SignedDuration::from_hours(at as i64),
                    0,
                )),
                language: Some(Language::GERMAN),
                source: Some(Clean::line("Ticker")),
                body: depesche::article::Body::from_text(&format!(
                    "{name} und {person} stehen in Meldung {at}.\n\nMehr steht nicht darin."
                )),
                ..Article::default()
            };
            let highlights = highlights(&article);
            Incoming {
                identity: format!("many-{at}"),
                article,
                highlights,
            }
        })
        .collect()
}

/// One article that takes several screens.
pub(super) fn long() -> Vec<Incoming> {
    let mut body = BodyBuilder::default();
    for _ in 0..6 {
        for paragraph in PIECES[0].text {
            body.push(Style::Text, paragraph);
        }
    }
    let article = Article {
        title: Clean::line(PIECES[0].title),
        language: Some(Language::GERMAN),
        body: body.finish(),
        ..Article::default()
    };
    vec![Incoming {
        identity: "long".to_owned(),
        highlights: highlights(&article),
        article,
    }]
}

fn incoming(number: usize, piece: &Piece) -> Incoming {
    let mut body = BodyBuilder::default();
    for paragraph in piece.text {
        body.push(Style::Text, paragraph);
    }
    let article = Article {
        title: Clean::line(piece.title),
        published: piece.published.parse().ok(),
        language: Language::from_tag(piece.language),
        source: Some(Clean::line(piece.source)),
        url: Link::parse(&format!("https://news.example/{}", number + 1)),
        byline: (!piece.byline.is_empty()).then(|| Clean::line(piece.byline)),
        body: body.finish(),
        ..Article::default()
    };
    let highlights = highlights(&article);
    Incoming {
        identity: format!("stage-{number}"),
        article,
        highlights,
    }
}

fn highlights(article: &Article) -> Highlights {
    let text = article.body.text();
    let mut entities: Vec<Entity> = NAMES
        .iter()
        .filter_map(|(kind, name, others)| {
            let forms: Vec<&str> = std::iter::once(*name)
                .chain(others.iter().copied())
                .collect();
            let mentions = places(text, &forms);
            let in_title = places(&article.title, &forms);
            if mentions.is_empty() && in_title.is_empty() {
                return None;
            }
            let number = mentions.len() + 3 * in_title.len();
            Some(Entity {
                key: EntityKey {
                    kind: *kind,
                    name: key(name),
                },
                name: (*name).to_owned(),
                aliases: others
                    .iter()
                    .filter(|other| text.contains(**other))
                    .map(|other| (*other).to_owned())
                    .collect(),
                salience: (number as f32 / 8.0).min(1.0),
                mentions,
                in_title,
            })
        })
        .collect();
    entities.sort_by_key(|entity| entity.mentions.first().map_or(usize::MAX, |it| it.start));
    let roles = OFFICES
        .iter()
        .filter_map(|(words, person, of)| {
            let at = text.find(words)?;
            text.contains(person).then(|| Role {
                person: (*person).to_owned(),
                role: (*words).to_owned(),
                of: text.contains(of).then(|| (*of).to_owned()),
                range: at..at + words.len(),
            })
        })
        .collect();
    let figures = FIGURES
        .iter()
        .filter_map(|(words, value, unit)| {
            let at = text.find(words)?;
            Some(Figure {
                range: at..at + words.len(),
                value: *value,
                unit: (*unit).to_owned(),
            })
        })
        .collect();
    let quotes = quotes(text, &entities);
    Highlights {
        entities,
        quotes,
        figures,
        roles,
    }
}

/// Where the forms of a name stand, longest form first, not within one another.
fn places(text: &str, forms: &[&str]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for form in forms {
        for (at, _) in text.match_indices(form) {
            let range = at..at + form.len();
            if !found
                .iter()
                .any(|other| other.start < range.end && range.start < other.end)
            {
                found.push(range);
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Words between quotation marks; the speaker is the person named next.
fn quotes(text: &str, entities: &[Entity]) -> Vec<Quote> {
    let mut out = Vec::new();
    for (open, close) in [("„", "“"), ("“", "”")] {
        let mut at = 0;
        while let Some(found) = text[at..].find(open) {
            let start = at + found + open.len();
            let Some(length) = text[start..].find(close) else {
                break;
            };
            let range = start..start + length;
            at = range.end + close.len();
            if range.is_empty() || (open == "“" && text.contains('„')) {
                continue;
            }
            let distance = |mention: &Range<usize>| {
                if mention.start >= range.end {
                    mention.start - range.end
                } else {
                    100 + range.start.saturating_sub(mention.end)
                }
            };
            let speaker = entities
                .iter()
                .filter(|entity| entity.kind() == Kind::Person)
                .filter_map(|entity| {
                    let near = entity.mentions.iter().map(distance).min()?;
                    Some((near, entity.name.clone()))
                })
                .min()
                .map(|(_, name)| name);
            out.push(Quote { range, speaker });
        }
    }
    out
}
